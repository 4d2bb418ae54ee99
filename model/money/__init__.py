"""Money: what accounts hold, who filled them and what was paid out of them."""
