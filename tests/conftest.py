"""Small places for tests, like the shipped ones, and ways to change what is decided and assumed about them."""

from __future__ import annotations

import contextlib
import ctypes
import datetime as dt
import gc
import os
import weakref
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import hypothesis
import mesa
import pytest

from shapan.model.declare import Group
from shapan.model.parameters import Parameters
from shapan.model.parameters.place import NeedKind, Place

pytest.register_assert_rewrite("support")  # an assertion that fails there is told in full

from support import memory  # noqa: E402 – after the line above, which says how it is read

# Where a red run stops everybody, the draws are always the same; elsewhere every run looks at new ones. How fast they
# are drawn says how busy the machine is, nothing about the code.
patient = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("elsewhere", patient)
hypothesis.settings.register_profile("ci", patient, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "elsewhere")

# A pipe is as wide as these say: whoever runs the tests in a narrow window reads the same tables.
for name in ("COLUMNS", "LINES"):
    os.environ.pop(name, None)

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
    # What residents feel on average, so that no test depends on a pilot run.
    "minds": {"efficacy": 0.5, "trust": 0.55, "expectation": 0.55},
}


def _made_place(**changes: Any) -> Place:
    """Where departments' cases are given, what is heard and lost is too, so that no test waits for a pilot run."""
    facts = {**SMALL, **changes}
    if "departments" in facts:
        kinds = {kind.id for kind in facts["needs"]}
        for name, usual in (("heard_share", HEARD), ("lost_share", LOST)):
            facts.setdefault(name, {kind: share for kind, share in usual.items() if kind in kinds})
    return Place.model_validate(facts)


MANY_DISTRICTS = 5
"""So many may be forgotten by their tests before memory is searched for them."""

held = {"districts": 0}
"""Those that somebody held when memory was last searched: to find them again after every test costs seconds."""


@pytest.fixture(autouse=True)
def finished_districts_leave_memory() -> Iterator[None]:
    """Districts that tests have forgotten leave memory; those that somebody still holds stay as they are.

    Mesa 3.3 counts agents in a table that holds every model (`shapan.model.letting_go`): a worker that had run most
    modules of `tests/model` held 4.6 GB.
    """
    yield
    counters = getattr(mesa.Agent, "_ids", {})
    if len(counters) < held["districts"] + MANY_DISTRICTS:
        return
    kept = [(weakref.ref(district), counter) for district, counter in counters.items()]
    counters.clear()
    gc.collect()
    counters.update({district: counter for one, counter in kept if (district := one()) is not None})
    held["districts"] = len(counters)
    give_back()


def pytest_configure(config: pytest.Config) -> None:
    """The most memory of every worker stands under the summary."""
    config.pluginmanager.register(memory, "most memory of a worker")


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported stays anyway, so the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Memory that is free but still held goes back to the system, where the C library can do that (Linux)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


@pytest.fixture(scope="session")
def made_place() -> Callable[..., Place]:
    """A small town; keywords change single facts of it."""
    return _made_place


@pytest.fixture(scope="session")
def needs() -> tuple[NeedKind, ...]:
    """The ten kinds of need of the shipped start table."""
    from shapan.scenarios.library import load

    return load("status_quo").with_place("training_town").parameters.place.needs


# Cases a year and 1,000 residents: about what the small town's status quo sends to departments, so that no test
# depends on a pilot run.
INFLOW = {
    "hazard": 60.0,
    "litter": 20.0,
    "parking": 75.0,
    "facility": 85.0,
    "care": 10.0,
    "child": 1.0,
    "livelihood": 12.0,
    "paperwork": 60.0,
    "dispute": 6.0,
    "culture": 0.0,
}


# Share of needs heard, and of those the share that comes to nothing, about as the same town shows them.
HEARD = {
    "hazard": 0.82,
    "litter": 0.55,
    "parking": 0.81,
    "facility": 0.96,
    "care": 0.44,
    "child": 0.47,
    "livelihood": 0.48,
    "paperwork": 0.89,
    "dispute": 0.45,
    "culture": 0.37,
}
LOST = dict.fromkeys(("hazard", "child", "paperwork"), 0.05) | dict.fromkeys(
    ("litter", "parking", "facility", "care", "livelihood", "dispute", "culture"), 0.03
)


@pytest.fixture(scope="session")
def inflow() -> dict[str, float]:
    """Cases a year and 1,000 residents that reach departments, by kind."""
    return INFLOW


@pytest.fixture(scope="session")
def town(needs: tuple[NeedKind, ...]) -> Parameters:
    """A town of 3,000 with every kind of need, small enough to be lived through a hundred times in a test."""
    from shapan.scenarios.formats import all_formats

    measured = {"departments": INFLOW, "heard_share": HEARD, "lost_share": LOST}
    place = _made_place(communities=3, residents=3000, area_km2=0.6, built_km2=0.5, needs=needs, **measured)
    return Parameters(place=place, formats=all_formats())


def _with(
    parameters: Parameters, changes: Mapping[str, Any], make: Callable[[Group, dict[str, Any]], Group]
) -> Parameters:
    """Levers and assumptions, given by dotted name, replaced group by group."""
    fields: dict[str, dict[str, Any]] = {}
    for name, value in changes.items():
        group, field = name.split(".")
        fields.setdefault(group, {})[field] = value
    roles = {}
    for role in ("levers", "assumptions"):
        old = getattr(parameters, role)
        ours = [group for group in fields if group in type(old).model_fields]
        roles[role] = old.model_copy(update={group: make(getattr(old, group), fields.pop(group)) for group in ours})
    assert not fields, f"no such group: {list(fields)}"
    return parameters.model_copy(update=roles)


def _allowed(group: Group, fields: dict[str, Any]) -> Group:
    return type(group).model_validate({**dict(group), **fields})


def _forced(group: Group, fields: dict[str, Any]) -> Group:
    assert set(fields) <= set(type(group).model_fields), f"no such field: {fields}"
    return group.model_copy(update=fields)


@pytest.fixture(scope="session")
def changed() -> Callable[[Parameters, Mapping[str, Any]], Parameters]:
    """Levers and assumptions changed by dotted name; what the declarations do not allow is refused."""
    return lambda parameters, changes: _with(parameters, changes, _allowed)


@pytest.fixture(scope="session")
def forced() -> Callable[[Parameters, Mapping[str, Any]], Parameters]:
    """The same without asking the declarations, for known answers at limits that nobody may choose."""
    return lambda parameters, changes: _with(parameters, changes, _forced)
