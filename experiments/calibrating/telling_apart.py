"""Which assumptions a ledger can tell apart: how much narrower each becomes, and which only count together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ...model.arrays import Floats
from .posterior import Posterior

Verdict = Literal["told", "narrowed", "together", "unseen"]
PRIOR = 1.0 / np.sqrt(12.0)
"""Standard deviation of a share of a belief before the ledger."""
HALF, HARDLY = 0.5, 0.85
"""Up to which share of the prior's width an assumption counts as told, and from which on as unseen (grade D)."""
RIDGE = 0.25
"""Variance of a combination, of 1 if assumptions were independent, below which they count only together (grade D)."""
IN_A_RIDGE = 0.35


@dataclass(frozen=True)
class Ridge:
    """Assumptions that the ledger knows only in combination.

    Attributes:
        members: Their numbers, with +1 or −1: those with one sign make up for those with the other, or each for another
            where all signs agree.
        left: Share of the variance that this combination keeps of what independent assumptions would have.
    """

    members: tuple[tuple[int, int], ...]
    left: float


def widths(posterior: Posterior) -> Floats:
    """Posterior width over prior width of every assumption, standard deviations of shares of beliefs."""
    return np.asarray(posterior.spread() / PRIOR)


def ridges(posterior: Posterior) -> list[Ridge]:
    """Combinations that are known much better than what they consist of."""
    covariance = posterior.covariance()
    spread = np.sqrt(np.maximum(np.diag(covariance), 1e-18))
    values, directions = np.linalg.eigh(covariance / np.outer(spread, spread))
    found = []
    for value, direction in zip(values, directions.T, strict=True):
        members = np.flatnonzero(np.abs(direction) >= IN_A_RIDGE)
        if value < RIDGE and len(members) >= 2:
            first = np.sign(direction[members[0]])
            found.append(
                Ridge(tuple((int(one), int(np.sign(direction[one]) * first)) for one in members), float(value))
            )
    return found


def verdicts(posterior: Posterior) -> list[Verdict]:
    """A word for every assumption."""
    in_ridges = {one for ridge in ridges(posterior) for one, _ in ridge.members}
    return [_word(float(width), number in in_ridges) for number, width in enumerate(widths(posterior))]


def _word(width: float, in_a_ridge: bool) -> Verdict:
    if width <= HALF:
        return "told"
    if in_a_ridge:
        return "together"
    return "narrowed" if width < HARDLY else "unseen"
