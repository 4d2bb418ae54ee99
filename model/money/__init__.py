"""Where money comes from, how it is shared out, and who keeps the books."""
