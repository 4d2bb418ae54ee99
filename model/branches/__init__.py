"""Party branches of party grids: members, heads of grids, five ones a month, disputes, visits, member households."""
