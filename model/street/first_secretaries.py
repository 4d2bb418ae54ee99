"""First secretaries: cadres of the street with fixed hours in its weaker communities.

Their hours come out of the street's. They pursue what is stuck at departments in person, and with the hours that are
left take administrative tasks off the community's staff.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..agents.party_committees import DistrictCommittee
from ..agents.street_committee import StreetCommittee
from ..arrays import Bools, Floats, Int64s
from ..backend import hasten
from ..columns import MET_LATE, MET_ON_TIME, OPEN
from ..events.street import SecretarySent, SecretaryWorked
from ..ledger.payments import pay_for_cadres
from ..party.whistle import WORKDAYS_A_WEEK
from ..secretaries.records import SecretaryReviews
from ..staffing.capacity import born_since
from ..tasks.process import help_with_tasks
from .working_through import Stuck

if TYPE_CHECKING:
    from ..district import District

DAYS_LOOKED_BACK = 180


def met_share(district: District) -> Floats:
    """Share of the needs of every community that were met, of those born lately that have ended; 1 where none have."""
    rows = born_since(district, district.day - DAYS_LOOKED_BACK)
    needs = district.state.needs.view(np.ndarray)[rows]
    needs = needs[needs["bin"] != OPEN]
    communities = district.world.territory.communities
    where = district.world.territory.community_of_cell[needs["cell"]]
    ended = np.bincount(where, minlength=communities)
    met = np.bincount(where, np.isin(needs["bin"], (MET_ON_TIME, MET_LATE)), communities)
    return np.divide(met, ended, out=np.ones(communities), where=ended > 0)


def weakest(met: Floats, communities: Int64s, count: int, first: Bools | None = None) -> list[int]:
    """The communities of a street where the smallest share of needs was met; of two alike the first.

    Args:
        first: Who comes before all others: whose own secretary was found wanting too often; shape of `met`.
    """
    ahead = np.zeros(len(met), np.bool_) if first is None else first
    order = np.lexsort((met[communities], ~ahead[communities]))
    return [int(one) for one in communities[order][:count]]


def send(district: District) -> None:
    """Every street sends its first secretaries for the year."""
    count, met = district.parameters.levers.party.first_secretaries, met_share(district)
    wanting = district.of(SecretaryReviews).too_long
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
