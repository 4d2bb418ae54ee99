"""Streets, and the teams of leaders and departments that adopt communities (ODD 7.9)."""
