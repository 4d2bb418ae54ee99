"""Looking for policies that are best in several respects at once, under a budget: `shapan search`."""
