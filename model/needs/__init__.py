"""A need's journey: born, heard, routed, served, rated and remembered."""
