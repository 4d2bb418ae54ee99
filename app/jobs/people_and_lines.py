"""What a finding says of residents, of lines of the budget and of triggers, made of the runs of a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from ...experiments.comparing.by_line import by_line
from ...experiments.comparing.who import groups_of, who_gains
from ...experiments.comparing.whom import whom_to_follow
from ...experiments.runs.fates import UNMET

if TYPE_CHECKING:
    from ...model.observation.record import Run
    from ...scenarios.library import Scenario

Runs = Mapping[tuple[int, int], "Run"]
Residents = Mapping[tuple[int, int], pd.DataFrame]
"""(column, seed) -> what was noted of the residents of that run (`noted.apart`)."""
TRIGGER = "trigger_fired"


def who_of(scenarios: tuple[Scenario, ...], residents: Residents) -> pd.DataFrame:
    """Who gains and who loses under every scenario but the first; empty where residents were not noted."""
    noted = [{} for _ in scenarios]  # type: list[dict[int, Any]]
    for (column, seed), table in sorted(residents.items(), key=lambda one: one[0]):
        noted[column][seed] = table[UNMET].to_numpy()
    if not noted[0] or not any(noted[1:]):
        return pd.DataFrame()
    groups = groups_of(scenarios[0].parameters.place)
    tables = [
        who_gains(noted[0], noted[column], groups).assign(scenario=str(column)) for column in range(1, len(scenarios))
    ]
    return pd.concat(tables, ignore_index=True)


def whom_of(columns: int, residents: Residents, seed: int) -> pd.DataFrame:
    """Whom one may follow through the first world under the baseline and every other scenario."""
    noted = [residents.get((column, seed)) for column in range(columns)]
    if not noted or noted[0] is None:
        return pd.DataFrame()
    before = noted[0][UNMET].to_numpy()
    tables = [
        whom_to_follow(before, one[UNMET].to_numpy(), seed).assign(scenario=str(column))
        for column, one in enumerate(noted)
        if column and one is not None and len(one) == len(before)
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def lines_of(columns: int, runs: Runs) -> pd.DataFrame:
    """What every line of the budget cost in each scenario, beside the first."""
    by_column = [{seed: run for (column, seed), run in sorted(runs.items()) if column == one} for one in range(columns)]
    tables = [by_line(by_column[0], by_column[one]).assign(scenario=str(one)) for one in range(1, columns)]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def fired_of(first_worlds: Mapping[int, Run | None]) -> pd.DataFrame:
    """When triggers answered in one world, scenario by scenario, and how."""
    tables = []
    for column, run in first_worlds.items():
        if run is None:
            continue
        events = run.events
        found = events[events["name"] == TRIGGER].drop_duplicates("event")
        tables.append(
            pd.DataFrame(
                {
                    "scenario": str(column),
                    "trigger": found["number"].to_numpy(),
                    "date": found["date"].astype(str).to_numpy(),
                    "how": found["how"].astype(str).to_numpy(),
                }
            )
        )
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
