"""The page Map: two worlds month by month on the same land, and one grid looked at closely."""
