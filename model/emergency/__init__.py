"""Emergencies: a shock's own needs, what it takes from everyday service, and who answers (ODD 7.17)."""
