"""Owners' committees form, firms give more where one looks on, and hours lent are hours borrowed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from shapan.model.agents.estate_owners import EstateOwners, FirmsTable
from shapan.model.agents.party_committees import PartyCommittee
from shapan.model.columns import OFFERED, PROPERTY
from shapan.model.district import District, Plan
from shapan.model.estates.firms import lent_hours, who_lends_whom
from shapan.model.estates.mediators import Mediators, holders_of_posts, hours_of_communities, on_duty
from shapan.model.estates.stations import social_hours
from shapan.model.estates.upkeep import firms_hours
from shapan.model.events.estates import HandsLent, PostTaken


def lived(town, changed, levers, days=120) -> District:
    district = District(Plan(changed(town, levers), seed=2, days=max(days, 1), warmup=0))
    district.run_to(days)
    return district


@pytest.fixture
def owners(town, changed) -> EstateOwners:
    estates = np.arange(20_000)
    found = EstateOwners(lived(town, changed, {}, 0), 0, estates, np.full(len(estates), 500.0), estates < 4000)
    found.patience = -np.log((estates + 0.5) / len(estates))
    found.chair_draws = ((estates * 7919) % len(estates)) / len(estates)
    return found


def test_a_share_of_estates_without_a_committee_forms_one_every_year(owners):
    founded = sum(owners.form_committees(0.1, 1 / 12) for _ in range(24))
    # The most patient are those with the smallest numbers, and 4,000 of these have a committee already.
    assert owners.effort == pytest.approx(-2 * np.log(0.9))
    assert founded == pytest.approx(20_000 * (1 - 0.9**2), abs=2)
    assert owners.has_committee.sum() == 4000 + founded


def test_nobody_forms_a_committee_where_nobody_tries(owners):
    assert owners.form_committees(0.0, 3.0) == 0


def test_secretaries_and_members_of_both_bodies_settle_disputes_only_where_there_is_a_committee(owners):
    households = 4000 * 500 / 1000
    assert owners.mediating_hours(1.0, 2.0, 0.0) == pytest.approx(2.0 * households)
    assert owners.mediating_hours(0.25, 2.0, 0.0) == pytest.approx(0.5 * households, rel=0.05)
    assert owners.mediating_hours(0.0, 2.0, 0.8) == pytest.approx(0.8 * households)


def test_hours_of_all_firms_are_at_first_what_they_are_without_committees_mattering(town, changed):
    district = lived(town, changed, {}, days=0)
    territory = district.world.territory
    households = np.bincount(territory.estate_of_cell, territory.households_of_cell, territory.estates)
    served, factor = households[territory.estate_has_property], firms_hours(district)
    assert (served * factor).sum() == pytest.approx(served.sum())
    with_committee = territory.estate_has_committee[territory.estate_has_property]
    assert factor[with_committee] == pytest.approx(1.25 * factor[~with_committee][0])


def test_more_committees_mean_more_hours_of_firms(town, changed):
    hours = [
        lived(town, changed, {"owners.formation_per_year": rate}).state.tallies.hours[PROPERTY, OFFERED].sum()
        for rate in (0.0, 0.5)
    ]
    assert hours[1] > hours[0]


def test_a_table_of_firms_lends_hours_without_making_any(town, changed):
    # Better service makes people trust more and pay more, which is not what is asked here.
    still = {"service.absence_share": 0.0, "estates.trust_fees": 0.0, "units.estates_per_firm": 1.0}
    apart = lived(town, changed, still)
    together = lived(town, changed, still | {"party.property_platform": True})
    noted = [amount for _, _, what, amount in together.decisions if what == "hours_lent_a_day"]
    assert max(noted) > 0.0
    hours = [district.state.tallies.hours[PROPERTY, OFFERED].sum() for district in (apart, together)]
    assert hours[1] == pytest.approx(hours[0])


def test_a_firm_lends_among_its_own_estates_and_the_table_between_firms(town, changed):
    """Who lent whom is told by name; without a common table nobody lends to another firm, and hours are conserved."""
    still = {"service.absence_share": 0.0, "estates.trust_fees": 0.0, "units.estates_per_firm": 2.0}
    still |= {"needs.rate_multiplier": 2.0}
    fields = {}
    for table in (False, True):
        district = lived(town, changed, still | {"party.property_platform": table})
        fields[table] = [event for _, event in district.events if isinstance(event, HandsLent)]
        assert fields[table] and {one.how for one in fields[table] if one.about == f"firm_{one.number}"} >= {
            "own_estates"
        }
        change = district.agents_by_type[FirmsTable][0].change
        assert change.sum() == pytest.approx(0.0, abs=1e-9)
    assert all(one.how == "own_estates" and one.about == f"firm_{one.number}" for one in fields[False])
    assert any(one.how == "between_firms" and one.about != f"firm_{one.number}" for one in fields[True])
    alone = lived(town, changed, still | {"units.estates_per_firm": 1.0, "units.own_lend_share": 0.0})
    firm_of = alone.agents_by_type[FirmsTable][0].firm_of
    assert len(set(firm_of.tolist())) == len(firm_of)
    assert not any(isinstance(event, HandsLent) for _, event in alone.events)


@given(seed=st.integers(0, 10_000))
def test_what_firms_are_told_to_have_lent_is_what_moved(seed):
    draws = np.random.default_rng(seed)
    daily, backlog = draws.uniform(0.0, 20.0, 12), draws.uniform(0.0, 60.0, 12) * (draws.uniform(size=12) < 0.5)
    group, firm_of = draws.integers(0, 3, 12), draws.integers(0, 4, 12)
    change = lent_hours(daily, backlog, group, 0.2)
    found = who_lends_whom(change, group, firm_of)
    assert sum(found.values()) == pytest.approx(np.maximum(change, 0.0).sum())
    given_away = np.bincount(firm_of, np.maximum(-change, 0.0), 4)
    for firm in range(4):
        lent = sum(hours for (lender, _), hours in found.items() if lender == firm)
        assert lent == pytest.approx(given_away[firm])


def test_every_community_has_its_mediators_and_posts_are_limited_and_named(town, changed):
    district = lived(town, changed, {"party.retired_transfer_share": 1.0}, days=0)
    mediators, units = district.of(Mediators), district.parameters.assumptions.units
    count = [len(homes) for homes in mediators.of_community]
    assert sum(count) == round(1.23 * len(count)) and min(count) >= 1
    rows = [event for _, event in district.events if isinstance(event, PostTaken)]
    assert sum(one.about == "people_mediator" for one in rows) == sum(count)
    for committee in district.agents_by_type[PartyCommittee]:
        here = [one for one in rows if one.community == committee.community and one.how == "estate_branch"]
        moved, posts = committee.retired_in_estates(1.0), int(mediators.posts[committee.community])
        assert len(here) == min(moved, posts) == holders_of_posts(district, committee)
        assert all(one.number in committee.old_households for one in here)
    hours = sum(hours_of_communities(district))
    held = sum(one.how == "estate_branch" for one in rows)
    assert hours == pytest.approx(sum(count) * units.people_mediator_hours + held * units.mediator_hours)


def test_who_moved_and_found_no_post_settles_nothing(town, changed):
    few = {"units.building_households": 1000.0, "units.people_mediator_hours": 0.0}
    half, all_of_them = (
        lived(town, changed, few | {"party.retired_transfer_share": share}, days=0) for share in (0.9, 1.0)
    )
    full = [int(district.of(Mediators).posts.sum()) for district in (half, all_of_them)]
    held = [
        sum(holders_of_posts(one, committee) for committee in one.agents_by_type[PartyCommittee])
        for one in (half, all_of_them)
    ]
    moved = sum(one.retired_in_estates(1.0) for one in all_of_them.agents_by_type[PartyCommittee])
    assert held[0] <= held[1] <= full[1] < moved


def test_somebody_without_a_post_sits_in_every_station_and_settles_disputes_there(town, changed):
    without, some = (lived(town, changed, {"centres.stations_per_community": count}, days=0) for count in (0, 2))
    rows = [event for _, event in some.events if isinstance(event, PostTaken) and event.about == "station_duty"]
    assert not any(isinstance(event, PostTaken) and event.about == "station_duty" for _, event in without.events)
    sitting = [on_duty(some, committee) for committee in some.agents_by_type[PartyCommittee]]
    assert [one.number for one in rows] == np.concatenate(sitting).tolist() and 0 < len(rows) <= 2 * len(sitting)
    more = sum(hours_of_communities(some)) - sum(hours_of_communities(without))
    assumed, social = some.parameters.assumptions.units, social_hours(some) * len(sitting)
    assert social > 0.0 and more == pytest.approx(len(rows) * assumed.station_duty_hours + social)


amounts = arrays.arrays(np.float64, 12, elements=st.floats(0.0, 40.0))


@given(daily=amounts, backlog=amounts, most=st.floats(0.0, 0.5))
def test_what_one_firm_gains_another_of_its_street_gives(daily, backlog, most):
    street = np.repeat([0, 1, 2], 4).astype(np.int32)
    change = lent_hours(daily, backlog, street, most)
    assert np.bincount(street, change) == pytest.approx(0.0, abs=1e-9)
    assert (daily + change >= (1.0 - most) * daily - 1e-9).all()
    # Only those with a long queue gain, only idle ones give.
    assert (backlog[change > 0.0] > daily[change > 0.0]).all()
    assert (backlog[change < 0.0] < daily[change < 0.0]).all()


def test_more_seats_in_both_bodies_more_mediation(town, changed):
    none, some = (
        sum(hours_of_communities(lived(town, changed, {"owners.cross_posts": share}, 0))) for share in (0.0, 0.8)
    )
    assert some > none


def test_adopting_the_same_levers_in_mid_week_changes_nothing(town, changed):
    levers = {
        "party.property_platform": True,
        "party.retired_transfer_share": 0.6,
        "party.secretary_appraisal": 0.5,
        "party.whistle_after_days": 5,
        "party.member_units": 6,
        "party.joint_meeting_months": 1,
    }
    parameters = changed(town, {**levers, "needs.rate_multiplier": 2.0})
    plain, again = (District(Plan(parameters, 3, 50, 0)) for _ in range(2))
    again.run_to(37)
    again.adopt(parameters.levers)
    for district in (plain, again):
        district.run()
    assert (plain.state.needs.done_time == again.state.needs.done_time).all()
    assert (plain.state.tallies.hours == again.state.tallies.hours).all()
