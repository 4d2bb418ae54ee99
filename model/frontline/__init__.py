"""Named people who go to residents: committee members who receive, and Party-mass workers (SZ-02)."""
