"""The page Money: what a district got, spent and bought, and its projects."""
