"""How often does a pilot judged by what a district sees adopt what lowers coverage? The simulator knows the truth.

`python -m shapan.experiments.evidence.pilots docs/pilots.md` makes the seeds that are missing in `pilots.csv` beside
the page, for so many `--minutes`, and writes the page.

Protocol, written down before any run was looked at:

- Place: `training_town` under its status quo. Half a year after the first measured morning one of its three
  communities, by lot, tries one lever for half a year. All figures (`JUDGED`) are reckoned for the same pilot.
- Truth: for every lever, two districts of the same seed that go on from the same morning, one with the lever everywhere
  and one without. Counted is the coverage of needs born in that half year, followed to their end. The sign of the
  mean difference over all seeds is what the lever does, where twice its standard error leaves the sign sure.
- A figure is wrong where it adopts a lever that surely lowers coverage, or drops one that surely raises it. A coin is
  wrong in half of the cases.
- Levers: three that are thought to raise coverage and two that are thought to lower it (`EXPECTED`).
- Expected of figures: registers and call-backs reward few reports. They will drop levers by which more is heard
  (`app_reach`, `visit_share`) more often than the survey does, and come near a coin elsewhere; with one community of
  3,300 residents a survey of 4 % is noisy too. The cost figure drops whatever costs money.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import numpy as np

from ...model.arrays import Floats
from ...model.columns import BORN, MET_ON_TIME, OPEN
from ...model.district import District, Plan
from ...model.following import copied, live_on
from ...model.forking import forked
from ...model.letting_go import let_go, let_go_of_copy
from ...model.parameters.moving import moved
from ...model.pilots.figures import JUDGED, Span, of_groups
from ...model.pilots.process import Groups, difference_of_differences
from ...model.pilots.schedule import Pilot, communities_of
from ...scenarios.library import load
from .marked_tables import UNKNOWN, marks_of, read_rows, write_rows
from .model_mark import model_mark

PLACE, WARMUP, HALF, SHARE = "training_town", 60, 182, 0.34
LEVERS: dict[str, tuple[dict[str, dict[str, float]], str]] = {
    "channels.app_reach 0.05 → 0.40": ({"channels": {"app_reach": 0.40}}, "raises"),
    "channels.proactive_share 0 → 0.50": ({"channels": {"proactive_share": 0.50}}, "raises"),
    "staff.access_gate 0 → 0.60": ({"staff": {"access_gate": 0.60}}, "raises"),
    "grid.visit_share 0.15 → 0": ({"grid": {"visit_share": 0.0}}, "lowers"),
    "grid.patrol_share 0.45 → 0.10": ({"grid": {"patrol_share": 0.10}}, "lowers"),
}
"""Lever and step -> what is tried, and what it is expected to do to coverage."""


@dataclass(frozen=True)
class PilotRow:
    """One lever under one seed, and what one figure made of its pilot.

    Attributes:
        truth: By how much coverage is higher where the lever stands everywhere.
        difference: Of the differences of the figure; empty where nothing was to be reckoned.
        adopted: 1 where the figure would adopt it.
        model: Which model made it.
    """

    lever: str
    seed: int
    figure: str
    truth: float
    difference: str
    adopted: int
    model: str = UNKNOWN


def base_of(seed: int) -> tuple[District, dt.date, Floats]:
    """The district on the morning of the pilot, its date, and call-backs by cell before the policy switched on."""
    town = load("status_quo").with_place(PLACE)
    plan = Plan(town.parameters, seed, 2 * HALF, WARMUP, status_quo=town.warmup_parameters.levers)
    district = District(plan)
    district.run_to(WARMUP)
    called = district.state.tallies.called.copy()
    district.run_to(WARMUP + HALF)
    return district, district.date(district.day), called


def _plan(base: District, **planned: Any) -> Plan:
    old = base.plan
    return Plan(old.parameters, old.seed, old.days, old.warmup, status_quo=old.status_quo, **planned)


def coverage(district: District) -> float:
    """Of needs born since the pilot began that have ended, those settled in time; every one is followed to its end."""
    live_on(district)
    needs = district.state.needs.view(np.ndarray)[: int(district.state.tallies.tally[BORN])]
    born = (needs["birth_day"] >= WARMUP + HALF) & (needs["birth_day"] < WARMUP + 2 * HALF) & (needs["bin"] != OPEN)
    return float((needs["bin"][born] == MET_ON_TIME).mean())


def covered(base: District, **planned: Any) -> float:
    """Coverage of that half year under a plan, from the morning on which the base stands."""
    plan = _plan(base, **planned)
    district = forked(base, plan)
    district.run()
    found = coverage(district)
    let_go(plan)
    return found


def seen(district: District, first: int, where: np.ndarray, survey: int, called: np.ndarray) -> dict[str, Groups]:
    """Every figure of a span that ends this morning, of the communities that try and all others; of a copy."""
    copy = copied(district)
    span = Span(first, district.day, district.state.tallies.called - called, survey)
    found = {name: of_groups(one.seen(copy, span), where) for name, one in JUDGED.items()}
    let_go_of_copy(copy)
    return found


def rows_of(seed: int) -> list[PilotRow]:
    """Every lever and figure under one seed."""
    base, at, called = base_of(seed)
    without, rows = covered(base), list[PilotRow]()
    communities = base.world.territory.communities
    for number, (lever, (changes, _)) in enumerate(LEVERS.items()):
        pilot = Pilot(at, SHARE, changes)
        where = communities_of(pilot, 0, communities, seed)
        before = seen(base, WARMUP, where, 2 * number, called)
        plan = _plan(base, pilots=(pilot,))
        trial = forked(base, plan)
        trial.run_to(WARMUP + 2 * HALF - 1)
        after = seen(trial, WARMUP + HALF, where, 2 * number + 1, base.state.tallies.called)
        let_go(plan)
        truth = covered(base, steps={at: moved(base.plan.parameters.levers, changes)}) - without
        for name, one in JUDGED.items():
            difference = difference_of_differences(before[name], after[name])
            adopted = difference is not None and one.sign * difference > 0.0
            said = "" if difference is None else f"{difference:.6g}"
            facts = {"difference": said, "adopted": int(adopted), "model": model_mark()}
            rows.append(PilotRow(lever, seed, name, round(truth, 6), **facts))
    let_go(base.plan)
    return rows


def sure_sign(values: Sequence[float]) -> int:
    """1 or −1 where twice the standard error of the mean leaves its sign sure, else 0."""
    if len(values) < 3:
        return 0
    middle, error = mean(values), stdev(values) / sqrt(len(values))
    return 0 if abs(middle) <= 2.0 * error else 1 if middle > 0.0 else -1


def truths(rows: Sequence[PilotRow]) -> dict[str, list[float]]:
    """Lever -> its true difference under every seed."""
    return {lever: list({row.seed: row.truth for row in rows if row.lever == lever}.values()) for lever in LEVERS}


def wrong(rows: Iterable[PilotRow], signs: dict[str, int]) -> tuple[int, int]:
    """How many decisions go against what a lever surely does, and of how many."""
    judged = [(row.adopted, signs[row.lever]) for row in rows if signs[row.lever]]
    return sum(adopted != (sign > 0) for adopted, sign in judged), len(judged)


def page(rows: Sequence[PilotRow]) -> str:
    """The page: what is true, what each figure did with it, how often it was wrong."""
    known = truths(rows)
    signs = {lever: sure_sign(values) for lever, values in known.items()}
    seeds = len({row.seed for row in rows})
    models = ", ".join(f"`{one}`" for one in sorted(marks_of(rows)))
    lines = [
        HEAD.format(seeds=seeds, models=models),
        "| lever tried | expected | coverage if everywhere, pp | spread over seeds |",
    ]
    lines.append("| --- | --- | ---: | ---: |")
    for lever, values in known.items():
        spread = stdev(values) * 100 if len(values) > 1 else 0.0
        sure = {1: "raises", -1: "lowers", 0: "not sure"}[signs[lever]]
        lines.append(f"| `{lever}` | {LEVERS[lever][1]} | {mean(values) * 100:+.2f} ({sure}) | {spread:.2f} |")
    heads = " | ".join(f"`{lever.split()[0]}`" for lever in LEVERS)
    lines += ["", f"Adopted in so many of {seeds} pilots:", "", f"| judged by | {heads} | wrong |"]
    lines.append("| --- |" + " ---: |" * (len(LEVERS) + 1))
    for name in JUDGED:
        mine = [row for row in rows if row.figure == name]
        counts = [sum(row.adopted for row in mine if row.lever == lever) for lever in LEVERS]
        bad, of = wrong(mine, signs)
        share = f"{bad} of {of} ({bad / of:.0%})" if of else "–"
        lines.append(f"| `{name}` | {' | '.join(str(count) for count in counts)} | {share} |")
    return "\n".join(lines) + "\n"


HEAD = """# Pilots judged by what a district sees

Written by `python -m shapan.experiments.evidence.pilots docs/pilots.md`, whose first lines hold the protocol as it
stood before any run. In `training_town` one community of three tries a lever for half a year and is held against the
other two, before and after; {seeds} seeds. What a lever does to coverage everywhere the simulator knows.
*Wrong* is to adopt what surely lowers coverage, or to drop what surely raises it; a coin is wrong in half of the cases.
Asking households costs no hours here. Communities of a real district are three times as large, so figures are less
noisy there. Model: {models}.
"""


def main(typed: Sequence[str] | None = None) -> None:
    """Make what is missing, then the page."""
    asked = argparse.ArgumentParser()
    asked.add_argument("page", type=Path)
    asked.add_argument("--seeds", type=int, default=20)
    asked.add_argument("--minutes", type=float, default=0.0)
    chosen = asked.parse_args(typed)
    table, until = chosen.page.with_suffix(".csv"), time.monotonic() + 60.0 * chosen.minutes
    # Seeds of another model are made again: one table tells of one model.
    rows = [row for row in read_rows(table, PilotRow) if row.model == model_mark()]
    for seed in range(1, chosen.seeds + 1):
        if time.monotonic() >= until:
            break
        if all(row.seed != seed for row in rows):
            rows += rows_of(seed)
            write_rows(table, PilotRow, rows)
    if rows:
        chosen.page.write_text(page(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
