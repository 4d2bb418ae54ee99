"""Tenders of the years before: contracts and organisations on the first morning are those of usual years."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.district import District, Plan
from shapan.model.organisations import earlier_tenders
from shapan.model.organisations.market import FROM_ELSEWHERE, Market


@pytest.fixture(scope="module")
def bought(town):
    """A town whose status quo buys services for 60 yuan a head."""
    funding = town.levers.funding.model_copy(update={"purchase_yuan": 60.0})
    return town.model_copy(update={"levers": town.levers.model_copy(update={"funding": funding})})


def begun(parameters, seed):
    return District(Plan(parameters, seed, 100, 0))


def tenure(district):
    return float(np.concatenate([one.tenure_months for one in district.of(Market).contracts.values()]).mean())


def staffed(district):
    return sum(one.posts for one in district.of(Market).organisations.values())


def test_workers_have_been_there_and_idle_posts_are_gone(bought, monkeypatch):
    lived = [begun(bought, seed) for seed in range(1, 9)]
    monkeypatch.setattr(earlier_tenders, "YEARS_BEFORE", 1)
    new = [begun(bought, seed) for seed in range(1, 9)]
    assert np.mean([tenure(one) for one in lived]) > 12.0 > np.mean([tenure(one) for one in new])
    assert np.mean([staffed(one) for one in lived]) < 0.5 * np.mean([staffed(one) for one in new])


def test_those_years_leave_the_place_as_it_states_and_the_log_empty(bought):
    for seed in (1, 2, 3):
        district = begun(bought, seed)
        market = district.of(Market)
        assert district.day == 0 and market.contracts
        assert all(one.start_day < 0 <= one.end_day for one in market.contracts.values())
        at_home = [number for number in market.organisations if number < FROM_ELSEWHERE]
        assert at_home == list(range(market.first_count)), "none was founded, none has closed"
        assert not [what for _, who, what, _ in district.decisions if who.startswith("organisation")]


def test_every_policy_meets_the_same_contracts(bought, changed):
    policy = changed(bought, {"organisations.selection": "expert", "funding.purchase_yuan": 200.0})
    usual, other = (District(Plan(levers, 4, 100, 30, status_quo=bought.levers)) for levers in (bought, policy))
    held = [
        [(one.lot, one.organisation, one.yuan) for one in each.of(Market).contracts.values()] for each in (usual, other)
    ]
    assert held[0] == held[1] and held[0]
