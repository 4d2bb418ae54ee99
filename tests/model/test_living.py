"""Whoever looks on while a district lives sees the run that everybody gets, and leaves nothing behind."""

from __future__ import annotations

import mesa
import pytest

from shapan.model import forking
from shapan.model.living import live_through, living
from shapan.model.observation.record import record
from shapan.model.run import Plan, run_district

TABLES = ("daily", "by_grid", "by_cell", "decisions", "balance", "ledger")


@pytest.fixture(autouse=True)
def nothing_kept():
    forking.forget()
    yield
    forking.forget()


def bits(run):
    return [repr(sorted(run.indicators.items())), *(getattr(run, name).to_csv() for name in TABLES)]


def plan_of(town, days=60):
    return Plan(town, seed=4, days=days, warmup=5)


def counted_by_mesa(plan):
    return [one for one in getattr(mesa.Agent, "_ids", {}) if getattr(one, "plan", None) is plan]


@pytest.mark.parametrize("step", [1, 13, 365])
def test_looking_on_day_by_day_changes_nothing(town, step):
    plan, evenings = plan_of(town), []
    with living(plan) as district:
        while district.day < district.length:
            district.run_to(district.day + step)
            evenings.append(float(district.state.minds.trust.mean()))
        seen = bits(record(district, following=district))
    assert seen == bits(run_district(plan_of(town))) and len(evenings) == -(-65 // step)
    assert not vars(district) and not counted_by_mesa(plan)


def test_several_live_side_by_side_and_the_share_is_told_every_four_weeks(town):
    plans, shares = (plan_of(town), plan_of(town)), []
    with living(plans[0]) as one, living(plans[1]) as other:
        live_through(one, other, progress=shares.append)
        assert one.day == other.day == 65 and bits(record(one)) == bits(record(other))
    assert shares == pytest.approx([28 / 65, 56 / 65, 1.0])


def test_a_look_that_breaks_lets_the_district_go(town):
    plan = plan_of(town, days=3)
    with pytest.raises(ValueError, match="looked too closely"), living(plan) as district:
        district.run_to(2)
        raise ValueError("looked too closely")
    assert not counted_by_mesa(plan)
