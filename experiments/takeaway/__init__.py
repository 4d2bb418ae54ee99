"""What people take away of a comparison: a brief, one file to open anywhere, a workbook, and a capsule to run again."""
