"""How money comes in, is shared out and settled every month (ODD 7.12)."""
