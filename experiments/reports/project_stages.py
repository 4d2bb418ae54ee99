"""The road of projects: how many proposals stand where, what they cost, and what is chosen, built and helping by month.

Made from the table of proposals alone (`run.projects`).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from ...scenarios.library import Scenario


def final(projects: pd.DataFrame) -> pd.DataFrame:
    """One row a proposal: its fate on the last list it stood on, where one purse passed it on to the next."""
    return projects.drop_duplicates(["community", "batch_day", "cell", "kind"], keep="last")


def stages(projects: pd.DataFrame) -> pd.DataFrame:
    """How many proposals of each form stand at each stage at the end of the run, and what they cost.

    Columns: `stage` (`STAGES` in their order), `form`, `count`, `yuan`, and `paid_yuan`, what any fund has paid of it.
    Members' own projects count with what the money would have been; nothing is paid for what was given up.
    """
    from ...model.observation.projects_table import STAGES
    from ...model.projects.kinds import FORMS

    rows = final(projects)
    if "paid_yuan" not in rows:  # findings of builds that knew no last payment
        rows = rows.assign(paid_yuan=rows.cost_yuan.where(rows.paid_day.notna() & (rows.purse != ""), 0.0))
    sums = {"count": ("cost_yuan", "size"), "yuan": ("cost_yuan", "sum"), "paid_yuan": ("paid_yuan", "sum")}
    groups = rows.groupby(["stage", "form"]).agg(**sums).reset_index()
    order = {name: place for place, name in enumerate((*STAGES, *FORMS))}
    ordered = groups.sort_values(["stage", "form"], key=lambda column: column.map(order))
    return ordered[["stage", "form", *sums]].reset_index(drop=True)


def by_date_and_stage(projects: pd.DataFrame) -> pd.DataFrame:
    """One row a proposal, list by list in time; on each list by how far they came, the costliest of a stage first."""
    from ...model.observation.projects_table import STAGES

    rows = final(projects)
    keyed = rows.assign(_stage=rows.stage.map(STAGES.index), _cheap=-rows.cost_yuan)
    ordered = keyed.sort_values(["batch_day", "_stage", "_cheap"], kind="stable")
    return ordered.drop(columns=["_stage", "_cheap"]).reset_index(drop=True)


def put_to_the_vote(scenario: Scenario, date: dt.date, purse: str) -> bool:
    """Whether residents were asked about a list drawn up on a date; otherwise staff or a foundation's board decided."""
    since = {scenario.parameters.place.start: scenario.parameters.levers}
    since |= {step.at: step.levers for step in scenario.steps}
    begun = [day for day in since if day <= date]
    levers = since[max(begun)] if begun else scenario.warmup_parameters.levers
    if purse == "foundation":
        return levers.projects.foundation_decided_by == "residents"
    return levers.projects.rule != "staff_list"


def reasons(projects: pd.DataFrame) -> pd.DataFrame:
    """How often each outcome came about, and why; columns `outcome`, `reason`, `count`, `yuan`."""
    from ...model.observation.projects_table import OUTCOMES

    groups = final(projects).groupby(["outcome", "reason"]).cost_yuan.agg(count="size", yuan="sum").reset_index()
    order = {name: place for place, name in enumerate(OUTCOMES)}
    return groups.sort_values("outcome", key=lambda column: column.map(order), kind="stable").reset_index(drop=True)


def timeline(projects: pd.DataFrame, start: dt.date, days: int) -> pd.DataFrame:
    """Projects month by month: how many were chosen in it, and how many wait, are under way or help on its last day.

    What is found impossible at its tender waits until then and leaves the road.

    Args:
        projects: `run.projects`.
        start: The first measured day.
        days: Measured days.

    Returns:
        One row a month that has a measured day: `month` (its first day), `chosen`, `queued`, `under_way`, `helping`.
    """
    import pandas as pd

    chosen = projects[projects.number >= 0]
    # A project begins on the day it is paid; what failed leaves the queue at the end of its tender, the others wait.
    waits = chosen.chosen_day, chosen.paid_day.where(~chosen.failed, chosen.start_day).fillna(float("inf"))
    builds = chosen.paid_day, chosen.acts_from_day.where(~chosen.failed)
    helps = chosen.acts_from_day.where(chosen.paid_day.notna()), chosen.acts_until_day.where(~chosen.failed)
    rows = []
    for month, first, last in _months(start, days):
        within = int(((chosen.chosen_day >= first) & (chosen.chosen_day <= last)).sum())
        on_the_road = (int(((one <= last) & (last < until)).sum()) for one, until in (waits, builds, helps))
        rows.append((month, within, *on_the_road))
    return pd.DataFrame(rows, columns=["month", "chosen", "queued", "under_way", "helping"])


def _months(start: dt.date, days: int) -> list[tuple[dt.date, int, int]]:
    """Every month with a measured day: its first date, its first and last measured day."""
    end = start + dt.timedelta(days=days - 1)
    found, month = [], start.replace(day=1)
    while month <= end:
        following = (month + dt.timedelta(days=32)).replace(day=1)
        first, last = max(month, start), min(following - dt.timedelta(days=1), end)
        found.append((month, (first - start).days + 1, (last - start).days + 1))
        month = following
    return found
