"""Collective matters: what they mean to each household, who comes, how talk moves opinions, and how it is decided."""
