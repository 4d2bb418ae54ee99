"""A district that is watched: observers count needs, hours, people and money again after every day."""
