"""Party committees: authority wears out and comes back, cases are lifted, departments are pressed within bounds."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.agents.party_committees import DistrictCommittee, PartyCommittee
from shapan.model.columns import MEDIATOR, QUEUED, UNIT, WAITS_FOR_DEPARTMENT
from shapan.model.district import District, Plan
from shapan.model.needs.lists import DUE_SHIFT
from shapan.model.party import reminders, whistle
from shapan.model.party.direct_election import Mandates
from shapan.model.party.whistle import press_departments, rate, stuck_cases

STRAINED = {"routing.department_margin": 0.7, "routing.catch_up_most": 0.0, "needs.rate_multiplier": 1.5}


def lived(town, changed, levers, days=120, seed=4) -> District:
    district = District(Plan(changed(town, levers), seed=seed, days=days + 1, warmup=0))
    district.run_to(days)
    return district


def noted(district: District, what: str) -> np.ndarray:
    return np.array([amount for _, _, found, amount in district.decisions if found == what])


@pytest.fixture
def committee(town, changed) -> PartyCommittee:
    return PartyCommittee(lived(town, changed, {}, days=0), 0, residents=10_000.0, authority=0.5)


def test_every_whistle_costs_authority_whether_it_is_answered_or_not(committee):
    assert committee.blow(np.array([0.45, 0.45, 0.1]), price=0.1) == [True, False, True]
    assert committee.authority == pytest.approx(0.2)
    assert committee.blow(np.zeros(9), price=0.1) == [True, True]
    assert committee.authority == pytest.approx(0.0)
    assert committee.blow(np.zeros(9), price=0.1) == []


def test_authority_comes_back_part_of_the_way_every_week(committee):
    committee.authority = 0.1
    committee.rest(usual=0.6, recovery=0.2)
    assert committee.authority == pytest.approx(0.2)


def test_a_whistle_costs_a_small_community_more(committee):
    committee.residents = 5000.0
    assert committee.whistle_price(0.01) == pytest.approx(0.02)


@pytest.mark.parametrize("days", [3, 5])
def test_reminders_press_departments_within_bounds(town, changed, days):
    district = lived(town, changed, {**STRAINED, "channels.reminder_after_days": days})
    assert noted(district, "cases_office_reminded").sum() >= noted(district, "cases_supervisors_reminded").sum() > 0
    extra = district.state.departments.extra
    assert (extra >= 0.0).all() and (extra <= 0.15).all()


def test_a_case_is_reminded_about_once_at_each_level_and_in_this_order(town, changed):
    """No case hears of it before its days are over, and one goes up to the supervisors after as many days again."""
    parameters = changed(town, {**STRAINED, "channels.reminder_after_days": 5})
    district = District(Plan(parameters, seed=4, days=200, warmup=0))
    watch = district.agents_by_type[DistrictCommittee][0]
    seen: dict[int, int] = {}
    for day in range(7, 200, 7):
        district.run_to(day)
        waiting = set(np.flatnonzero(district.state.needs.state == WAITS_FOR_DEPARTMENT).tolist())
        for case, level in watch.reminded.items():
            assert level in (reminders.OFFICE, reminders.SUPERVISORS) and seen.get(case, 0) <= level
            seen[case] = level
        cases, days = stuck_cases(district)
        late = {case for case, waited in zip(cases.tolist(), days.tolist(), strict=True) if waited >= 5 + 7}
        assert late <= set(watch.reminded) | (set(seen) - waiting), "whoever waits long enough is reminded about"
    found = noted(district, "cases_office_reminded").sum(), noted(district, "cases_supervisors_reminded").sum()
    up = sum(level == reminders.SUPERVISORS for level in seen.values())
    # A case may be reminded about and settled between two looks.
    assert len(seen) <= found[0] <= 1.05 * len(seen) and 0 < up <= found[1] <= found[0]
    assert (district.state.needs.lifted == 1).sum() == found[1]


def test_a_reminder_takes_staff_their_time_and_moves_the_case_ahead(town, changed):
    levers = {**STRAINED, "channels.reminder_after_days": 5}
    district = lived(town, changed, levers, days=60)
    district.agents_by_type[DistrictCommittee][0].reminded.clear()
    cases, days = stuck_cases(district)
    waits = days >= 5
    order, owed = district.state.needs.order[cases].copy(), district.state.pools.overhead_hours.sum()
    reminders.remind(district)
    # Above the days stands the band a late case is in; a case that moves may change it.
    ahead = ((order - district.state.needs.order[cases]) >> DUE_SHIFT) % (1 << 16)
    assumed = district.parameters.assumptions.authority
    both = waits & (days >= 10)
    assert waits.any() and (ahead[~waits] == 0).all()
    assert (ahead[waits & ~both] == assumed.reminder_days).all()
    assert (ahead[both] == assumed.reminder_days + assumed.whistle_days).all()
    hours = assumed.case_reminder_hours * (waits.sum() + both.sum())
    assert district.state.pools.overhead_hours.sum() - owed == pytest.approx(hours)


def test_without_reminders_and_whistles_there_is_no_trace_of_them(town, changed):
    district = lived(town, changed, {**STRAINED, "party.whistle_after_days": 0})
    assert not district.state.needs.lifted.any() and not district.state.departments.extra.any()
    assert len(noted(district, "authority")) == 0 and not district.agents_by_type[DistrictCommittee][0].reminded


def test_election_lends_authority_and_levers_leave_it_as_it_is(town, changed):
    parameters = changed(town, {"party.direct_election": True, "party.whistle_after_days": 10})
    district = District(Plan(parameters, 1, 60, 20, status_quo=town.levers))
    district.run_to(20)
    for one in district.agents_by_type[PartyCommittee]:
        one.authority = 0.123
    district.adopt(parameters.levers)
    assert {one.authority for one in district.agents_by_type[PartyCommittee]} == {0.123}
    turnout = district.of(Mandates).turnout
    assert (turnout > 0.3).all() and whistle.usual_authority(district) == pytest.approx(0.6 + 0.15 * turnout)


def test_pressure_on_departments_adds_up_to_its_bound(town, changed):
    watch = DistrictCommittee(lived(town, changed, {}, days=0), 3)
    watch.whistled[:], watch.visited[:], watch.badly_rated[:] = (0.1, 0.1, 5.0), (0.1, 0.0, 0.0), (0.5, 0.0, 1.0)
    extra = watch.extra(np.array([10.0, 0.0, 10.0]), rating=0.04, most=0.15)
    assert extra == pytest.approx([0.02 + 0.02, 0.0, 0.15])


def test_a_badly_rated_department_finds_more_hours(town, changed):
    district = lived(town, changed, {"party.department_rating": 1.0}, days=40)
    departments = district.state.departments
    departments.experiences[:], departments.satisfaction_sum[:] = 10.0, 10.0
    departments.satisfaction_sum[0] = 0.0
    watch = district.agents_by_type[DistrictCommittee][0]
    watch.experiences[:] = watch.satisfaction_sum[:] = 0.0
    rate(district)
    press_departments(district)
    assert departments.extra[0] == departments.extra.max() > 0.0 == departments.extra.min()
    assert departments.extra.max() < 0.15 * 0.6


def test_leaders_come_in_their_month_and_lift_a_few(town, changed):
    monthly = lived(town, changed, {**STRAINED, "party.leader_visit_months": 1})
    yearly = lived(town, changed, {**STRAINED, "party.leader_visit_months": 12})
    # A thousand residents a community: one case a visit, on the first of five months; the first finds nothing.
    assert noted(monthly, "cases_lifted").tolist() == [0, 3, 3, 3]
    assert noted(yearly, "cases_lifted").sum() <= 3


def test_teams_take_what_waits_of_the_kinds_they_promised_and_volunteers_keep_theirs(town, changed):
    district = lived(town, changed, {"needs.rate_multiplier": 3.0, "party.member_units": 8}, days=95)
    needs, kinds = district.state.needs, district.state.kinds
    theirs = np.flatnonzero((needs.state == QUEUED) & (district.state.pools.type[needs.pool] == UNIT))
    assert (kinds.may_serve[needs.kind[theirs], UNIT] == 1).all()
    community = district.world.territory.community_of_cell[needs.cell[theirs]]
    assert (needs.pool[theirs] == district.pool_map.starts[UNIT] + community).all()


def test_mediators_keep_disputes_from_departments_as_far_as_their_hours_go(town, changed):
    few = lived(town, changed, {"party.retired_transfer_share": 0.1})
    many = lived(town, changed, {"party.retired_transfer_share": 1.0})
    dispute = few.kinds.index("dispute")
    assert 0.0 < few.state.kinds.home_share[dispute] < many.state.kinds.home_share[dispute] <= 0.5
    mine = many.pool_map.pools(MEDIATOR)
    assert many.state.tallies.hours[MEDIATOR].sum() > few.state.tallies.hours[MEDIATOR].sum() > 0.0
    assert (many.state.pools.daily_hours[mine] > 0.0).all()


def test_an_appraised_secretary_keeps_hours_at_what_is_registered(town, changed):
    usual = lived(town, changed, {"needs.rate_multiplier": 2.0}, days=33)
    appraised = lived(town, changed, {"needs.rate_multiplier": 2.0, "party.secretary_appraisal": 0.8}, days=33)
    assert appraised.state.service.idle_visit_share == pytest.approx(0.2 * usual.state.service.idle_visit_share)
    grids = usual.pool_map.pools(0)
    for district in (usual, appraised):
        pools = district.state.pools
        total = pools.patrol_share[grids] + pools.visit_share[grids] + pools.service_share[grids]
        assert total == pytest.approx(1.0)
    assert appraised.state.pools.service_share[grids].sum() > usual.state.pools.service_share[grids].sum()
