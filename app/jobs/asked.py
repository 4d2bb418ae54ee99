"""The scenario that a column of a request means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ...scenarios.library import Scenario, load
from .allowed import check_lever, on_the_shelf
from .request import Column

DRAWN_FILE = "drawn_layout.csv"
"""What grids drawn on the page are called as a file."""


def scenario_of(column: Column, assumptions: Mapping[str, Any] | None = None) -> Scenario:
    """The policy of a column on its place, with the levers the person moved, under the assumptions of its request."""
    for name, value in column.changes.items():
        check_lever(name, value)
    changes: dict[str, Any] = {}
    for name, value in column.changes.items():
        changes.update(
            {f"{name}.{row}": one for row, one in value.items()} if isinstance(value, dict) else {name: value}
        )
    scenario = baseline(column.policy, column.place)
    if column.drawn:
        scenario = replace(scenario, layout_file=DRAWN_FILE, drawn=tuple(enumerate(column.drawn)))
    scenario = scenario.set_many(changes) if changes else scenario
    for name, value in (assumptions or {}).items():
        scenario = scenario.assume(name, value)
    return scenario


@lru_cache(maxsize=64)
def baseline(policy: str, place: str) -> Scenario:
    """A shipped policy on a shipped place, untouched; a path is refused, whatever it leads to."""
    return load(on_the_shelf("policy", policy)).with_place(on_the_shelf("place", place))
