"""Whole runs by compiled kernels and by their plain twins say the same: integers equal, floats within 1e-12."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

import shapan.model.day as compiled
import shapan.model.reference.day as plain
from shapan.model.columns import (
    BORN,
)
from shapan.model.district import District, Plan
from shapan.model.engine import HAS_NUMBA
from shapan.model.observation.record import Run, record
from shapan.model.parameters import Levers, Parameters
from shapan.model.reference.day_state import Desk
from shapan.model.setup import initial_state
from support.twins import BUSY, SETS, WITHIN, as_stated, same, same_columns, same_lists

pytestmark = [
    pytest.mark.past,
    pytest.mark.skipif(not HAS_NUMBA, reason="there is nothing to hold the twins against"),
]


@dataclass(frozen=True)
class Lived:
    """A district on its last evening, and what is told of it once every need it had has ended."""

    district: District
    run: Run


@pytest.fixture
def lived(monkeypatch) -> Callable[[Plan], tuple[Lived, Lived]]:
    """The same plan lived by kernels and by twins, to the end of the last need."""

    def by(engine: Any, plan: Plan) -> Lived:
        use(engine, monkeypatch)
        district = District(plan)
        district.run()
        return Lived(district, record(district))

    return lambda plan: (by(compiled, plan), by(plain, plan))


def use(engine: Any, monkeypatch: Any) -> None:
    """Whoever lives days, or moves needs, does it by kernels, or by twins."""
    for room in [room for name, room in sys.modules.items() if name.startswith("shapan.model")]:
        for act in ("live", "readmit", "transfer", "hasten"):
            if getattr(room, act, None) in (getattr(compiled, act), getattr(plain, act)) and room not in (
                compiled,
                plain,
            ):
                monkeypatch.setattr(room, act, getattr(engine, act))


def same_runs(our: Lived, their: Lived) -> None:
    ours, theirs = our.district, their.district
    same_columns(ours.state, theirs.state, "at the end")
    same_lists(ours.state, Desk(theirs.state), "at the end")
    assert [one[:3] for one in ours.decisions] == [one[:3] for one in theirs.decisions]
    same([one[3] for one in ours.decisions], [one[3] for one in theirs.decisions], "decisions")
    found, retold = our.run, their.run
    assert found.funnel == retold.funnel and found.requests == retold.requests
    assert found.indicators == pytest.approx(retold.indicators, rel=WITHIN, abs=WITHIN, nan_ok=True)


@pytest.mark.parametrize("levers", ["pooling", "dispatch", "closed", "by_form", "nobody", "poor_work", *BUSY])
def test_a_whole_run_is_the_same(levers, town, forced, lived, busy_weeks):
    busy_weeks(levers)
    start = town.place.start
    policy = forced(town, SETS[levers])
    steps = {start + dt.timedelta(days=50): town.levers}
    plan = Plan(policy, 11, 75, 45, status_quo=town.levers, steps=steps, at_rest=as_stated(town))
    ours, theirs = lived(plan)
    assert ours.district.state.tallies.tally[BORN] > 1000
    same_runs(ours, theirs)


def test_lists_that_grow_change_nothing(town, lived, monkeypatch):
    """Districts that begin with hardly any room, and double it again and again, live the same days."""
    plan = Plan(town, seed=4, days=60, warmup=0)
    roomy, _ = lived(plan)
    monkeypatch.setattr(initial_state, "FIRST_ROOM", 8)
    monkeypatch.setattr(initial_state, "ROOM_TO_SPARE", 0.02)
    ours, theirs = lived(plan)
    same_runs(roomy, ours)
    same_runs(ours, theirs)


LEVER_GROUPS = set(Levers.model_fields)
SHARE = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0.0, 1.0))
LEVERS = st.fixed_dictionaries(
    {},
    optional={
        "grid.households_per_grid": st.integers(60, 1500),
        "grid.layout": st.sampled_from(["even_area", "balanced", "by_form", "workload"]),
        "grid.base_per_party_grid": st.integers(1, 6),
        "grid.pooled_share": SHARE,
        "grid.workers_per_1000_households": st.floats(0.0, 8.0),
        "grid.stewards_per_1000": st.floats(0.0, 50.0),
        "staff.workers_per_10000": st.floats(1e-6, 30.0),
        "staff.admin_share": st.floats(0.0, 0.9),
        "centres.social_workers_each": st.integers(0, 6),
        "centres.one_stop_share": SHARE,
        "centres.agency_share": SHARE,
        "centres.appointments": st.booleans(),
        "centres.menu_partners": st.integers(0, 5),
        "channels.walk_in": st.booleans(),
        "channels.visits": st.booleans(),
        "channels.app_reach": SHARE,
        "channels.auto_dispatch": st.booleans(),
        "channels.data_sharing": SHARE,
        "channels.sensor_share": SHARE,
        "channels.proactive_share": SHARE,
        "channels.terminals_per_community": st.integers(0, 5),
        "channels.resident_rating": SHARE,
        "channels.close_when_solved": st.booleans(),
        "volunteers.ordering": st.booleans(),
        "funding.purchase_yuan": st.floats(0.0, 300.0),
        "organisations.bundled_share": SHARE,
        "party.member_units": st.integers(0, 20),
        "service.poor_work_share": SHARE,
        "service.absence_share": st.floats(0.0, 0.9),
        "routing.wrong_door_share": SHARE,
        "routing.vain_share": SHARE,
        "routing.home_share": SHARE,
        "routing.order_share": SHARE,
        "outreach.frail_elder_share": SHARE,
    },
)
FACTS = st.fixed_dictionaries(
    {
        "communities": st.integers(1, 4),
        "residents": st.integers(400, 2000),
        "built_km2": st.floats(0.1, 1.5),
        "population_seed": st.integers(0, 9),
        "start": st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 14)),
    }
)


@given(facts=FACTS, before=LEVERS, after=LEVERS, seed=st.integers(0, 999))
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    # A district on which they differ is told as drawn: making it smaller would live through it for minutes.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_districts_drawn_by_chance_live_the_same(
    facts, before, after, seed, made_place, needs, inflow, forced, lived, busy_weeks
):
    note(f"{facts} {before} {after} seed {seed}")
    busy_weeks("everybody")
    place = made_place(**facts, area_km2=2.0, needs=needs, departments=inflow)
    policy = forced(Parameters(place=place), after)
    status_quo = forced(Parameters(place=place), {k: v for k, v in before.items() if k.split(".")[0] in LEVER_GROUPS})
    same_runs(*lived(Plan(policy, seed, 20, 15, status_quo=status_quo.levers, at_rest=as_stated(policy))))
