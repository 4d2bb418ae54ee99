"""From a wish to a project that stands: who proposes, who votes, how long it takes, what it does."""
