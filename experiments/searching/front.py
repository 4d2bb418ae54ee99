"""The Pareto set: what nothing else beats in every objective; and which of it to look at when it is large."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

Costs = tuple[float, ...]


def dominates(one: Costs, other: Costs) -> bool:
    """Whether one is nowhere worse and somewhere better; what is small is good."""
    return all(a <= b for a, b in zip(one, other, strict=True)) and any(a < b for a, b in zip(one, other, strict=True))


def undominated(costs: Mapping[int, Costs], alike: Mapping[int, Hashable] | None = None) -> list[int]:
    """Those that no other dominates, in their order; of several that are the same policy, the first.

    Args:
        alike: What tells one policy from another; everything is its own where it is not given.
    """
    first: dict[Hashable, int] = {}
    for number in costs:
        first.setdefault(number if alike is None else alike[number], number)
    distinct = set(first.values())
    return [
        number
        for number, own in costs.items()
        if number in distinct and not any(dominates(other, own) for other in costs.values())
    ]


def spread_out(costs: Mapping[int, Costs], most: int) -> list[int]:
    """At most so many of a set: the best in each objective, then always the one farthest from those chosen."""
    numbers = sorted(costs)
    if len(numbers) <= most:
        return numbers
    places = _in_unit_box(costs)
    best = [min(numbers, key=lambda one, k=k: (costs[one][k], one)) for k in range(len(costs[numbers[0]]))]
    chosen = list(dict.fromkeys(best))[:most]
    while len(chosen) < most:
        rest = [one for one in numbers if one not in chosen]
        chosen.append(max(rest, key=lambda one: (min(_apart(places[one], places[had]) for had in chosen), -one)))
    return sorted(chosen)


def _in_unit_box(costs: Mapping[int, Costs]) -> dict[int, Costs]:
    columns = list(zip(*costs.values(), strict=True))
    low, wide = [min(column) for column in columns], [max(column) - min(column) or 1.0 for column in columns]
    return {number: tuple((value - low[k]) / wide[k] for k, value in enumerate(own)) for number, own in costs.items()}


def _apart(one: Costs, other: Costs) -> float:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def hypervolume(costs: Sequence[Costs], corner: Costs) -> float:
    """The part of the space below a corner that a set dominates, by slices along the last objective.

    Args:
        costs: What is small is good; whatever does not lie below the corner counts nothing.
        corner: Worse than everything that counts, in every objective.
    """
    inside = sorted({one for one in costs if all(a < b for a, b in zip(one, corner, strict=True))}, key=lambda o: o[-1])
    if not inside:
        return 0.0
    if len(corner) == 1:
        return corner[0] - inside[0][0]
    ends = [*(one[-1] for one in inside[1:]), corner[-1]]
    return sum(
        (end - one[-1]) * hypervolume([other[:-1] for other in inside[: number + 1]], corner[:-1])
        for number, (one, end) in enumerate(zip(inside, ends, strict=True))
        if end > one[-1]
    )
