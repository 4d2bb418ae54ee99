"""A run lived again and looked at from month to month: needs by cell, grid teams and their queues, what was logged.

Luck has an address, so the same plan lives the same days to the last bit, whoever looks on (tested). Tables of a run
say where needs were lost, but not when; here both are known.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ...model.columns import BORN, GRID, IN_SERVICE, QUEUED
from ..runs.plans import check_fits, check_shocks, plan_of
from .counting import Steps, counted, day_by_day, steps_of

if TYPE_CHECKING:
    from ...model.district import District
    from ...scenarios.library import Scenario
    from ..runs.task import Progress

LIVED = 0.95  # share of the work that is the measured days; the rest follows needs to their end
COLUMNS = ("cell", "birth_day", "heard_day", "done_time", "bin")


@dataclass(frozen=True)
class Seen:
    """One run as a map sees it.

    Attributes:
        cells: cell, community, grid (of the last day), form, residents, households, x0, y0, x1, y1 (km).
        needs: Counts by step and cell (`counting.counted`).
        days: The same counts by day and cell (`counting.day_by_day`).
        teams: Grid teams on the last evening of each step: step, grid, same_grids (whether the grids were drawn as on
            the last day), waiting (needs in the team's queue or under its hands), queue_hours (h of work), posts
            (planned, full time), hours (h a working day for needs).
        events, matters: As in the tables of a run.
        steps, start: Names of the steps, and the first measured day.
    """

    cells: pd.DataFrame
    needs: pd.DataFrame
    days: pd.DataFrame
    teams: pd.DataFrame
    events: pd.DataFrame
    matters: pd.DataFrame
    steps: tuple[str, ...]
    start: dt.date
    weekly: bool


def live_seen(scenario: Scenario, seed: int, days: int, warmup: int, progress: Progress | None = None) -> Seen:
    """Live a scenario's run and look at it at the end of every month.

    A shock is lived through; what it cost is not worked out.

    Raises:
        Refused: Drawn grids that do not fit the place, or a shock that no measured day sees.
    """
    from ...model.living import living

    check_fits(scenario)
    check_shocks(scenario, days)
    plan = plan_of(scenario, seed, days, warmup)
    steps = steps_of(plan.parameters.place.start, days)
    with living(plan) as district:
        district.run_to(warmup)
        evenings = []
        for end in steps.ends:
            district.run_to(warmup + end)
            evenings.append((district.layout.grid_of_cell.copy(), _teams(district)))
            if progress is not None:
                progress(LIVED * end / days)
        found = _written(district, steps, evenings)
    if progress is not None:
        progress(1.0)
    return found


def _teams(district: District) -> pd.DataFrame:
    """The grid teams as they stand this evening."""
    from ...model.staffing.posts import posts_of_pools

    own = district.pool_map.pools(GRID)
    pools = district.state.pools.view(np.ndarray)[own]
    needs = district.state.needs.view(np.ndarray)[: int(district.state.tallies.tally[BORN])]
    there = np.isin(needs["state"], (QUEUED, IN_SERVICE)) & (needs["pool"] >= own.start) & (needs["pool"] < own.stop)
    waiting = np.bincount(needs["pool"][there] - own.start, minlength=len(pools))
    posts = posts_of_pools(district.pool_map, district.parameters, district.in_force.ground)[own]
    return pd.DataFrame(
        {
            "grid": district.pool_map.grid_of_pool.astype(np.int32),
            "waiting": waiting.astype(np.int32),
            "queue_hours": pools["backlog_hours"],
            "posts": posts,
            "hours": pools["daily_hours"],
        }
    ).sort_values("grid", ignore_index=True)


def _written(district: District, steps: Steps, evenings: list[tuple[Any, pd.DataFrame]]) -> Seen:
    """What is known on the last measured evening; then the district lives on until every need has ended."""
    from ...model.events.matters_tables import matters_tables
    from ...model.events.tables import Days, events_table
    from ...model.following import live_on

    warmup, first = district.plan.warmup, district.plan.first_day
    days = Days(warmup, lambda day: first + dt.timedelta(days=day))
    log, last = list(district.events), evenings[-1][0]
    cells, matters = _cells(district), matters_tables(log, days)["matters"]
    live_on(district)
    needs = district.state.needs.view(np.ndarray)[: int(district.state.tallies.tally[BORN])]
    columns, working_index = {name: needs[name] for name in COLUMNS}, district.state.facts.working_index
    ends = warmup + np.array(steps.ends)
    working = working_index[np.minimum(ends, len(working_index) - 1)]
    teams = [
        table.assign(step=step, same_grids=bool(np.array_equal(grids, last)))
        for step, (grids, table) in enumerate(evenings)
    ]
    return Seen(
        cells=cells,
        needs=counted(columns, len(cells), ends, working, warmup),
        days=day_by_day(columns, len(cells), working_index, range(warmup, int(ends[-1]))),
        teams=pd.concat(teams, ignore_index=True),
        events=events_table(log, days),
        matters=matters,
        steps=steps.names,
        start=steps.first[0],
        weekly=steps.weekly,
    )


def _cells(district: District) -> pd.DataFrame:
    from ...model.parameters.place import FORMS

    territory = district.world.territory
    return pd.DataFrame(
        {
            "cell": np.arange(territory.cells, dtype=np.int32),
            "community": territory.community_of_cell,
            "grid": district.layout.grid_of_cell.astype(np.int32),
            "form": [FORMS[form] for form in territory.form_of_cell],
            "residents": territory.residents_of_cell,
            "households": territory.households_of_cell,
            **{name: territory.box_km[:, n] for n, name in enumerate(("x0", "y0", "x1", "y1"))},
        }
    )
