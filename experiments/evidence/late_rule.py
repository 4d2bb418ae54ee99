"""What hangs on what is done with a need that is already late? The same effects under two rules of the queue.

`python -m shapan.experiments.evidence.late_rule docs/late-rule.md` makes what is missing of the pairs, keeps each run
in `results/late-rule-runs.csv`, and writes the page and, beside it, `late-rule.csv`. `--minutes` stops it in time;
started again it goes on. `--no-runs` writes the page from the stored effects.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from statistics import correlation, variance
from typing import TYPE_CHECKING, Any

from ..runs.task import Task
from .late_rule_page import page
from .late_rule_pairs import (
    CONFIRMED,
    DAYS,
    DISTRICT,
    DRAWN,
    ENDINGS,
    FIRST_CONFIRMED,
    FIRST_LARGE,
    INDICATORS,
    LARGE,
    PAIRS,
    PLACE,
    POLICIES,
    RULES,
    SAME,
    TODAY,
    Difference,
)
from .marked_tables import UNKNOWN, read_rows, write_rows
from .stored_runs import Stored, make, of_this_model, read_runs, seed_by_seed

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

RUNS = Path("results/late-rule-runs.csv")
CONTRASTS: dict[str, dict[str, Any]] = {
    "cameras see .8 of public events": {"channels.sensor_share": 0.8},
    "stewards 5 per 1,000": {"grid.stewards_per_1000": 5.0},
    "stewards 50 per 1,000": {"grid.stewards_per_1000": 50.0},
    "centres open 60 h": {"centres.open_hours_per_week": 60.0},
    "activities 8 a week": {"centres.activities_per_week": 8.0},
    "patrol .25 instead of .45": {"grid.patrol_share": 0.25},
    "visits .05 instead of .15": {"grid.visit_share": 0.05},
    "visits .3 instead of .15": {"grid.visit_share": 0.3},
    "app reaches .3": {"channels.app_reach": 0.3},
    "app reaches .95, ease 1": {"channels.app_reach": 0.95, "channels.app_ease": 1.0},
    "grids of 160 households against 400": {"grid.households_per_grid": 160.0},
    "grids of 250 households against 400": {"grid.households_per_grid": 250.0},
    "grids of 640 households against 400": {"grid.households_per_grid": 640.0},
    "grids of 1,200 households against 400": {"grid.households_per_grid": 1200.0},
}
MORE_NEEDS = "needs × 1.5"


def steps(place: str) -> dict[str, Scenario]:
    """Contrast and rule -> scenario, the status quo under each rule among them."""
    from ...scenarios.library import load

    base = load("status_quo").with_place(place)
    plain = {TODAY: base, **{name: base.set_many(levers) for name, levers in CONTRASTS.items()}}
    plain[MORE_NEEDS] = base.assume("needs.rate_multiplier", 1.5)
    plain |= {policy: base.with_policy(policy) for policy in POLICIES}
    return {key(name, rule): under(one, rule) for rule in RULES for name, one in plain.items()}


def key(contrast: str, rule: str, towns: str = DRAWN) -> str:
    """What a run of a contrast under a rule is called."""
    return f"{contrast} | {rule}" + ENDINGS[towns]


def under(scenario: Scenario, rule: str) -> Scenario:
    """A scenario under one of the rules."""
    for name, value in RULES[rule].items():
        scenario = scenario.assume(name, value)
    return scenario


def tasks(place: str = PLACE, days: int = DAYS, pairs: int = PAIRS, large: str = LARGE) -> list[Task]:
    """Every run of the study: all contrasts in towns drawn anew, whole policies in the same town and a district too."""
    every, seeds = steps(place), range(1, pairs + 1)
    whole = list(product((TODAY, *POLICIES), RULES))
    same = {key(name, rule, SAME): every[key(name, rule)] for name, rule in whole}
    there = {key(name, rule, DISTRICT): every[key(name, rule)].with_place(large) for name, rule in whole}
    default = next(iter(RULES))
    again = {key(name, default, CONFIRMED): there[key(name, default, DISTRICT)] for name in (TODAY, *POLICIES)}
    runs = [*seed_by_seed(every, seeds, days), *seed_by_seed(same, seeds, days, redraw=False)]
    for steps_there, first in ((there, FIRST_LARGE), (again, FIRST_CONFIRMED)):
        runs += seed_by_seed(steps_there, range(first, first + pairs), days)
    return runs


def reckon(runs: Iterable[Stored]) -> list[Difference]:
    """Paired differences of everything that both sides of at least two pairs know."""
    by_step: dict[str, dict[int, Stored]] = {}
    for run in runs:
        by_step.setdefault(run.step, {})[run.seed] = run
    found = []
    compared = [(name, DRAWN) for name in (*CONTRASTS, MORE_NEEDS, *POLICIES)]
    compared += list(product(POLICIES, (SAME, DISTRICT, CONFIRMED)))
    for (name, towns), rule, indicator in product(compared, RULES, INDICATORS):
        before, after = (by_step.get(key(one, rule, towns), {}) for one in (TODAY, name))
        seeds = [seed for seed in sorted(before) if seed in after]
        sides = [[side[seed].values[indicator] for seed in seeds] for side in (before, after)]
        if len(seeds) >= 2:
            mark = before[seeds[0]].model or UNKNOWN
            found.append(replace(_difference((name, rule, indicator, towns), *sides), model=mark))
    return found


def _difference(what: tuple[str, str, str, str], before: Sequence[float], after: Sequence[float]) -> Difference:
    change = [b - a for a, b in zip(before, after, strict=True)]
    count, paired = len(change), variance(change)
    apart = variance(before) + variance(after)
    ratio = apart / paired if paired else math.inf
    mean = math.fsum(change) / count
    follows = correlation(before, change) if paired > 0.0 and variance(before) > 0.0 else 0.0
    name, rule, indicator, towns = what
    return Difference(
        contrast=name,
        rule=rule,
        indicator=indicator,
        towns=towns,
        pairs=count,
        today=math.fsum(before) / count,
        difference=mean,
        error=math.sqrt(paired / count),
        ratio=ratio,
        with_today=follows,
    )


def read(path: Path) -> list[Difference]:
    """The stored effects; none where there is no file."""
    return read_rows(path, Difference)


def write(path: Path, found: Iterable[Difference]) -> None:
    """Store effects, one a line."""
    write_rows(path, Difference, found)


def main(typed: Sequence[str] | None = None) -> None:
    """Run what is missing, store, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path, nargs="?", default=Path("docs/late-rule.md"))
    parser.add_argument("--place", default=PLACE)
    parser.add_argument("--large", default=LARGE, help="the district in which pairs are weighed as well")
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--minutes", type=float, help="stop after so long and go on another time")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--runs", type=Path, default=RUNS)
    parser.add_argument("--no-runs", action="store_true")
    asked = parser.parse_args(typed)
    table = asked.page.with_suffix(".csv")
    if not asked.no_runs:
        wanted = tasks(asked.place, asked.days, asked.pairs, asked.large)
        left = make(wanted, asked.runs, INDICATORS, asked.minutes, asked.workers)
        write(table, reckon(of_this_model(read_runs(asked.runs), wanted)))
        print(f"{left} runs left; started again it goes on" if left else "all made")
    asked.page.write_text(page(read(table), asked.place, asked.days, asked.large), encoding="utf-8")


if __name__ == "__main__":
    main()
