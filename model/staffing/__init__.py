"""Who is paid to serve and when: posts, rosters, absence, turnover, late cases (ODD 7.4, 7.6)."""
