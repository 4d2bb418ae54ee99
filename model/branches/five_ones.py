"""The month's five ones of a party grid (YT-04): study, bulletin, report, one task claimed, one problem negotiated.

Who comes to study takes on something in the month; nobody else does. The bulletin tells the households the branch heard
from what has become of it. What the head reports may become a matter of the committee (7.11). Tasks are claimed in the
branch's name and paid with its members' hours. The problem negotiated stands in `disputes.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..arrays import Floats, Int64s, among
from ..columns import LAPSED_WAITING, MET_LATE, OPEN, WRONG_DOOR
from ..events.branches import BulletinPosted, ReportMade, StudyHeld, TaskClaimed
from ..minds import move_trust
from ..party.teams import members_join, within_reach
from ..staffing.capacity import born_since, queued_needs
from ..streams import MONTH, RESIDENT, Stream
from .records import NO_BRANCH, Branches
from .scene import in_line

if TYPE_CHECKING:
    from ..district import District

COMES = Stream("comes to the branch's meeting", RESIDENT, MONTH)


def study(district: District, month: int, *, recorded: bool = True) -> None:
    """Every branch meets; who comes takes on something in the month that begins."""
    share, office = district.parameters.assumptions.branches.meeting_share, district.of(Branches)
    comes = COMES.of(district.plan.seed).at(office.member, month).uniform() < share
    for place, branch in enumerate(office.each):
        branch.active = comes[office.place == place]
        if recorded and branch.active.any():
            where: dict[str, Any] = {"number": branch.number, "community": branch.community}
            district.record(StudyHeld(**where, came=int(branch.active.sum())))


def tell_and_report(district: District) -> None:
    """Every branch with hours posts its bulletin, and its head reports to the committee."""
    assumed, unsolved = district.parameters.assumptions.branches, unsolved_by_branch(district)
    for place, branch in enumerate(district.of(Branches).each):
        where: dict[str, Any] = {"number": branch.number, "community": branch.community}
        households = np.array(sorted(branch.heard), np.int64)
        if branch.give(assumed.bulletin_hours):
            move_trust(district, households, np.zeros(len(households)), assumed.bulletin_efficacy)
            district.record(BulletinPosted(**where, households=len(households)))
            branch.heard.clear()
        branch.reports = branch.give(assumed.report_hours)
        if branch.reports:
            district.record(ReportMade(**where, head=branch.head, unsolved=int(unsolved[place])))


def unsolved_by_branch(district: District) -> Int64s:
    """Requests of the days a pile is made of that were not put right in time, by branch."""
    office, days = district.of(Branches), int(district.parameters.assumptions.matters.pile_days)
    needs = district.state.needs.view(np.ndarray)[born_since(district, district.day - days)]
    place = office.of_cell[needs["cell"]]
    heard = (needs["heard_day"] >= 0) & among(needs["bin"], (OPEN, MET_LATE, LAPSED_WAITING, WRONG_DOOR))
    return np.bincount(place[heard & (place != NO_BRANCH)], minlength=len(office.each))


def claim(district: District, month: int) -> None:
    """Every branch claims what has waited longest in its grid; half a claim is one every other month."""
    claims = district.parameters.levers.grid.claims_per_month
    rows, hours = claimed(district, claims, month)
    if len(rows):
        members_join(district, rows, hours)


def claimed(district: District, claims: float, month: int) -> tuple[Int64s, Floats]:
    """Needs that branches claim this month, and the hours of members they take, by community; each claim is told."""
    office, needs = district.of(Branches), district.state.needs.view(np.ndarray)
    count = int(np.floor(claims * (month + 1)) - np.floor(claims * month))
    hours = np.zeros(district.world.territory.communities)
    rows = in_line(district, within_reach(district, queued_needs(district))) if count > 0 else np.zeros(0, np.int64)
    taken, left = [], [count] * len(office.each)
    for need, place in zip(rows.tolist(), office.of_cell[needs["cell"][rows]].tolist(), strict=True):
        branch, work = office.each[place], float(needs["hours"][need])
        if left[place] > 0 and branch.take_up(work):
            left[place] -= 1
            taken.append(need)
            hours[branch.community] += work
            branch.heard.add(int(district.world.residents.household[needs["resident"][need]]))
            what = {"about": district.kinds.ids[needs["kind"][need]], "need": need, "hours": work}
            district.record(TaskClaimed(number=branch.number, community=branch.community, **what))
    return np.array(taken, np.int64), hours
