"""What does each lever do by itself, where nothing was chosen for it? One step, the article's own; towns drawn anew.

`python -m shapan.experiments.evidence.plain run` makes what is missing of the one-year pairs of the standard town over
the building seeds, and appends each run to `results/plain-runs.csv` as it is done; `--place`, `--days`, `--seeds` make
others, `--holdout` those of the seeds nobody looked at while building. `--minutes` stops it in time; started again it
goes on where it was. `tell` reckons the effects of all stored runs into `docs/plain-effects.csv`; places, lengths and
seeds of which no run is stored keep their rows there. `mechanisms --no-runs` then writes the page. What is expected
stands in `plain.toml` and was written before.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..runs.task import Task
from .plain_effects import read, reckon, with_those_kept, write
from .plain_steps import STAGES, TODAY, plain, seeds_of, study, today_on
from .stored_runs import Stored, make, of_this_model, read_runs, seed_by_seed

RUNS = Path("results/plain-runs.csv")
EFFECTS = Path("docs/plain-effects.csv")


def indicators() -> tuple[str, ...]:
    """What is kept of every run: coverage, all stages, and every target."""
    losses = [name for names in STAGES.values() for name in names]
    return tuple(dict.fromkeys(["coverage", *losses, *(one.target for one in plain().values())]))


def tasks(place: str, days: int, seeds: Iterable[int], levers: Sequence[str]) -> list[Task]:
    """Seed by seed, so that whatever is interrupted has as many pairs of every lever; the status quo runs once."""
    steps = {TODAY: today_on(place), **{lever: plain()[lever].scenario(place) for lever in levers}}
    return seed_by_seed(steps, seeds, days)


def of_today(stored: Sequence[Stored]) -> list[Stored]:
    """Stored runs of this model and of these scenarios as their files are today."""
    return of_this_model(stored, tasks_of(stored))


def tasks_of(stored: Sequence[Stored]) -> list[Task]:
    """Every task of the places, days and seeds that are stored, as scenarios are today."""
    settings = dict.fromkeys((run.place, run.days) for run in stored)
    seeds = sorted({run.seed for run in stored})
    return [task for place, days in settings for task in tasks(place, days, seeds, list(plain()))]


# --- the command -------------------------------------------------------------------------------------------------


def arguments(typed: Sequence[str] | None = None) -> argparse.Namespace:
    """What was asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("run", "tell"))
    parser.add_argument("--place", default=study("places")[0])
    parser.add_argument("--days", type=int, default=study("days")[0])
    parser.add_argument("--seeds", metavar="FIRST-LAST", help="instead of the building seeds")
    parser.add_argument("--holdout", action="store_true", help="the seeds kept apart, once per release")
    parser.add_argument("--only", nargs="+", choices=list(plain()), metavar="LEVER")
    parser.add_argument("--minutes", type=float, help="stop after so long and go on another time")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--runs", type=Path, default=RUNS)
    parser.add_argument("--effects", type=Path, default=EFFECTS)
    return parser.parse_args(typed)


def _asked_seeds(asked: argparse.Namespace) -> Iterable[int]:
    if asked.seeds:
        first, _, last = asked.seeds.partition("-")
        return range(int(first), int(last or first) + 1)
    return seeds_of("holdout" if asked.holdout else "building", asked.place)


def main(typed: Sequence[str] | None = None) -> None:
    """Run what is missing, or tell what is stored."""
    asked = arguments(typed)
    if asked.what == "run":
        wanted = tasks(asked.place, asked.days, _asked_seeds(asked), asked.only or list(plain()))
        left = make(wanted, asked.runs, indicators(), asked.minutes, asked.workers)
        print(f"{left} runs left; started again it goes on" if left else "all made")
        return
    runs = of_today(read_runs(asked.runs))
    write(asked.effects, with_those_kept(read(asked.effects), reckon(runs)))
    print(f"{len(runs)} runs of this model told in {asked.effects}; now the page: mechanisms --no-runs")


if __name__ == "__main__":
    main()
