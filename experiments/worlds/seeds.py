"""With which seed a world is lived through."""

from __future__ import annotations

FIRST_SEED = 10_000_000
"""Worlds have seeds of their own beyond those of pairs, so that more pairs leave the worlds as they are."""
LARGEST_SEED = 2**63


def seed_of_world(first: int, number: int) -> int:
    """The seed with which a world is lived through, the same for all scenarios."""
    return (first + FIRST_SEED + number) % LARGEST_SEED
