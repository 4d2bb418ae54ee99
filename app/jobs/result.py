"""Finished runs become the few tables a page shows: means over paired worlds, with intervals, ready to draw."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...experiments.comparing.compare import Comparison, assemble
from ...experiments.comparing.intervals import student_t
from ...experiments.reports.matter import MatterHistory
from ...experiments.reports.matters import histories_of
from ...experiments.runs.runner import summarise
from ...experiments.runs.task import Finished, Task
from ...experiments.worlds.card import Card, cards_of
from ...scenarios.worlds import World
from .accounts import Accounts, accounts_of
from .noted import Noted, apart
from .people_and_lines import fired_of, lines_of, who_of, whom_of
from .request import Reason, Request

if TYPE_CHECKING:
    from ...model.observation.record import Run
    from ...scenarios.library import Scenario

POINTS = 160  # days shown of a curve; finer than a screen can show, small enough for a slow line


@dataclass(frozen=True)
class Finding:
    """What one finished comparison says; scenarios are called by their column, "0", "1", …

    Attributes:
        comparison: Indicators, paired differences and verdicts, as the command line computes them.
        funnel: Columns scenario, bin, count, share (of needs neither open nor running).
        requests: Columns scenario, channel, count, per_1000 (residents and year).
        daily: Columns scenario, indicator, unit, date, value, lo, hi.
        cells: Columns scenario, indicator, cell, value.
        boxes: Columns cell, community, x0, y0, x1, y1, residents, form.
        failures: One line for each run that did not finish.
        stories: Column by column, what became of the collective matters of the first world.
        accounts: Column by column, the money of the first world; None where that run did not finish. Empty in a
            finding of an older build.
        cards: Scenario -> indicator -> robustness card; empty where no sets of assumptions were asked for.
        who: Scenario beside the baseline -> people who gain and who lose, as `comparing.who.who_gains` tells them;
            empty where no two worlds of one seed noted their residents.
        lines: Columns scenario, line, before, after, difference, lo, hi, judged_lo, judged_hi, pairs (`by_line`).
        fired: Columns scenario, trigger, date, how: when triggers of the first world answered.
        whom: Scenario beside the baseline, fate, chosen, resident, before, after: a few residents of the first world
            whom one may follow (`comparing.whom`); empty as `who` is.
    """

    comparison: Comparison
    funnel: pd.DataFrame
    requests: pd.DataFrame
    daily: pd.DataFrame
    cells: pd.DataFrame
    boxes: pd.DataFrame
    residents: int
    communities: int
    grids: tuple[int, ...]
    failures: tuple[str, ...]
    stories: tuple[tuple[MatterHistory, ...], ...] = ()
    accounts: tuple[Accounts | None, ...] = ()
    cards: Mapping[str, Mapping[str, Card]] = field(default_factory=dict)
    who: pd.DataFrame = field(default_factory=pd.DataFrame)
    lines: pd.DataFrame = field(default_factory=pd.DataFrame)
    fired: pd.DataFrame = field(default_factory=pd.DataFrame)
    whom: pd.DataFrame = field(default_factory=pd.DataFrame)


def put_side_by_side(
    request: Request,
    scenarios: tuple[Scenario, ...],
    made: Mapping[tuple[int, int], Run | Noted],
    failures: tuple[str, ...] = (),
    worlds: Mapping[int, World] | None = None,
) -> Finding:
    """All finished runs of a request as one finding; needs at least one run of every column.

    Args:
        made: By (column, seed), with what was noted of residents where somebody did.
        worlds: Seed -> set of assumptions; what was run with these seeds becomes cards and nothing else.
    """
    names = [str(column) for column in range(len(scenarios))]
    runs, residents = apart(made)
    drawn = {task: run for task, run in runs.items() if task[1] in (worlds or {})}
    runs = {task: run for task, run in runs.items() if task not in drawn}
    by_name = {name: [run for (column, _), run in sorted(runs.items()) if str(column) == name] for name in names}
    if not all(by_name.values()):
        raise Reason("job.none_finished", failures[0] if failures else "")
    first, comparison = by_name["0"][0], assemble(names, request.seeds, _finished(request, scenarios, runs))
    return Finding(
        comparison=comparison,
        funnel=pd.concat([_funnel(name, by_name[name]) for name in names], ignore_index=True),
        requests=pd.concat([_requests(name, by_name[name], request.days) for name in names], ignore_index=True),
        daily=pd.concat([_daily(name, by_name[name]) for name in names], ignore_index=True),
        cells=pd.concat([_cells(name, by_name[name]) for name in names], ignore_index=True),
        boxes=first.cells.drop(columns=["grid"], errors="ignore"),
        residents=first.residents,
        communities=first.communities,
        grids=tuple(by_name[name][0].grids for name in names),
        failures=failures,
        stories=tuple(_stories(runs.get((column, request.seed))) for column in range(len(scenarios))),
        accounts=tuple(
            accounts_of(runs.get((column, request.seed)), scenario.parameters.place.start)
            for column, scenario in enumerate(scenarios)
        ),
        cards=_cards(comparison, _finished(request, scenarios, drawn), worlds or {}),
        who=who_of(scenarios, residents),
        lines=lines_of(len(scenarios), runs),
        fired=fired_of({column: runs.get((column, request.seed)) for column in range(len(scenarios))}),
        whom=whom_of(len(scenarios), residents, request.seed),
    )


def _finished(request: Request, scenarios: tuple[Scenario, ...], runs: Mapping[tuple[int, int], Run]) -> list[Finished]:
    """Runs as the command line has them when it puts them side by side."""
    return [
        Finished(
            Task(str(column), scenarios[column], seed, request.days, request.warmup, column=column),
            0.0,
            summarise(run),
        )
        for (column, seed), run in sorted(runs.items())
    ]


def _cards(comparison: Comparison, finished: list[Finished], worlds: Mapping[int, World]) -> dict[str, dict[str, Card]]:
    over = assemble(comparison.names, tuple(worlds), finished)
    return cards_of(over, comparison, worlds) if worlds else {}


def _stories(run: Run | None) -> tuple[MatterHistory, ...]:
    return () if run is None else histories_of(run)


def _mean_counts(counts: list[Mapping[str, Any]]) -> dict[str, float]:
    return {key: sum(float(count[key]) for count in counts) / len(counts) for key in counts[0]}


def _funnel(name: str, runs: list[Run]) -> pd.DataFrame:
    mean = _mean_counts([run.funnel for run in runs])
    born = mean.pop("born")
    judged = max(1e-9, born - mean["open"])
    rows = [
        {"scenario": name, "bin": key, "count": count, "share": count / (born or 1.0 if key == "open" else judged)}
        for key, count in {"born": born, **mean}.items()
    ]
    return pd.DataFrame(rows)


def _requests(name: str, runs: list[Run], days: int) -> pd.DataFrame:
    per_1000 = 1000.0 / runs[0].residents * 365.0 / days
    mean = _mean_counts([run.requests for run in runs])
    rows = [
        {"scenario": name, "channel": channel, "count": count, "per_1000": count * per_1000}
        for channel, count in mean.items()
    ]
    return pd.DataFrame(rows, columns=["scenario", "channel", "count", "per_1000"])


def _daily(name: str, runs: list[Run]) -> pd.DataFrame:
    """Mean and 95 % band over the worlds. Long histories are shown in steps, each the mean of its days."""
    days = int(runs[0].daily["day"].max()) - int(runs[0].daily["day"].min()) + 1
    step = 1 if days <= 100 else 7 * math.ceil(days / 7 / POINTS)  # whole weeks, or week-ends would show as waves
    stepped = [_in_steps(run.daily, step) for run in runs]
    every = pd.concat([table.assign(world=world) for world, table in enumerate(stepped)], ignore_index=True)
    grouped = every.groupby(["indicator", "unit", "step"], sort=False, observed=True)
    found = grouped.agg(
        date=("date", "first"), value=("value", "mean"), spread=("value", "std"), n=("value", "count")
    ).reset_index()
    factor = {n: student_t(n - 1) / math.sqrt(n) if n > 1 else 0.0 for n in found["n"].unique()}
    half = found["spread"].fillna(0.0) * found["n"].map(factor)
    dates = pd.to_datetime(found["date"])
    found = found.assign(scenario=name, date=dates, lo=found["value"] - half, hi=found["value"] + half)
    return found[["scenario", "indicator", "unit", "date", "value", "lo", "hi"]]


def _in_steps(daily: pd.DataFrame, step: int) -> pd.DataFrame:
    table = daily.assign(step=(daily["day"] - daily["day"].min()) // step)
    keys = ["indicator", "unit", "step"]
    return (
        table.groupby(keys, sort=False, observed=True)
        .agg(date=("date", "first"), value=("value", "mean"))
        .reset_index()
    )


def _cells(name: str, runs: list[Run]) -> pd.DataFrame:
    every = pd.concat([run.by_cell[["cell", "indicator", "value"]] for run in runs], ignore_index=True)
    mean = every.groupby(["indicator", "cell"], sort=True, observed=True)["value"].mean().reset_index()
    return mean.assign(scenario=name)[["scenario", "indicator", "cell", "value"]]


def called(finding: Finding, names: list[str]) -> Finding:
    """The same finding with columns called as people call them.

    Raises:
        ValueError: Two of the names are equal, so that one scenario's numbers would stand for both.
    """
    if len(set(names)) != len(names):
        raise ValueError(f"scenarios need names that differ, got {names}")
    calls = {str(number): name for number, name in enumerate(names)}
    comparison = finding.comparison
    renamed = replace(
        comparison,
        names=tuple(calls[name] for name in comparison.names),
        values={
            indicator: {calls[name]: values for name, values in by_name.items()}
            for indicator, by_name in comparison.values.items()
        },
        funnels={calls[name]: runs for name, runs in comparison.funnels.items()},
    )
    tables = {
        table: getattr(finding, table).assign(scenario=lambda rows: rows["scenario"].map(calls))
        for table in ("funnel", "requests", "daily", "cells", "who", "lines", "fired", "whom")
        if "scenario" in getattr(finding, table)
    }
    cards = {calls[name]: card for name, card in finding.cards.items()}
    return replace(finding, comparison=renamed, cards=cards, **tables)
