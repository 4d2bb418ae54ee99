"""What a district knows of its people: needs surveys, satisfaction by community, a year of needs."""
