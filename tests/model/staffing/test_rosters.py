"""Institutions decide something: what they choose, that it is carried out, and that without it outcomes move."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shapan.model.agents.department import Department
from shapan.model.agents.grid_team import GridTeam
from shapan.model.agents.residents_committee import MOST_WEEKS_OWED, ResidentsCommittee
from shapan.model.agents.service_centre import ServiceCentre
from shapan.model.columns import BORN, COUNTER, GRID, SOCIAL, WAITS_FOR_DEPARTMENT
from shapan.model.departments.capacity import monthly as move_capacity
from shapan.model.district import District, Plan
from shapan.model.forking import forked
from shapan.model.government import kinds_of_departments
from shapan.model.observation.record import record
from shapan.model.staffing.burden import bear, useful_this_week
from shapan.model.staffing.rosters import (
    backlog_days,
    lend_between_centres,
    plan_committee_week,
    plan_grid_week,
)
from shapan.scenarios.library import load

TODAY = dt.date(2026, 2, 2)


@pytest.fixture
def district(town, changed) -> District:
    """A strained town of 7,000 on a Monday of its second month; large enough for two centres."""
    larger = town.model_copy(update={"place": town.place.model_copy(update={"residents": 7000})})
    levers = {"centres.spacing_km": 0.45, "centres.social_workers_each": 1.0}
    district = District(Plan(changed(larger, {**levers, "needs.rate_multiplier": 2.5}), seed=3, days=60, warmup=0))
    district.run_to(32)
    return district


def teams(district: District) -> list[GridTeam]:
    return list(district.agents_by_type[GridTeam])


# --- what each would choose --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "share"), [(0, 0), (3, 0), (4.5, 0.125), (6, 0.25), (60, 0.25)])
def test_a_team_shifts_hours_from_three_days_of_queue_to_six(district, days, share):
    assert teams(district)[0].share_to_shift(days, 0.25) == pytest.approx(share)


def test_a_team_looks_where_events_turned_up_and_keeps_its_mean(district):
    team = GridTeam(district, 0, [0, 1, 2], [100.0, 50.0, 50.0])
    assert team.attention([0.0, 0.0, 0.0]) == [1.0, 1.0, 1.0]
    # Half by households, half by events: cell 1 has all the events and a quarter of the households.
    assert team.attention([0.0, 8.0, 0.0]) == pytest.approx([0.5, 2.5, 0.5])
    drawn = np.array(team.attention([3.0, 1.0, 6.0]))
    assert (drawn * team.households).sum() == pytest.approx(sum(team.households))


def test_an_idle_centre_lends_to_a_crowded_one_only(district):
    centre = next(iter(district.agents_by_type[ServiceCentre]))
    assert centre.share_to_lend(0.5, 3.5, 0.2) == 0.2
    assert centre.share_to_lend(1.5, 3.5, 0.2) == centre.share_to_lend(0.5, 2.5, 0.2) == 0.0


def test_a_committee_owes_what_it_puts_off_and_makes_up_for_it(district):
    committee = next(iter(district.agents_by_type[ResidentsCommittee]))
    committee.weeks_owed = 0.0
    weeks = [committee.postpone(5.0) for _ in range(12)]
    assert weeks[:4] == [1, 1, 1, 1] and weeks[4] == -1, "after four weeks the ledgers cannot wait any longer"
    assert sum(weeks) == committee.weeks_owed <= MOST_WEEKS_OWED
    quiet = [committee.postpone(0.1) for _ in range(6)]
    assert committee.weeks_owed == 0.0 and quiet[-1] == 0 and sum(weeks) + sum(quiet) == 0
    assert committee.postpone(1.0) == 0


def test_a_committee_takes_more_disputes_the_shorter_its_queue(district):
    committee = next(iter(district.agents_by_type[ResidentsCommittee]))
    taken = [committee.hard_dispute_hours(days, 7.0) for days in (0.0, 0.25, 0.5, 0.75, 9.0)]
    assert taken == pytest.approx([0.0, 7.0 / 3, 14.0 / 3, 7.0, 7.0])


def test_a_department_moves_from_its_shortest_to_its_longest_queue(district):
    """As many cases a day as the kind with the shortest queue can spare."""
    management = Department(district, "one that answers for three kinds", [0, 1, 2])
    assert management.capacity_to_move([9.0, 1.0, 4.0], [0.2, 0.5, 0.1]) == (1, 0, 0.5)
    assert management.capacity_to_move([2.0, 2.0, 2.0], [0.2, 0.5, 0.1])[2] == 0.0
    # A kind that can spare nothing does not give, however short its queue; it may receive.
    assert management.capacity_to_move([0.0, 1.0, 4.0], [0.0, 0.5, 0.1]) == (1, 2, 0.5)
    assert management.capacity_to_move([4.0, 1.0, 0.0], [0.0, 0.5, 0.1]) == (2, 0, 0.1)
    assert management.capacity_to_move([9.0, 1.0, 4.0], [0.0, 0.0, 0.0])[2] == 0.0
    housing = next(one for one in district.agents_by_type[Department] if one.name == "housing")
    assert housing.capacity_to_move([9.0], [0.2])[2] == 0.0


def test_a_department_counts_what_came_since_it_last_looked(district):
    management = Department(district, "one that answers for three kinds", [0, 1, 2])
    management.arrived_before = [10.0, 0.0, 5.0]
    assert management.inflow_a_day([30.0, 10.0, 5.0], 20) == [1.0, 0.5, 0.0]
    assert management.inflow_a_day([30.0, 14.0, 5.0], 20) == [0.0, 0.2, 0.0]


def test_kinds_a_place_adds_are_answered_for_too():
    assert kinds_of_departments(("noise", "facility", "hazard")) == {"city_management": [0, 2], "housing": [1]}
    assert kinds_of_departments(("noise",)) == {"city_management": [0]}


# --- that it is carried out --------------------------------------------------------------------------------------


def test_grid_weeks_move_hours_and_patrol_but_lose_none(district):
    pools = district.state.pools
    grids = pools.type == GRID
    pools.backlog_hours[0] = 6.5 * pools.daily_hours[0]
    pools.backlog_hours[1] = 0.0
    plan_grid_week(district, TODAY)
    levers = district.parameters.levers.grid
    most = district.parameters.assumptions.staffing.shift_share
    assert pools.patrol_share[0] == pytest.approx(levers.patrol_share * (1 - most))
    assert pools.patrol_share[1] == levers.patrol_share
    whole = pools.patrol_share[grids] + pools.visit_share[grids] + pools.service_share[grids]
    np.testing.assert_allclose(whole, 1.0, rtol=1e-12)
    households = district.world.territory.households_of_cell
    now, even = district.state.hearing.patrol_per_hour, district.in_force.even_patrol
    assert not np.allclose(now, even)
    grid = district.pool_map.of_cell.pool[:, GRID]
    np.testing.assert_allclose(np.bincount(grid, now * households), np.bincount(grid, even * households), rtol=1e-9)


def test_committee_weeks_free_hours_now_and_cost_them_later(district):
    state = district.state
    bear(district, np.full(3, 0.5))  # a week like any other
    usual = useful_this_week(district)
    counters = state.pools.type[state.servers.pool] == COUNTER
    for committee in district.agents_by_type[ResidentsCommittee]:
        committee.weeks_owed = 0.0
    others = state.servers.useful_share[~counters].copy()
    state.pools.backlog_hours[:] = 5.0 * state.pools.daily_hours
    plan_committee_week(district, TODAY)
    usual_limit = district.parameters.assumptions.routing.hard_dispute_hours
    limit = state.pools.hard_dispute_hours[state.pools.type == COUNTER]
    assert (limit == usual_limit).all()
    more = (state.servers.useful_share - usual)[counters]
    state.pools.backlog_hours[:] = 0.0
    plan_committee_week(district, TODAY)
    assert (state.pools.hard_dispute_hours[state.pools.type == COUNTER] == 0.0).all()
    less = (state.servers.useful_share - usual)[counters]
    assert (more > 0).all()
    np.testing.assert_allclose(less, -more, rtol=1e-9, atol=1e-12)
    plan_committee_week(district, TODAY)
    np.testing.assert_array_equal(state.servers.useful_share[counters], usual[counters])
    np.testing.assert_array_equal(state.servers.useful_share[~counters], others)


def test_centres_lend_what_the_other_gets(district):
    state = district.state
    social = np.flatnonzero(state.pools.type == SOCIAL)
    assert len(social) == 2
    state.pools.backlog_hours[social] = np.array([0.2, 4.0]) * state.pools.daily_hours[social]
    before = state.servers.useful_share.copy()
    lend_between_centres(district, TODAY)
    change = state.servers.useful_share - before
    by_pool = np.bincount(state.servers.pool, change * (state.servers.line_to - state.servers.line_from))
    assert by_pool[social[0]] < 0 < by_pool[social[1]] and by_pool.sum() == pytest.approx(0.0, abs=1e-12)


def test_departments_move_capacity_between_their_own_kinds(district):
    departments, needs = district.state.departments, district.state.needs
    born = int(district.state.tallies.tally[BORN])
    management = next(one for one in district.agents_by_type[Department] if one.name == "city_management")
    for department in district.agents_by_type[Department]:  # nothing came this month, so that all could be spared
        department.arrived_before = [float(departments.arrived[kind]) for kind in department.kinds]
    before = departments.capacity.copy()
    queued = np.bincount(needs.kind[:born][needs.state[:born] == WAITS_FOR_DEPARTMENT], minlength=10)
    days = (queued / np.maximum(before, 1e-12))[management.kinds]
    assert days.max() > days.min(), "nothing waits, so nothing can be tested"
    move_capacity(district, TODAY)
    longest, shortest = management.kinds[int(days.argmax())], management.kinds[int(days.argmin())]
    moved = district.parameters.assumptions.staffing.department_shift_share * before[shortest]
    assert departments.capacity[longest] == pytest.approx(before[longest] + moved)
    assert departments.capacity[shortest] == pytest.approx(before[shortest] - moved)
    assert departments.capacity.sum() == pytest.approx(before.sum())


def test_a_department_whose_cases_fill_its_capacity_gives_none_away(district):
    departments = district.state.departments
    for department in district.agents_by_type[Department]:
        department.arrived_before = [-1e6 for _ in department.kinds]
    before = departments.capacity.copy()
    move_capacity(district, TODAY)
    np.testing.assert_array_equal(departments.capacity, before)


def test_a_pool_nobody_works_in_has_no_backlog_days(district):
    district.state.pools.daily_hours[0] = 0.0
    days = backlog_days(district)
    assert days[0] == 0.0 and np.isfinite(days).all() and (days >= 0.0).all()


def test_decisions_are_written_down(district):
    table = record(district).decisions
    assert list(table.columns) == ["day", "date", "institution", "decision", "value"]
    said = set(zip(table["institution"], table["decision"], strict=True))
    assert {
        ("grid_team", "hours_shifted_to_service"),
        ("residents_committee", "administration_postponed"),
        ("service_centre", "posts_lent"),
    } <= said
    assert (table["day"] >= 1).all() and table["date"].min() >= district.parameters.place.start


# --- without it, outcomes move -----------------------------------------------------------------------------------

NOT_DECIDING = (
    (GridTeam, "share_to_shift", lambda team, backlog_days, most: 0.0),
    (GridTeam, "attention", lambda team, events: [1.0] * len(events)),
    (ServiceCentre, "share_to_lend", lambda centre, own_days, longest_days, most: 0.0),
    (ResidentsCommittee, "postpone", lambda committee, backlog_days: 0),
    (ResidentsCommittee, "hard_dispute_hours", lambda committee, backlog_days, usual: usual),
    (Department, "capacity_to_move", lambda department, waiting_days, most: (0, 0, 0.0)),
)


@pytest.fixture(scope="module")
def half_a_year():
    """Yantian as it is, as shipped: nobody has made it strained for the sake of the test.

    All copies have lived the same 60 days, in which everything is decided; the 120 measured ones are their own.
    """
    # Works answer to what went unmet, so with project money decisions would move what arises as well.
    scenario = load("status_quo").set_many(
        {
            "funding.project_yuan_per_resident": 0,
            "funding.project_yuan": 0,
            "funding.community_yuan_per_resident": 0,
            "funding.community_yuan": 0,
        }
    )
    # Matters that come of what is heard, and works decided on them, would move what arises too.
    for name in ("matters.pile_requests", "matters.pile_unsolved", "matters.pile_stuck"):
        scenario = scenario.assume(name, 200.0)
    begun = District(Plan(scenario.parameters, seed=1, days=120, warmup=60))
    begun.run_to(60)

    def live():
        district = forked(begun, begun.plan)
        district.run()
        return record(district)

    return live


@pytest.fixture(scope="module")
def as_decided(half_a_year):
    return half_a_year()


@pytest.mark.parametrize(
    ("who", "what", "nothing"), NOT_DECIDING, ids=[f"{who.__name__}.{what}" for who, what, _ in NOT_DECIDING]
)
def test_without_the_decision_outcomes_move(who, what, nothing, as_decided, half_a_year, monkeypatch):
    monkeypatch.setattr(who, what, nothing)
    without = half_a_year()
    # What clean-ups, upkeep and covenants prevent is a need here and there.
    assert without.funnel["born"] == pytest.approx(as_decided.funnel["born"], rel=1e-3)
    assert without.funnel != as_decided.funnel
    moved = {
        name: without.indicators[name] - value
        for name, value in as_decided.indicators.items()
        if without.indicators[name] != value
    }
    assert "coverage" in moved and "days_to_resolution_median" in moved, moved
