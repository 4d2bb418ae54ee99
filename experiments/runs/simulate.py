"""One scenario and one seed become one run: `simulate` is the one door to the model.

Scenario, seed and version give the same bits in any process.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .doors import check_asides, kind_of
from .folders import build_mark
from .plans import check_fits, check_redraw, check_shocks, plan_of
from .refusing import Refused
from .starting import engine_ready
from .states import Lived, State, agreed, read_state, stood_of
from .task import DAYS, SEED, WARMUP, Progress, check_numbers

if TYPE_CHECKING:
    from ...model.observation.record import Run
    from ...scenarios.library import Scenario
    from ...scenarios.recorded import Recorded

__all__ = ["check_fits", "check_redraw", "check_shocks", "simulate"]

USUAL = (SEED, DAYS, WARMUP)


def simulate(
    scenario: Scenario | Recorded,
    seed: int | None = None,
    days: int | None = None,
    warmup: int | None = None,
    progress: Progress | None = None,
    *,
    redraw: bool = False,
    start_from: State | str | Path | None = None,
) -> Run:
    """Let the district of a scenario live through `warmup` and then `days` measured days.

    Args:
        scenario: What `load` returned, perhaps changed since.
        seed: Drives everything that happens; the people come from the place's own seed. 1 if left out.
        days: Measured days. 1095 if left out.
        warmup: Days before them, lived under the place's status quo. 180 if left out.
        progress: Called now and then with the share that is done.
        redraw: Whether the place's own seed follows `seed`, so that every replication lives in a place drawn anew and
            both sides of a pair in the same one.
        start_from: A state that `run.state(day)` gave, or the file it was saved in. The run goes on from there under
            this scenario's levers, as if by a step on the next morning; what is left out above is the state's.

    Raises:
        Refused: A number no run can mean, a `progress` that cannot be called, something that is no scenario, drawn
            grids that do not fit the place, or a state that this scenario cannot go on from.
    """
    from ...scenarios.recorded import Recorded
    from ...scenarios.scenario import Scenario

    if not isinstance(scenario, Scenario | Recorded):
        raise Refused("refused.scenario", got=kind_of(scenario))
    check_asides(progress, redraw)
    state = read_state(start_from) if isinstance(start_from, str | Path) else start_from
    if state is not None and not isinstance(state, State):
        raise Refused("refused.state", got=kind_of(state))
    given = {"seed": seed, "days": days, "warmup": warmup}
    check_numbers(**{name: value for name, value in given.items() if value is not None})
    if state is None:
        seed, days, warmup = (usual if one is None else one for one, usual in zip(given.values(), USUAL, strict=True))
        lived = Lived(scenario, int(seed), int(days), int(warmup), bool(redraw))
    else:
        lived = agreed(scenario, state, given, bool(redraw))
    check_fits(scenario, redraw=lived.redraw)
    check_shocks(scenario, lived.days)
    return _with_way_back(_lived_through(lived, progress), lived)


def _lived_through(lived: Lived, progress: Progress | None) -> Run:
    """The run, from its beginning or from the state it branches off from."""
    engine_ready()
    from ...model.branching import run_branch
    from ...model.run import run_district

    plan = plan_of(lived.scenario, lived.seed, lived.days, lived.warmup, redraw=lived.redraw)
    if lived.earlier is None:
        return run_district(plan, progress)
    return run_branch(stood_of(lived.earlier, lived.days), plan, progress)


def _with_way_back(run: Run, lived: Lived) -> Run:
    """The run with what it is of, and the way back to any of its days."""
    found = run.changed({"scenario_hash": lived.scenario.hash, "build": build_mark()})
    object.__setattr__(found, "again", lived.state)  # no field: results are kept and compared without it
    return found
