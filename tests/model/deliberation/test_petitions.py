"""What staff settled by themselves and comes up again: a petition to the street, which meets as far as it has hours."""

from __future__ import annotations

from functools import partial
from unittest.mock import patch

import numpy as np
import pytest

from shapan.model import gatherings
from shapan.model.agents.street_committee import StreetCommittee
from shapan.model.deliberation.docket import Docket
from shapan.model.deliberation.kinds import MATTERS
from shapan.model.deliberation.matter import NOT_AGREED, open_matter
from shapan.model.deliberation.petitions import STREET_REVIEW, Petitions, barred
from shapan.model.deliberation.process import hold_meetings
from shapan.model.district import District
from shapan.model.district import Plan as AnyPlan
from shapan.model.events.emergency import MeetingPutOff
from shapan.model.events.matters import MatterPetitioned, MatterTried
from shapan.model.events.street import PetitionReviewed
from shapan.model.parameters import Parameters
from shapan.model.parameters.formats import BY_STAFF
from shapan.model.street import petitions
from shapan.scenarios.formats import all_formats

Plan = partial(AnyPlan, earlier_years=False)


@pytest.fixture
def monday(made_place, needs, inflow, changed):
    """A town of 9,000 on a Monday in spring, staff deciding, with the levers and assumptions given."""
    place = made_place(communities=2, residents=9_000, area_km2=2.0, built_km2=1.5, needs=needs, departments=inflow)

    def live(**values) -> District:
        asked = {"matters.rate_multiplier": 0.1} | {name.replace("__", "."): value for name, value in values.items()}
        town = changed(Parameters(place=place), asked).model_copy(update={"formats": all_formats()})
        district = District(Plan(town, 5, 400, 0))
        district.run_to(30 + (-district.date(30).weekday()) % 7)
        district.of(Docket).open.clear()
        district.of(Docket).tasks.clear()
        district.events.clear()
        return district

    return live


def come_up_again(district, alone=1, reopened=1):
    """Order in a yard that staff settled, and that neighbours complain about."""
    opinion = district.parameters.assumptions.opinion
    matter = open_matter(10_000, (MATTERS["yard_order"], 0, np.uint64(5)), district.world, district.day - 20, opinion)
    matter.alone, matter.reopened, matter.tries, matter.ready = alone, reopened, alone, district.day
    matter.reporters = matter.household[:3]
    district.of(Docket).open.append(matter)
    return matter


def of(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


@pytest.mark.parametrize(("alone", "reopened", "most", "no"), [(1, 1, 1, True), (1, 1, 2, False), (2, 1, 2, True)])
def test_staff_settle_a_matter_by_themselves_so_often_and_no_oftener(monday, alone, reopened, most, no):
    district = monday(aftermath__alone_most=most)
    matter = come_up_again(district, alone, reopened)
    assert barred(district, matter, BY_STAFF) == no
    assert not barred(district, matter, STREET_REVIEW), "what residents decide goes back to them"
    matter.reopened = 0
    assert not barred(district, matter, BY_STAFF), "it has not come up again"


def test_a_petition_takes_a_report_and_waits_for_the_street(monday):
    district = monday()
    matter, date = come_up_again(district), district.date(district.day)
    hours = hold_meetings(district, date)
    assumed = district.parameters.assumptions.street
    assert hours[matter.community] == assumed.petition_report_hours and not of(district, MatterTried)
    (petition,), (found,) = district.of(Petitions).open, of(district, MatterPetitioned)
    assert (found.households, found.times, found.how) == (3, 1, "street 0")
    assert petition.due == matter.ready == district.day + 35, "the first Monday after thirty days"
    assert not hold_meetings(district, date).any(), "it is lodged once, and nobody takes it up meanwhile"
    assert len(district.of(Petitions).open) == 1


def test_a_street_meets_as_far_as_it_has_hours_and_pays_for_its_cadres(monday):
    district = monday(deliberation__quorum=0.0)
    matter = come_up_again(district)
    hold_meetings(district, district.date(district.day))
    (street,) = {one for one in district.agents_by_type[StreetCommittee] if matter.community in one.communities}
    (petition,) = district.of(Petitions).open
    petition.due = district.day
    needed = district.parameters.assumptions.street.petition_hours
    street.hours_left = needed - 0.1
    petitions.review(district)
    assert petition.due == matter.ready == district.day + 7 and not of(district, MatterTried)
    petition.due, street.hours_left = district.day, needed + 1.0
    before = len(district.ledger.blocks)
    petitions.review(district)
    (tried,), (reviewed,) = of(district, MatterTried), of(district, PetitionReviewed)
    assert (tried.form, tried.at, tried.attempt) == ("street_review", "community", 2)
    assert street.hours_left == pytest.approx(1.0)
    assert (reviewed.matter, reviewed.hours, reviewed.number) == (matter.number, needed, street.street)
    agreed = matter.agreed_on != NOT_AGREED
    assert reviewed.how == ("agreed" if agreed else "again") and (petition in district.of(Petitions).open) != agreed
    assert matter.alone == 1 and len(district.ledger.blocks) > before


def test_with_no_limit_staff_go_on_deciding_and_nobody_petitions(monday):
    district = monday(aftermath__alone_most=1000)
    matter = come_up_again(district, alone=5, reopened=5)
    hold_meetings(district, district.date(district.day))
    assert not of(district, MatterPetitioned) and matter.alone == 6 and matter.agreed_on == district.day


def lodged(district):
    """A petition that is due today."""
    come_up_again(district)
    hold_meetings(district, district.date(district.day))
    (petition,) = district.of(Petitions).open
    petition.due = district.day
    return petition


def test_while_residents_may_not_meet_the_street_calls_no_meeting_either(monday):
    district = monday()
    petition = lodged(district)
    streets, where = district.agents_by_type[StreetCommittee], petition.matter.community
    (street,) = {one for one in streets if where in one.communities}
    before = street.hours_left = 40.0
    with patch.object(gatherings, "are_shut", lambda _: True):
        petitions.review(district)
    (put_off,) = of(district, MeetingPutOff)
    assert (put_off.about, put_off.matters) == ("street_review", 1) and street.hours_left == before
    assert petition.due == district.day + 7 and not of(district, MatterTried) and not of(district, PetitionReviewed)


def test_a_meeting_takes_staff_hours_also_where_cadres_need_none(monday):
    district = monday(street__petition_hours=0.0)
    lodged(district)
    with patch.object(petitions, "charge_counters") as charged:
        petitions.review(district)
    (_, hours), _ = charged.call_args
    assert hours.sum() == district.parameters.assumptions.matters.meeting_hours
