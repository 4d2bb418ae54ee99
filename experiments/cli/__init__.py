"""The command line: `shapan`."""
