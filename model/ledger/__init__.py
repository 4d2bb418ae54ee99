"""The ledger: accounts in double entry, instalments, who pays for each pool, rules of sharing (ODD 7.12)."""
