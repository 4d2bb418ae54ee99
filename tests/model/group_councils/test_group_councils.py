"""Councils of women and of children: who sits, what they bring and table, and what becomes of it."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.columns import NEVER_HEARD, WALK_IN
from shapan.model.deliberation.docket import Docket
from shapan.model.district import District, Plan
from shapan.model.events.group_councils import GroupCouncilMet, GroupCouncilTabled
from shapan.model.group_councils.members import CHILDREN, WOMEN, belongs, chosen
from shapan.model.group_councils.process import GroupCouncils
from shapan.model.place.residents import CHILD
from shapan.model.working_days import meets
from shapan.scenarios.library import load

DAYS = 366


@pytest.fixture(scope="module")
def town():
    return load("status_quo").with_place("training_town")


@pytest.fixture(scope="module")
def year(town):
    """A year in which both councils of every community meet four times."""
    scenario = town.set_many({"deliberation.group_councils_per_year": 4})
    district = District(Plan(scenario.parameters, 1, DAYS, 0))
    district.run()
    return district


def of_kind(district, kind):
    return [(day, event) for day, event in district.events if isinstance(event, kind)]


@pytest.mark.parametrize("a_year", range(13))
def test_as_many_meetings_a_year_as_asked_for_evenly(a_year):
    held = [month for month in range(1, 13) if meets(month, a_year)]
    assert len(held) == a_year
    gaps = np.diff([*held, 12 + held[0]]) if held else np.zeros(1)
    assert gaps.max() - gaps.min() <= 1


def test_members_belong_to_the_group_and_live_where_they_sit(town):
    world = District(Plan(town.parameters, 1, 1, 0, earlier_years=False)).world
    people, where = world.residents, world.territory.community_of_cell[world.residents.cell].astype(np.int64)
    women, children = (belongs(group, people, 1, 0.49) for group in (WOMEN, CHILDREN))
    assert not (women & children).any() and (people.age_band[children] == CHILD).all()
    adults = (people.age_band != CHILD).sum()
    assert women.sum() / adults == pytest.approx(0.49, abs=3.0 * np.sqrt(0.25 / adults))
    for group in (women, children):
        councils = chosen(group, where, world.territory.communities, 1, 11)
        for community, members in enumerate(councils):
            assert len(members) == len(set(members.tolist())) == 11
            assert (where[members] == community).all() and group[members].all()
    few = np.zeros(len(women), np.bool_)
    few[np.flatnonzero(where == 0)[:3]] = True
    assert [len(one) for one in chosen(few, where, world.territory.communities, 1, 11)][:2] == [3, 0]


def test_both_councils_meet_in_every_community(year):
    meetings = of_kind(year, GroupCouncilMet)
    communities = year.world.territory.communities
    assert len(meetings) == 4 * 2 * communities
    assert len({(day, event.about, event.community) for day, event in meetings}) == len(meetings)
    assert all(0 <= event.came <= event.members == 11 for _, event in meetings)
    assumed = year.parameters.assumptions.group_councils
    for _, event in meetings:
        assert event.told <= assumed.cases_most and event.met <= event.followed
        assert event.hours == pytest.approx(assumed.convening_hours + assumed.writing_hours * event.told)


def test_what_is_brought_is_registered_at_the_counter_and_followed_to_its_end(year):
    meetings = of_kind(year, GroupCouncilMet)
    brought, followed = (sum(getattr(event, name) for _, event in meetings) for name in ("told", "followed"))
    open_still = sum(len(one.brought) for one in year.of(GroupCouncils).each)
    assert brought == followed + open_still and brought > 0
    needs = year.state.needs
    rows = np.array([row for one in year.of(GroupCouncils).each for row in one.brought], np.int64)
    assert (needs.channel[rows] == WALK_IN).all() and (needs.bin[rows] != NEVER_HEARD).all()
    assert all(0.0 <= one.trust <= 1.0 for one in year.of(GroupCouncils).each)


def test_a_matter_it_tables_is_on_the_docket_with_the_households_behind_it(year):
    tabled = of_kind(year, GroupCouncilTabled)
    assert sum(event.tabled for _, event in of_kind(year, GroupCouncilMet)) == len(tabled) > 0
    docket = year.of(Docket)
    matters = {one.number: one for one in (*docket.open, *docket.closed) if one.origin == "group_council"}
    assert {event.matter for _, event in tabled} == matters.keys()
    for day, event in tabled:
        matter = matters[event.matter]
        assert (matter.raised, matter.community) == (day, event.community)
        assert event.requests >= year.parameters.assumptions.group_councils.pile and len(matter.reporters) > 0


def test_without_the_lever_there_is_nobody_and_no_row(town):
    district = District(Plan(town.parameters, 1, 40, 0))
    district.run()
    assert district.of(GroupCouncils).each == [] and of_kind(district, GroupCouncilMet) == []


def test_members_who_saw_nothing_come_of_it_come_less(town):
    often = town.set_many({"deliberation.group_councils_per_year": 12}).assume("group_councils.discouraged", 1.0)
    district = District(Plan(often.parameters, 1, 70, 0, earlier_years=False))
    district.run_to(20)
    before = of_kind(district, GroupCouncilMet)
    assert before and any(event.came > 0 for _, event in before)
    for one in district.of(GroupCouncils).each:
        one.trust, one.brought = 0.0, []
    district.run_to(40)
    after = of_kind(district, GroupCouncilMet)[len(before) :]
    assert after and all(event.came == 0 and event.told == 0 and event.tabled == 0 for _, event in after)
