"""Lessons for a class, free of any page: figures of their worlds, what they show, a sitting of one class."""
