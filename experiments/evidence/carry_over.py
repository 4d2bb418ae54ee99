"""Take over stored runs of a model whose code reads otherwise and does the same.

`python -m shapan.experiments.evidence.carry_over MARK` makes a sample of the runs stored under that mark again. Where
every one gives the values that are stored, to the last digit kept, all of them count as this model's; where one does
not, nothing is changed and the first difference is told. A sample cannot show that no run differs: use it where the
code was moved or renamed and no rule was touched, never after a rule was.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Sequence
from pathlib import Path

from ..runs.runner import run_many
from ..runs.task import Task
from ..runs.whole_file import whole_file
from . import figures, late_rule, plain
from .model_mark import model_mark
from .stored_runs import Stored, mark_of, of_model, read_runs, stored, told_values

SAMPLE = 40
"""Runs of each file that are made again."""


def tasks_of(path: Path, runs: Sequence[Stored]) -> list[Task]:
    """What may be stored in a file, by its name, as scenarios are today."""
    if path.name == late_rule.RUNS.name:
        return late_rule.tasks()
    if path.name == figures.RUNS.name:
        return [task for one in figures.figures().values() for task in one.tasks()]
    return plain.tasks_of(runs)


def carry_over(path: Path, mark: str, sample: int = SAMPLE, workers: int | None = None) -> int:
    """Store the runs of another model as this one's, if a sample of them comes out the same.

    Args:
        mark: The other model's.

    Returns:
        How many runs were taken over.

    Raises:
        ValueError: A run of the sample came out otherwise; nothing was changed.
    """
    runs = read_runs(path)
    wanted = tasks_of(path, runs)
    theirs = of_model(mark, runs, wanted)
    by = {(task.name, task.days, task.seed, mark_of(task)): task for task in wanted}
    chosen = random.Random(0).sample(theirs, min(sample, len(theirs)))
    expected = {(run.step, run.days, run.seed, run.scenario): run for run in chosen}
    for finished in run_many([by[key] for key in expected], workers):
        task = finished.task
        before = expected[task.name, task.days, task.seed, mark_of(task)].values
        now = {name: float(text) for name, text in told_values(stored(finished, list(before)), list(before)).items()}
        for name, value in before.items():
            if now.get(name) != value:
                raise ValueError(f"{path}: {task.name}, seed {task.seed}: {name} is {now.get(name)}, {value} is stored")
    _mark(path, {(run.step, run.days, run.seed, run.scenario) for run in theirs}, mark)
    return len(theirs)


def _mark(path: Path, keys: set[tuple[str, int, int, str]], mark: str) -> None:
    """Write the file again with this model's mark on some runs of another's."""
    with path.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    at = {name: place for place, name in enumerate(head)}
    with whole_file(path) as rough, rough.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(head)
        for row in (row for row in rows if len(row) == len(head)):
            key = row[at["step"]], int(row[at["days"]]), int(row[at["seed"]]), row[at["scenario"]]
            if row[at["model"]] == mark and key in keys:
                row[at["model"]] = model_mark()
            table.writerow(row)


def main(typed: Sequence[str] | None = None) -> None:
    """Carry over what is stored in each file that there is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mark", help="the other model's, as it stands in the column `model`")
    parser.add_argument("files", nargs="*", type=Path, default=[plain.RUNS, late_rule.RUNS, figures.RUNS])
    parser.add_argument("--sample", type=int, default=SAMPLE)
    parser.add_argument("--workers", type=int)
    asked = parser.parse_args(typed)
    for path in asked.files:
        try:
            print(f"{path}: {carry_over(path, asked.mark, asked.sample, asked.workers)} runs taken over", flush=True)
        except ValueError as fault:
            parser.exit(1, f"{fault}\n")


if __name__ == "__main__":
    main()
