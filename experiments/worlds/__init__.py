"""Worlds that still fit what is known of a place: drawn, tried, kept, and what a comparison over them says."""
