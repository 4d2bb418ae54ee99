"""What volunteers do with hours for which no need stands in a queue: events, rounds, cleaning up, company.

People who came together do something all the same. Events let those who come be heard, rounds at weekends find public
events, cleaning up leaves a little less litter to complain of; company is counted and moves nothing here. Part of the
hours is spent waiting, and only those are idle. Nothing is drawn: the same hours under two policies do the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Floats
from ..columns import ACTIVITY, PATROL
from ..events.residents import HoursOfOtherUse, HoursWaited
from ..needs.channels import set_hazard
from ..projects.records import ProjectBook
from .records import (
    CLEAN_UPS,
    COMPANY,
    EVENTS,
    ROUNDS,
    USES,
    Volunteers,
)

if TYPE_CHECKING:
    from ..district import District

DAYS_OF_A_WEEKEND = 2.0
CLEANED, ENTERTAINED = ("litter",), ("culture", "child")


def spend_the_rest(district: District, left: Floats) -> None:
    """Hours of this week, by community, that meet no need go to other uses; the log says how many to each.

    Args:
        left: Hours by community for which no need was found.
    """
    office, assumed = district.of(Volunteers), district.parameters.assumptions.volunteer_work
    programme = assumed.programme_share * left
    office.uses[:] = 0.0
    office.uses[ROUNDS] = assumed.rounds_share * programme
    rest = programme - office.uses[ROUNDS]
    ids = [district.kinds.ids[kind] for kind in office.kinds]
    for use, kinds in ((CLEAN_UPS, CLEANED), (EVENTS, ENTERTAINED)):
        rows = [row for row, kind in enumerate(ids) if kind in kinds]
        office.uses[use] = rest * office.mix[:, rows].sum(axis=1)
    office.uses[COMPANY] = np.maximum(rest - office.uses[CLEAN_UPS] - office.uses[EVENTS], 0.0)
    for name, hours in zip(USES, office.uses.sum(axis=1).tolist(), strict=True):
        district.record(HoursOfOtherUse(about=name, hours=hours))
    district.record(HoursWaited(hours=float(left.sum() - programme.sum())))
    let_be_felt(district)


def let_be_felt(district: District) -> None:
    """Events and rounds of this week as channels of hearing; levers that were just adopted know nothing of them."""
    office, hearing, territory = district.of(Volunteers), district.state.hearing, district.world.territory
    assumed, count = district.parameters.assumptions, territory.communities
    community = territory.community_of_cell
    households = np.maximum(np.bincount(community, territory.households_of_cell, count), 1.0)
    # Whoever walks a round of one evening sees what needs no knowing of the place.
    seen = assumed.hearing.patrol_hazard * (1.0 - assumed.hearing.familiarity_share_of_patrol) * 100.0 / households
    set_hazard(hearing, PATROL, restday=(seen * office.uses[ROUNDS] / DAYS_OF_A_WEEKEND)[community])
    one = assumed.volunteer_work.activity_people * assumed.volunteering.shift_hours
    away = district.centres.distance_km_of_cell / assumed.hearing.walk_in_radius_km
    heard = assumed.outreach.activity_hazard * (office.uses[EVENTS] / one)[community] * np.exp(-0.5 * away**2)
    more = heard - office.heard_at_events
    office.heard_at_events = heard
    district.of(ProjectBook).usual_activities += more
    workday, restday = hearing.workday[:, ACTIVITY] + more, hearing.restday[:, ACTIVITY] + more
    set_hazard(hearing, ACTIVITY, workday=workday, restday=restday)


def less_litter(district: District) -> Floats:
    """Share of litter that cleaning up keeps from being a nuisance, by community; more hours help ever less."""
    office, assumed = district.of(Volunteers), district.parameters.assumptions.volunteer_work
    territory = district.world.territory
    people = np.bincount(territory.community_of_cell, territory.residents_of_cell, territory.communities)
    weekly = office.uses[CLEAN_UPS] / np.maximum(people, 1.0) * 1000.0
    return np.asarray(assumed.clean_up_cut * weekly / (weekly + assumed.clean_up_half_hours))
