"""The map of a district: rectangles inside rectangles, and which of them share a border."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats

Box = tuple[float, float, float, float]

# A common edge shorter than a millimetre is a corner, not a border (km).
LEAST_BORDER_KM = 1e-6


def tile(box: Box, area: Floats) -> list[Box]:
    """Cut a box into one rectangle per area, in their order, each in proportion, as square as halving allows."""
    filled = [0.0, *np.cumsum(area).tolist()]
    pieces: list[Box] = [box] * len(area)
    waiting = [(0, len(area), box)]
    while waiting:
        first, last, (x0, y0, x1, y1) = waiting.pop()
        if last - first == 1:
            pieces[first] = (x0, y0, x1, y1)
            continue
        cut = _nearest_half(filled, first, last)
        fraction = (filled[cut] - filled[first]) / (filled[last] - filled[first])
        if x1 - x0 >= y1 - y0:
            x = x0 + (x1 - x0) * fraction
            waiting += [(cut, last, (x, y0, x1, y1)), (first, cut, (x0, y0, x, y1))]
        else:
            y = y0 + (y1 - y0) * fraction
            waiting += [(cut, last, (x0, y, x1, y1)), (first, cut, (x0, y0, x1, y))]
    return pieces


def _nearest_half(filled: list[float], first: int, last: int) -> int:
    half = 0.5 * (filled[first] + filled[last])
    cut = min(max(bisect_left(filled, half, first, last), first + 1), last - 1)
    if cut - 1 > first and half - filled[cut - 1] < filled[cut] - half:
        cut -= 1
    return cut


def shared_borders(box_km: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Who borders whom, as (start, neighbour): the neighbours of cell c are neighbour[start[c]:start[c+1]]."""
    beside = _touching(box_km[:, 0], box_km[:, 2], box_km[:, 1], box_km[:, 3])
    above = _touching(box_km[:, 1], box_km[:, 3], box_km[:, 0], box_km[:, 2])
    one = np.concatenate([beside[0], above[0]])
    other = np.concatenate([beside[1], above[1]])
    cell, neighbour = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.lexsort((neighbour, cell))
    start = np.zeros(len(box_km) + 1, np.int32)
    np.cumsum(np.bincount(cell, minlength=len(box_km)), out=start[1:])
    return start, neighbour[order].astype(np.int32)


def _touching(near: Floats, far: Floats, low: Floats, high: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs (a, b) where a's far edge is b's near edge and they overlap along it.

    Both sides of a cut carry the very same number, so edges are matched exactly. Along one edge the
    cells do not overlap each other, so sorting them by their lower end also sorts the upper end.
    """
    # Shape (cells,). One sorted line holds all edges, a `span` each, so that one search finds all partners.
    edge = np.unique(np.concatenate([near, far]))
    span = float(high.max() - low.min()) + 1.0
    offset = low.min()
    before, after = np.searchsorted(edge, far) * span, np.searchsorted(edge, near) * span
    order = np.argsort(before + (low - offset), kind="stable")
    lower, upper = (before + (low - offset))[order], (before + (high - offset))[order]
    first = np.searchsorted(upper, after + (low - offset) + LEAST_BORDER_KM, side="right")
    last = np.searchsorted(lower, after + (high - offset) - LEAST_BORDER_KM, side="left")
    count = np.maximum(last - first, 0)
    # Shape (pairs,): cell b has `count` partners, one after the other from `first` on.
    right = np.repeat(np.arange(len(near)), count)
    position = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    return order[position], right
