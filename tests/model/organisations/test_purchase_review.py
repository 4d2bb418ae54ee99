"""Secretaries are reviewed by what purchase money had at work, and who is called to account starts sooner next time."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.district import District, Plan
from shapan.model.events.organisations import PurchaseReviewed
from shapan.model.organisations.market import Market
from shapan.model.organisations.purchase_review import Reviews, at_work, hold, pressed, start_left

BUYS = {"funding.purchase_yuan": 60.0, "party.purchase_appraisal": 0.4}


@pytest.fixture(scope="module")
def district(town, changed):
    found = District(Plan(changed(town, BUYS), seed=2, days=100, warmup=0))
    found.run_to(95)
    return found


def figures_of(district):
    return [event for _, event in district.events if isinstance(event, PurchaseReviewed)]


def test_money_is_at_work_once_people_are(district):
    contracts = list(district.of(Market).contracts.values())
    assert contracts
    for one in contracts:
        score = at_work(one, district.day, district.parameters)
        assert 0.0 <= score <= 1.0
        assert at_work(one, one.ready_day - 1, district.parameters) == 0.0
    assert at_work(None, 3, district.parameters) == 0.0


def test_who_is_below_the_mean_is_called_to_account_once_a_year(district):
    reviews, lots = district.of(Reviews), list(district.of(Market).contracts)
    reviews.year, reviews.months = 0, 4
    reviews.at_work[:] = (4.0, 1.0, 3.9)
    before = len(figures_of(district))
    owed = district.state.pools.overhead_hours.sum()
    hold(district)
    rows = figures_of(district)[before:]
    assert [event.how for event in rows] == ["passed", "called_to_account", "passed"]
    assert rows[1].score == pytest.approx(0.25) and rows[1].mean == pytest.approx(8.9 / 12.0)
    assert district.state.pools.overhead_hours.sum() - owed == pytest.approx(0.4 * 10.0)
    left = {lot.place: start_left(district, lot) for lot in lots}
    assert left[1] == pytest.approx(0.6) and all(left[place] == 1.0 for place in left if place != 1)
    hold(district)
    assert len(figures_of(district)) == before + 3, "once a year"
    market = district.of(Market)
    held, market.contracts = market.contracts, {}
    assert [lot.place for lot in pressed(district)] == [1]
    market.contracts = held


def test_without_appraisal_nobody_is_reviewed(town, changed):
    idle = District(Plan(changed(town, {"funding.purchase_yuan": 60.0}), seed=2, days=10, warmup=0))
    idle.run_to(5)
    reviews = idle.of(Reviews)
    reviews.at_work[:], reviews.months = (1.0, 2.0, 3.0), 3
    hold(idle)
    assert not figures_of(idle) and not reviews.called_to_account.any() and not pressed(idle)
    assert np.array_equal(reviews.at_work, [1.0, 2.0, 3.0]), "what money had at work is still known"
