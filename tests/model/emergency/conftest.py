"""A shock in a small town, lived once with it and once without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from shapan.model.district import District, Plan
from shapan.model.emergency.shock import Shock, ShockKind
from shapan.scenarios.shocks import find_shock

DAYS, WARMUP = 150, 30
BEGINS = 40
"""Measured day of the shock's first day, from 0."""


@pytest.fixture(scope="session")
def epidemic() -> ShockKind:
    return find_shock("epidemic").kind


@pytest.fixture(scope="session")
def typhoon() -> ShockKind:
    return find_shock("typhoon").kind


@pytest.fixture(scope="module")
def plan(town) -> Callable[..., Plan]:
    """A plan of the town with these shocks: kind, measured day, days, strength."""

    def planned(*shocks: tuple[ShockKind, int, int, float], days: int = DAYS, **others: Any) -> Plan:
        start = town.place.start
        dates = [start + dt.timedelta(days=one[1]) for one in shocks]
        dates = [start + dt.timedelta(days=one[1]) for one in shocks]
        acting = tuple(Shock(one[0], date, *one[2:]) for one, date in zip(shocks, dates, strict=True))
        fields: dict[str, Any] = {"warmup": WARMUP, "status_quo": town.levers, "earlier_years": False, **others}
        return Plan(town, 3, days, shocks=acting, **fields)

    return planned


@pytest.fixture(scope="module")
def lived(plan) -> Callable[..., District]:
    """A district of the town that has lived such a plan."""

    def living(*shocks: Any, **others: Any) -> District:
        district = District(plan(*shocks, **others))
        district.run()
        return district

    return living
