"""What members of branches and committees give elsewhere in a week, so that no hour is given twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..agents.party_committees import PartyCommittee
from ..agents.reception_office import ReceptionOffice
from ..arrays import Floats, Int64s
from ..estates.mediators import Mediators, holders_of_posts, on_duty
from ..volunteers.records import Volunteers
from ..volunteers.steward_supply import Stewards

if TYPE_CHECKING:
    from ..district import District


def hours_given(district: District, who: Int64s) -> Floats:
    """Hours that these residents give this week as volunteers, as stewards, in posts and at receptions; shape of `who`.

    Posts are held by households; whoever of a household belongs to a branch is taken to hold it.
    """
    assumed, household = district.parameters.assumptions, district.world.residents.household[who]
    corps, stewards = district.of(Volunteers).corps, district.of(Stewards)
    in_posts = np.zeros(int(district.world.residents.household.max()) + 1)
    for committee in district.agents_by_type[PartyCommittee]:
        posts = holders_of_posts(district, committee)
        np.add.at(in_posts, committee.old_households[:posts], assumed.units.mediator_hours)
        np.add.at(in_posts, on_duty(district, committee), assumed.units.station_duty_hours)
        homes = district.of(Mediators).of_community[committee.community]
        np.add.at(in_posts, homes, assumed.units.people_mediator_hours)
    at_rounds = assumed.service.steward_hours_per_week * stewards.serves[who]
    given = corps.hours_this_week[who] + at_rounds + in_posts[household]
    for resident, hours in district.of(ReceptionOffice).sat.items():
        given[who == resident] += hours
    return np.asarray(given)
