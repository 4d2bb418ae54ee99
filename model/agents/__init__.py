"""Those who decide in a district, as Mesa agents: teams, committees, centres, departments, organisations."""
