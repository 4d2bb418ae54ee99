"""What it would be worth to know an assumption before choosing between scenarios."""
