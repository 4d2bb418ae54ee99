"""Party organisation: joint meetings, whistles, visits, teams of units (ODD 7.9)."""
