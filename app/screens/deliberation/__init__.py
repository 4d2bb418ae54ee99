"""The page Deliberation: collective matters of one world under two formats."""
