"""What runs tell in words and tables: matters, money, projects, and the phrases of both languages."""
