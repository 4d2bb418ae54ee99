"""Where people live, how it is cut into grids, how far it is to a centre."""
