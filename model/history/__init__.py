"""The years before the first morning: projects, money, matters and losses that earlier years left (ODD 5)."""
