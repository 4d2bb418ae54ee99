"""What a monthly ledger says about assumptions: history matching, a posterior, and a check of both on planted truths."""
