"""Votes on projects from files of cities: read, checked, counted under several rules."""
