"""Those who decide in a district: grid teams, centres, departments."""
