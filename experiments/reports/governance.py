"""The year's governance index, community by community, best seen first, from the table of a run."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

INDEX = "index"


@dataclass(frozen=True)
class CommunityIndex:
    """How one community stands.

    Attributes:
        seen, true: The index by what the district knows, and by what is so; None where nothing is known.
        components: Component -> the same two.
    """

    community: int
    residents: int
    seen: float | None
    true: float | None
    components: dict[str, tuple[float | None, float | None]]


def community_indices(table: pd.DataFrame, cells: pd.DataFrame) -> list[CommunityIndex]:
    """Every community, the best by the index that is seen first; those without one last."""
    residents = cells.groupby("community")["residents"].sum()
    found = []
    for community, rows in table.groupby("community"):
        values = {row.component: (_known(row.seen), _known(row.true)) for row in rows.itertuples()}
        seen, true = values.pop(INDEX)
        found.append(CommunityIndex(int(community), int(residents[community]), seen, true, values))
    return sorted(found, key=lambda one: (one.seen is None, -(one.seen or 0.0), one.community))


def of_the_district(table: pd.DataFrame, cells: pd.DataFrame) -> dict[str, float | None]:
    """Mean over residents of the communities' indices that are known, seen and true."""
    found = community_indices(table, cells)
    return {side: mean_of([(getattr(one, side), one.residents) for one in found]) for side in ("seen", "true")}


def mean_of(values: list[tuple[float | None, int]]) -> float | None:
    """Mean of the values that are known by their weights; None where none is."""
    known = [(value, weight) for value, weight in values if value is not None]
    people = sum(weight for _, weight in known)
    return math.fsum(value * weight for value, weight in known) / people if people else None


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
