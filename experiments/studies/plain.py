"""What does each lever do by itself, where nothing was chosen for it? One step, the article's own; towns drawn anew.

`python -m shapan.experiments.studies.plain run` makes what is missing of the one-year pairs of the standard town over
the building seeds, and appends each run to `results/plain-runs.csv` as it is done; `--place`, `--days`, `--seeds` make
others, `--holdout` those of the seeds nobody looked at while building. `--minutes` stops it in time; started again it
goes on where it was. `tell` reckons the effects of all stored runs into `docs/plain-effects.csv` and writes the page.
What is expected stands in `plain.toml` and was written before.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import threading
import time
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..runner import Finished, Task, cores, run_many
from .model_mark import model_mark

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

FILE = Path(__file__).parent / "plain.toml"
RUNS = Path("results/plain-runs.csv")
EFFECTS = Path("docs/plain-effects.csv")
TODAY = "status_quo"
STAGES = {
    "never_heard": ("never_heard_share",),
    "no_capacity": ("met_late_share", "lapsed_waiting_share"),
    "wrong_door": ("wrong_door_share",),
}
"""Stage of a need's journey -> the indicators that tell how much is lost there."""


@dataclass(frozen=True)
class Plain:
    """One lever's step and what was expected of it.

    Attributes:
        policy: Whose value it takes.
        target: The indicator it is judged by.
        expected: `+`, `-` or `0`.
        stage: A key of `STAGES`, or `none`.
    """

    lever: str
    policy: str
    target: str
    expected: str
    stage: str

    def values(self, place: str) -> tuple[Any, Any]:
        """The lever as it stands on a place today, and where the policy puts it."""
        from ...scenarios.library import load

        today = today_on(place)
        return today.values[self.lever], load(self.policy).values[self.lever]

    def scenario(self, place: str) -> Scenario:
        """The place under its status quo with this one step."""
        return today_on(place).set(self.lever, self.values(place)[1])


@lru_cache(maxsize=8)
def today_on(place: str) -> Scenario:
    """A place under its status quo."""
    from ...scenarios.library import load

    return load("status_quo").with_place(place)


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def plain() -> dict[str, Plain]:
    """Lever -> what was expected of its step, in the order written."""
    return {lever: Plain(lever, **facts) for lever, facts in _file()["contrasts"].items()}


def edits() -> list[dict[str, str]]:
    """What was changed in the file after the first run, with day and reason."""
    return list(_file()["edits"])


def study(key: str) -> Any:
    """A fact of the protocol: places, days, building and holdout seeds, placebos."""
    return _file()["study"][key]


def file_hash() -> str:
    """Short name of the file of expectations, as it is now."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:12]


def seeds_of(name: str) -> range:
    """The seeds for `building`, or the `holdout`."""
    first, last = study(name)
    return range(first, last + 1)


def indicators() -> tuple[str, ...]:
    """What is kept of every run: coverage, all stages, and every target."""
    losses = [name for names in STAGES.values() for name in names]
    return tuple(dict.fromkeys(["coverage", *losses, *(one.target for one in plain().values())]))


# --- runs --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stored:
    """One finished run: which step (`status_quo` for none) on which place over how many days with which seed."""

    step: str
    place: str
    days: int
    seed: int
    scenario: str
    model: str
    values: dict[str, float]


HEAD = ("step", "place", "days", "seed", "scenario", "model")


def read_runs(path: Path) -> list[Stored]:
    """Runs stored so far; a last line that was cut off is left out."""
    if not path.exists():
        return []
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if None in row.values():
                continue
            values = {name: float(text) for name, text in row.items() if name not in HEAD and text}
            where = row["place"], int(row["days"]), int(row["seed"]), row["scenario"], row["model"]
            found.append(Stored(row["step"], *where, values))
    return found


def append_run(path: Path, run: Stored) -> None:
    """One more line, whole before anybody hears of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = not path.exists()
    if not fresh and not path.read_bytes().endswith(b"\n"):
        path.write_bytes(path.read_bytes().rpartition(b"\n")[0] + b"\n")  # a run cut off while it was written
    with path.open("a", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        if fresh:
            table.writerow([*HEAD, *indicators()])
        told = [f"{run.values[name]:.9g}" if name in run.values else "" for name in indicators()]
        table.writerow([run.step, run.place, run.days, run.seed, run.scenario, run.model, *told])


def tasks(place: str, days: int, seeds: Iterable[int], levers: Sequence[str]) -> list[Task]:
    """Seed by seed, so that whatever is interrupted has as many pairs of every lever; the status quo runs once."""
    steps = {TODAY: today_on(place), **{lever: plain()[lever].scenario(place) for lever in levers}}
    return [
        Task(step, scenario, seed, days, column=column, redraw=True)
        for seed in seeds
        for column, (step, scenario) in enumerate(steps.items())
    ]


def missing(wanted: Sequence[Task], stored: Iterable[Stored]) -> list[Task]:
    """What no run of this model has made yet."""
    model = model_mark()
    known = {(run.step, run.days, run.seed, run.scenario) for run in stored if run.model == model}
    return [task for task in wanted if (task.name, task.days, task.seed, task.scenario.hash) not in known]


def make(wanted: Sequence[Task], path: Path, minutes: float | None = None, workers: int | None = None) -> int:
    """Make what is missing, storing each run as it is done; how many are left when time is up."""
    left = missing(wanted, read_runs(path))
    asked, done, enough = len(left), 0, threading.Event()
    until = None if minutes is None else time.monotonic() + 60.0 * minutes
    for finished in run_many(left, workers or cores(), cancel=enough):
        _keep(finished, path)
        done += 1
        if done % 50 == 0:
            print(f"{done} of {asked}", flush=True)
        if until is not None and time.monotonic() >= until:
            enough.set()
            break
    return asked - done


def _keep(finished: Finished, path: Path) -> None:
    task = finished.task
    if finished.summary is None:
        raise RuntimeError(f"{task.name} on {task.scenario.place_id}, seed {task.seed}: {finished.error}")
    known = {name: finished.summary.indicators[name] for name in indicators() if name in finished.summary.indicators}
    where = task.scenario.place_id, task.days, task.seed, task.scenario.hash, model_mark()
    append_run(path, Stored(task.name, *where, known))


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
    return seeds_of("holdout" if asked.holdout else "building")


def main(typed: Sequence[str] | None = None) -> None:
    """Run what is missing, or tell what is stored."""
    asked = arguments(typed)
    if asked.what == "run":
        wanted = tasks(asked.place, asked.days, _asked_seeds(asked), asked.only or list(plain()))
        left = make(wanted, asked.runs, asked.minutes, asked.workers)
        print(f"{left} runs left; started again it goes on" if left else "all made")
        return
    from .plain_effects import reckon, write

    model = model_mark()
    runs = [run for run in read_runs(asked.runs) if run.model == model]
    write(asked.effects, reckon(runs))
    print(f"{len(runs)} runs of this model told in {asked.effects}; now the page: mechanisms --no-runs")


if __name__ == "__main__":
    main()
