"""Stewards are found among those who would be one: ever fewer for each asked, the same ones first, and they tire."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.columns import CHANNEL_NAMES, POOL_TYPES, STEWARD, STEWARD_ROUND
from shapan.model.district import District, Plan
from shapan.model.parameters import Parameters
from shapan.model.place.residents import CHILD
from shapan.model.volunteers.records import Volunteers
from shapan.model.volunteers.steward_supply import Stewards, recruit, willing_chance
from shapan.model.volunteers.stewards import places, stewards_by_community

LEVER = "grid.stewards_per_1000"


@pytest.fixture(scope="module")
def larger(made_place, needs, inflow):
    return Parameters(place=made_place(communities=3, residents=12_000, needs=needs, departments=inflow))


def lived(parameters, days=366, seed=1, status_quo=None) -> District:
    district = District(Plan(parameters, seed=seed, days=days, warmup=0, status_quo=status_quo))
    district.run()
    return district


def with_stewards(larger, changed, each, **more) -> District:
    return lived(changed(larger, {LEVER: float(each), **more}), status_quo=larger.levers)


def noted(district, what):
    return np.array([amount for _, _, found, amount in district.decisions if found == what])


@pytest.fixture(scope="module")
def asked(larger, changed):
    """Stewards after a year, by how many per 1,000 the lever asks for; nobody changes them."""
    return {each: with_stewards(larger, changed, each) for each in (2, 5, 10, 20, 50)}


def test_five_in_a_thousand_are_found_and_fifty_are_not_and_each_further_one_is_harder(asked, larger):
    thousand = larger.place.residents / 1000
    found = {each: district.of(Stewards).serves.sum() / thousand for each, district in asked.items()}
    assert found[5] > 0.75 * 5.0
    assert found[50] < 0.7 * 50.0
    assert all(found[each] <= each + 0.1 for each in found)
    # Of the few in two or five a thousand chance moves a third; beyond that every step finds a smaller part of itself.
    steps = np.diff([0.0, *(found[each] for each in (5, 20, 50))]) / np.diff([0, 5, 20, 50])
    assert steps[0] > steps[1] > 1.2 * steps[2]


def test_whoever_is_found_first_is_found_first_under_every_policy(asked):
    """In the first month staff go down one list; who asks for more goes further down."""
    first = {}
    for each, district in asked.items():
        again = District(district.plan)
        again.run_to(1)
        first[each] = set(np.flatnonzero(again.of(Stewards).serves).tolist())
    assert first[2] <= first[5] <= first[10] <= first[20] <= first[50]
    assert len(first[2]) < len(first[10]) < len(first[50])


def test_what_is_asked_for_nowhere_leaves_no_trace(larger):
    district = lived(larger, days=70)
    assert not district.of(Stewards).serves.any() and (district.of(Stewards).asked_on < 0).all()
    assert not [what for _, _, what, _ in district.decisions if "steward" in what]
    assert (district.state.hearing.workday[:, STEWARD_ROUND] == 0.0).all()
    assert district.state.tallies.hours[STEWARD].sum() == 0.0
    assert district.ledger.held_by_community("stewards").sum() == 0


def test_stewards_are_grown_ups_with_time_and_those_known_for_goodwill_come_first(asked, larger):
    district = asked[5]
    people, stewards = district.world.residents, district.of(Stewards)
    who = np.flatnonzero(stewards.serves)
    assert (people.age_band[who] != CHILD).all() and not people.disabled[who].any()
    assert (district.of(Volunteers).corps.free_hours[who] >= 2.0).all()
    able = np.isin(np.arange(len(people.cell)), stewards.order)
    assert stewards.well_known[who].mean() > stewards.well_known[able].mean() + 0.4


def test_the_year_adds_up_and_the_log_says_who_looks_for_them(asked):
    for each, district in asked.items():
        found, left = noted(district, "stewards_found").sum(), noted(district, "stewards_left").sum()
        assert district.of(Stewards).serves.sum() == found - left > 0
        assert noted(district, "stewards_asked").sum() > found
        assert {who for _, who, what, _ in district.decisions if what == "stewards_found"} == {"residents_committee"}
        assert (stewards_by_community(district) <= places(district)).all(), each


def test_about_a_third_give_up_in_a_year(larger, changed):
    """Retention as assumed, counted over the stewards who could have left in each month."""
    parameters = changed(larger, {LEVER: 20.0, "stewarding.asked_per_place": 0.0})
    district = District(Plan(parameters, seed=2, days=370, warmup=0))
    district.run_to(1)
    district.of(Stewards).serves[district.of(Stewards).order[::2]] = True
    before = district.of(Stewards).serves.sum()
    district.run()
    stayed = district.of(Stewards).serves.sum() / before
    kept = 0.64 + 0.2 * parameters.levers.volunteers.recognition
    # Twelve first days of a month; 4,600 people leave 0.007 to chance.
    assert stayed == pytest.approx(kept, abs=0.02)


def test_recognition_finds_more_and_keeps_them(larger, changed):
    plain, thanked = (with_stewards(larger, changed, 20, **{"volunteers.recognition": share}) for share in (0.0, 1.0))
    assert thanked.of(Stewards).serves.sum() > plain.of(Stewards).serves.sum()
    who, corps = thanked.of(Stewards).order[:50], thanked.of(Volunteers).corps
    more = willing_chance(thanked.of(Stewards), who, corps, thanked.parameters)
    assert (more > willing_chance(thanked.of(Stewards), who, corps, plain.parameters)).all()


def test_nobody_is_asked_twice_in_a_year_nor_for_a_place_that_is_filled(larger, changed):
    district = District(Plan(changed(larger, {LEVER: 0.0}), seed=1, days=2, warmup=0))
    stewards, corps = district.of(Stewards), district.of(Volunteers).corps
    many = np.full(3, 5_000)
    asked, _ = recruit(stewards, many, 800_000, 2026, corps, district.parameters)
    assert asked.sum() == len(stewards.order)
    again, _ = recruit(stewards, many, 800_200, 2026, corps, district.parameters)
    assert again.sum() == 0
    stewards.serves[:] = False
    one = recruit(stewards, np.array([1, 0, 0]), 800_900, 2028, corps, district.parameters)
    assert one[1].tolist() in ([1, 0, 0], [0, 0, 0]) and one[0][0] <= 5 and not one[0][1:].any()


def test_rounds_and_hours_are_those_of_the_stewards_in_force(asked, larger):
    district = asked[50]
    assumed, count = district.parameters.assumptions, stewards_by_community(district)
    pools = district.pool_map.pools(STEWARD)
    hours = count * assumed.service.steward_hours_per_week / 5.0 * (1.0 - assumed.service.absence_share)
    assert district.state.pools.daily_hours[pools] == pytest.approx(hours)
    territory = district.world.territory
    households = np.bincount(territory.community_of_cell, territory.households_of_cell)
    seen = assumed.outreach.steward_hazard * 100.0 * count / households
    assert district.state.hearing.workday[:, STEWARD_ROUND] == pytest.approx(seen[territory.community_of_cell])
    assert "steward" in CHANNEL_NAMES and "steward" in POOL_TYPES


def test_where_fewer_are_asked_for_those_asked_last_go(larger, changed):
    many, few = (changed(larger, {LEVER: each}).levers for each in (20.0, 3.0))
    date = larger.place.start.replace(month=9)
    district = District(Plan(changed(larger, {LEVER: 20.0}), seed=1, days=300, warmup=0, steps={date: few}))
    district.run_to(243)
    before = set(np.flatnonzero(district.of(Stewards).serves).tolist())
    assert district.parameters.levers == many
    district.run_to(244)
    after = set(np.flatnonzero(district.of(Stewards).serves).tolist())
    assert after < before and district.parameters.levers == few
    assert (stewards_by_community(district) <= places(district)).all()
