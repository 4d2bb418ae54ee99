"""The runs behind pages of the docs: which model made what is stored, how much is left to run, how it is made."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...scenarios.matter import FILE as MATTER
from ..runs.cores import cores
from ..runs.task import WARMUP, Task
from ..worlds.drawing import dimensions
from . import (
    claim_rows,
    claims,
    deliberation,
    effects,
    figures,
    fingerprint_rows,
    fingerprints,
    grid_size,
    kept_figures,
    late_rule,
    mechanisms,
    must_hold,
    patterns,
    pilots,
    plain,
    policies_by_place,
    policies_by_place_page,
    policies_by_place_runs,
    screening,
    screening_page,
    validation_page,
)
from . import plain_effects as told_by_plain
from .arm_runs import tasks as tasks_of_arms
from .contrasts import SEEDS, contrasts, declared
from .marked_tables import UNKNOWN, marks_of, read_rows
from .mechanisms_page import DOCS
from .model_mark import model_mark
from .plain_steps import seeds_of, tables
from .screening_effects import FOLLOWED, WHOLE, whole
from .stored_runs import missing, read_runs

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

SECONDS_A_YEAR, SECONDS_A_RESIDENT_AND_YEAR = 0.55, 4.5e-5
"""About how long a simulated year takes a core, and what each resident adds; so a district of 220,000 takes ten."""
PILOT_SEEDS, A_DAY = 20, 1440.0
MARK_ON_PAGE = re.compile(r"\b(?:Model|Build:) `(?P<mark>[0-9a-f]{12})`")


@dataclass(frozen=True)
class Runs:
    """How many runs a page rests on, how many this model has yet to make, and about how many minutes they take."""

    every: int
    left: int
    minutes: float


@dataclass(frozen=True)
class Study:
    """What is behind a page that needs runs.

    Attributes:
        marks: Marks of the models that made what is stored; `unknown` where it does not say so.
        runs: How much there is to run.
        make: Make what is missing, within so many minutes, and tell it in table and page.
        in_one: Whether it cannot be stopped and gone on with: it is begun only where its minutes are there.
    """

    marks: Callable[[], set[str]]
    runs: Callable[[], Runs]
    make: Callable[[float | None], None]
    in_one: bool = False


def mark_on(file: Path) -> set[str]:
    """The mark that stands on a page; `unknown` where none does, nothing where there is no page."""
    if not file.exists():
        return set()
    found = MARK_ON_PAGE.search(file.read_text(encoding="utf-8"))
    return {found["mark"] if found else UNKNOWN}


def seconds_of(scenario: Scenario, days: int, warmup: int = WARMUP) -> float:
    """About how long one run takes a core."""
    a_year = SECONDS_A_YEAR + SECONDS_A_RESIDENT_AND_YEAR * scenario.parameters.place.residents
    return a_year * (days + warmup) / 365.0


def _minutes(seconds: Iterable[float]) -> float:
    return sum(seconds) / 60.0 / cores()


def _left_of(wanted: Sequence[Task], stored: Path) -> Runs:
    left = missing(wanted, read_runs(stored))
    return Runs(len(wanted), len(left), _minutes(seconds_of(one.scenario, one.days) for one in left))  # type: ignore[arg-type]


def _typed(minutes: float | None) -> list[str]:
    return [] if minutes is None else ["--minutes", f"{minutes:g}"]


# --- study by study ----------------------------------------------------------------------------------------------


def _claims() -> Study:
    page = DOCS / "claims.md"

    def make(minutes: float | None) -> None:
        claims.main(["run", *_typed(minutes)])
        claims.main(["tell", str(page)])

    return Study(
        lambda: marks_of(row for row in claim_rows.read(page.with_suffix(".csv")) if row.current),
        lambda: _left_of(claims.tasks(claims.claims(), claims.seeds()), claims.RUNS),
        make,
    )


def _must_hold() -> Study:
    page = DOCS / "must-hold.md"

    def runs() -> Runs:
        first, _, last = must_hold.SEEDS.partition("-")
        wanted = [(name, seed) for name in must_hold.SCENARIOS for seed in range(int(first), int(last) + 1)]
        done = must_hold.stored(must_hold.RUNS)
        left = [
            seconds_of(must_hold.scenario(name), must_hold.DAYS) for name, seed in wanted if (name, seed) not in done
        ]
        return Runs(len(wanted), len(left), _minutes(left) * cores())  # one after another, in this process

    def make(minutes: float | None) -> None:
        must_hold.main(["run", *_typed(minutes)])
        if must_hold_page() is not None:
            must_hold.main(["tell", str(page)])

    return Study(lambda: mark_on(page), runs, make)


def must_hold_page() -> str | None:
    """The page of what must hold as this model's stored runs tell it; None where some are not stored."""
    try:
        return must_hold.page(must_hold.stored(must_hold.RUNS))
    except ValueError:
        return None


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
        return Runs(2 * len(SEEDS) * len(every), 2 * len(SEEDS) * len(left), _minutes(seconds))

    def make(minutes: float | None) -> None:
        mechanisms.main([str(DOCS / "mechanisms.md"), "--stale", *_typed(minutes)])

    return Study(lambda: marks_of(row for found in stored().values() for row in found.values()), runs, make)


def _plain() -> Study:
    table = DOCS / "plain-effects.csv"

    def runs() -> Runs:
        wanted = [
            task
            for place, days, part in tables()
            for task in plain.tasks(place, days, seeds_of(part, place), list(plain.plain()))
        ]
        return _left_of(wanted, plain.RUNS)

    def make(minutes: float | None) -> None:
        for place, days, part in tables():
            seeds = list(seeds_of(part, place))
            asked = ["--place", place, "--days", str(days), "--seeds", f"{seeds[0]}-{seeds[-1]}"]
            plain.main(["run", *asked, *_typed(minutes)])
        plain.main(["tell", "--effects", str(table)])

    return Study(lambda: marks_of(told_by_plain.read(table)), runs, make)


def _late_rule() -> Study:
    page = DOCS / "late-rule.md"
    return Study(
        lambda: marks_of(late_rule.read(page.with_suffix(".csv"))),
        lambda: _left_of(late_rule.tasks(), late_rule.RUNS),
        lambda minutes: late_rule.main([str(page), *_typed(minutes)]),
    )


def _figures() -> Study:
    return Study(
        lambda: set(figures.models().values()),
        lambda: _left_of([task for one in figures.figures().values() for task in one.tasks()], figures.RUNS),
        lambda minutes: figures.main(["measure", *_typed(minutes)]),
    )


def _grid_size() -> Study:
    page = DOCS / "grid-size.md"
    return Study(
        lambda: marks_of(grid_size.read(page.with_suffix(".csv"))),
        lambda: _left_of(grid_size.tasks(), grid_size.RUNS),
        lambda minutes: grid_size.main([str(page), *_typed(minutes)]),
    )


def _deliberation() -> Study:
    page = DOCS / "deliberation.md"

    def runs() -> Runs:
        from ...scenarios.library import load

        town = load("status_quo").with_place(str(deliberation.HERE / "study_town.toml"))
        every = len(deliberation.FORMATS) * deliberation.PAIRS
        left = 0 if mark_on(page) == {model_mark()} else every
        return Runs(every, left, _minutes([left * seconds_of(town, deliberation.DAYS, 0)]))

    def make(minutes: float | None) -> None:
        del minutes
        deliberation.main([str(page)])

    return Study(lambda: mark_on(page), runs, make, in_one=True)


def _validation() -> Study:
    page = DOCS / "validation.md"

    def make(minutes: float | None) -> None:
        patterns.run(minutes=minutes)
        validation_page.main([str(page)])

    return Study(
        lambda: set(kept_figures.read(page.with_suffix(".csv"), patterns.arms().values()).models.values()),
        lambda: _left_of(tasks_of_arms(patterns.arms().values(), patterns.seeds), patterns.RUNS),
        make,
    )


def _fingerprints() -> Study:
    page = DOCS / "fingerprints.md"

    def make(minutes: float | None) -> None:
        fingerprints.main(["run", *_typed(minutes)])
        fingerprints.main(["tell", str(page)])

    return Study(
        lambda: set(kept_figures.read(page.with_suffix(".csv"), fingerprints.wanted(None)).models.values()),
        lambda: _left_of(tasks_of_arms(fingerprints.wanted(None), fingerprint_rows.seeds), fingerprints.RUNS),
        make,
    )


def _pilots() -> Study:
    page = DOCS / "pilots.md"

    def stored() -> list[pilots.PilotRow]:
        return read_rows(page.with_suffix(".csv"), pilots.PilotRow)

    def runs() -> Runs:
        from ...scenarios.library import load

        each = 1 + 2 * len(pilots.LEVERS)
        done = {row.seed for row in stored() if row.model == model_mark()}
        left = max(PILOT_SEEDS - len(done), 0)
        town = load("status_quo").with_place("training_town")
        return Runs(PILOT_SEEDS * each, left * each, _minutes([left * each * seconds_of(town, 365)]) * cores())

    def make(minutes: float | None) -> None:
        pilots.main([str(page), "--seeds", str(PILOT_SEEDS), "--minutes", f"{A_DAY if minutes is None else minutes:g}"])

    return Study(lambda: marks_of(stored()), runs, make)


def _policies_by_place() -> Study:
    page, asked = DOCS / "policies-by-place.md", policies_by_place_runs.settings()

    def runs() -> Runs:
        from ...scenarios.library import load

        every, left = policies_by_place_runs.left(asked.places, asked.policies)
        today = {place: load(asked.baseline).with_place(place) for place in asked.places}
        return Runs(every, len(left), _minutes(seconds_of(today[place], asked.days, asked.warmup) for place in left))

    def make(minutes: float | None) -> None:
        policies_by_place.main(["run", *_typed(minutes)])
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
        return Runs(sum(steps.values()), left, _minutes([seconds]) * cores())

    def make(minutes: float | None) -> None:
        screening.main([str(page), "--matter", str(MATTER), *_typed(minutes)])

    return Study(marks, runs, make)


def screening_page_made() -> str | None:
    """The page of the screening as this model's steps tell it; None where no trajectory is whole."""
    rows = whole(screening.read_rows(DOCS / "screening.csv", model_mark()))
    return screening_page.page(rows) if any(row.trajectory != screening.GROUPS for row in rows) else None


CLAIMS, MUST_HOLD, MECHANISMS, PLAIN = _claims(), _must_hold(), _mechanisms(), _plain()
LATE_RULE, FIGURES, GRID_SIZE, DELIBERATION = _late_rule(), _figures(), _grid_size(), _deliberation()
VALIDATION, FINGERPRINTS, PILOTS, SCREENING = _validation(), _fingerprints(), _pilots(), _screening()
POLICIES_BY_PLACE = _policies_by_place()
