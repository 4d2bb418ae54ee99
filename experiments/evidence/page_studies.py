"""Studies of what the model shows as a whole, each behind a page; those of levers are in `studies_of_levers.py`."""

from __future__ import annotations

from ..runs.cores import cores
from . import (
    claim_rows,
    claims,
    deliberation,
    figures,
    fingerprint_rows,
    fingerprints,
    kept_figures,
    must_hold,
    patterns,
    pilots,
    validation_page,
)
from .arm_runs import tasks as tasks_of_arms
from .marked_tables import marks_of, read_rows
from .mechanisms_page import DOCS
from .model_mark import model_mark
from .runs_behind import Runs, Study, left_of, mark_on, minutes_of, seconds_of, typed

PILOT_SEEDS, A_DAY = 20, 1440.0


def _claims() -> Study:
    page = DOCS / "claims.md"

    def make(minutes: float | None) -> None:
        claims.main(["run", *typed(minutes)])
        claims.main(["tell", str(page)])

    return Study(
        lambda: marks_of(row for row in claim_rows.read(page.with_suffix(".csv")) if row.current),
        lambda: left_of(claims.tasks(claims.claims(), claims.seeds()), claims.RUNS),
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
        return Runs(len(wanted), len(left), minutes_of(left) * cores())  # one after another, in this process

    def make(minutes: float | None) -> None:
        must_hold.main(["run", *typed(minutes)])
        if must_hold_page() is not None:
            must_hold.main(["tell", str(page)])

    return Study(lambda: mark_on(page), runs, make)


def must_hold_page() -> str | None:
    """The page of what must hold as this model's stored runs tell it; None where some are not stored."""
    try:
        return must_hold.page(must_hold.stored(must_hold.RUNS))
    except ValueError:
        return None


def _figures() -> Study:
    return Study(
        lambda: set(figures.models().values()),
        lambda: left_of([task for one in figures.figures().values() for task in one.tasks()], figures.RUNS),
        lambda minutes: figures.main(["measure", *typed(minutes)]),
    )


def _deliberation() -> Study:
    page = DOCS / "deliberation.md"

    def runs() -> Runs:
        from ...scenarios.library import load

        town = load("status_quo").with_place(str(deliberation.HERE / "study_town.toml"))
        every = len(deliberation.FORMATS) * deliberation.PAIRS
        left = 0 if mark_on(page) == {model_mark()} else every
        return Runs(every, left, minutes_of([left * seconds_of(town, deliberation.DAYS, 0)]))

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
        lambda: left_of(tasks_of_arms(patterns.arms().values(), patterns.seeds), patterns.RUNS),
        make,
    )


def _fingerprints() -> Study:
    page = DOCS / "fingerprints.md"

    def make(minutes: float | None) -> None:
        fingerprints.main(["run", *typed(minutes)])
        fingerprints.main(["tell", str(page)])

    return Study(
        lambda: set(kept_figures.read(page.with_suffix(".csv"), fingerprints.wanted(None)).models.values()),
        lambda: left_of(tasks_of_arms(fingerprints.wanted(None), fingerprint_rows.seeds), fingerprints.RUNS),
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
        return Runs(PILOT_SEEDS * each, left * each, minutes_of([left * each * seconds_of(town, 365)]) * cores())

    def make(minutes: float | None) -> None:
        pilots.main([str(page), "--seeds", str(PILOT_SEEDS), "--minutes", f"{A_DAY if minutes is None else minutes:g}"])

    return Study(lambda: marks_of(stored()), runs, make)


CLAIMS, MUST_HOLD, FIGURES, DELIBERATION = _claims(), _must_hold(), _figures(), _deliberation()
VALIDATION, FINGERPRINTS, PILOTS = _validation(), _fingerprints(), _pilots()
