"""Who answers an emergency: people who are called, led, tired and given time off again (ODD 7.17)."""
