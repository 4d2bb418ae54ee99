"""The page Story: two worlds played side by side, month by month."""
