"""Who is paid for what a pool did: promised hours add up, and needs find who closed them through redrawn grids."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shapan.model.columns import (
    BORN,
    DONE,
    MEDIATOR,
    MET_ON_TIME,
    NEED,
    NEVER,
    NOBODY,
    ON_ITS_WAY,
    ORGANISATION,
    POOL,
    POOL_TYPES,
    PROJECT,
    QUEUED,
    TO_DEPARTMENT,
    UNIT,
    VOLUNTEER,
    Table,
    rows,
)
from shapan.model.district import District, Plan
from shapan.model.ledger.ledger import USES
from shapan.model.ledger.payers import (
    OUTSIDE,
    PAID_BY,
    Payers,
    Shares,
    nobody_paid,
)
from shapan.model.ledger.years import years_of_run

WORKS = np.array([1, 1, 1, 1, 1, 0, 0] * 4, np.int8)
YEARS = years_of_run(dt.date(2025, 12, 22), 7, WORKS)  # measured from 29 December


def test_every_pool_has_a_payer_and_every_payer_a_name():
    assert set(PAID_BY) == set(range(len(POOL_TYPES)))
    lines = {line for entry in PAID_BY.values() for line in entry}
    assert lines <= set(USES) | set(OUTSIDE) and set(OUTSIDE) <= lines | {"departments"}
    assert not set(OUTSIDE) & set(USES)


def test_promised_hours_are_days_times_hours():
    none = np.zeros((2, 2))
    shares = Shares(YEARS, none, 0, np.zeros((len(YEARS), 2, 2)))
    assert shares.parts(28)[1].tolist() == [[1.0, 0.0], [1.0, 0.0]]
    shares.change(7, np.array([[3.0, 1.0], [0.0, 2.0]]))
    shares.change(14, np.array([[0.0, 1.0], [0.0, 0.0]]))
    hours = shares.upto(21)
    assert not hours[0].any()
    assert hours[1].tolist() == [[9.0, 3.0], [0.0, 6.0]]  # three working days of 2025
    assert hours[2].tolist() == [[6.0, 2.0 + 5.0], [0.0, 4.0]]
    parts = shares.parts(21)
    assert parts[1].tolist() == [[0.75, 0.25], [0.0, 1.0]]
    np.testing.assert_allclose(parts.sum(axis=2), 1.0)


def test_only_shared_pools_are_remembered():
    kept = nobody_paid(YEARS, 3, 1, np.zeros(0, POOL).view(Table)).shares
    assert set(kept) == {kind for kind, lines in PAID_BY.items() if len(lines) > 1}
    assert kept[PROJECT].daily.shape == (3, 3) and kept[UNIT].daily.shape == kept[ORGANISATION].daily.shape == (3, 2)


@pytest.mark.parametrize(("pooled", "days"), [(0.0, (12, 25)), (0.5, (12, 25)), (0.0, "mondays")])
def test_whoever_closed_a_need_is_found_after_grids_were_redrawn(town, changed, pooled, days):
    """Looked up in the end, it is who stood there on the evening on which it was done.

    On a Monday the weekend's needs are done already, and count for that working day.
    """
    first = (7 - town.place.start.weekday()) % 7
    days = (7 + first, 21 + first) if days == "mondays" else days
    finer = changed(
        town, {"grid.households_per_grid": 100.0, "grid.base_per_party_grid": 3, "grid.pooled_share": pooled}
    ).levers
    larger = changed(town, {"grid.households_per_grid": 200.0}).levers
    start = town.place.start
    steps = {start + dt.timedelta(days=day): levers for day, levers in zip(days, (finer, larger), strict=True)}
    busy = changed(town, {"needs.rate_multiplier": 3.0})
    district = District(Plan(busy, seed=4, days=40, warmup=10, status_quo=larger, steps=steps))
    kind, community, known = [], [], np.zeros(0, np.int64)
    while district.day < district.length:
        district.step()
        log = district.state.needs[: int(district.state.tallies.tally[BORN])]
        done = np.setdiff1d(np.flatnonzero(log.bin == MET_ON_TIME), known)
        pool, pools = log.pool[done], district.state.pools
        kind += np.where(pool >= 0, pools.type[pool], -1).tolist()
        community += np.where(pool >= 0, pools.community[pool], -1).tolist()
        known = np.concatenate((known, done))
    assert (
        len(district.of(Payers).numberings) >= 3 and len({len(one.kind) for one in district.of(Payers).numberings}) >= 2
    )
    log = district.state.needs
    found = district.of(Payers).server_of(log.pool[known], log.done_time[known], log.key[known])
    np.testing.assert_array_equal(found[0], kind)
    np.testing.assert_array_equal(found[1], community)
    assert len(known) > 200


def test_what_was_closed_badly_and_is_to_come_back_is_nobodys():
    """It carries the number its pool had, which no pool or another may have by now."""
    many, few = rows(36, POOL), rows(26, POOL)
    many.type[34], few.type[3] = VOLUNTEER, MEDIATOR
    payers = Payers(YEARS, {})
    payers.renumber(0, many, np.zeros(0, NEED))
    payers.renumber(9, few, np.zeros(0, NEED))
    needs = np.zeros(4, NEED)
    needs["state"] = ON_ITS_WAY, QUEUED, DONE, QUEUED
    needs["pool"], needs["done_time"] = (34, 3, 34, TO_DEPARTMENT), (NEVER, NEVER, 8.5, NEVER)
    assert payers.doors_of(needs, few).tolist() == [NOBODY, MEDIATOR, VOLUNTEER, NOBODY]
