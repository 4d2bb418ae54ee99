"""Take over stored runs of a model whose code reads otherwise and does the same.

`python -m shapan.experiments.evidence.carry_over MARK` makes a sample of the runs stored under that mark again. Where
every one gives the values that are stored, to the last digit kept, all of them count as this model's; where one does
not, nothing is changed and the first difference is told. A sample cannot show that no run differs: use it where the
code was moved or renamed and no rule was touched, never after a rule was. A scenario is known by all it was made of, so
one new assumption gives every scenario another mark: with `--grown` runs are known by step, place, days and seed alone.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..runs.runner import run_many
from ..runs.task import Task
from ..runs.whole_file import whole_file
from . import arm_runs, claims, figures, fingerprint_rows, fingerprints, grid_size, late_rule, patterns, plain
from .carry_over_tables import TABLES, carry_over_table
from .model_mark import model_mark
from .stored_runs import SAME, Stored, mark_of, read_runs, stored, told_values

SAMPLE = 40
"""Runs of each file that are made again."""


def tasks_of(path: Path, runs: Sequence[Stored]) -> list[Task]:
    """What may be stored in a file, by its name, as scenarios are today."""
    if path.name == late_rule.RUNS.name:
        return late_rule.tasks()
    if path.name == grid_size.RUNS.name:
        return grid_size.tasks()
    if path.name == figures.RUNS.name:
        return [task for one in figures.figures().values() for task in one.tasks()]
    if path.name == claims.RUNS.name:
        return claims.tasks(claims.claims(), claims.seeds())
    if path.name == patterns.RUNS.name:
        return arm_runs.tasks(patterns.arms().values(), patterns.seeds)
    if path.name == fingerprints.RUNS.name:
        return arm_runs.tasks(fingerprints.wanted(None), fingerprint_rows.seeds)
    return plain.tasks_of(runs)


def again(
    path: Path, tasks: Sequence[Task], names: Mapping[Task, Sequence[str]], workers: int | None
) -> Iterator[Made]:
    """Each run made once more, with the values that its file keeps."""
    if path.name in (patterns.RUNS.name, fingerprints.RUNS.name):
        for task in tasks:
            yield task, {name: float(f"{value:.9g}") for name, value in arm_runs.look_at(task).items()}
        return
    for finished in run_many(tasks, workers):
        texts = told_values(stored(finished, names[finished.task]), names[finished.task])
        yield finished.task, {name: float(text) for name, text in texts.items()}


Made = tuple[Task, Mapping[str, float]]
"""A task and the values of its run."""
Key = tuple[str, str, int, int, str]
"""Step, place, days, seed, and the mark of the scenario; where scenarios have grown, only whether towns are redrawn."""


def key_of(run: Stored, *, grown: bool) -> Key:
    """What a stored run is known by."""
    scenario = str(not run.scenario.endswith(SAME)) if grown else run.scenario
    return run.step, run.place, run.days, run.seed, scenario


def key_of_task(task: Task, *, grown: bool) -> Key:
    """What the run of a task would be known by."""
    scenario = str(task.redraw) if grown else mark_of(task)
    return task.name, task.scenario.place_id, task.days, task.seed, scenario


def carry_over(
    path: Path,
    mark: str,
    sample: int = SAMPLE,
    workers: int | None = None,
    *,
    grown: bool = False,
    tasks: Sequence[Task] | None = None,
) -> int:
    """Store the runs of another model as this one's, if a sample of them comes out the same.

    Args:
        mark: The other model's.
        grown: Whether scenarios state more than they did, so that their marks are other ones.
        tasks: What may be stored in the file; by its name where nothing is said.

    Returns:
        How many runs were taken over.

    Raises:
        ValueError: A run of the sample came out otherwise; nothing was changed.
    """
    runs = read_runs(path)
    by = {key_of_task(task, grown=grown): task for task in tasks or tasks_of(path, runs)}
    theirs = [run for run in runs if run.model == mark and key_of(run, grown=grown) in by]
    chosen = random.Random(0).sample(theirs, min(sample, len(theirs)))
    expected = {by[key_of(run, grown=grown)]: run.values for run in chosen}
    for task, now in again(path, list(expected), {task: list(texts) for task, texts in expected.items()}, workers):
        for name, value in expected[task].items():
            if now.get(name) != value:
                where = f"{task.name}, seed {task.seed}"
                raise ValueError(f"{path}: {where}: {name} is {now.get(name)}, {value} is stored")
    _mark(path, {key_of(run, grown=False): mark_of(by[key_of(run, grown=grown)]) for run in theirs}, mark)
    return len(theirs)


def _mark(path: Path, scenarios: Mapping[Key, str], mark: str) -> None:
    """Write the file again with this model's mark, and today's of the scenario, on some runs of another's."""
    with path.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    at = {name: place for place, name in enumerate(head)}
    with whole_file(path) as rough, rough.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(head)
        for row in (row for row in rows if len(row) == len(head)):
            key = row[at["step"]], row[at["place"]], int(row[at["days"]]), int(row[at["seed"]]), row[at["scenario"]]
            if row[at["model"]] == mark and key in scenarios:
                row[at["model"]], row[at["scenario"]] = model_mark(), scenarios[key]
            table.writerow(row)


def main(typed: Sequence[str] | None = None) -> None:
    """Carry over what is stored in each file that there is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mark", help="the other model's, as it stands in the column `model`")
    parser.add_argument(
        "files", nargs="*", type=Path, default=[plain.RUNS, late_rule.RUNS, figures.RUNS, grid_size.RUNS]
    )
    parser.add_argument("--sample", type=int, default=SAMPLE)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--grown", action="store_true", help="scenarios state more than they did")
    asked = parser.parse_args(typed)
    for path in asked.files:
        try:
            if path.name in TABLES:
                print(f"{path}: {carry_over_table(path, asked.mark, asked.sample)} rows taken over", flush=True)
                continue
            taken = carry_over(path, asked.mark, asked.sample, asked.workers, grown=asked.grown)
            print(f"{path}: {taken} runs taken over", flush=True)
        except ValueError as fault:
            parser.exit(1, f"{fault}\n")


if __name__ == "__main__":
    main()
