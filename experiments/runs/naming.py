"""What a run is called, in tables, parts and manifests."""

from __future__ import annotations


def run_id(column: int, scenario_hash: str, seed: int) -> str:
    """What a run is called: by the hash its scenario was written down with, whatever it hashes to now."""
    return f"{column:02d}-{scenario_hash[:8]}-{seed:06d}"
