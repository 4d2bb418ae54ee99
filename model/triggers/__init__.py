"""Policies that answer what a district sees of itself: levers move once a figure has stayed beyond a bound."""
