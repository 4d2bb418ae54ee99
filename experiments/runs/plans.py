"""From a scenario to the plan that the model lives through, and whether grids drawn by hand fit the place."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from .refusing import Refused

if TYPE_CHECKING:
    from ...model.plan import Plan
    from ...scenarios.library import Scenario
    from ...scenarios.recorded import Recorded

_MISDRAWN = {
    "missing": "refused.drawn_missing",
    "cells": "refused.drawn_cells",
    "crossing": "refused.drawn_crossing",
    "pieces": "refused.drawn_pieces",
}
"""What may be wrong with grids drawn by hand -> the phrase that says it."""


def plan_of(scenario: Scenario | Recorded, seed: int, days: int, warmup: int, *, redraw: bool = False) -> Plan:
    """What a district is asked to live: the scenario's values, dates and conditions.

    Args:
        redraw: Whether the place's own seed follows `seed`.
    """
    from ...model.plan import Plan
    from ...scenarios.scenario import drawn_anew
    from ...scenarios.triggers import named_by_steps

    parameters = scenario.parameters
    if redraw:
        parameters = parameters.model_copy(update={"place": drawn_anew(parameters.place, seed)})
    return Plan(
        parameters,
        seed,
        days,
        warmup,
        status_quo=scenario.warmup_parameters.levers,
        steps={step.at: step.levers for step in scenario.steps},
        named=named_by_steps(scenario.steps),
        pilots=scenario.acting_pilots,
        triggers=scenario.acting_triggers,
        shocks=tuple(shock.acting for shock in scenario.shocks),
        drawn=_drawn_grids(scenario),
    )


def _drawn_grids(scenario: Scenario | Recorded) -> Any:
    """The grid of each cell where somebody drew the grids by hand, in the order of cells."""
    import numpy as np

    pairs = scenario.drawn_layout
    if pairs is None:
        return None
    ordered = sorted(pairs)
    missing = next((number for number, (cell, _) in enumerate(ordered) if cell != number), None)
    if missing is not None:
        raise Refused("refused.drawn", file=scenario.layout_file, cell=missing)
    return np.array([grid for _, grid in ordered], np.int32)


def check_fits(scenario: Scenario | Recorded, *, redraw: bool = False) -> None:
    """Refuse grids drawn by hand that do not fit the place, before anything is run."""
    drawn = _drawn_grids(scenario)
    if drawn is None:
        return
    if redraw:
        check_redraw(scenario)
    import numpy as np

    from ...model.place.layouts import Misdrawn, lay_out
    from ...model.place.world import build_world

    world = build_world(scenario.parameters.place)
    levels = (scenario.warmup_parameters.levers, scenario.parameters.levers, *(step.levers for step in scenario.steps))
    try:
        for levers in levels:
            if levers.grid.layout == "drawn":
                lay_out(world, levers.grid, np.ones(world.territory.cells), drawn)
    except Misdrawn as fault:
        why = Refused(_MISDRAWN[fault.kind], **fault.details)
        raise Refused("refused.drawn_unfit", file=scenario.layout_file, why=why) from fault


def check_shocks(scenario: Scenario | Recorded, days: int) -> None:
    """Refuse a shock that no measured day sees; one that ends after the last is lived as far as the run goes."""
    first = scenario.parameters.place.start
    last = first + dt.timedelta(days=days - 1)
    for shock in scenario.shocks:
        if not first <= shock.start <= last:
            raise Refused("refused.shock_outside", kind=shock.kind, start=shock.start, first=first, last=last)


def check_redraw(scenario: Scenario | Recorded) -> None:
    """Refuse to draw a place anew under grids drawn by hand on the old one."""
    if scenario.drawn_layout is not None:
        raise Refused("refused.redraw", file=scenario.layout_file)
