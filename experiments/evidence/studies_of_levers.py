"""Studies of what levers and assumptions do, each behind a page of the docs."""

from __future__ import annotations

import csv
from typing import Any

from ...scenarios.matter import FILE as MATTER
from ..runs.cores import cores
from ..worlds.drawing import dimensions
from . import (
    effects,
    grid_size,
    late_rule,
    mechanisms,
    plain,
    policies_by_place,
    policies_by_place_page,
    policies_by_place_runs,
    screening,
    screening_page,
)
from . import plain_effects as told_by_plain
from .contrasts import SEEDS, contrasts, declared
from .marked_tables import marks_of
from .mechanisms_page import DOCS
from .model_mark import model_mark
from .plain_steps import seeds_of, tables
from .runs_behind import Runs, Study, left_of, minutes_of, seconds_of, typed
from .screening_effects import FOLLOWED, WHOLE, whole


def _mechanisms() -> Study:
    table = DOCS / "mechanisms-effects.csv"

    def stored() -> dict[str, Any]:
        return dict(mechanisms.current(effects.read(table)))

    def runs() -> Runs:
        every = [one for one in contrasts().values() if declared(one.lever).built]
        stale = set(mechanisms.stale(stored()))
        left = [one for one in every if one.lever in stale]
        towns = {place: one.scenarios()[0] for place, one in {one.place: one for one in left}.items()}
        seconds = (2 * len(SEEDS) * seconds_of(towns[one.place], one.days) for one in left)
        return Runs(2 * len(SEEDS) * len(every), 2 * len(SEEDS) * len(left), minutes_of(seconds))

    def make(minutes: float | None) -> None:
        mechanisms.main([str(DOCS / "mechanisms.md"), "--stale", *typed(minutes)])

    return Study(lambda: marks_of(row for found in stored().values() for row in found.values()), runs, make)


def _plain() -> Study:
    table = DOCS / "plain-effects.csv"

    def runs() -> Runs:
        wanted = [
            task
            for place, days, part in tables()
            for task in plain.tasks(place, days, seeds_of(part, place), list(plain.plain()))
        ]
        return left_of(wanted, plain.RUNS)

    def make(minutes: float | None) -> None:
        for place, days, part in tables():
            seeds = list(seeds_of(part, place))
            asked = ["--place", place, "--days", str(days), "--seeds", f"{seeds[0]}-{seeds[-1]}"]
            plain.main(["run", *asked, *typed(minutes)])
        plain.main(["tell", "--effects", str(table)])

    return Study(lambda: marks_of(told_by_plain.read(table)), runs, make)


def _late_rule() -> Study:
    page = DOCS / "late-rule.md"
    return Study(
        lambda: marks_of(late_rule.read(page.with_suffix(".csv"))),
        lambda: left_of(late_rule.tasks(), late_rule.RUNS),
        lambda minutes: late_rule.main([str(page), *typed(minutes)]),
    )


def _grid_size() -> Study:
    page = DOCS / "grid-size.md"
    return Study(
        lambda: marks_of(grid_size.read(page.with_suffix(".csv"))),
        lambda: left_of(grid_size.tasks(), grid_size.RUNS),
        lambda minutes: grid_size.main([str(page), *typed(minutes)]),
    )


def _policies_by_place() -> Study:
    page, asked = DOCS / "policies-by-place.md", policies_by_place_runs.settings()

    def runs() -> Runs:
        from ...scenarios.library import load

        every, left = policies_by_place_runs.left(asked.places, asked.policies)
        today = {place: load(asked.baseline).with_place(place) for place in asked.places}
        return Runs(every, len(left), minutes_of(seconds_of(today[place], asked.days, asked.warmup) for place in left))

    def make(minutes: float | None) -> None:
        policies_by_place.main(["run", *typed(minutes)])
        policies_by_place.main(["tell", str(page)])

    return Study(lambda: {one.model for one in policies_by_place_runs.read(page.with_suffix(".csv"))}, runs, make)


def policies_by_place_made() -> str | None:
    """The page as its table tells it; None where there is no table."""
    lines = policies_by_place_runs.read(DOCS / "policies-by-place.csv")
    return policies_by_place_page.page(lines) if lines else None


def _screening() -> Study:
    page = DOCS / "screening.md"
    table = page.with_suffix(".csv")

    def marks() -> set[str]:
        if not table.exists():
            return set()
        with table.open(encoding="utf-8", newline="") as lines:
            return {row["model"] for row in csv.DictReader(lines)}

    def runs() -> Runs:
        """Before groups are done at most so many: what changed nothing is not moved again."""
        from ...scenarios.library import load

        rows = screening.read_rows(table, model_mark())
        numbers = range(screening.GROUPS, screening.TRAJECTORIES)
        steps = {number: len(list(screening.steps_of(rows, number))) for number in numbers}
        if sum(row.trajectory == screening.GROUPS for row in rows) < steps[screening.GROUPS]:
            steps |= dict.fromkeys(range(WHOLE), 1 + len(dimensions()))
            steps |= dict.fromkeys(range(WHOLE, screening.TRAJECTORIES), 1 + FOLLOWED)
        town = load(screening.POLICY).with_place(screening.PLACE)
        left = max(sum(steps.values()) - len(rows), 0)
        seconds = left * seconds_of(town, screening.DAYS, screening.WARMUP)
        return Runs(sum(steps.values()), left, minutes_of([seconds]) * cores())

    def make(minutes: float | None) -> None:
        screening.main([str(page), "--matter", str(MATTER), *typed(minutes)])

    return Study(marks, runs, make)


def screening_page_made() -> str | None:
    """The page of the screening as this model's steps tell it; None where no trajectory is whole."""
    rows = whole(screening.read_rows(DOCS / "screening.csv", model_mark()))
    return screening_page.page(rows) if any(row.trajectory != screening.GROUPS for row in rows) else None


MECHANISMS, PLAIN, LATE_RULE, GRID_SIZE = _mechanisms(), _plain(), _late_rule(), _grid_size()
SCREENING, POLICIES_BY_PLACE = _screening(), _policies_by_place()
