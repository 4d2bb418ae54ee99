"""Policies side by side: paired differences, how sure they are, what they mean and what they cost."""
