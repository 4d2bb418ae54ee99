"""Estates: owners' committees, fees, upkeep, owners' funds."""
