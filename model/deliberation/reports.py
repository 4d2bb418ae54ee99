"""Matters that come from reports: many requests of one kind from one estate become a collective matter.

Residents' own requests pile up in the register of the community. What grid heads, stewards and stations hear on their
rounds they bring themselves, where it has not been put right: heads of grids whose Party branch reports, stewards where
there are some, stations where there are some. Cases of one estate that are stuck at a department come back as a matter
too.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..agents.party_branch import reporting_branch_of_cell
from ..arrays import Bools, Int64s, among
from ..columns import (
    ACTIVITY,
    APP,
    AT_TERMINAL,
    DOOR_VISIT,
    LAPSED_WAITING,
    LISTED_VISIT,
    MET_LATE,
    NOBODY,
    OPEN,
    PATROL,
    STEWARD_ROUND,
    WAITS_FOR_DEPARTMENT,
    WALK_IN,
    WRONG_DOOR,
)
from ..party.whistle import CALENDAR_DAYS_A_WORKDAY
from ..staffing.capacity import born_since
from ..streams import ESTATE, Part, Stream
from .docket import Docket
from .kinds import OF_NEEDS
from .matter import Origin

if TYPE_CHECKING:
    from ..district import District

FROM_REPORTS = Stream("matters from reports: {}", ESTATE, Part("month", 100_000))
"""One stream a kind of need."""


class Pile(NamedTuple):
    """Requests of one kind from one estate.

    Attributes:
        origin: Who brings it.
        estate: Where.
        kind: Row of the kind of need.
        requests: Rows of the needs behind it.
    """

    origin: Origin
    estate: int
    kind: int
    requests: Int64s


def piles(district: District) -> list[Pile]:
    """What is large enough this month to be brought to the committee, by estate and kind; each place and kind once.

    Who hears most of it brings it; of two that hear as much, whoever stands first in the order below.
    """
    assumed = district.parameters.assumptions.matters
    rows = born_since(district, district.day - int(assumed.pile_days))
    first, needs = rows.start, district.state.needs.view(np.ndarray)[rows]
    kinds = [district.kinds.index(name) for name in OF_NEEDS if name in district.kinds.ids]
    heard = (needs["heard_day"] >= 0) & (needs["heard_day"] < district.day) & among(needs["kind"], kinds)
    unsolved = among(needs["bin"], (OPEN, MET_LATE, LAPSED_WAITING, WRONG_DOOR))
    found: dict[tuple[int, int], Pile] = {}
    for origin, theirs, fewest in _hearers(district, needs, unsolved):
        mine = np.flatnonzero(heard & theirs)
        estate = district.world.territory.estate_of_cell[needs["cell"][mine]].astype(np.int64)
        address = estate * len(district.kinds.ids) + needs["kind"][mine]
        where, place, count = np.unique(address, return_inverse=True, return_counts=True)
        for which in np.flatnonzero(count >= fewest).tolist():
            spot = divmod(int(where[which]), len(district.kinds.ids))
            if spot not in found or len(found[spot].requests) < count[which]:
                found[spot] = Pile(origin, *spot, first + mine[place == which])
    return [found[spot] for spot in sorted(found)]


def _hearers(district: District, needs: np.ndarray, unsolved: Bools) -> list[tuple[Origin, Bools, float]]:
    """Who brings what: origin, which of the needs are theirs to bring, and how many there must be."""
    assumed, levers = district.parameters.assumptions.matters, district.parameters.levers
    channel, closed = needs["channel"].copy(), np.zeros(len(needs), np.bool_)
    with_unit = reporting_branch_of_cell(district)[needs["cell"]] != NOBODY
    now = float(district.state.facts.working_index[district.day])
    waited = (now - needs["available_time"]) * CALENDAR_DAYS_A_WORKDAY
    stuck = (needs["state"] == WAITS_FOR_DEPARTMENT) & (waited >= assumed.stuck_days)
    rounds = among(channel, (PATROL, LISTED_VISIT, DOOR_VISIT)) & unsolved & with_unit
    return [
        ("requests", among(channel, (WALK_IN, APP, AT_TERMINAL)), assumed.pile_requests),
        ("department", stuck, assumed.pile_stuck),
        ("grid_head", rounds, assumed.pile_unsolved),
        ("steward", (channel == STEWARD_ROUND) & unsolved, assumed.pile_unsolved),
        (
            "station",
            (channel == ACTIVITY) & unsolved if levers.centres.stations_per_community else closed,
            assumed.pile_unsolved,
        ),
    ]


def new_piles(district: District, date: dt.date) -> list[tuple[Pile, np.uint64]]:
    """Piles that become a matter now, with the keys of their random numbers: no such matter of that estate is open, and
    the last has rested for a while.
    """
    docket, found = district.of(Docket), []
    is_open = {(matter.estate, matter.kind.of_needs) for matter in docket.open}
    rest = int(district.parameters.assumptions.matters.pile_rest_days)
    for pile in piles(district):
        spot = pile.estate, district.kinds.ids[pile.kind]
        if district.day < docket.rests_until.get(spot, district.day):
            continue
        if spot in is_open:
            continue
        docket.rests_until[spot] = district.day + rest
        month = 12 * date.year + date.month
        found.append((pile, FROM_REPORTS.of(district.plan.seed, spot[1]).at(pile.estate, month).key()))
    return found


def branch_that_reported(district: District, pile: Pile) -> int:
    """Number of the Party branch that most requests of a pile were reported by; −1 where no branch reported any."""
    cells = district.state.needs.view(np.ndarray)["cell"][pile.requests]
    found = reporting_branch_of_cell(district)[cells]
    found = found[found != NOBODY]
    return int(np.bincount(found).argmax()) if len(found) else NOBODY


def households_of(district: District, requests: Int64s) -> Int64s:
    """Households behind these requests, each once."""
    who = district.state.needs.view(np.ndarray)["resident"][requests]
    return np.unique(district.world.residents.household[who]).astype(np.int64)
