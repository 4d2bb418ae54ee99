"""Cutting a neighbourhood into connected pieces of equal load, the way a street office draws grids.

Everything here is decided by position and index, never by luck: the same weights give the same map.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats

Spots = list[int]
MOST_ROUNDS = 12  # of handing cells from heavy pieces to light ones


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """Spots (cells or grids) with their position and the spots they border."""

    x: list[float]
    y: list[float]
    neighbours: list[Spots]


def map_of_borders(
    x: Floats, y: Floats, one: NDArray[np.int32], other: NDArray[np.int32], group: NDArray[np.int32]
) -> Map:
    """A map whose borders (one, other) count only inside a group, so that no piece can cross it."""
    neighbours: list[Spots] = [[] for _ in range(len(x))]
    same = group[one] == group[other]
    for spot, neighbour in zip(one[same].tolist(), other[same].tolist(), strict=True):
        neighbours[spot].append(neighbour)
    return Map(x.tolist(), y.tolist(), neighbours)


def divide(land: Map, spots: Spots, parts: int, weight: Sequence[float]) -> list[Spots]:
    """Cut connected spots into `parts` connected pieces of nearly equal weight, by halving, then by handing over."""
    pieces: list[Spots] = []
    waiting = [(spots, parts)]
    while waiting:
        piece, count = waiting.pop()
        if count == 1:
            pieces.append(piece)
            continue
        near, far = _halve(land, piece, count, weight)
        share = sum(weight[spot] for spot in near) / (sum(weight[spot] for spot in piece) or 1.0)
        # A side never gets more pieces than it has spots.
        near_count = min(max(round(count * share), 1, count - len(far)), count - 1, len(near))
        waiting += [(far, count - near_count), (near, near_count)]
    return even_out(land, pieces, weight)


def _halve(land: Map, piece: Spots, count: int, weight: Sequence[float]) -> tuple[Spots, Spots]:
    """Grow one side from an end of the piece until it holds its share; both sides stay connected."""
    x, y = [land.x[spot] for spot in piece], [land.y[spot] for spot in piece]
    along = land.x if max(x) - min(x) >= max(y) - min(y) else land.y
    target = sum(weight[spot] for spot in piece) * (count // 2) / count
    first = min(piece, key=lambda spot: (along[spot], spot))
    inside, seen, near = set(piece), {first}, set[int]()
    frontier, held = [(along[first], first)], 0.0
    while frontier and len(near) < len(piece) - 1:
        _, spot = heappop(frontier)
        if near and abs(held + weight[spot] - target) >= abs(held - target):
            break
        near.add(spot)
        held += weight[spot]
        for neighbour in land.neighbours[spot]:
            if neighbour in inside and neighbour not in seen:
                seen.add(neighbour)
                heappush(frontier, (along[neighbour], neighbour))
    # What the growing side cut off from the rest borders it, so it joins it.
    fragments: list[Spots] = connected_parts(land, [spot for spot in piece if spot not in near])
    heaviest = max(range(len(fragments)), key=lambda number: sum(weight[spot] for spot in fragments[number]))
    far = set(fragments[heaviest])
    return [spot for spot in piece if spot not in far], [spot for spot in piece if spot in far]


def connected_parts(land: Map, spots: Iterable[int]) -> list[Spots]:
    """The connected parts of some spots, in the order of their first spot."""
    left = dict.fromkeys(spots)
    parts = []
    while left:
        start = next(iter(left))
        del left[start]
        part = [start]
        for spot in part:
            for neighbour in land.neighbours[spot]:
                if neighbour in left:
                    del left[neighbour]
                    part.append(neighbour)
        parts.append(part)
    return parts


def even_out(land: Map, pieces: list[Spots], weight: Sequence[float]) -> list[Spots]:
    """Hand border spots from heavier to lighter pieces as long as it evens them out and cuts nobody off."""
    owner = {spot: number for number, piece in enumerate(pieces) for spot in piece}
    load = [sum(weight[spot] for spot in piece) for piece in pieces]
    members = [set(piece) for piece in pieces]
    border = sorted(owner)
    for _ in range(MOST_ROUNDS):
        moved: set[int] = set()
        for spot in border:
            giver = owner[spot]
            taker = _lightest_neighbour(land, spot, owner, load)
            if taker == giver or load[taker] + weight[spot] >= load[giver] * (1 - 1e-12):
                continue
            if len(members[giver]) == 1 or not _stays_connected(land, spot, members[giver]):
                continue
            owner[spot] = taker
            members[giver].remove(spot)
            members[taker].add(spot)
            load[giver] -= weight[spot]
            load[taker] += weight[spot]
            moved |= {spot, *land.neighbours[spot]}
        if not moved:
            break
        touched = {owner[spot] for spot in moved if spot in owner}
        border = sorted({near for number in touched for near in _with_neighbours(land, members[number], owner)})
    return [sorted(piece) for piece in members]


def _with_neighbours(land: Map, piece: set[int], owner: dict[int, int]) -> set[int]:
    return piece | {near for spot in piece for near in land.neighbours[spot] if near in owner}


def _lightest_neighbour(land: Map, spot: int, owner: dict[int, int], load: list[float]) -> int:
    best = owner[spot]
    for neighbour in land.neighbours[spot]:
        candidate = owner.get(neighbour, best)
        if (load[candidate], candidate) < (load[best], best):
            best = candidate
    return best


def _stays_connected(land: Map, spot: int, piece: set[int]) -> bool:
    """Whether a piece holds together without one of its spots: do that spot's neighbours still meet?"""
    around = {near for near in land.neighbours[spot] if near in piece}
    if len(around) <= 1:
        return True
    start = min(around)
    seen, queue = {spot, start}, [start]
    around.discard(start)
    for place in queue:
        for neighbour in land.neighbours[place]:
            if neighbour in piece and neighbour not in seen:
                seen.add(neighbour)
                queue.append(neighbour)
                around.discard(neighbour)
                if not around:
                    return True
    return False
