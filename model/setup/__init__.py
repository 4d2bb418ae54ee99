"""The first morning: what follows from levers, what earlier years left, where minds rest (ODD 5)."""
