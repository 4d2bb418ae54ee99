"""Councils of women and of children meet, bring cases to the counter, table matters, and ask what became of the last.

Members learn what families around them have told nobody, as far as somebody at the counter has time to write it down.
Where requests of a public kind pile up around them they make a matter of it: it goes on to the community's council
like any other. Whoever saw little come of the last meeting comes less often to the next. (YT-35)
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import gatherings
from ..arrays import Int64s, among
from ..columns import MET_LATE, MET_ON_TIME, OPEN, UNHEARD_NOW, WALK_IN
from ..deliberation.docket import Docket
from ..deliberation.kinds import OF_NEEDS
from ..deliberation.process import bring
from ..deliberation.reports import households_of
from ..events.group_councils import GroupCouncilMet, GroupCouncilTabled
from ..needs.channels import can_be_told, let_tell
from ..staffing.capacity import born_since, charge_counters
from ..streams import ESTATE, RESIDENT, Part, Stream
from ..working_days import meets
from .members import COMES, GROUPS, Group, belongs, chosen

if TYPE_CHECKING:
    from ..district import District

TELLS = Stream("tells a member of a group's council", RESIDENT, Part("month", 100_000))
TABLED = Stream("matters of a group's council: {}", ESTATE, Part("month", 100_000))
MET = (MET_ON_TIME, MET_LATE)


@dataclass(slots=True)
class Council:
    """The council of one group in one community.

    Attributes:
        group: Whose it is.
        community: Where.
        members: Rows of residents.
        brought: Rows of the needs it brought to its last meetings and of which it has not been told the end.
        trust: Share of what it brought before that was met; 1 at the beginning.
    """

    group: Group
    community: int
    members: Int64s
    brought: list[int] = field(default_factory=list)
    trust: float = 1.0


@dataclass(slots=True)
class GroupCouncils:
    """All councils of a district, women's first."""

    each: list[Council]


def initialise(district: District) -> None:
    """The councils on the first morning."""
    district.keep(GroupCouncils([]))
    on_new_levers(district)


def on_new_levers(district: District) -> None:
    """Councils are formed where they are to meet, and dissolved where not; those that stay remember what they said."""
    office, wanted = district.of(GroupCouncils), district.parameters.levers.deliberation.group_councils_per_year > 0
    if wanted == bool(office.each):
        return
    office.each = _formed(district) if wanted else []


def _formed(district: District) -> list[Council]:
    people, territory, seed = district.world.residents, district.world.territory, district.plan.seed
    assumed = district.parameters.assumptions.group_councils
    community = territory.community_of_cell[people.cell].astype(np.int64)
    found: list[Council] = []
    for group in GROUPS:
        eligible = belongs(group, people, seed, assumed.women_share)
        members = chosen(eligible, community, territory.communities, seed, assumed.seats)
        found += [Council(group, number, who) for number, who in enumerate(members) if len(who)]
    return found


def monthly(district: District, date: dt.date) -> None:
    """The councils whose month it is meet."""
    a_year = district.parameters.levers.deliberation.group_councils_per_year
    if not meets(date.month, a_year):
        return
    if gatherings.are_shut(district):
        for council in district.of(GroupCouncils).each:
            gatherings.put_off(district, council.community, f"council_of_{council.group.name}", 0)
        return
    hours, around = np.zeros(district.world.territory.communities), Around(district)
    for council in district.of(GroupCouncils).each:
        hours[council.community] += _meet(district, council, date, around)
    charge_counters(district, hours)


class Around:
    """What families told nobody and what was heard and not put right, looked up once for all councils of a day."""

    def __init__(self, district: District) -> None:
        state = district.state
        waiting = state.waiting.view(np.ndarray)[: int(state.tallies.tally[UNHEARD_NOW])]
        self.need = waiting["need"].astype(np.int64)
        self.cell = waiting["cell"].astype(np.int64)
        needs = state.needs.view(np.ndarray)
        self.kind, self.resident = needs["kind"][self.need], needs["resident"][self.need].astype(np.int64)
        self.heard_now = ~can_be_told(state, district.day)
        rows = born_since(district, district.day - int(district.parameters.assumptions.matters.pile_days))
        lately = needs[rows]
        heard = (lately["heard_day"] >= 0) & ~among(lately["bin"], MET)
        self.unsolved = (rows.start + np.flatnonzero(heard)).astype(np.int64)


def _meet(district: District, council: Council, date: dt.date, around: Around) -> float:
    """One meeting; returns the hours it takes staff of the community."""
    assumed = district.parameters.assumptions.group_councils
    followed, met = _what_became(district, council)
    month = 12 * date.year + date.month
    chance = assumed.comes_share * (1.0 - assumed.discouraged * (1.0 - council.trust))
    came = council.members[COMES.of(district.plan.seed).at(council.members, month).uniform() < chance]
    cells = np.unique(district.world.residents.cell[came]).astype(np.int64)
    brought = _bring_to_the_counter(district, council, cells, month, around)
    matters = _table(district, council, cells, month, around) if len(came) else 0
    hours = assumed.convening_hours + brought * assumed.writing_hours
    where: dict[str, Any] = {"community": council.community, "about": council.group.name}
    counted: dict[str, Any] = {"members": len(council.members), "came": len(came), "told": brought, "tabled": matters}
    district.record(GroupCouncilMet(**where, **counted, followed=followed, met=met, hours=hours))
    return hours


def _what_became(district: District, council: Council) -> tuple[int, int]:
    """The council is told what became of what it brought: how many have ended, and how many of them were met."""
    rows = np.array(council.brought, np.int64)
    bins = district.state.needs.bin[rows]
    ended = bins != OPEN
    met = int(np.isin(bins[ended], MET).sum())
    if ended.any():
        council.trust = met / int(ended.sum())
    council.brought = rows[~ended].tolist()
    return int(ended.sum()), met


def _bring_to_the_counter(district: District, council: Council, cells: Int64s, month: int, around: Around) -> int:
    """What families around those who came have told nobody is written down; as many as there is time for."""
    kinds = _rows(district, council.group.brings)
    assumed = district.parameters.assumptions.group_councils
    theirs = np.flatnonzero(np.isin(around.cell, cells) & np.isin(around.kind, kinds) & ~around.heard_now)
    draws = TELLS.of(district.plan.seed).at(around.resident[theirs], month).uniform()
    at = theirs[draws < assumed.told_share][: int(assumed.cases_most)]
    around.heard_now[at] = True
    let_tell(district.state, at, WALK_IN)
    council.brought += around.need[at].tolist()
    return len(at)


def _table(district: District, council: Council, cells: Int64s, month: int, around: Around) -> int:
    """Of what its members see around them unsolved it tables one matter, where enough of one kind lie on one estate."""
    for spot, requests in _piles(district, council, cells, around):
        docket, rest = district.of(Docket), int(district.parameters.assumptions.matters.pile_rest_days)
        if district.day < docket.rests_until.get(spot, district.day) or _is_open(docket, spot):
            continue
        docket.rests_until[spot] = district.day + rest
        key = TABLED.of(district.plan.seed, f"{council.group.name}, {spot[1]}").at(spot[0], month).key()
        matter = bring(district, (OF_NEEDS[spot[1]], spot[0], key), "group_council", households_of(district, requests))
        event = GroupCouncilTabled(
            community=council.community, about=council.group.name, matter=matter.number, requests=len(requests)
        )
        district.record(event)
        return 1
    return 0


def _piles(district: District, council: Council, cells: Int64s, around: Around) -> list[tuple[tuple[int, str], Int64s]]:
    """Estate and kind of what lies unsolved around members, with the cases, the largest pile first."""
    needs, kinds = district.state.needs.view(np.ndarray), district.kinds.ids
    rows = around.unsolved
    mine = np.isin(needs["cell"][rows], cells) & among(needs["kind"][rows], _rows(district, council.group.tables))
    rows = rows[mine]
    estate = district.world.territory.estate_of_cell[needs["cell"][rows]].astype(np.int64)
    where, place, count = np.unique(estate * len(kinds) + needs["kind"][rows], return_inverse=True, return_counts=True)
    order = [one for one in np.argsort(-count, kind="stable").tolist() if count[one] >= _least(district)]
    return [((int(where[one]) // len(kinds), kinds[int(where[one]) % len(kinds)]), rows[place == one]) for one in order]


def _least(district: District) -> int:
    return int(district.parameters.assumptions.group_councils.pile)


def _is_open(docket: Docket, spot: tuple[int, str]) -> bool:
    return any(matter.estate == spot[0] and matter.kind.of_needs == spot[1] for matter in docket.open)


def _rows(district: District, kinds: tuple[str, ...]) -> list[int]:
    """Rows of those of these kinds that this place has."""
    return [district.kinds.index(kind) for kind in kinds if kind in district.kinds.ids]
