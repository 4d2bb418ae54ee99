"""The first morning: what follows from levers, the first columns, where minds rest (ODD 5)."""
