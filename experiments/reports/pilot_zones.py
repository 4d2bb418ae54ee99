"""The second yearly report of GD-11: pilot zones, how their communities stand and what the district made of them."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from .governance import CommunityIndex, mean_of

A_YEAR = 365
BEGAN, JUDGED, UNDER_WAY = "pilot_began", "pilot_judged", "under_way"


@dataclass(frozen=True)
class Zone:
    """One pilot of the report's year.

    Attributes:
        number: Which pilot of the policy, from 0.
        communities: Those that tried.
        day: The day it began, 1 the first measured.
        tried: Levers it tried.
        about: The figure it is judged by; empty where it is kept for good.
        how: What the district decided, or `under_way`.
        difference: By how much its figure changed more than the others'; None where nothing is known.
        seen, seen_elsewhere: The year's index as the district sees it, mean over residents of its communities and of
            all others.
    """

    number: int
    communities: tuple[int, ...]
    day: int
    tried: int
    about: str
    how: str
    difference: float | None
    seen: float | None
    seen_elsewhere: float | None


def zones(events: pd.DataFrame, stood: Sequence[CommunityIndex], days: int) -> list[Zone]:
    """Every pilot that was under way, or judged, in the last year of a run.

    Args:
        events: The table of a run.
        stood: How its communities stand (`standings`).
        days: Measured days of the run.
    """
    first = max(days - A_YEAR, 0) + 1
    began, judged = events[events["name"] == BEGAN], events[events["name"] == JUDGED]
    found = []
    for number, rows in began.groupby("number"):
        end = judged[judged["number"] == number]
        if len(end) and int(end["day"].max()) < first:
            continue
        found.append(_zone(int(number), rows, end, stood))
    return found


def _zone(number: int, rows: pd.DataFrame, end: pd.DataFrame, stood: Sequence[CommunityIndex]) -> Zone:
    where = tuple(sorted(int(one) for one in rows["community"].unique()))
    differs = end.loc[end["quantity"] == "difference", "value"]
    known = len(differs) > 0 and math.isfinite(float(differs.iloc[0]))
    return Zone(
        number,
        where,
        int(rows["day"].min()),
        int(rows["value"].max()),
        about=str(rows["about"].iloc[0]),
        how=str(end["how"].iloc[0]) if len(end) else UNDER_WAY,
        difference=float(differs.iloc[0]) if known else None,
        seen=_seen(stood, where, inside=True),
        seen_elsewhere=_seen(stood, where, inside=False),
    )


def _seen(stood: Sequence[CommunityIndex], where: Collection[int], *, inside: bool) -> float | None:
    return mean_of([(one.seen, one.residents) for one in stood if (one.community in where) == inside])
