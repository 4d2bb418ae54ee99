"""What is known of every community's secretary from one report to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Bools, Int64s

REQUESTS, MATTERS, MEETING = "requests", "matters", "meeting"
PARTS = (REQUESTS, MATTERS, MEETING)
"""What a score is made of: registered requests, matters of the council, what the meeting says."""
PASSED = ""


@dataclass(slots=True, eq=False)
class SecretaryReviews:
    """What came of the last reports.

    Attributes:
        weakest: By community: what its secretary was called to account for; PASSED where nothing was.
        below: By community: years running in which its secretary was below the bar.
    """

    weakest: list[str]
    below: Int64s

    def too_long(self, years: int) -> Bools:
        """Communities whose secretary was below the bar for so many years running; shape (communities,).

        That secretary has to go, or a first secretary of the street comes beside.
        """
        return np.asarray(self.below >= years)


def nobody_reviewed(communities: int) -> SecretaryReviews:
    """Nobody has reported yet."""
    return SecretaryReviews([PASSED] * communities, np.zeros(communities, np.int64))
