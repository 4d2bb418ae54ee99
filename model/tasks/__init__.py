"""Tasks that departments send down to communities, and who ends up doing them (ODD 7.6)."""
