"""One scenario and one seed become one run: `simulate` is the one door to the model.

Scenario, seed and version give the same bits in any process.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .doors import check_asides, kind_of
from .folders import build_mark
from .refusing import Refused
from .task import DAYS, SEED, WARMUP, Progress, check_numbers

if TYPE_CHECKING:
    from ...model.observation.record import Run
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


def simulate(
    scenario: Scenario | Recorded,
    seed: int = SEED,
    days: int = DAYS,
    warmup: int = WARMUP,
    progress: Progress | None = None,
    *,
    redraw: bool = False,
) -> Run:
    """Let the district of a scenario live through `warmup` and then `days` measured days.

    Args:
        scenario: What `load` returned, perhaps changed since.
        seed: Drives everything that happens; the people come from the place's own seed.
        days: Measured days.
        warmup: Days before them, lived under the place's status quo.
        progress: Called now and then with the share that is done.
        redraw: Whether the place's own seed follows `seed`, so that every replication lives in a place drawn anew and
            both sides of a pair in the same one.

    Raises:
        Refused: A number no run can mean, a `progress` that cannot be called, something that is no scenario, or drawn
            grids that do not fit the place.
    """
    from ...model.run import run_district

    plan = plan_of(scenario, seed, days, warmup, redraw=redraw)
    check_asides(progress, redraw)
    return replace(run_district(plan, progress), scenario_hash=scenario.hash, build=build_mark())


def plan_of(
    scenario: Scenario | Recorded, seed: int, days: int = DAYS, warmup: int = WARMUP, *, redraw: bool = False
) -> Plan:
    """What the model gets for a scenario and a seed; takes and refuses what `simulate` does."""
    from ...model.plan import Plan
    from ...scenarios.recorded import Recorded
    from ...scenarios.scenario import Scenario, drawn_anew
    from ...scenarios.triggers import named_by_steps

    if not isinstance(scenario, Scenario | Recorded):
        raise Refused("refused.scenario", got=kind_of(scenario))
    check_numbers(seed=seed, days=days, warmup=warmup)
    check_fits(scenario, redraw=redraw)
    parameters = scenario.parameters
    if redraw:
        parameters = parameters.model_copy(update={"place": drawn_anew(parameters.place, int(seed))})
    return Plan(
        parameters,
        int(seed),
        int(days),
        int(warmup),
        status_quo=scenario.warmup_parameters.levers,
        steps={step.at: step.levers for step in scenario.steps},
        named=named_by_steps(scenario.steps),
        triggers=scenario.acting_triggers,
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


def check_redraw(scenario: Scenario | Recorded) -> None:
    """Refuse to draw a place anew under grids drawn by hand on the old one."""
    if scenario.drawn_layout is not None:
        raise Refused("refused.redraw", file=scenario.layout_file)
