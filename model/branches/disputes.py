"""Disputes settled in the grid: a branch's leaders sit down with neighbours before anybody else does (SU-06, YT-08).

Leaders' hours of the week stand beside the mediators' of their community. Whether a talk succeeds is a chance of the
dispute itself, lower where it is a hard one. A dispute that neighbours agree on stays with the leaders and goes to no
department (`needs/routing.py`); it takes them its work. A talk in vain takes them one sitting, and the dispute goes on
to whoever would have had it. On Mondays leaders with time left take up disputes that wait elsewhere, and once a month
the grid's oldest dispute that is stuck at a department (YT-04).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..agents.open_needs import open_or_ended_lately
from ..agents.party_branch import PartyBranch
from ..arrays import Bools, Floats, Int64s
from ..backend import recall, transfer
from ..columns import MEDIATOR, UNHEARD
from ..estates.mediators import stand_by
from ..events.branches import DisputeMediated, ProblemNegotiated
from ..hashing import plain_uniforms
from ..ledger.payers import Payers
from ..needs.draws import MEDIATED_DRAW
from ..parameters import Parameters
from ..staffing.capacity import let_branches_mediate
from .records import Branches
from .scene import disputes_at_departments, disputes_that_wait, in_line

if TYPE_CHECKING:
    from ..district import District

SETTLED, IN_VAIN = "settled", "in_vain"
DAYS_A_WEEK = 7


def chance(work: Floats, parameters: Parameters) -> Floats:
    """Chance that neighbours agree in a talk about a dispute that is so many hours of work; shape of `work`."""
    assumed = parameters.assumptions
    return np.where(
        work > assumed.routing.hard_dispute_hours, assumed.branches.hard_chance, assumed.branches.settle_chance
    )


def agreed(district: District, rows: Int64s) -> Bools:
    """Whether neighbours agree in a talk about each of these disputes; the same whenever it is held."""
    needs = district.state.needs.view(np.ndarray)[rows]
    draws = plain_uniforms(needs["key"], np.full(len(rows), MEDIATED_DRAW))
    return np.asarray(draws < chance(needs["first_hours"], district.parameters), np.bool_)


def look_back(district: District) -> None:
    """Last week's talks at once with who had just begun to quarrel are told by branch, and those in vain are owed."""
    office, state = district.of(Branches), district.state
    if not state.pool_map.branch.any():
        return
    needs = state.needs.view(np.ndarray)
    lately = open_or_ended_lately(district)
    lately = lately[needs["kind"][lately] == state.routing.hard_dispute_kind]
    rows = lately[needs["state"][lately] != UNHEARD]
    rows = in_line(district, rows[state.pool_map.branch[needs["cell"][rows]] == 1])
    stays = agreed(district, rows)
    at_home = district.of(Payers).doors_of(needs[rows], state.pools) == MEDIATOR
    fresh = needs["heard_day"][rows] >= district.day - DAYS_A_WEEK
    ended = np.where(stays, at_home, fresh)
    places = office.of_cell[needs["cell"][rows]]
    for need, place, said in zip(rows[ended].tolist(), places[ended].tolist(), stays[ended].tolist(), strict=True):
        if need not in office.each[place].tried:
            _tell(district, office.each[place], need, said)
    known = set(lately.tolist())
    for branch in office.each:
        branch.tried = {need: said for need, said in branch.tried.items() if need in known}


def settle_disputes(district: District, *, first_week: bool) -> None:
    """The week's leaders' hours stand with mediators; with them Monday's talks about what waits elsewhere."""
    office, community = district.of(Branches), district.world.territory.community_of_cell
    hours = np.zeros(district.world.territory.communities)
    sits_down = np.array([branch.leader_hours > 0.0 for branch in office.each] + [False])
    for branch in office.each:
        hours[branch.community] += branch.leader_hours
    stand_by(district, hours)
    let_branches_mediate(district.state, sits_down[office.of_cell])
    back = _negotiate(district) if first_week else np.zeros(0, np.int64)
    for rows, move in ((back, recall), (_mediate(district), transfer)):
        if len(rows):
            pools = district.pool_map.starts[MEDIATOR] + community[district.state.needs.cell[rows]]
            move(rows.astype(np.int32), pools.astype(np.int32), district.state)
    if len(back):
        district.seen_queued = None


def _mediate(district: District) -> Int64s:
    """Disputes that wait elsewhere and are settled now, while leaders have time."""
    settled = []
    for need, branch, said in _open_to_talk(district, disputes_that_wait(district)):
        if branch.can_sit_down(_work(district, need)):
            _tell(district, branch, need, said)
            settled += [need] * said
    return np.array(settled, np.int64)


def _negotiate(district: District) -> Int64s:
    """The month's hard problem of each branch; those that come home from a department."""
    settled, over = [], set[int]()
    for need, branch, said in _open_to_talk(district, disputes_at_departments(district)):
        if branch.number not in over and branch.can_sit_down(_work(district, need)):
            over.add(branch.number)
            _tell(district, branch, need, said, problem=True)
            settled += [need] * said
    return np.array(settled, np.int64)


def _tell(district: District, branch: PartyBranch, need: int, said: bool, *, problem: bool = False) -> None:
    """One talk of a branch's leaders: what it took them, how it ended, who is told about it later."""
    work = _work(district, need)
    hours = work if said else min(district.parameters.assumptions.branches.sitting_hours, work)
    branch.sit_down(need, hours, agreed=said)
    resident = district.state.needs.view(np.ndarray)["resident"][need]
    branch.heard.add(int(district.world.residents.household[resident]))
    told: dict[str, Any] = {"number": branch.number, "community": branch.community, "how": SETTLED if said else IN_VAIN}
    if problem:
        district.record(ProblemNegotiated(**told, need=need, hours=hours))
    else:
        district.record(DisputeMediated(**told, need=need, person=branch.secretary, hours=hours))


def _work(district: District, need: int) -> float:
    return float(district.state.needs.view(np.ndarray)["first_hours"][need])


def _open_to_talk(district: District, rows: Int64s) -> list[tuple[int, PartyBranch, bool]]:
    """Disputes that nobody of their branch has talked about, with the branch and whether a talk will succeed."""
    office = district.of(Branches)
    place = office.of_cell[district.state.needs.view(np.ndarray)["cell"][rows]]
    told = zip(
        rows.tolist(), [office.each[one] for one in place.tolist()], agreed(district, rows).tolist(), strict=True
    )
    return [(need, branch, said) for need, branch, said in told if need not in branch.tried]
