"""The page Compare: what is asked, and what a finished comparison says."""
