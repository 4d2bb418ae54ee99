"""What several pages share: forms, charts, tables, phrases, and what stands round every page."""
