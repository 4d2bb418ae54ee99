"""Where money comes from, how it is shared out, who holds it and what it was paid for."""
