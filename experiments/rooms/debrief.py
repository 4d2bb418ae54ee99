"""After four quarters: tables side by side, predictions beside what came, the recommended policy in the same worlds.

What the class lived through is one world, luck included. What measures did is told by pairs over other worlds, whose
seeds and number the room's file fixed before anybody played: each table against the district without any change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...model.observation.indicators import INDICATORS
from ..comparing.intervals import Paired, paired_difference
from . import playing
from .entering import seats
from .quarters import seeds_of_debrief
from .records import AS_IT_WAS, RECOMMENDED, Outcome, Room, Seat
from .scoring import Scored, mean_score, scored
from .tables import RoomFileOnDisk

ALSO = ("satisfaction_true", "spend_per_resident")
"""Told of every table in the debrief, beside what was predicted."""


@dataclass(frozen=True)
class Marked:
    """How one seat's prediction of one quarter did.

    Attributes:
        marks: Indicator -> prediction, value, score.
        score: Their mean; None where nothing could be scored.
    """

    seat: Seat
    quarter: int
    marks: dict[str, Scored]
    score: float | None


@dataclass(frozen=True)
class Effect:
    """What one table's measures changed in one indicator, in pairs against the district without any change."""

    desk: int
    indicator: str
    paired: Paired


def indicators_of(room: Room) -> tuple[str, ...]:
    """Indicators of the debrief."""
    return tuple(dict.fromkeys((*room.rules.predict, *ALSO)))


def played(room: Room, found: Iterable[Outcome], quarter: int) -> dict[int, Outcome]:
    """Table -> its outcome of a quarter in the world that was played."""
    seed = room.rules.seed
    return {one.desk: one for one in found if one.quarter == quarter and one.seed == seed}


def marks(file: RoomFileOnDisk, room: Room, quarter: int) -> list[Marked]:
    """Every prediction of a revealed quarter beside what came at its own table; the best first."""
    came = played(room, playing.revealed_outcomes(file, room), quarter)
    by_seat = {seat.id: seat for seat in seats(file, room.id)}
    found = []
    for number, expected in playing.predictions(file, room, quarter).items():
        seat = by_seat[number]
        marked = scored(expected, came[seat.desk].indicators) if seat.desk in came else {}
        found.append(Marked(seat, quarter, marked, mean_score(marked)))
    return sorted(found, key=lambda one: (one.score is None, one.score or 0.0, one.seat.id))


def all_marks(file: RoomFileOnDisk, room: Room) -> list[Marked]:
    """Those of every quarter that may be seen."""
    return [one for quarter in range(1, room.revealed_quarters + 1) for one in marks(file, room, quarter)]


def standings(found: Iterable[Marked]) -> list[tuple[Seat, float, int]]:
    """(seat, mean score, quarters predicted), the best first: among those who predicted as often."""
    by_seat: dict[int, list[Marked]] = {}
    for one in found:
        if one.score is not None:
            by_seat.setdefault(one.seat.id, []).append(one)
    rows = [(one[0].seat, sum(m.score or 0.0 for m in one) / len(one), len(one)) for one in by_seat.values()]
    return sorted(rows, key=lambda row: (-row[2], row[1], row[0].id))


def of_desks(found: Iterable[Marked]) -> dict[int, float]:
    """Table -> mean score over everything its people predicted."""
    by_desk: dict[int, list[float]] = {}
    for one in found:
        if one.score is not None:
            by_desk.setdefault(one.seat.desk, []).append(one.score)
    return {desk: sum(scores) / len(scores) for desk, scores in sorted(by_desk.items())}


def effects(file: RoomFileOnDisk, room: Room) -> list[Effect]:
    """Every table and the recommended policy against the district without any change, pair by pair.

    Empty until every world of the debrief is there: an interval is looked at once.
    """
    seeds = seeds_of_debrief(room)
    found = [one for one in playing.revealed_outcomes(file, room) if one.seed in seeds]
    by_desk: dict[int, dict[int, Outcome]] = {}
    for one in found:
        by_desk.setdefault(one.desk, {})[one.seed] = one
    base = by_desk.pop(AS_IT_WAS, {})
    desks = sorted(by_desk, key=lambda desk: (desk == RECOMMENDED, desk))
    if any(set(side) != set(seeds) for side in (base, *by_desk.values())) or not desks:
        return []
    return [
        Effect(desk, name, paired)
        for desk in desks
        for name in indicators_of(room)
        if (paired := _paired(name, base, by_desk[desk], seeds)) is not None
    ]


def _paired(name: str, base: dict[int, Outcome], other: dict[int, Outcome], seeds: tuple[int, ...]) -> Paired | None:
    sides = [[side[seed].indicators.get(name) for seed in seeds] for side in (base, other)]
    values = [[one for one in side if one is not None] for side in sides]
    if any(len(side) != len(seeds) for side in values):
        return None
    about, same = INDICATORS[name], values[0] == values[1]
    return paired_difference(*values, about.better, about.margin, identical=same, looks="once")
