"""Volunteers: who comes, for what, the year's programme, the time bank (ODD 7.7)."""
