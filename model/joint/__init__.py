"""Joint Party committees settle matters: agenda, votes of heads, and what units bring."""
