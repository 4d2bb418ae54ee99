"""A day of the answer: who is called, who comes, who leads whom, what is done, who has had enough (ODD 7.17)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...arrays import Bools, Int64s
from ...events.force import FirmsVisited
from ...ledger.payments import people_by_community
from ...volunteers import stewards as everyday_stewards
from ..contract import Answer, Calls
from ..records import Emergency
from . import firms
from .mobilising import facts_of, lent_by_firms, mobilise
from .records import DutyRooms
from .roll import SENT_DOWN, SQUAD, Roll
from .today import Today, number

if TYPE_CHECKING:
    from ...district import District


@dataclass(frozen=True)
class Dispatcher:
    """Whoever answers: the duty rooms of all communities."""

    def day(self, district: District, calls: Calls) -> Answer:
        """Who serves today."""
        rooms = district.of(DutyRooms)
        if rooms.roll is None or rooms.alarm != calls.alarm_day:
            mobilise(district, calls.alarm_day)
        assert rooms.roll is not None
        works = bool(district.state.facts.works[calls.day])
        can_come = free(rooms, rooms.roll, calls, is_shut_in(district, rooms.roll, calls.day), works=works)
        groups = groups_for_firms(rooms, rooms.roll, can_come, district)
        can_come &= ~_taken(can_come, groups, rooms.roll)
        answer = Today(district, calls, can_come, works=works).answer()
        everyday_stewards.walk_rounds(district, _left_of_rounds(district, rooms, calls.day))
        call_on_firms(district, rooms, groups, calls.day)
        return answer


def _left_of_rounds(district: District, rooms: DutyRooms, day: int) -> float:
    """What stewards leave of their everyday rounds, once the answer is led anywhere."""
    return 1.0 - district.parameters.assumptions.force.steward_share * float(rooms.ready(day).mean())


def free(rooms: DutyRooms, roll: Roll, calls: Calls, shut_in: Bools, *, works: bool) -> Bools:
    """Who on the roll can be called today: led by now, or in a squad that leads itself; neither ill, away nor spent."""
    ready = rooms.ready(calls.day)[roll.community] | (roll.origin == SQUAD)
    well = ~is_ill(roll, calls) & ~shut_in
    return np.asarray(ready & (roll.from_day <= calls.day) & well & ~roll.gone & ~roll.resting & ~(roll.away & works))


def is_shut_in(district: District, roll: Roll, day: int) -> Bools:
    """Whose household is in quarantine."""
    lived, found = district.of(Emergency).lived, np.zeros(len(roll), np.bool_)
    if lived is not None:
        at_home = ~roll.by_post()
        found[at_home] = lived.shut_until[lived.homes.household[roll.person[at_home]]] > day
    return found


def is_ill(roll: Roll, calls: Calls) -> Bools:
    """Who is ill this week."""
    post, found = roll.by_post(), np.zeros(len(roll), np.bool_)
    found[~post] = calls.illness.residents(roll.person[~post], roll.community[~post])
    found[post] = calls.illness.cadres(number(roll)[post], roll.community[post])
    return found


def groups_for_firms(rooms: DutyRooms, roll: Roll, can_come: Bools, district: District) -> Int64s:
    """Cadres who call on firms today, by community: one a group, while there are firms to call on."""
    there = firms.firms_of(people_by_community(district), district.parameters)
    cadres = np.bincount(roll.community, can_come & (roll.origin == SENT_DOWN), len(there)).astype(np.int64)
    most = np.where(rooms.visited < there, district.parameters.assumptions.force.firm_groups, 0)
    return np.asarray(np.minimum(most, cadres))


def _taken(can_come: Bools, groups: Int64s, roll: Roll) -> Bools:
    """The cadres who make up the groups: the last of each community's."""
    found = np.zeros(len(roll), np.bool_)
    for community in np.flatnonzero(groups).tolist():
        mine = np.flatnonzero(can_come & (roll.origin == SENT_DOWN) & (roll.community == community))
        found[mine[len(mine) - int(groups[community]) :]] = True
    return found


def call_on_firms(district: District, rooms: DutyRooms, groups: Int64s, day: int) -> None:
    """Groups call on the next firms; whoever firms lend can be called from tomorrow."""
    there = firms.firms_of(people_by_community(district), district.parameters)
    lent = list[int]()
    for one in np.flatnonzero(groups).tolist():
        before, seed = int(rooms.visited[one]), district.plan.seed
        came = firms.visits(one, before, int(there[one]), int(groups[one]), district.parameters, seed)
        rooms.visited[one] += came.firms
        lent += [one] * came.lent
        visited = FirmsVisited(
            community=one,
            firms=came.firms,
            stuck=came.stuck,
            solved=came.solved,
            referred=came.stuck - came.solved,
            people=came.lent,
        )
        district.record(visited)
    if rooms.roll is not None:
        rooms.roll = lent_by_firms(rooms.roll, np.array(lent, np.int64), day, facts_of(district))
