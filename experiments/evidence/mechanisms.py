"""What does each lever move? Two settings of it, twenty pairs of runs, its own targets.

`python -m shapan.experiments.evidence.mechanisms docs/mechanisms.md` runs every lever whose process exists and writes
the page and, beside it, `mechanisms-effects.csv`. `--only LEVER …` runs some, `--missing` those not run with their
present settings, `--stale` those last run with another model, `--no-runs` none: it writes the page from what is
stored. `--minutes` stops in time; started again with `--stale` it goes on.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..runs.runner import run_many
from ..runs.task import Task
from . import effects as stored_effects
from .contrasts import SEEDS, Contrast, contrasts, declared
from .effects import Effect, Effects
from .mechanisms_page import page
from .model_mark import model_mark

WORKERS = 2
AT_ONCE = 8
"""Levers run together where time is short; they share the runs of their low side."""


def measure(contrast: Contrast, workers: int = WORKERS) -> dict[str, Effect]:
    """Effects of one lever; a failed run stops the study with its error."""
    return next(iter(measure_all([contrast], workers)))[1]


def measure_all(wanted: Iterable[Contrast], workers: int = WORKERS) -> Iterator[tuple[str, dict[str, Effect]]]:
    """Lever by lever; levers on the same ground share the runs of their low side."""
    grounds: dict[tuple[str, int], list[Contrast]] = {}
    for contrast in wanted:
        grounds.setdefault((contrast.scenarios()[0].hash, contrast.days), []).append(contrast)
    for same in grounds.values():
        runs = _runs(same, workers)
        for contrast in same:
            low, high = (runs[scenario.hash] for scenario in contrast.scenarios())
            yield contrast.lever, {one.indicator: one for one in stored_effects.paired(contrast, low, high)}


def _runs(same: list[Contrast], workers: int) -> dict[str, dict[int, dict[str, float]]]:
    """Scenario -> seed -> indicators, each scenario run once."""
    scenarios = {one.hash: one for contrast in same for one in contrast.scenarios()}
    tasks = [
        Task(name, scenario, seed, same[0].days, column=column, redraw=True)
        for seed in SEEDS
        for column, (name, scenario) in enumerate(scenarios.items())
    ]
    found: dict[str, dict[int, dict[str, float]]] = {name: {} for name in scenarios}
    for done in run_many(tasks, workers):
        if done.summary is None:
            raise RuntimeError(f"{done.task.scenario.name}, seed {done.task.seed}: {done.error}\n{done.details}")
        found[done.task.name][done.task.seed] = done.summary.indicators
    return found


def missing(effects: Effects) -> list[str]:
    """Levers whose process exists and whose present settings have not been run."""
    return [lever for lever, contrast in contrasts().items() if declared(lever).built and not _known(contrast, effects)]


def stale(effects: Effects) -> list[str]:
    """Levers whose process exists and whose stored effects are of other settings or of another model."""
    fresh = {lever for lever, found in effects.items() if {one.model for one in found.values()} == {model_mark()}}
    return [lever for lever in contrasts() if declared(lever).built and lever not in fresh - set(missing(effects))]


def _known(contrast: Contrast, effects: Effects) -> bool:
    return all(one.contrast == contrast.fingerprint for one in effects.get(contrast.lever, {}).values()) and bool(
        effects.get(contrast.lever)
    )


def current(effects: Effects) -> dict[str, Mapping[str, Effect]]:
    """Stored effects of levers that act, without those of other settings than today's."""
    return {
        lever: found
        for lever, found in effects.items()
        if declared(lever).built and _known(contrasts()[lever], {lever: found})
    }


def chosen(asked: argparse.Namespace, effects: Effects) -> list[str]:
    """The levers to run."""
    built = [lever for lever in contrasts() if declared(lever).built]
    if asked.no_runs:
        return []
    if asked.only:
        return [lever for lever in contrasts() if lever in asked.only]
    if asked.stale:
        return stale(effects)
    return missing(effects) if asked.missing else built


def table_beside(page_file: Path) -> Path:
    """Where the effects of a page are stored."""
    return page_file.with_name("mechanisms-effects.csv")


def arguments(typed: Sequence[str] | None = None) -> argparse.Namespace:
    """What was asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path, nargs="?", default=Path("docs/mechanisms.md"))
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--minutes", type=float, help="stop after so long and go on another time")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--only", nargs="+", choices=list(contrasts()), metavar="LEVER")
    which.add_argument("--missing", action="store_true")
    which.add_argument("--stale", action="store_true")
    which.add_argument("--no-runs", action="store_true")
    return parser.parse_args(typed)


def _in_time(wanted: Sequence[str], asked: argparse.Namespace) -> Iterator[tuple[str, dict[str, Effect]]]:
    """Effects of the levers wanted, a few at a time where there is a time to stop at."""
    at_once = len(wanted) if asked.minutes is None else AT_ONCE
    until = None if asked.minutes is None else time.monotonic() + 60.0 * asked.minutes
    for first in range(0, len(wanted), max(at_once, 1)):
        if until is not None and time.monotonic() >= until:
            print(f"{len(wanted) - first} levers left; started again with --stale it goes on", flush=True)
            return
        yield from measure_all([contrasts()[name] for name in wanted[first : first + at_once]], asked.workers)


def main(typed: Sequence[str] | None = None) -> None:
    """Run the levers asked for, store each as it is done, write the page."""
    asked = arguments(typed)
    table = table_beside(asked.page)
    effects = current(stored_effects.read(table))
    for lever, found in _in_time(chosen(asked, effects), asked):
        effects[lever] = found
        stored_effects.write(table, effects)
        print(lever, flush=True)
    stored_effects.write(table, effects)
    asked.page.write_text(page(stored_effects.read(table)), encoding="utf-8")


if __name__ == "__main__":
    main()
