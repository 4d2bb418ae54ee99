"""The page Experiments: studies written down before they are run, how far they are, and what they found."""
