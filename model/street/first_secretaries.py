"""First secretaries: cadres of the street with fixed hours in its weaker communities.

Their hours come out of the street's. They pursue what is stuck at departments in person, and with the hours that are
left take administrative tasks off the community's staff.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..agents.party_committees import DistrictCommittee
from ..agents.street_committee import StreetCommittee
from ..backend import hasten
from ..events.street import SecretarySent, SecretaryWorked
from ..ledger.payments import pay_for_cadres
from ..party.whistle import WORKDAYS_A_WEEK
from ..secretaries.records import SecretaryReviews
from ..secretaries.sending import met_share, weakest
from ..tasks.process import help_with_tasks
from .working_through import Stuck

if TYPE_CHECKING:
    from ..district import District


def send(district: District) -> None:
    """Every street sends its first secretaries for the year."""
    count, met = district.parameters.levers.party.first_secretaries, met_share(district)
    wanting = district.of(SecretaryReviews).too_long(district.parameters.assumptions.review.years_running)
    for street in district.agents_by_type[StreetCommittee]:
        if street.sent_on == district.day:
            continue
        street.sent_on = district.day
        street.secretaries = weakest(met, street.communities, count, wanting)
        for community in street.secretaries:
            how = "beside_the_secretary" if wanting[community] else ""
            sent = SecretarySent(number=street.street, community=community, how=how, met=float(met[community]))
            district.record(sent)


def work(district: District) -> None:
    """A week of every first secretary; what they pursue is done on top of what departments usually do."""
    watch: DistrictCommittee = district.agents_by_type[DistrictCommittee][0]
    watch.pursued[:] = 0.0
    if district.parameters.levers.party.first_secretaries <= 0:
        return
    stuck, taken = Stuck(district), list[int]()
    assumed, hours = district.parameters.assumptions.street, np.zeros(district.ledger.communities)
    for street in district.agents_by_type[StreetCommittee]:
        each = street.fixed(assumed.cadre_hours, assumed.secretary_hours) / max(len(street.secretaries), 1)
        for community in street.secretaries:
            hours[community] = each
            taken += _a_week(district, street.street, community, each, stuck)
    pay_for_cadres(district, hours, "first_secretaries")
    kinds = district.state.needs.kind[np.array(taken, np.int64)]
    watch.pursued[:] = np.bincount(kinds, minlength=len(watch.pursued)) / WORKDAYS_A_WEEK


def _a_week(district: District, street: int, community: int, hours: float, stuck: Stuck) -> list[int]:
    assumed = district.parameters.assumptions.street
    most = int(hours / assumed.secretary_case_hours + 1e-9)
    cases = [case for case, _ in stuck.of(community, assumed.problem_after_days)[:most]]
    if cases:
        rows = np.array(cases, np.int32)
        ahead = np.full(len(rows), assumed.problem_ahead_days, np.int32)
        hasten(rows, ahead, True, district.state)
    left = hours - len(cases) * assumed.secretary_case_hours
    tasks = help_with_tasks(district, community, left)
    week = SecretaryWorked(number=street, community=community, cases=len(cases), task_hours=tasks, hours=hours)
    district.record(week)
    return cases
