"""Places made for tests: like the shipped ones, smaller, and free to be changed field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from shapan.model.parameters.place import NeedKind, Place
from shapan.model.place.world import World, build_world

LITTER = NeedKind(
    id="litter",
    label_zh="环境卫生",
    label_en="Litter",
    stream="public",
    rates={"resident": 0.33},
    hours_mean=0.16,
    hours_sigma=0.6,
    window_days=5,
    deadline_days=2,
    severity=1,
    department_share=0.1,
    served_by=("grid", "property"),
)

SMALL: dict[str, Any] = {
    "id": "made",
    "streets": 1,
    "communities": 3,
    "residents": 10_000,
    "area_km2": 1.5,
    "built_km2": 1.0,
    "household_size": 2.5,
    "collective_share": 0.06,
    "age": {"child": 0.15, "adult": 0.70, "elder": 0.15},
    "disabled_share": 0.063,
    "low_income_share": 0.08,
    "migrant_share": 0.40,
    "owner_share": 0.50,
    "party": {"community": 0.02, "workplace": 0.05},
    "forms": {
        "new_estate": {"share": 0.40, "estate_households": 400.0, "relative_density": 1.1, "property_share": 0.98},
        "old_estate": {"share": 0.35, "estate_households": 200.0, "relative_density": 1.1, "property_share": 0.45},
        "urban_village": {"share": 0.15, "estate_households": 150.0, "relative_density": 1.6, "property_share": 0.15},
        "courtyard": {"share": 0.10, "estate_households": 60.0, "relative_density": 0.6, "property_share": 0.20},
    },
    "owners_committee_share": 0.30,
    "start": dt.date(2026, 1, 1),
    "population_seed": 7,
    "needs": (LITTER,),
}
LARGE: dict[str, Any] = {
    "streets": 4,
    "communities": 19,
    "residents": 211_500,
    "area_km2": 74.75,
    "built_km2": 20.0,
    "household_size": 2.25,
    "collective_share": 0.175,
    "age": {"child": 0.15, "adult": 0.79, "elder": 0.06},
    "migrant_share": 0.70,
    "owner_share": 0.30,
    "forms": {
        "new_estate": {"share": 0.34, "estate_households": 600.0, "relative_density": 1.1, "property_share": 0.98},
        "old_estate": {"share": 0.22, "estate_households": 300.0, "relative_density": 1.2, "property_share": 0.45},
        "urban_village": {"share": 0.26, "estate_households": 250.0, "relative_density": 1.8, "property_share": 0.15},
        "industrial_park": {"share": 0.08, "estate_households": 200.0, "relative_density": 0.4, "property_share": 0.9},
        "tower": {"share": 0.08, "estate_households": 250.0, "relative_density": 1.6, "property_share": 0.95},
        "courtyard": {"share": 0.02, "estate_households": 60.0, "relative_density": 0.5, "property_share": 0.20},
    },
}


def _made_place(**changes: Any) -> Place:
    return Place.model_validate({**SMALL, **changes})


@pytest.fixture(scope="session")
def made_place() -> Callable[..., Place]:
    """A small town; keywords change single facts of it."""
    return _made_place


@pytest.fixture(scope="session")
def small_world() -> World:
    return build_world(_made_place())


@pytest.fixture(scope="session")
def large_world() -> World:
    """A district the size of Yantian."""
    return build_world(_made_place(**LARGE))


@pytest.fixture(scope="session", params=["small", "large"])
def world(request: pytest.FixtureRequest, small_world: World, large_world: World) -> World:
    return small_world if request.param == "small" else large_world
