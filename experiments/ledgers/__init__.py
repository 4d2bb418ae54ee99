"""What a ledger of reports says about what nobody reports: duplicate reports give reporting rates."""
