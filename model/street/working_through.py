"""The month of a community's team: problems are struck off and entered, the leader comes, cadres take cases home.

Cadres of the departments take up what is on the list as far as their hours of the year go; once a quarter the joint
Party life calls up what is overdue; the leader takes up by name what is still there, overdue items first. Where no
department is paired, there is no list, and a leader who comes takes up what has waited longest at any department.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..agents.community_team import CommunityTeam
from ..agents.party_committees import USUAL_COMMUNITY, DistrictCommittee
from ..backend import hasten
from ..columns import WAITS_FOR_DEPARTMENT
from ..events.party import LeadersVisited
from ..events.street import DeedsDone, LeaderCame, PartyLifeHeld
from ..ledger.payments import pay_for_visits, people_by_community
from ..party.joint_meeting import meets, month_of
from ..party.whistle import WORKDAYS_A_MONTH, stuck_cases
from ..staffing.capacity import charge_counters
from ..streams import COMMUNITY, YEAR, Part, Stream
from ..tasks.process import help_with_tasks
from .agreements import teams_of
from .lists import CADRE, LEADER, NOBODY, Item, Lists, Outcome, look_through, new_problems, strike_off, waiting
from .pairing import NAMES, department_of_kinds

if TYPE_CHECKING:
    from ..district import District

LEADER_VISITS = Stream("leader visits", COMMUNITY)
DEEDS = Stream("deeds: month", COMMUNITY, Part("department", 16), YEAR)
A_QUARTER = 3
"""Months between the joint Party life of departments and communities (YT-02)."""
FIRST_MONTH_OF_DEEDS, MONTHS_OF_DEEDS = 2, 11


class Stuck:
    """Cases that wait at departments this morning and nobody has lifted, by community, the oldest first."""

    def __init__(self, district: District) -> None:
        cases, days = stuck_cases(district)
        needs = district.state.needs.view(np.ndarray)
        self.of_department = department_of_kinds(district)
        order = np.argsort(community := district.world.territory.community_of_cell[needs["cell"][cases]], kind="stable")
        self.cases, self.days = cases[order], days[order]
        bounds = np.searchsorted(community[order], np.arange(district.world.territory.communities + 1))
        self.bounds: list[int] = bounds.tolist()
        self.department = self.of_department[needs["kind"][self.cases]]

    def of(self, community: int, after_days: float = 0.0) -> list[tuple[int, str]]:
        """Rows of a community's cases and their departments, of those that have waited so many calendar days."""
        here = slice(self.bounds[community], self.bounds[community + 1])
        found = zip(self.cases[here].tolist(), self.department[here].tolist(), self.days[here].tolist(), strict=True)
        return [(case, NAMES[department]) for case, department, days in found if days >= after_days]


def monthly(district: District, date: dt.date) -> None:
    """Lists are looked through and added to, leaders come, departments work; what is lifted is done on top."""
    watch: DistrictCommittee = district.agents_by_type[DistrictCommittee][0]
    stuck, lifted, levers = Stuck(district), list[int](), district.parameters.levers.party
    if levers.paired_departments or district.of(Lists).open:
        _keep_lists(district, stuck)
    for team in teams_of(district) if levers.paired_departments else ():
        lifted += _cadres_work(district, team)
        lifted += _hold_party_life(district, team) if meets(A_QUARTER, month_of(date)) else []
        lifted += _do_deeds(district, team, date, stuck)
    lifted += _leaders_come(district, date, stuck)
    kinds = district.state.needs.kind[np.array(lifted, np.int64)]
    watch.visited[:] = np.bincount(kinds, minlength=len(watch.visited)) / WORKDAYS_A_MONTH


def _keep_lists(district: District, stuck: Stuck) -> None:
    """Problems that are done are struck off, new ones entered; both take staff of the community their time."""
    assumed = district.parameters.assumptions.street
    hours = np.asarray(look_through(district) * assumed.proof_hours, np.float64)
    people = people_by_community(district)
    for team in teams_of(district) if district.parameters.levers.party.paired_departments else ():
        most = max(round(assumed.problems_most * float(people[team.community]) / USUAL_COMMUNITY), 1)
        cases = stuck.of(team.community, assumed.problem_after_days)
        hours[team.community] += new_problems(district, team, cases, most) * assumed.entry_hours
    if hours.any():
        charge_counters(district, hours)


def _leaders_come(district: District, date: dt.date, stuck: Stuck) -> list[int]:
    """Leaders come to the communities whose month it is and lift cases; returns which."""
    every = district.parameters.levers.party.leader_visit_months
    if every <= 0:
        return []
    assumed, people = district.parameters.assumptions.authority, people_by_community(district)
    teams, lifted, visited, taken = teams_of(district), list[int](), list[int](), 0
    phase = LEADER_VISITS.of(district.plan.seed).at(np.arange(len(teams))).uniform()
    for team in teams:
        here = team.community
        if (month_of(date) + int(12 * phase[here])) % every:
            continue
        most = max(round(assumed.visit_cases * float(people[here]) / USUAL_COMMUNITY), 1)
        if team.departments:
            items = [one for one in waiting(district, here) if one.taken_up < LEADER]
            cases = _take_up(items[:most], LEADER)
            how, left = "list", len(items) - len(cases)
        else:
            cases, how, left = [case for case, _ in stuck.of(here)][:most], "oldest", 0
        lifted += _lift(district, cases, assumed.visit_days)
        taken += len(cases)
        visited.append(here)
        district.record(LeaderCame(number=team.leader, community=here, how=how, cases=len(cases), still_listed=left))
    pay_for_visits(district, visited)
    district.record(LeadersVisited(visits=len(visited), cases_lifted=taken))
    return lifted


def _take_up(items: list[Item], who: int) -> list[int]:
    """Somebody works on these items from now on; returns their cases."""
    for item in items:
        item.taken_up = who
    return [item.case for item in items]


def _lift(district: District, cases: list[int], days: int) -> list[int]:
    """Cases that still wait move ahead; returns those that nobody had lifted before, which are done on top."""
    needs, rows = district.state.needs.view(np.ndarray), np.array(cases, np.int64)
    rows = rows[needs["state"][rows] == WAITS_FOR_DEPARTMENT]
    new = rows[needs["lifted"][rows] == 0].tolist()
    if len(rows):
        hasten(rows.astype(np.int32), np.full(len(rows), days, np.int32), True, district.state)
    return [int(one) for one in new]


def _cadres_work(district: District, team: CommunityTeam) -> list[int]:
    """Cadres take up the items of their department that nobody has worked on, as far as their hours go."""
    assumed = district.parameters.assumptions.street
    items = [one for one in waiting(district, team.community) if one.taken_up == NOBODY]
    mine = [one for one in items if team.spend(one.department, assumed.item_hours)]
    return _lift(district, _take_up(mine, CADRE), assumed.problem_ahead_days)


def _hold_party_life(district: District, team: CommunityTeam) -> list[int]:
    """The quarter's joint Party life: departments that come are held to their overdue problems."""
    assumed = district.parameters.assumptions.street
    came = [name for name in team.departments if team.spend(name, assumed.party_life_hours)]
    items = [one for one in waiting(district, team.community) if one.due <= district.day and one.department in came]
    overdue = [one for one in items if one.taken_up < LEADER]
    lifted = _lift(district, _take_up(overdue, LEADER), assumed.problem_ahead_days)
    held = PartyLifeHeld(number=team.leader, community=team.community, departments=len(came), pressed=len(overdue))
    district.record(held)
    return lifted


def _do_deeds(district: District, team: CommunityTeam, date: dt.date, stuck: Stuck) -> list[int]:
    """Departments whose month it is carry out their batch of deeds of the year, if they have the hours left."""
    hours, lifted, done = district.parameters.assumptions.street.deed_hours, list[int](), list[tuple[Item, Outcome]]()
    for item in district.of(Lists).of(team.community, "project"):
        draw = DEEDS.of(district.plan.seed).at(team.community, NAMES.index(item.department), date.year).uniform()
        if date.month < FIRST_MONTH_OF_DEEDS + int(draw * MONTHS_OF_DEEDS) or not team.spend(item.department, hours):
            continue
        mine = stuck.of(team.community)
        number = int(hours / district.parameters.assumptions.tasks.case_hours)
        cases = _lift(district, [case for case, name in mine if name == item.department][:number], 0)
        left = hours - len(cases) * district.parameters.assumptions.tasks.case_hours
        lent = help_with_tasks(district, team.community, left)
        lifted += cases
        done.append((item, "kept"))
        here = team.community
        district.record(DeedsDone(community=here, about=item.department, cases=len(cases), hours=lent))
    strike_off(district, done)
    return lifted
