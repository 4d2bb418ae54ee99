"""Worlds for tests of the model: a small town, and a district the size of Yantian."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shapan.model import pilot
from shapan.model.history import earlier_years
from shapan.model.parameters.place import Minds, Place
from shapan.model.place.world import World, build_world
from shapan.model.plan import AtRest

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


@pytest.fixture(scope="module", autouse=True)
def founded_this_morning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Districts of these tests have no years behind them, and stand as their place states whatever is assumed.

    Those years and the pilots that compare assumptions took two thirds of the time of these tests, which look at what
    happens afterwards. Modules about them, or about what they leave, are marked `past`; `tests/test_at_rest.py` tests
    pilots.
    """
    with pytest.MonkeyPatch.context() as patch:
        if request.node.get_closest_marker("past") is None:
            nowhere = AtRest({}, Minds(efficacy=0.5, trust=0.5, expectation=0.5))
            patch.setattr(earlier_years, "initialise", lambda district: None)
            patch.setattr(pilot, "compared", lambda *asked: nowhere)
        yield


@pytest.fixture(scope="session")
def small_world(made_place: Callable[..., Place]) -> World:
    return build_world(made_place())


@pytest.fixture(scope="session")
def large_world(made_place: Callable[..., Place]) -> World:
    """A district the size of Yantian."""
    return build_world(made_place(**LARGE))


@pytest.fixture(scope="session", params=["small", "large"])
def world(request: pytest.FixtureRequest, small_world: World, large_world: World) -> World:
    return small_world if request.param == "small" else large_world
