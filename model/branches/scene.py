"""What stands open on a Monday before Party branches: needs nobody has heard, needs that wait, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..agents.open_needs import open_needs
from ..arrays import Bools, Int64s
from ..columns import DOOR_VISIT, MEDIATOR, UNHEARD_NOW, VOLUNTEER, WAITS_FOR_DEPARTMENT
from ..needs.channels import can_be_told, let_tell
from ..staffing.capacity import queued_needs
from .records import NO_BRANCH, Branches

if TYPE_CHECKING:
    from ..district import District


class Silent(NamedTuple):
    """Needs nobody has heard, in grids with a branch; one entry a need.

    Attributes:
        at: Row in the list of the unheard.
        place: Place of the branch of its grid.
        resident, household: Whose need it is, and where they live.
        public: Whether it is a public one.
        dispute: Whether neighbours quarrel, in a grid whose leaders have time to sit down with them.
    """

    at: Int64s
    place: Int64s
    resident: Int64s
    household: Int64s
    public: Bools
    dispute: Bools


def silent(district: District) -> Silent:
    """What nobody has heard, as far as anybody knows this morning."""
    state, office = district.state, district.of(Branches)
    waiting = state.waiting.view(np.ndarray)[: int(state.tallies.tally[UNHEARD_NOW])]
    cell = waiting["cell"]
    at = np.flatnonzero(office.of_cell[cell] != NO_BRANCH)
    needs, number = state.needs.view(np.ndarray), waiting["need"][at]
    resident, kind = needs["resident"][number].astype(np.int64), needs["kind"][number]
    household = district.world.residents.household[resident].astype(np.int64)
    quarrels = (kind == state.routing.hard_dispute_kind) & (state.pool_map.branch[cell[at]] == 1)
    public = state.kinds.public[kind] == 1
    return Silent(
        at, office.of_cell[cell[at]], resident, household=household, public=public, dispute=np.asarray(quarrels)
    )


def untold(district: District, them: Silent, which: Int64s) -> Int64s:
    """Those of these that can be told today, and that nobody has told anybody."""
    return np.asarray(which[can_be_told(district.state, district.day, them.at[which])])


def tell(district: District, them: Silent, which: Int64s) -> Int64s:
    """These are told to the branch of their grid, which remembers the household; how many were told to each branch."""
    office = district.of(Branches)
    let_tell(district.state, them.at[which], DOOR_VISIT)
    for place, household in zip(them.place[which].tolist(), them.household[which].tolist(), strict=True):
        office.each[place].heard.add(household)
    return np.bincount(them.place[which], minlength=len(office.each))


def disputes_that_wait(district: District) -> Int64s:
    """Disputes before some door, but not with mediators or volunteers, by branch and then by how long they wait."""
    state, needs = district.state, district.state.needs.view(np.ndarray)
    rows = queued_needs(district)
    rows = rows[state.kinds.may_serve[needs["kind"][rows], MEDIATOR] == 1]
    pool = needs["pool"][rows]
    kind = np.where(pool >= 0, state.pools.type[np.maximum(pool, 0)], NO_BRANCH)
    return in_line(district, rows[(kind != MEDIATOR) & (kind != VOLUNTEER)])


def disputes_at_departments(district: District) -> Int64s:
    """Disputes that wait at a department, by branch and then by how long they wait."""
    state, needs = district.state, district.state.needs.view(np.ndarray)
    rows = open_needs(district)
    rows = rows[needs["state"][rows] == WAITS_FOR_DEPARTMENT]
    return in_line(district, rows[state.kinds.may_serve[needs["kind"][rows], MEDIATOR] == 1])


def in_line(district: District, rows: Int64s) -> Int64s:
    """Those of these needs that lie in a grid with a branch, branch by branch, what was heard first in front."""
    needs = district.state.needs.view(np.ndarray)
    place = district.of(Branches).of_cell[needs["cell"][rows]]
    rows, place = rows[place != NO_BRANCH], place[place != NO_BRANCH]
    return np.asarray(rows[np.lexsort((rows, needs["heard_time"][rows], place))], np.int64)
