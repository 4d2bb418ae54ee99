"""A district of one's own: tables of people or communities and outlines become a place file."""
