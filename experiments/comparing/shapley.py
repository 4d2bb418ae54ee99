"""Shapley values: what each part of a change contributed, so that the parts add up to the whole.

A part's value is what switching it on changes, averaged over all orders in which the parts could be switched on
(Shapley 1953, in Kuhn and Tucker, Contributions to the Theory of Games II, 307–317). A coalition is a whole number: bit
i is set where part i is switched on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from ...model.arrays import Floats

Order = tuple[int, ...]


def every_coalition(parts: int) -> list[int]:
    """All coalitions of so many parts, the empty one first and the whole last."""
    return list(range(1 << parts))


def drawn_orders(parts: int, pairs: int, seed: int = 0) -> list[Order]:
    """Random orders in pairs, each with its own reverse: what comes early in one comes late in the other.

    The same parts, pairs and seed give the same orders in every process. The parts of a change do not depend on the
    luck of the district, so this generator shares no stream with the model.
    """
    dice = np.random.default_rng(seed)
    found: list[Order] = []
    for _ in range(pairs):
        order = tuple(int(one) for one in dice.permutation(parts))
        found += [order, order[::-1]]
    return found


def along(order: Order) -> list[int]:
    """The coalitions that an order passes, from the empty one to the whole."""
    found = [0]
    for part in order:
        found.append(found[-1] | 1 << part)
    return found


def coalitions_on(orders: Sequence[Order]) -> list[int]:
    """Every coalition that any of these orders passes, each once, smallest number first."""
    return sorted({coalition for order in orders for coalition in along(order)})


def exact(values: Mapping[int, Floats], parts: int) -> Floats:
    """Shapley values from the values of all coalitions.

    Args:
        values: Coalition -> its value, or an array of values that are attributed side by side.
        parts: How many there are.

    Returns:
        One row a part, shaped (parts, …); the rows add up to the whole less the empty coalition.
    """
    weight = [1.0 / (parts * math.comb(parts - 1, size)) for size in range(parts)]
    found = np.zeros((parts, *np.shape(values[0])))
    for coalition in every_coalition(parts):
        for part in range(parts):
            if not coalition >> part & 1:
                gain = values[coalition | 1 << part] - values[coalition]
                found[part] += weight[coalition.bit_count()] * gain
    return found


def sampled(values: Mapping[int, Floats], orders: Sequence[Order]) -> tuple[Floats, Floats]:
    """Shapley values from some orders in pairs, and how far that is from all orders, as a standard error.

    The rows add up to the whole exactly, since the gains of each order do. An order and its reverse are one draw.

    Returns:
        Two arrays shaped (parts, …). With one pair of orders the error is not known (nan).
    """
    parts = len(orders[0])
    gains = np.zeros((len(orders), parts, *np.shape(values[0])))
    for row, order in enumerate(orders):
        passed = along(order)
        for part, before, after in zip(order, passed, passed[1:], strict=False):
            gains[row, part] = values[after] - values[before]
    pairs = (gains[0::2] + gains[1::2]) / 2.0
    if len(pairs) < 2:
        return pairs.mean(axis=0), np.full(pairs.shape[1:], np.nan)
    return pairs.mean(axis=0), pairs.std(axis=0, ddof=1) / math.sqrt(len(pairs))
