"""Figures of every world of the lessons: pairs over luck, and pairs over kept sets of assumptions.

`python -m shapan.experiments.lessons.figures run` makes what is missing and stores each run as it is done
(`--minutes` stops early; started again it goes on); `carry MARK` takes over those of another model whose sample comes
out the same; `keep` writes the table that is shipped, `figures.csv`, from which
pages and commands tell a lesson at once. Seeds and number of pairs were decided before any run.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ...scenarios.lessons import Lesson, shipped_lessons
from ...scenarios.worlds import in_world, kept_worlds
from ..evidence.carry_over import SAMPLE, carry_over
from ..evidence.stored_runs import Stored, append_run, make, mark_of, missing, of_this_model, read_runs
from ..runs.task import Task
from ..worlds.seeds import seed_of_world

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

KEPT = Path(__file__).parent / "figures.csv"
RUNS = Path("results/lessons-runs.csv")
FIRST_DRAW, DRAWS = 3001, 6
"""Sets of assumptions begin with the seed that belongs to this one; so many of them, each with a seed of its own."""
ALSO = ("coverage",)
"""Told of every world, beside what its claims are about."""


def seeds(lesson: Lesson) -> tuple[int, ...]:
    """Seeds of the pairs under the usual assumptions, each in the town drawn anew with its seed."""
    return tuple(range(lesson.first_seed, lesson.first_seed + lesson.pairs))


def draw_seeds() -> tuple[int, ...]:
    """The seed of each set of assumptions, in their order."""
    return tuple(seed_of_world(FIRST_DRAW, number) for number in range(DRAWS))


def indicators_of(lesson: Lesson) -> tuple[str, ...]:
    """Indicators of a lesson: those of its claims, and what every world tells."""
    return tuple(dict.fromkeys([*(claim.indicator for claim in lesson.claims), *ALSO]))


def names_of(lessons: Iterable[Lesson]) -> tuple[str, ...]:
    """Indicators of several lessons."""
    return tuple(dict.fromkeys(name for lesson in lessons for name in indicators_of(lesson)))


def step_of(lesson: Lesson, world: str) -> str:
    """What a world of a lesson is called in the table."""
    return f"{lesson.id}/{world}"


def tasks(lessons: Iterable[Lesson]) -> dict[str, list[Task]]:
    """Every world of the lessons -> its runs; a run that several worlds share stands under each of them."""
    found = {}
    for lesson in lessons:
        for world, scenario in lesson.scenarios().items():
            found[step_of(lesson, world)] = _of_a_world(scenario, lesson)
    return found


def _of_a_world(scenario: Scenario, lesson: Lesson) -> list[Task]:
    kept = kept_worlds(lesson.place)
    drawn = [] if kept is None else [in_world(scenario, world) for world in kept.worlds[:DRAWS]]
    by_seed = [*((seed, scenario) for seed in seeds(lesson)), *zip(draw_seeds(), drawn, strict=False)]
    return [Task(scenario.name, one, seed, lesson.days, redraw=True) for seed, one in by_seed]


def once(wanted: Iterable[Task]) -> list[Task]:
    """The same runs, each once, seed by seed, so that those that begin alike follow each other."""
    found = {(task.days, task.seed, mark_of(task)): task for task in wanted}
    return [found[key] for key in sorted(found)]


def as_kept(by_step: dict[str, list[Task]], runs: Iterable[Stored]) -> list[Stored]:
    """The runs of every world as the table has them; sets of assumptions only where all of them were run."""
    found = {(run.days, run.seed, run.scenario): run for run in runs}
    rows: list[Stored] = []
    for step, wanted in by_step.items():
        made = {task.seed: found.get((task.days, task.seed, mark_of(task))) for task in wanted}
        whole = all(made.get(seed) for seed in draw_seeds())
        rows += [_named(step, run) for seed, run in made.items() if run and (whole or seed not in draw_seeds())]
    return rows


def _named(step: str, run: Stored) -> Stored:
    return Stored(step, run.place, run.days, run.seed, scenario=run.scenario[:12], model=run.model, values=run.values)


@lru_cache(maxsize=1)
def kept() -> tuple[Stored, ...]:
    """The table that is shipped."""
    return tuple(read_runs(KEPT))


def write_kept(path: Path, rows: Iterable[Stored], names: Sequence[str]) -> None:
    """Write the table anew."""
    path.unlink(missing_ok=True)
    for row in rows:
        append_run(path, row, names)


def main(typed: Sequence[str] | None = None) -> None:
    """Run what is missing, take over what another model made alike, or keep what is stored."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("run", "carry", "keep"))
    parser.add_argument("mark", nargs="?", help="of the other model, as it stands in the column `model`")
    parser.add_argument("--only", nargs="+", choices=list(shipped_lessons()), metavar="LESSON")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--runs", type=Path, default=RUNS)
    asked = parser.parse_args(typed)
    lessons = [one for name, one in shipped_lessons().items() if name in (asked.only or shipped_lessons())]
    by_step = tasks(lessons)
    wanted = once(task for runs in by_step.values() for task in runs)
    if asked.what == "run":
        asked.runs.parent.mkdir(parents=True, exist_ok=True)
        left = make(wanted, asked.runs, names_of(lessons), asked.minutes, asked.workers)
        print(f"{left} runs left; started again it goes on" if left else "all made")
        return
    if asked.what == "carry":
        print(f"{carry_over(asked.runs, asked.mark, SAMPLE, asked.workers, tasks=wanted)} runs taken over")
        return
    made = of_this_model(read_runs(asked.runs), wanted)
    rows = as_kept(by_step, made)
    write_kept(KEPT, rows, names_of(lessons))
    print(f"{len(rows)} runs of {len({row.step for row in rows})} worlds kept; {len(missing(wanted, made))} missing")


if __name__ == "__main__":
    main()
