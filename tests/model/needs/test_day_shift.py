"""Posts come to work: who is absent is drawn for the post, whoever draws the grids."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from shapan.model.columns import (
    COUNTER,
    GRID,
    GROUP,
    MIND,
    OFFERED,
    PATROL_HOURS,
    POOL,
    SERVER,
    SOCIAL,
    USED,
    VISIT_HOURS,
    ServiceRules,
    rows,
)
from shapan.model.needs.day_shift import posts_present, report_for_work
from shapan.model.setup.initial_state import empty_books
from shapan.model.streams import stream_key

LINE = stream_key(4, "a line of posts")
ALL_THERE = ServiceRules(
    hours_per_day=8.0,
    absence_share=0.0,
    grid_overhead_hours=2.0,
    patience_days=20.0,
    poor_work_share=0.0,
    reopen_share=0.0,
    reopen_days=5.0,
    reopen_work=0.5,
    idle_visit_share=1.0,
    idle_outreach_share=1.0,
    rated_share=0.0,
    only_solved=0.0,
)


def test_so_many_are_absent():
    days, posts = 400, 500
    present = np.array([posts_present(LINE, 0.0, float(posts), day, 0.08) for day in range(days)])
    assert present.mean() / posts == pytest.approx(0.92, abs=4 * math.sqrt(0.08 * 0.92 / (days * posts)))
    # Posts fall ill one by one, not together: the spread is binomial.
    assert present.std() == pytest.approx(math.sqrt(posts * 0.08 * 0.92), rel=0.15)


@pytest.mark.parametrize("cuts", [(3.0,), (0.7, 1.4, 6.05), tuple(np.linspace(0.1, 9.4, 40))])
def test_absence_belongs_to_posts_wherever_borders_are_drawn(cuts):
    ends = [0.0, *cuts, 9.5]
    for day in range(60):
        whole = posts_present(LINE, 0.0, 9.5, day, 0.3)
        parts = [posts_present(LINE, one, other, day, 0.3) for one, other in pairwise(ends)]
        assert sum(parts) == pytest.approx(whole, abs=1e-9)


def test_a_part_of_a_post_is_there_with_the_post():
    for day in range(60):
        third, rest = posts_present(LINE, 2.0, 2.3, day, 0.5), posts_present(LINE, 2.3, 3.0, day, 0.5)
        assert (third, rest) == (pytest.approx(0.3), pytest.approx(0.7)) or (third, rest) == (0.0, 0.0)


def test_more_absence_only_takes_more_away():
    for day in range(60):
        present = [posts_present(LINE, 0.25, 20.5, day, share) for share in (0.0, 0.1, 0.3, 1.0)]
        assert present == sorted(present, reverse=True) and present[0] == 20.25 and present[-1] == 0.0


def a_day(pools, servers, groups=None):
    groups = rows(1, GROUP) if groups is None else groups
    groups.last_pool, groups.last_server = len(pools), len(servers)
    tallies = empty_books(1, 1, 1, rows(1, MIND))
    report_for_work(0, pools, groups, servers, tallies, ALL_THERE)
    return tallies


def test_a_grid_team_divides_its_day():
    """Two posts, 16 h, 2 h overhead: of 14 h half patrol, a fifth visits (and the idle hour of yesterday), the rest."""
    pools, servers = rows(1, POOL), rows(2, SERVER)
    pools.type, pools.patrol_share, pools.visit_share, pools.service_share, pools.idle_hours = GRID, 0.5, 0.2, 0.3, 1.0
    servers.line_from, servers.line_to, servers.useful_share = [0.0, 1.0], [1.0, 2.0], 1.0
    tallies = a_day(pools, servers)
    assert pools.patrol_hours[0] == pytest.approx(7.0) and tallies.daily[PATROL_HOURS, 0] == pytest.approx(7.0)
    assert pools.visit_hours[0] == pytest.approx(3.8) and tallies.daily[VISIT_HOURS, 0] == pytest.approx(3.8)
    assert pools.idle_hours[0] == 0.0
    assert servers.hours.tolist() == pytest.approx([2.1, 2.1])


def test_grids_that_pool_give_a_share_to_all():
    """Service 4.2 h in each of two grids; half of it goes to two shared posts."""
    pools, servers = rows(2, POOL), rows(6, SERVER)
    pools.type, pools.patrol_share, pools.visit_share, pools.service_share, pools.pooled_share = (
        GRID,
        0.5,
        0.2,
        0.3,
        0.5,
    )
    servers.line_from, servers.line_to = [0, 1, 2, 3, 0, 0], [1, 2, 3, 4, 0, 0]
    servers.useful_share, servers.pool, servers.pooled = 1.0, [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1]
    a_day(pools, servers)
    assert servers.hours.tolist() == pytest.approx([1.05] * 4 + [2.1] * 2)


def test_a_counter_pays_what_it_owes_first():
    """Of 16 h at a useful share of a half, 5 h of triage and chasing come before residents; 20 h leave 12 for later."""
    for owed, left, debt in ((5.0, 3.0, 0.0), (20.0, 0.0, 12.0)):
        pools, servers = rows(1, POOL), rows(1, SERVER)
        pools.type, pools.overhead_hours, pools.debt_hours = COUNTER, owed - 1.0, 1.0
        servers.line_to, servers.useful_share = 2.0, 0.5
        tallies = a_day(pools, servers)
        assert servers.hours[0] == pytest.approx(left)
        assert pools.debt_hours[0] == pytest.approx(debt) and pools.overhead_hours[0] == 0.0
        assert tallies.hours[COUNTER, OFFERED, 0] == tallies.hours[COUNTER, USED, 0] == pytest.approx(8.0 - left)


def test_others_give_residents_all_their_hours():
    pools, servers = rows(1, POOL), rows(1, SERVER)
    pools.type, servers.line_to, servers.useful_share = SOCIAL, 1.5, 0.34
    a_day(pools, servers)
    assert servers.hours[0] == pytest.approx(1.5 * 8.0 * 0.34)
