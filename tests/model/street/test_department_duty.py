"""Departments' people on duty: how often, out of whose capacity, and that each day of duty is told by name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import partial

import numpy as np
import pytest

from shapan.model.columns import QUEUED, UNIT
from shapan.model.district import District
from shapan.model.district import Plan as AnyPlan
from shapan.model.events.frontline import DepartmentServed
from shapan.model.government import DEPARTMENTS, kinds_of_departments
from shapan.model.street.agreements import teams_of
from shapan.model.street.department_duty import WEEKS_A_YEAR, turns, week_of_year

Plan = partial(AnyPlan, earlier_years=False)
LEVERS = {"party.paired_departments": 10, "party.department_duty_per_year": 12, "needs.rate_multiplier": 2.0}


@pytest.fixture(scope="module")
def lived(town, changed) -> District:
    district = District(Plan(changed(town, LEVERS), seed=4, days=200, warmup=0))
    district.run_to(199)
    return district


def duty(district):
    return [(day, event) for day, event in district.events if isinstance(event, DepartmentServed)]


@pytest.mark.parametrize("times", (1, 2, 5, 12))
def test_a_department_comes_as_often_as_is_agreed_and_its_turns_lie_apart(times):
    for draw in (0.0, 0.5, 0.999):
        found = turns(times, draw)
        assert len(set(found)) == times
        assert 0 <= min(found) <= max(found) < WEEKS_A_YEAR
        gaps = np.diff(found)
        assert not len(gaps) or gaps.min() >= WEEKS_A_YEAR // times


def test_every_week_of_a_year_has_a_number():
    mondays = [dt.date(2026, 1, 5) + dt.timedelta(days=7 * week) for week in range(52)]
    assert [week_of_year(day) for day in mondays] == list(range(52))


def test_departments_serve_where_they_are_paired(lived):
    paired = {(team.community, name) for team in teams_of(lived) for name in team.departments}
    served = Counter((event.community, event.about) for _, event in duty(lived))
    assert set(served) <= paired
    assert len(served) > len(paired) / 2
    assert max(served.values()) <= 12 * 200 / 365 + 2


def test_hours_of_duty_are_missing_at_the_department_and_paid_as_its_peoples(lived):
    answers, assumed = kinds_of_departments(lived.kinds.ids), lived.parameters.assumptions
    capacity = lived.state.departments.capacity
    for _, event in duty(lived):
        able = capacity[list(answers.get(event.about, []))].sum()
        assert event.cases == pytest.approx(event.hours / assumed.tasks.case_hours if able > 0.0 else 0.0)
        assert event.about in DEPARTMENTS
    hours = sum(event.hours for _, event in duty(lived))
    assert hours == pytest.approx(len(duty(lived)) * assumed.frontline.duty_people * assumed.frontline.duty_hours)
    paid = sum(int(block.fen.sum()) for block in lived.ledger.blocks if block.purpose == "department_duty")
    assert paid == pytest.approx(100 * hours * assumed.prices.cadre_hour_yuan, rel=1e-9)


def test_they_take_up_what_waits(lived):
    assert sum(event.taken for _, event in duty(lived)) > 0
    assert (lived.state.needs.state == QUEUED).any()


def test_their_hours_stand_somewhere_where_no_unit_does(town, changed):
    """Without member units and claims of branches theirs are the only hours of the teams that come."""
    alone = {**LEVERS, "party.member_units": 0, "grid.claims_per_month": 0.0}
    district = District(Plan(changed(town, alone), seed=4, days=60, warmup=0))
    while not duty(district):
        district.step()
    today = district.day - 1
    hours = sum(event.hours for day, event in duty(district) if day == today)
    of_units = district.state.pools.type == UNIT
    assert hours > 0.0 and 5.0 * district.state.pools.daily_hours[of_units].sum() == pytest.approx(hours)


def test_nobody_serves_where_no_department_is_paired(town, changed):
    district = District(Plan(changed(town, {**LEVERS, "party.paired_departments": 0}), seed=4, days=60, warmup=0))
    district.run_to(59)
    assert not duty(district)
