"""What institutions decide, carried from their judgement into the district's columns."""
