"""The street reviews what communities' staff had settled by themselves and residents have petitioned about.

It has a month. Its cadres read the report and chair a meeting of the neighbours, out of the same hours that first
secretaries, meetings and the desk at the gate take; a street without hours that week puts petitions off to the next,
and so does every street while an emergency keeps residents from meeting.
What the meeting agrees on is settled as at any table; what it does not agree on is met about again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .. import gatherings
from ..agents.street_committee import StreetCommittee
from ..arrays import Floats
from ..deliberation.matter import NOT_AGREED
from ..deliberation.petitions import DAYS_A_WEEK, STREET_REVIEW, Petition, Petitions
from ..deliberation.process import Seat, take_up
from ..events.street import PetitionReviewed
from ..ledger.payments import pay_for_cadres
from ..staffing.capacity import charge_counters

if TYPE_CHECKING:
    from ..district import District


def review(district: District) -> None:
    """Mondays, before councils meet: every street answers the petitions that are due, as far as it has the hours."""
    book = district.of(Petitions)
    if not book.open:
        return
    staff, cadres = (np.zeros(district.world.territory.communities) for _ in range(2))
    streets = {int(one): street for street in district.agents_by_type[StreetCommittee] for one in street.communities}
    for petition in [one for one in book.open if one.due <= district.day]:
        _review(district, petition, streets[petition.matter.community], (staff, cadres))
    book.open = [one for one in book.open if one.matter.open and one.matter.agreed_on == NOT_AGREED]
    if staff.any():
        charge_counters(district, staff)
    if cadres.any():
        pay_for_cadres(district, cadres, "street_meetings")


def _review(district: District, petition: Petition, street: StreetCommittee, hours: tuple[Floats, Floats]) -> None:
    """One petition; hours of staff and of cadres in its community grow by what it takes."""
    matter, each = petition.matter, district.parameters.assumptions.street.petition_hours
    if not matter.open or matter.agreed_on != NOT_AGREED:
        return  # somebody else has settled it meanwhile
    shut = gatherings.are_shut(district)
    if shut:
        gatherings.put_off(district, matter.community, STREET_REVIEW.id, 1)
    if shut or street.hours_left < each:
        petition.put_off(district.day + DAYS_A_WEEK)
        return
    street.hours_left -= each
    staff, cadres = hours
    staff[matter.community] += take_up(district, matter, Seat(STREET_REVIEW, False))
    cadres[matter.community] += each
    how = "agreed" if matter.agreed_on != NOT_AGREED else "again" if matter.open else "given_up"
    reviewed = PetitionReviewed(
        number=street.street,
        community=matter.community,
        about=matter.kind.id,
        how=how,
        matter=matter.number,
        days=district.day - petition.lodged,
        hours=each,
    )
    district.record(reviewed)
    if how == "again":
        petition.put_off(matter.ready)
