"""The supervision committee (居务监督委员会): residents who read a community's accounts and go and see. (OR-15)

Its members have so many hours a meeting. First they ask about what was agreed, is overdue and stands in no register:
from then on somebody reminds whoever has to act. Then they look at projects under way, the dearest first; poor work
they notice is put right. With what is left until they meet again they look at what departments report as done, where
nobody else asks for proof. What was paid since they last met is read out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import gatherings
from ..arrays import Int64s
from ..events.supervision import AccountsRead, MatterAskedAbout, ProjectLookedAt
from ..ledger.ledger import FEN_A_YUAN
from ..place.residents import CHILD
from ..projects.draws import SUPERVISED, project_uniforms
from ..projects.records import Payment, Project, ProjectBook
from ..projects.settling import do_well
from ..staffing.capacity import charge_counters
from ..streams import RESIDENT, Stream
from ..working_days import meets
from .docket import Docket

if TYPE_CHECKING:
    from ..district import District

ELECTED = Stream("who sits on the supervision committee", RESIDENT)


@dataclass(slots=True)
class Supervisors:
    """The supervision committee of a community.

    Attributes:
        community: Where.
        members: Rows of residents.
        met_on: Day of its last meeting.
        looks: What its members still have hours to look at before they meet again.
        seen: Numbers of projects they have looked at.
    """

    community: int
    members: Int64s
    met_on: int
    looks: int
    seen: set[int]


@dataclass(slots=True)
class Supervision:
    """Every community's committee; none where the lever is zero."""

    each: list[Supervisors]


def initialise(district: District) -> None:
    """The committees on the first morning."""
    district.keep(Supervision([]))
    on_new_levers(district)


def on_new_levers(district: District) -> None:
    """Committees are elected where there are to be some, and leave where not."""
    office, wanted = district.of(Supervision), district.parameters.levers.deliberation.supervision_per_year > 0
    if wanted == bool(office.each):
        return
    office.each = _elected(district) if wanted else []


def _elected(district: District) -> list[Supervisors]:
    """Adults of every community by lot: who would stand is not known."""
    people, territory = district.world.residents, district.world.territory
    adults = np.flatnonzero(people.age_band != CHILD)
    community = territory.community_of_cell[people.cell[adults]].astype(np.int64)
    order = np.lexsort((ELECTED.of(district.plan.seed).at(adults).uniform(), community))
    bounds = np.searchsorted(community[order], np.arange(territory.communities))
    seats = int(district.parameters.assumptions.supervision.seats)
    rows = [adults[order[first : first + seats]] for first in bounds.tolist()]
    return [Supervisors(number, who, district.day, 0, set()) for number, who in enumerate(rows)]


def monthly(district: District, date: dt.date) -> None:
    """Committees whose month it is meet; it takes hours of community staff to convene them."""
    if not meets(date.month, district.parameters.levers.deliberation.supervision_per_year):
        return
    if gatherings.are_shut(district):
        for one in district.of(Supervision).each:
            gatherings.put_off(district, one.community, "supervision_committee", 0)
        return
    hours = np.zeros(district.world.territory.communities)
    for one in district.of(Supervision).each:
        hours[one.community] = district.parameters.assumptions.supervision.convening_hours
        _meet(district, one)
    charge_counters(district, hours)


def _meet(district: District, one: Supervisors) -> None:
    assumed = district.parameters.assumptions.supervision
    one.looks = int(len(one.members) * assumed.member_hours / assumed.look_hours + 1e-9)
    paid = _paid_since(district, one)
    asked, looked = _ask(district, one), _look_at_projects(district, one)
    yuan = sum(payment.fen for payment in paid) / FEN_A_YUAN
    counted: dict[str, Any] = {"members": len(one.members), "payments": len(paid), "asked": asked, "looked": looked}
    district.record(AccountsRead(number=one.community, community=one.community, yuan=yuan, left=one.looks, **counted))
    one.met_on = district.day


def _paid_since(district: District, one: Supervisors) -> list[Payment]:
    """What was paid for projects and agreed works of the community since the last meeting, as far as the books go."""
    return [
        payment
        for payment in district.of(ProjectBook).paid
        if payment.community == one.community and one.met_on <= payment.day < district.day
    ]


def _ask(district: District, one: Supervisors) -> int:
    """What is overdue and stands in no register is asked about; somebody reminds its owner from now on."""
    asked = 0
    for task in district.of(Docket).tasks:
        if one.looks <= 0:
            break
        if task.matter.community == one.community and task.times > 0 and not task.entered:
            task.enter(district.day)
            one.looks, asked = one.looks - 1, asked + 1
            facts: dict[str, Any] = {"number": one.community, "community": one.community, "about": task.matter.kind.id}
            district.record(MatterAskedAbout(matter=task.matter.number, how=task.owner, **facts))
    return asked


def _look_at_projects(district: District, one: Supervisors) -> int:
    """Members go and see what is being built, bought or held for the community's money, the dearest first."""
    running = [
        project
        for project in district.of(ProjectBook).running
        if project.community == one.community and project.purse and project.number not in one.seen
        if project.start_day <= district.day < project.acts_until_day
    ]
    looked = 0
    for project in sorted(running, key=lambda each: (-each.cost_fen, each.number))[: max(one.looks, 0)]:
        one.seen.add(project.number)
        one.looks, looked = one.looks - 1, looked + 1
        _look_at(district, one, project)
    return looked


def _look_at(district: District, one: Supervisors, project: Project) -> None:
    assumed = district.parameters.assumptions.supervision
    how = "in_order"
    if project.part < 1.0 and project_uniforms(np.array([project.key]), SUPERVISED)[0] < assumed.finds:
        do_well(district, project)
        how = "put_right"
    facts: dict[str, Any] = {"number": one.community, "community": one.community, "how": how}
    district.record(ProjectLookedAt(project=project.number, yuan=project.cost_fen / FEN_A_YUAN, **facts))


def looks_at_report(district: District, community: int) -> bool:
    """Whether members of the committee go and see what was reported as done; it takes one of their looks."""
    for one in district.of(Supervision).each:
        if one.community == community and one.looks > 0:
            one.looks -= 1
            return True
    return False
