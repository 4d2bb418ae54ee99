"""What a run left undone for each resident: their needs that ended without being met on time.

A finished run keeps groups and places, not persons. Whoever wants to know who gains between two worlds lets the run
write down one small number a resident while its district still stands; the run itself is the same to the last bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .folders import build_mark
from .plans import check_fits, plan_of
from .simulate import simulate
from .task import Progress, check_numbers

if TYPE_CHECKING:
    import pandas as pd

    from ...model.district import District
    from ...model.observation.record import Run
    from ...model.plan import Plan
    from ...scenarios.library import Scenario

UNMET = "unmet"


def simulate_with_fates(
    scenario: Scenario, seed: int, days: int, warmup: int, progress: Progress | None = None
) -> tuple[Run, pd.DataFrame | None]:
    """What `simulate` gives, and beside it a row a resident, in the order of the place.

    Returns:
        The run, and a table with the one column `unmet`: needs of this resident born in the measured days that ended
        in any other way than met on time. None in place of the table where an emergency is lived through, since such a
        run lives twice.

    Raises:
        Refused: As `simulate`.
    """
    from ...model.surging import first_shock

    check_numbers(seed=seed, days=days, warmup=warmup)
    plan = plan_of(scenario, seed, days, warmup)
    if first_shock(plan) is not None:
        return simulate(scenario, seed, days, warmup, progress), None
    check_fits(scenario)
    run, fates = _lived(plan, progress)
    return run.changed({"scenario_hash": scenario.hash, "build": build_mark()}), fates


def _lived(plan: Plan, progress: Progress | None) -> tuple[Run, pd.DataFrame]:
    """As `run_district`, with one look at the needs before the district is taken apart."""
    from ...model.living import live_through, living
    from ...model.observation.record import record

    with living(plan) as district:
        live_through(district, progress=progress)
        run = record(district, following=district)
        return run, fates_of(district)


def fates_of(district: District) -> pd.DataFrame:
    """The table of a district that has lived on until every need born in its measured days has ended."""
    import numpy as np
    import pandas as pd

    from ...model.observation.need_log import measured

    log = measured(district)
    left = log.closed & ~log.on_time
    count = np.bincount(log.needs.resident[left], minlength=len(district.world.residents))
    return pd.DataFrame({UNMET: count.astype(np.int16)})
