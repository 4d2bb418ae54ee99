"""Disputes settled in the grid: a branch's leaders sit down with neighbours before anybody else does (SU-06, YT-08).

Whether a talk succeeds is a chance of the dispute itself: it is lower where the dispute is a hard one. What is settled
takes the leaders the work of the dispute; a talk in vain takes them one sitting, and the dispute waits where it was.
Once a month a branch takes up its grid's oldest dispute that is stuck at a department (YT-04).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..agents.party_branch import PartyBranch
from ..arrays import Floats, Int64s
from ..backend import recall, transfer
from ..columns import DONE, MEDIATOR
from ..estates.mediators import stand_by
from ..events.branches import DisputeMediated, ProblemNegotiated
from ..needs.draws import MEDIATED_DRAW
from ..parameters import Parameters
from ..streams import draws_of
from .records import Branches
from .scene import disputes_at_departments, disputes_that_wait

if TYPE_CHECKING:
    from ..district import District

SETTLED, IN_VAIN = "settled", "in_vain"


def settle_disputes(district: District, *, first_week: bool) -> None:
    """The week's talks of all branches; mediators have the leaders' hours on top of theirs for what was settled."""
    hours = np.zeros(district.world.territory.communities)
    back = _negotiate(district, hours) if first_week else np.zeros(0, np.int64)
    settled = _mediate(district, hours)
    stand_by(district, hours)
    for rows, move in ((back, recall), (settled, transfer)):
        if len(rows):
            move(rows.astype(np.int32), _mediators_of(district, rows), district.state)
    if len(back):
        district.seen_queued = None


def chance(work: float, parameters: Parameters) -> float:
    """Chance that neighbours agree in a talk about a dispute that is so many hours of work."""
    assumed = parameters.assumptions
    hard = work > assumed.routing.hard_dispute_hours
    return assumed.branches.hard_chance if hard else assumed.branches.settle_chance


def _mediators_of(district: District, rows: Int64s) -> np.ndarray:
    community = district.world.territory.community_of_cell[district.state.needs.view(np.ndarray)["cell"][rows]]
    return (district.pool_map.starts[MEDIATOR] + community).astype(np.int32)


def _mediate(district: District, hours: Floats) -> Int64s:
    """Disputes that leaders settle this week, as long as they have time; `hours` by community are added to."""
    settled = []
    for need, branch in _with_their_branch(district, disputes_that_wait(district)):
        if need not in branch.tried and branch.can_sit_down(_work(district, need)):
            agreed, given = _talk(district, branch, need)
            led = {"number": branch.number, "community": branch.community, "how": SETTLED if agreed else IN_VAIN}
            district.record(DisputeMediated(**led, need=need, person=branch.secretary, hours=given))
            if agreed:
                settled.append(need)
                hours[branch.community] += given
    return np.array(settled, np.int64)


def _negotiate(district: District, hours: Floats) -> Int64s:
    """The month's hard problem of each branch; those that come home from a department."""
    settled, over = [], set[int]()
    for need, branch in _with_their_branch(district, disputes_at_departments(district)):
        fresh = need not in branch.tried and branch.number not in over
        if fresh and branch.can_sit_down(_work(district, need)):
            over.add(branch.number)
            agreed, given = _talk(district, branch, need)
            led = {"number": branch.number, "community": branch.community, "how": SETTLED if agreed else IN_VAIN}
            district.record(ProblemNegotiated(**led, need=need, hours=given))
            if agreed:
                settled.append(need)
                hours[branch.community] += given
    return np.array(settled, np.int64)


def _talk(district: District, branch: PartyBranch, need: int) -> tuple[bool, float]:
    """Whether the neighbours agree, and the hours it takes the branch's leaders."""
    work, assumed = _work(district, need), district.parameters.assumptions.branches
    key = district.state.needs.view(np.ndarray)["key"][need]
    agreed = draws_of(key).at(MEDIATED_DRAW).uniform() < chance(work, district.parameters)
    given = work if agreed else min(assumed.sitting_hours, work)
    branch.sit_down(given)
    branch.heard.add(_household(district, need))
    if not agreed:
        branch.tried.add(need)
    return agreed, given


def _work(district: District, need: int) -> float:
    return float(district.state.needs.view(np.ndarray)["hours"][need])


def _household(district: District, need: int) -> int:
    resident = district.state.needs.view(np.ndarray)["resident"][need]
    return int(district.world.residents.household[resident])


def _with_their_branch(district: District, rows: Int64s) -> list[tuple[int, PartyBranch]]:
    office = district.of(Branches)
    place = office.of_cell[district.state.needs.view(np.ndarray)["cell"][rows]]
    return [(need, office.each[where]) for need, where in zip(rows.tolist(), place.tolist(), strict=True)]


def forget_what_is_over(district: District) -> None:
    """Branches need not remember talks about disputes that have ended."""
    state = district.state.needs.view(np.ndarray)["state"]
    for branch in district.of(Branches).each:
        branch.tried = {need for need in branch.tried if state[need] != DONE}
