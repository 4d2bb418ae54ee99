"""Party branches of party grids: members, heads of grids, the month's five ones, disputes, visits, member households."""
