"""A kept comparison under its short link."""
