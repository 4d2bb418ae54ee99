"""The committee's whistle: for a matter that has waited too long it calls the council together, with the departments.

Every week the community Party committee looks at what waits. Every whistle costs authority and hours of staff; a
department follows it as far as the committee's authority goes. Single cases stuck at a department have reminders of
their own (`party/reminders.py`).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..agents.party_committees import USUAL_COMMUNITY, PartyCommittee
from ..arrays import Floats
from ..events.matters import MatterWhistled
from ..events.party import CommitteeWhistled, WhistlesBlown
from ..streams import draws_of
from .complaints import hear_complaints, known
from .docket import Docket
from .draws import CALLED
from .matter import NOT_AGREED, Matter

if TYPE_CHECKING:
    from ..district import District

DAYS_A_WEEK = 7
WEEKS_A_MONTH = 365.25 / 12.0 / DAYS_A_WEEK


def whistle_for_matters(district: District, date: dt.date) -> Floats:
    """Every week committees whistle for the matters that have waited longest; returns the hours it takes staff."""
    levers, assumed = district.parameters.levers.party, district.parameters.assumptions.authority
    hours = np.zeros(district.world.territory.communities)
    if levers.whistle_after_days <= 0:
        return hours
    hear_complaints(district)
    whistles = answered = 0
    committees: list[PartyCommittee] = list(district.agents_by_type[PartyCommittee])
    for committee in committees:
        called = _waiting(district, committee.community)[: places(committee, date, assumed.whistles_most)]
        draws = [draws_of(matter.key).at(CALLED + matter.tries).uniform() for matter in called]
        answers = committee.blow(draws, assumed.whistle_cost)
        for matter, followed in zip(called, answers, strict=False):
            matter.called_on, matter.answered = district.day, followed
            district.record(MatterWhistled(**matter.facts, answered=followed))
        if answers:
            where = committee.community
            hours[where] = assumed.whistle_hours * len(answers)
            district.record(CommitteeWhistled(community=where, whistles=len(answers), answered=sum(answers)))
        whistles, answered = whistles + len(answers), answered + sum(answers)
    if whistles:
        authority = float(np.mean([committee.authority for committee in committees]))
        district.record(WhistlesBlown(authority=authority, whistles=whistles, answered=answered))
    return hours


def places(committee: PartyCommittee, date: dt.date, most: float) -> int:
    """Whistles a committee may blow this week; so many a month for a community of 10,000, in proportion elsewhere."""
    week, each = date.toordinal() // DAYS_A_WEEK, most * committee.residents / USUAL_COMMUNITY / WEEKS_A_MONTH
    return int(np.floor(each * (week + 1)) - np.floor(each * week))


def _waiting(district: District, community: int) -> list[Matter]:
    """Matters of a community to whistle for, the one that weighs most first: households × days it has been open.

    What is the estate's own and came from neighbours themselves is left to them; nobody whistles for what the office
    has not heard of.
    """
    after = district.parameters.levers.party.whistle_after_days
    found = [
        matter
        for matter in district.of(Docket).open_in(community)
        if matter.agreed_on == NOT_AGREED
        and matter.ready <= district.day
        and matter.called_on != district.day
        and district.day - matter.open_since >= after
        and (known(matter) or district.day <= 0)  # in the years before the run nobody files requests
        and (matter.kind.public or matter.kind.needs_department or matter.origin != "neighbours")
    ]
    return sorted(found, key=lambda one: (-len(one.household) * (district.day - one.open_since), one.number))


def called_today(district: District, community: int) -> list[Matter]:
    """Matters for which a council meets today because the committee whistled, whoever came."""
    return [
        matter
        for matter in district.of(Docket).open_in(community)
        if matter.called_on == district.day and matter.agreed_on == NOT_AGREED
    ]
