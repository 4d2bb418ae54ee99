"""Disputes settled in the grid: a branch's leaders sit down with neighbours before anybody else does (SU-06, YT-08).

Leaders' hours of the week stand beside the mediators' of their community. Whether a talk succeeds is a chance of the
dispute itself, lower where it is a hard one. A dispute that neighbours agree on stays with the leaders and goes to no
department (`needs/routing.py`); it takes them its work. A talk in vain takes them one sitting, and the dispute goes on
to whoever would have had it. On Mondays leaders with time left take up disputes that wait elsewhere, and once a month
the grid's oldest dispute that is stuck at a department (YT-04).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

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


class Talk(NamedTuple):
    """A talk with neighbours who quarrel.

    Attributes:
        need: The dispute.
        said: Whether they agree.
        work: Hours of work it is.
        household: Whose dispute it is.
    """

    need: int
    said: bool
    work: float
    household: int


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
    rows, places, stays = rows[ended], office.of_cell[needs["cell"][rows[ended]]], stays[ended]
    for talk, place in zip(_talks(district, rows, stays), places.tolist(), strict=True):
        if talk.need not in office.each[place].tried:
            _tell(district, office.each[place], talk)
    known = set(lately.tolist())
    for branch in office.each:
        if not branch.tried.keys() <= known:
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
    for talk, branch in _open_to_talk(district, disputes_that_wait(district)):
        if branch.can_sit_down(talk.work):
            _tell(district, branch, talk)
            settled += [talk.need] * talk.said
    return np.array(settled, np.int64)


def _negotiate(district: District) -> Int64s:
    """The month's hard problem of each branch; those that come home from a department."""
    settled, over = [], set[int]()
    for talk, branch in _open_to_talk(district, disputes_at_departments(district)):
        if branch.number not in over and branch.can_sit_down(talk.work):
            over.add(branch.number)
            _tell(district, branch, talk, problem=True)
            settled += [talk.need] * talk.said
    return np.array(settled, np.int64)


def _tell(district: District, branch: PartyBranch, talk: Talk, *, problem: bool = False) -> None:
    """One talk of a branch's leaders: what it took them, how it ended, who is told about it later."""
    need, said = talk.need, talk.said
    hours = talk.work if said else min(district.parameters.assumptions.branches.sitting_hours, talk.work)
    branch.sit_down(need, hours, agreed=said)
    branch.heard.add(talk.household)
    facts: dict[str, Any] = {
        "number": branch.number,
        "community": branch.community,
        "how": SETTLED if said else IN_VAIN,
    }
    if problem:
        district.record(ProblemNegotiated(**facts, need=need, hours=hours))
    else:
        district.record(DisputeMediated(**facts, need=need, person=branch.secretary, hours=hours))


def _talks(district: District, rows: Int64s, said: Bools) -> Iterator[Talk]:
    """A talk about each of these disputes, with or without success."""
    needs, household = district.state.needs.view(np.ndarray), district.world.residents.household
    homes = household[needs["resident"][rows]].tolist()
    return map(Talk, rows.tolist(), said.tolist(), needs["first_hours"][rows].tolist(), homes)


def _open_to_talk(district: District, rows: Int64s) -> list[tuple[Talk, PartyBranch]]:
    """Disputes that nobody of their branch has talked about, with the branch and whether a talk will succeed."""
    office = district.of(Branches)
    places = office.of_cell[district.state.needs.view(np.ndarray)["cell"][rows]].tolist()
    talks = zip(_talks(district, rows, agreed(district, rows)), [office.each[one] for one in places], strict=True)
    return [(talk, branch) for talk, branch in talks if talk.need not in branch.tried]
