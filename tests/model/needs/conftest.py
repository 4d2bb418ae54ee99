"""Tables of a few needs, pools and posts, written down by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shapan.model.columns import (
    DEPARTMENT,
    DOOR,
    EVERY_KIND,
    GROUP,
    KIND,
    MIND,
    NEED,
    NEVER,
    NOBODY,
    PERSON,
    POOL,
    SERVER,
    SOCIAL,
    RoutingRules,
    ServiceRules,
    rows,
)
from shapan.model.setup.initial_state import empty_books, empty_wheels

LAYOUTS = {
    "need": NEED,
    "kind": KIND,
    "pool": POOL,
    "department": DEPARTMENT,
    "group": GROUP,
    "server": SERVER,
    "mind": MIND,
    "person": PERSON,
    "door": DOOR,
}
NOT_YET = ("heard_time", "available_time", "due_time", "lapse_time", "started_time", "closed_time", "done_time")


def _table(layout: str, count: int, columns: dict[str, Any] | None = None) -> Any:
    table = rows(count, LAYOUTS[layout])
    if layout == "need":
        table.key = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        table.channel = table.pool = table.left = table.right = NOBODY
        for name in NOT_YET:
            table[name] = NEVER
    elif layout == "pool":
        table.slowness, table.residents, table.root, table.type = 1.0, 1.0, NOBODY, SOCIAL
        table.kinds = EVERY_KIND
    elif layout == "door":
        table.pool = NOBODY
    elif layout == "group":
        table.inbox = NOBODY
    elif layout == "server":
        table.need = NOBODY
    for name, value in (columns or {}).items():
        table[name] = value
    return table


@pytest.fixture(scope="session")
def table() -> Callable[..., Any]:
    """`table("need", 3, {"hours": 2.0})`: rows as they are before anything has happened, and what differs."""
    return _table


@pytest.fixture
def wheels() -> Any:
    return empty_wheels()


@pytest.fixture
def tallies() -> Any:
    """Books of a few days, cells and residents."""
    return empty_books(100, 4, 20, rows(4, MIND))


@pytest.fixture
def service() -> ServiceRules:
    """Eight hours, nobody absent, no poor work."""
    return ServiceRules(
        hours_per_day=8.0,
        absence_share=0.0,
        grid_overhead_hours=0.0,
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


@pytest.fixture
def routing() -> RoutingRules:
    """Nobody is lost, nobody sees the queues."""
    return RoutingRules(
        hard_dispute_kind=-1,
        hard_dispute_from=7.0,
        dispute_chance=0.6,
        hard_dispute_chance=0.3,
        no_property_factor=2.0,
        triage_days=0.5,
        triage_hours=0.2,
        dispatch=0,
        dispatch_cut=0.8,
        wrong_door_days=3.0,
        vain_share=0.0,
        vain_days=2.0,
        booking_days=0.0,
        agency_hours=0.25,
        steward_hours=0.5,
        shortest_wait_share=0.0,
        department_mu=2.0,
        department_sigma=0.5,
        pairs=np.ones((1, 64)),
    )
