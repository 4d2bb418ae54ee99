"""Places, policies and scenarios as data, and how they are read."""
