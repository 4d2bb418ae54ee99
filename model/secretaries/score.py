"""The score of a secretary: three parts, their weights, the bar, and which part costs a community most. Rules only."""

from __future__ import annotations

import numpy as np

from ..arrays import Bools, Floats, Int64s
from ..parameters.assumptions.review import ReviewAssumptions

GOOD, FAIR, POOR = 1.0, 0.5, 0.0
"""What a representative's word counts."""


def words_of(felt: Floats, assumed: ReviewAssumptions) -> Floats:
    """What representatives say, as GOOD, FAIR or POOR, by what they feel (0 to 1); shape of `felt`."""
    return np.where(felt >= assumed.good_from, GOOD, np.where(felt < assumed.poor_below, POOR, FAIR))


def felt_by(trust: Floats, met: Int64s, ended: Int64s) -> Floats:
    """What people feel about the year: their trust, and what became of their own needs, where any ended.

    Args:
        trust: Of each, 0 to 1.
        met, ended: Needs of each that ended in the year, and how many of those were met in time.
    """
    share = np.divide(met, ended, out=np.array(trust, np.float64), where=ended > 0)
    return np.asarray((trust + share) / 2.0)


def weights_of(assumed: ReviewAssumptions) -> Floats:
    """Weights of requests, matters and the meeting; shape (3, 1)."""
    return np.array([[assumed.requests_weight], [assumed.matters_weight], [assumed.meeting_weight]])


def gaps(parts: Floats) -> Floats:
    """How far each part is below the mean of the communities that have it; 0 where there was nothing to count.

    Args:
        parts: Requests, matters, meeting by community, 0 to 1; NaN where there was nothing; shape (3, communities).
    """
    known = ~np.isnan(parts)
    filled = np.where(known, parts, 0.0)
    mean = filled.sum(axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1)
    return np.asarray(np.where(known, mean - parts, 0.0))


def scores_of(parts: Floats, assumed: ReviewAssumptions) -> Floats:
    """The score of every community, 0 to 1: what is known, by weight; what is missing counts as the others' mean."""
    known = ~np.isnan(parts)
    mean = np.where(known, parts, 0.0).sum(axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1)
    weights = weights_of(assumed) * known.any(axis=1, keepdims=True)
    total = weights.sum()
    return np.asarray((weights * np.where(known, parts, mean)).sum(axis=0) / (total if total > 0.0 else 1.0))


def below_bar(scores: Floats, assumed: ReviewAssumptions) -> Bools:
    """Whose score is so far below the mean of all that they are called to account."""
    return np.asarray(scores < scores.mean() - assumed.bar_gap - 1e-9)


def weakest_of(parts: Floats, assumed: ReviewAssumptions) -> Int64s:
    """Which part costs each community most, by gap and weight; of two alike the first."""
    return np.asarray(np.argmax(weights_of(assumed) * gaps(parts), axis=0), np.int64)
