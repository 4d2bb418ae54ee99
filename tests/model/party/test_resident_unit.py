"""Resident units: which promise is kept, what a team is offered for, and that hours kept are hours promised."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.agents.party_committees import PartyCommittee
from shapan.model.agents.resident_unit import Promise, ResidentUnit
from shapan.model.columns import OFFERED, UNIT
from shapan.model.district import District, Plan
from shapan.model.party.joint_meeting import meets, missing_hours
from shapan.scenarios.formats import all_formats

MONDAY = 95  # of a run that begins on 1 January 2026
MEETINGS = {"party.member_units": 8, "party.joint_meeting_months": 3, "party.claims_per_unit": 1.5}


def lived(town, changed, levers, days=MONDAY, seed=4, **plan) -> District:
    district = District(Plan(changed(town, levers), seed=seed, days=max(days, 1), warmup=0, **plan))
    district.run()
    return district


def units(district: District) -> list[ResidentUnit]:
    return list(district.agents_by_type.get(ResidentUnit, ()))


def promise(**changes) -> Promise:
    return Promise(**{"kind": 3, "hours_a_week": 2.0, "made": 0, "ends": 3, "draw": 0.5, "chance": 0.4, **changes})


def test_a_promise_is_kept_by_luck_and_won_back_by_meetings_that_call_it_up():
    assert promise(draw=0.39).kept(0.5) and not promise(draw=0.41).kept(0.5)
    # After one call 0.4 + 0.6 × 0.5 = 0.7 are kept, after two 0.85.
    assert promise(draw=0.69, calls=1).kept(0.5) and not promise(draw=0.71, calls=1).kept(0.5)
    assert promise(draw=0.84, calls=2).kept(0.5) and not promise(draw=0.86, calls=2).kept(0.5)
    assert promise(draw=0.99, begun=True).kept(0.0)


def test_a_unit_offers_what_it_likes_and_a_list_sends_it_where_it_is_of_use(town, changed):
    district = lived(town, changed, {}, days=0)
    unit = ResidentUnit(district, 0, 99, {1: 3.0, 4: 2.0, 5: 2.0}, 0.0)
    assert unit.likes() == 1
    assert unit.fits([0.0, 0.5, 0.0, 0.0, 1.5, 9.0]) == 5
    assert unit.fits([0.0] * 6) == 1


def test_a_week_gives_what_is_kept_and_counts_what_was_promised(town, changed):
    unit = ResidentUnit(lived(town, changed, {}, days=0), 0, 99, {3: 2.0}, 0.0)
    unit.promises = [promise(draw=0.1), promise(draw=0.9), promise(draw=0.1, ends=2)]
    assert unit.give_week(2, 0.0, in_the_chair=False) == {3: 2.0}
    assert (unit.promised_hours, unit.kept_hours, len(unit.promises)) == (4.0, 2.0, 2)
    assert unit.give_week(2, 0.0, in_the_chair=True) == {3: 4.0}
    # What it set to work on in the chair it goes on with.
    assert unit.give_week(2, 0.0, in_the_chair=False) == {3: 4.0}


@pytest.mark.parametrize(("every", "months"), [(0, []), (1, list(range(12))), (3, [0, 3, 6, 9]), (12, [0])])
def test_meetings_fall_in_the_months_they_should(every, months):
    assert [month for month in range(12) if meets(every, 24300 + month)] == months


@pytest.mark.parametrize("levers", [{}, MEETINGS, {**MEETINGS, "party.rotating_chair": True}])
def test_hours_of_teams_are_hours_kept_and_no_more_than_promised(town, changed, levers):
    # With nobody absent the ledger shows to the hour what units kept.
    district = lived(town, changed, {**levers, "service.absence_share": 0.0})
    kept = sum(unit.kept_hours for unit in units(district))
    assert 0.0 < kept < sum(unit.promised_hours for unit in units(district))
    assert district.state.tallies.hours[UNIT, OFFERED].sum() == pytest.approx(kept)


def test_without_units_there_are_no_teams(town, changed):
    district = lived(town, changed, {"party.member_units": 0, "party.joint_meeting_months": 1})
    assert not units(district) and district.state.tallies.hours[UNIT].sum() == 0.0


def test_seats_on_the_committee_make_promises_likelier_up_to_a_point(town, changed):
    def mean_chance(seats, members=8):
        levers = {"party.member_units": members, "party.part_time_members": seats, "units.willing_spread": 0.0}
        made = [one.chance for unit in units(lived(town, changed, levers, days=3)) for one in unit.promises]
        return np.mean(made)

    assert mean_chance(0) == pytest.approx(0.4)
    assert mean_chance(2) == pytest.approx(0.6)
    assert mean_chance(5) == mean_chance(8) == pytest.approx(0.9)
    # Nobody sits for a unit that is not a member.
    assert mean_chance(8, members=2) == pytest.approx(0.6)


def test_progress_meetings_raise_what_is_kept_of_the_same_promises(town, changed):
    without = lived(town, changed, MEETINGS)
    called = lived(town, changed, {**MEETINGS, "party.progress_meeting_months": 1})
    assert sum(unit.promised_hours for unit in units(called)) > 0.0
    assert sum(u.kept_hours for u in units(called)) > 1.05 * sum(u.kept_hours for u in units(without))


def test_a_larger_committee_has_the_smaller_one_in_it(town, changed):
    few, many = (lived(town, changed, {"party.member_units": n}, days=3) for n in (3, 9))
    for small, large in zip(few.agents_by_type[PartyCommittee], many.agents_by_type[PartyCommittee], strict=True):
        assert [unit.hours_a_week for unit in small.units] == [unit.hours_a_week for unit in large.units[:3]]


def test_promises_outlive_a_change_of_levers(town, changed):
    status_quo = changed(town, {"party.member_units": 6}).levers
    parameters = changed(town, {"party.member_units": 4, "party.part_time_members": 3})
    district = District(Plan(parameters, 4, 30, 20, status_quo=status_quo))
    district.run_to(20)
    before = [(unit.number, list(unit.promises)) for unit in units(district) if unit.number < 4]
    district.adopt(parameters.levers)
    assert [(unit.number, unit.promises) for unit in units(district)] == before and len(before) == 12


def test_claims_come_in_january_and_last_the_year(town, changed):
    district = lived(town, changed, MEETINGS, days=3)
    claims = [[one for one in unit.promises if one.claimed] for unit in units(district)]
    assert {len(mine) for mine in claims} <= {1, 2}
    assert np.mean([len(mine) for mine in claims]) == pytest.approx(1.5, abs=0.4)
    assert all(one.ends - one.made == 12 for mine in claims for one in mine)


def test_meetings_take_the_time_of_community_staff(town, changed):
    meetings = {"party.joint_meeting_months": 1, "party.progress_meeting_months": 2, "joint.agenda_matters": 0.0}
    nobody_else = {"deliberation.format": "one_matter", "deliberation.meetings_per_year": 0}
    parameters = changed(town, {**meetings, **nobody_else}).model_copy(update={"formats": all_formats()})
    district = District(Plan(parameters, 1, 40, 0))
    district.run_to(32)
    # January: progress and joint meeting, February: joint meeting; three communities.
    assert district.state.tallies.daily[9].sum() == pytest.approx(3 * (10 + 5 + 10))


def test_a_joint_meeting_knows_what_is_missed_and_guesses_on_the_first_morning(town, changed):
    district = lived(town, changed, {}, days=0)
    first = np.array(missing_hours(district))
    kinds = district.state.kinds
    expected = 7.0 * district.state.facts.daily_rate * np.exp(kinds.hours_mu + kinds.hours_sigma**2 / 2)
    assert first == pytest.approx(expected)
    later = np.array(missing_hours(lived(town, changed, {}, days=60)))
    assert 0.0 < later.sum() < first.sum()
