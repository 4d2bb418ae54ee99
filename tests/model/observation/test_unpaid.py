"""Which needs met on time rest on hands nobody pays."""

from __future__ import annotations

import datetime as dt

import pytest

from shapan.model.columns import BORN, GRID, MET_LATE, MET_ON_TIME, PATROL, STEWARD_ROUND, UNIT, VOLUNTEER
from shapan.model.district import District
from shapan.model.observation.need_log import measured
from shapan.model.observation.unpaid import unpaid, unpaid_share
from shapan.model.plan import Plan


def test_heard_by_a_steward_or_served_by_unpaid_hands(town):
    """A volunteer's, a unit's, one a steward heard, a grid's; a unit's late one does not count."""
    district = District(Plan(town, seed=1, days=30, warmup=0))
    district.run()
    starts = district.pool_map.starts
    assert district.state.tallies.tally[BORN] > 5
    needs = district.state.needs
    needs.bin[:], needs.done_time[:] = 0, 1.0
    cases = [
        (starts[VOLUNTEER], PATROL, MET_ON_TIME),
        (starts[UNIT + 1] - 1, PATROL, MET_ON_TIME),
        (starts[GRID], STEWARD_ROUND, MET_ON_TIME),
        (starts[GRID], PATROL, MET_ON_TIME),
        (starts[UNIT], PATROL, MET_LATE),
    ]
    for row, (pool, channel, ended) in enumerate(cases):
        needs.pool[row], needs.channel[row], needs.bin[row] = pool, channel, ended
    assert unpaid_share(measured(district)) == pytest.approx(3 / 4)


def test_a_need_remembers_who_met_it_when_doors_are_numbered_anew(town, changed):
    levers = {"party.member_units": 10, "grid.stewards_per_1000": 5.0}
    busy = changed(town, levers)
    step = {busy.place.start + dt.timedelta(days=60): changed(busy, {"grid.households_per_grid": 150.0}).levers}
    stepped = District(Plan(busy, seed=1, days=120, warmup=0, steps=step))
    stepped.run_to(60)
    met = measured(stepped)
    before = unpaid(met)[met.met].copy()
    count = int(stepped.state.tallies.tally[BORN])
    pools = len(stepped.state.pools)
    stepped.run_to(120)
    assert len(stepped.state.pools) != pools and before.sum() > 10 and (~before).sum() > 10
    after = unpaid(measured(stepped))[:count][met.met]
    assert (after == before).all()
