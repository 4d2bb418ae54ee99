"""District departments: how they catch up with what piles up (ODD 7.3)."""
