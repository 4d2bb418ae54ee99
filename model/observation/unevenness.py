"""How unevenly a share is spread over places: the worst tenth, and the Gini coefficient."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def worst_tenth(met: NDArray[np.float64], ended: NDArray[np.float64]) -> float:
    """Coverage over the tenth of places (at least one) where it is lowest."""
    if not len(met):
        return float("nan")
    lowest = np.argsort(met / ended, kind="stable")[: max(1, round(len(met) / 10))]
    return float(met[lowest].sum() / ended[lowest].sum())


def weighted_gini(value: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """Gini coefficient of values that stand for `weight` needs each: mean absolute difference over twice the mean."""
    if not len(value):
        return float("nan")
    order = np.argsort(value, kind="stable")
    value, weight = value[order], weight[order]
    total = float((value * weight).sum())
    if total <= 0.0:
        return 0.0
    upto = np.cumsum(weight)
    rank = (upto - 0.5 * weight) / upto[-1]
    return float(2.0 * (value * weight * rank).sum() / total - 1.0)
