"""Community stewards: how they are found and who tires."""
