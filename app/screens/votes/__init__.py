"""The page Votes on projects: one vote counted under several rules."""
