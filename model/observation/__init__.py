"""What is observed of a run: the log of needs, indicators, tables (ODD 4)."""
