"""What patterns and fingerprints look at: one run's tables, and what of its needs, grids and queues they leave out.

`live` makes the same run as `simulate`, to the bit, and looks at the district before it is taken apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..runs.plans import plan_of
from ..runs.task import WARMUP

if TYPE_CHECKING:
    from ...model.district import District
    from ...model.observation.need_log import Measured
    from ...model.observation.record import Run
    from ...scenarios.scenario import Scenario


COLUMNS = (
    ("kind", "channel", "bin", "public", "at_department", "days_handled", "days_met"),
    ("households", "posts"),
    ("pool", "satisfaction", "experiences"),
)
"""Of the three tables beside a run's own."""


@dataclass(frozen=True)
class Lived:
    """One run and three tables beside its own.

    Attributes:
        needs: One row for each need born in the measured days: `kind`, `channel` (empty where nobody heard), `bin`,
            `public`, `at_department`, `days_handled` (working days from heard to closed), `days_met` (from birth to the
            settlement that held); days are missing where there are none.
        grids: `households` and `posts` of each grid on the last evening.
        queues: `pool` (its type), `satisfaction` summed and `experiences` since the levers of the policy came.
    """

    run: Run
    needs: pd.DataFrame
    grids: pd.DataFrame
    queues: pd.DataFrame


def live(scenario: Scenario, seed: int, days: int, *, redraw: bool) -> Lived:
    """Let a scenario live its warm-up and its days; with an emergency its run alone is kept (`model/surging.py`)."""
    from ...model.living import live_through, living
    from ...model.observation.need_log import measured
    from ...model.observation.record import record
    from ...model.run import run_district

    plan = plan_of(scenario, seed, days, WARMUP, redraw=redraw)
    if plan.shocks:
        return Lived(run_district(plan), *(pd.DataFrame(columns=list(names)) for names in COLUMNS))
    with living(plan) as district:
        live_through(district)
        grids, queues = _grids(district), _queues(district)
        run = record(district, following=district)
        return Lived(run, _needs(measured(district)), grids, queues)


def _grids(district: District) -> pd.DataFrame:
    """Posts of a grid: the stretch of the community's line of posts that its team holds."""
    pools, servers = district.pool_map, district.state.servers
    posts = np.bincount(servers.pool, servers.line_to - servers.line_from, pools.count)[: pools.grids]
    return pd.DataFrame({"households": district.layout.households_of_grid[pools.grid_of_pool], "posts": posts})


def _queues(district: District) -> pd.DataFrame:
    from ...model.columns import POOL_TYPES

    pools = district.state.pools
    names = np.array(POOL_TYPES)[pools.type]
    sums = {"satisfaction": pools.satisfaction_sum.copy(), "experiences": pools.experiences.copy()}
    return pd.DataFrame({"pool": names, **sums})


def _needs(log: Measured) -> pd.DataFrame:
    from ...model.columns import CHANNEL_NAMES, NEVER, TO_DEPARTMENT
    from ...model.observation.figures import BINS

    needs, state = log.needs, log.district.state
    kinds = np.array([one.id for one in log.district.parameters.place.needs])
    born = state.facts.working_index[needs.birth_day]
    return pd.DataFrame(
        {
            "kind": kinds[needs.kind],
            "channel": np.array([*CHANNEL_NAMES, ""])[needs.channel],  # −1, nobody, is the last
            "bin": np.array(BINS)[needs.bin],
            "public": state.kinds.public[needs.kind] == 1,
            "at_department": needs.pool == TO_DEPARTMENT,
            "days_handled": np.where(needs.closed_time < NEVER, needs.closed_time - needs.heard_time, np.nan),
            "days_met": np.where(log.met, np.maximum(needs.done_time - born, 0.0), np.nan),
        }
    )
