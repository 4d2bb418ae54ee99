"""Which needs met on time rest on hands nobody pays."""

from __future__ import annotations

import pytest

from shapan.model.columns import BORN, GRID, MET_LATE, MET_ON_TIME, PATROL, STEWARD_ROUND, UNIT, VOLUNTEER
from shapan.model.district import District
from shapan.model.log import measured
from shapan.model.plan import Plan
from shapan.model.unpaid import unpaid_share


def test_heard_by_a_steward_or_served_by_unpaid_hands(town):
    """A volunteer's, a unit's, one a steward heard, a grid's; a unit's late one does not count."""
    district = District(Plan(town, seed=1, days=30, warmup=0))
    district.run()
    starts = district.doors.starts
    assert district.state.books.tally[BORN] > 5
    needs = district.state.needs
    needs.bin[:] = 0
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
