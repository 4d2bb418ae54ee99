"""Who lives and works in a district."""
