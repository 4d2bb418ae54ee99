"""Rooms of a class: who sits at which table, what was committed and decided, what came of it; free of any page."""
