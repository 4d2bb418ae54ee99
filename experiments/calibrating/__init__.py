"""What a monthly ledger says about assumptions: history matching, a posterior, a check of both on planted truths."""
