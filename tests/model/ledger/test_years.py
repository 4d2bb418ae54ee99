"""Days fall into what came before and the calendar years that are measured."""

from __future__ import annotations

import datetime as dt

import numpy as np

from shapan.model.ledger.years import BEFORE, years_of_run
from shapan.model.setup.initial_state import working_calendar

FIRST = dt.date(2025, 12, 20)
WORKS = working_calendar(FIRST, 400)[0]
YEARS = years_of_run(FIRST, 5, WORKS)  # the first measured day is 25 December


def test_every_day_is_before_or_in_its_calendar_year():
    assert YEARS.year == (2025, 2025, 2026, 2027)
    dates = [FIRST + dt.timedelta(days=day) for day in range(400)]
    rows = [BEFORE if n < 5 else 1 + YEARS.year[1:].index(date.year) for n, date in enumerate(dates)]
    assert YEARS.of_day.tolist() == rows


def test_sums_and_working_days_of_a_stretch_fall_to_their_years():
    daily = np.arange(800.0).reshape(2, 400)
    sums = YEARS.sums(3, 200, daily)
    assert sums.shape == (4, 2)
    np.testing.assert_allclose(sums.sum(axis=0), daily[:, 3:200].sum(axis=1))
    assert sums[BEFORE].tolist() == [3.0 + 4.0, 403.0 + 404.0]
    working = YEARS.working_days(3, 200)
    assert working.sum() == WORKS[3:200].sum() and working[1] == WORKS[5:12].sum() and working[3] == 0.0
    assert not YEARS.sums(9, 9, daily).any() and not YEARS.working_days(9, 9).any()


def test_a_run_without_measured_days_has_no_year():
    empty = years_of_run(FIRST, 400, WORKS)
    assert len(empty) == 1 and not empty.of_day.any()
