"""Secretaries of communities report once a year, are scored, and answer for their weakest part (GD-06)."""
