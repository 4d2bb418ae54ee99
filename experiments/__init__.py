"""Runs, comparisons and the command line."""
