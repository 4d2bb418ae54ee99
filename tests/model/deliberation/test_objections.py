"""Works nobody was asked about are stopped by those who were not asked, heard, changed, and go on or are given up."""

from __future__ import annotations

import datetime as dt
from unittest.mock import patch

import numpy as np
import pytest

from shapan.model import gatherings
from shapan.model.deliberation.docket import Docket, Unannounced
from shapan.model.deliberation.kinds import MATTERS
from shapan.model.deliberation.matter import open_matter
from shapan.model.deliberation.objections import beside, hear_objections, objectors
from shapan.model.district import District, Plan
from shapan.model.events import matters as matter_events
from shapan.model.events.emergency import MeetingPutOff
from shapan.model.ledger.ledger import Account, fen_of
from shapan.model.parameters import Parameters
from shapan.model.projects import agreed_works
from shapan.model.projects.records import ProjectBook

SEED = 3
NEXT_MONTH = dt.date(2026, 3, 1)


@pytest.fixture(scope="module")
def town(made_place, needs, inflow, changed):
    """The first morning of a town of 5,000 without project money of its own, with the assumptions given."""
    place = made_place(communities=2, residents=5_000, area_km2=2.0, built_km2=1.5, needs=needs, departments=inflow)
    nothing = {"funding.project_yuan_per_resident": 0, "funding.project_yuan": 0}

    def build(**assumed: float) -> District:
        asked = nothing | {name.replace("__", "."): value for name, value in assumed.items()}
        return District(Plan(changed(Parameters(place=place), asked), SEED, 60, 0, earlier_years=False))

    return build


def agreed(district, told_share=0.0, kind="road"):
    """Works of the first estate that were agreed, and money that was found for them."""
    opinion = district.parameters.assumptions.opinion
    matter = open_matter(0, (MATTERS[kind], 0, np.uint64(1)), district.world, 0, opinion)
    matter.agreed_on = matter.stands_on = matter.ready = 0
    matter.informed = told_share
    docket = district.of(Docket)
    docket.open.append(matter)
    docket.works = [Unannounced(0, 90, 1.0, matter.number), Unannounced(0, 90, 1.0, 99)]
    cost = 2 * fen_of(matter.kind.cost)
    district.ledger.pay(0, Account("treasury"), agreed_works.LINE, cost, agreed_works.PURPOSE)
    agreed_works.bind_money(district, matter)
    return matter


def of(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


def test_who_objects_lives_beside_it_loses_and_was_neither_told_nor_there(town):
    matter = agreed(town())
    everybody = objectors(matter)
    assert 10 < everybody.sum() < beside(matter).sum() < len(matter.household) / 3
    assert (matter.value()[everybody] < 0.0).all() and beside(matter)[everybody].all()
    before = everybody
    for share in (0.3, 0.6, 0.9, 1.0):
        matter.informed = share
        now = objectors(matter)
        assert now.sum() < before.sum() and not (now & ~before).any()
        before = now
    assert not before.any()
    matter.informed, matter.came = 0.0, matter.household[everybody][:5]
    assert objectors(matter).sum() == everybody.sum() - 5


def test_works_of_which_everybody_knew_begin(town):
    district = town()
    matter = agreed(district, told_share=1.0)
    assert not matter.unpaid and not of(district, matter_events.WorksStopped)
    assert len(district.of(Docket).works) == 2


def test_works_are_stopped_then_changed_then_go_on(town):
    district = town()
    matter = agreed(district)
    docket, assumed = district.of(Docket), district.parameters.assumptions
    (stopped,) = of(district, matter_events.WorksStopped)
    assert stopped.households >= assumed.aftermath.object_share * stopped.beside
    assert matter.unpaid and not of(district, matter_events.WorksWaited), "there is money; it is not that they wait for"
    assert [works.matter for works in docket.works] == [99], "whoever objects quarrels with nobody else over it"
    held = district.ledger.held(agreed_works.LINE)
    agreed_works.monthly(district, NEXT_MONTH)
    assert matter.unpaid and not hear_objections(district).any(), "nobody has met yet"
    district.day = int(assumed.matters.pause_days)
    private = matter.private.copy()
    with patch.object(gatherings, "are_shut", lambda _: True):
        assert not hear_objections(district).any() and not of(district, matter_events.ObjectorsHeard)
    (put_off,) = of(district, MeetingPutOff)
    assert (put_off.community, put_off.about, put_off.matters) == (matter.community, "objectors", 1)
    hours = hear_objections(district)
    (heard,) = of(district, matter_events.ObjectorsHeard)
    assert heard.how == "changed" and 0 < heard.came < stopped.households and heard.against < stopped.households
    assert hours.sum() == hours[matter.community] == assumed.matters.meeting_hours
    spared = matter.private != private
    assert 0 < spared.sum() <= heard.came
    np.testing.assert_allclose(matter.private[spared], (1.0 - assumed.aftermath.change_relief) * private[spared])
    assert district.ledger.held(agreed_works.LINE) == held and not hear_objections(district).any()
    dearer = fen_of(1.1 * matter.kind.cost)
    assert matter.to_find_fen == dearer
    agreed_works.monthly(district, NEXT_MONTH)
    assert not matter.unpaid and held - district.ledger.held(agreed_works.LINE) == dearer


def test_works_whose_neighbours_are_never_content_are_given_up_and_take_no_money(town):
    district = town(aftermath__change_relief=0.0, matters__information=0.0)
    matter = agreed(district)
    held = district.ledger.held(agreed_works.LINE)
    for _ in range(3):
        district.day += int(district.parameters.assumptions.matters.pause_days)
        hear_objections(district)
    assert [event.how for event in of(district, matter_events.ObjectorsHeard)] == ["again", "given_up"]
    assert matter.ended == "given_up" and not district.of(ProjectBook).waiting
    assert district.ledger.held(agreed_works.LINE) == held


def test_nobody_changes_a_plan_where_nobody_came(town):
    district = town(attendance__invited_chance=0.1)
    object.__setattr__(district.parameters.assumptions.attendance, "invited_chance", 0.0)  # below its range: nobody
    matter = agreed(district)
    for _ in range(2):
        district.day += int(district.parameters.assumptions.matters.pause_days)
        hear_objections(district)
    heard = of(district, matter_events.ObjectorsHeard)
    assert [(event.came, event.how, event.yuan) for event in heard] == [(0, "again", 0.0), (0, "given_up", 0.0)]
    assert matter.extra_fen == 0


def test_those_who_can_be_won_over_cost_nothing(town):
    district = town(matters__information=1.0, matters__true_benefit=1.0)
    matter = agreed(district)
    assert matter.unpaid
    district.day = int(district.parameters.assumptions.matters.pause_days)
    hear_objections(district)
    (heard,) = of(district, matter_events.ObjectorsHeard)
    assert (heard.how, heard.yuan, matter.extra_fen) == ("won_over", 0.0, 0)


def test_works_given_up_for_another_reason_are_met_over_no_more(town):
    district = town()
    matter = agreed(district)
    matter.ended = "given_up"
    district.day = 100
    assert not hear_objections(district).any() and not of(district, matter_events.ObjectorsHeard)
