"""Social organisations: the market for services, tenders, contracts, ratings (ODD 7.8)."""
