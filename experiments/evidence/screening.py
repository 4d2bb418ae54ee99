"""Which assumptions matter at all (Morris): `python -m shapan.experiments.evidence.screening docs/screening.md`.

A trajectory begins at a random point of all beliefs and moves one assumption after the other by half of its belief;
each move is an elementary effect. Runs are stored one a line as they are done, so the command goes on where it was
stopped. `--communities` takes so many of the town's; `--matter FILE` keeps what was found for the forms of the page.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...scenarios.library import load
from ...scenarios.matter import write_matter
from ...scenarios.worlds import World, in_world
from ..runs.runner import run_many
from ..runs.task import Finished, Task
from ..runs.whole_file import append_row
from ..worlds.drawing import value_at
from .model_mark import model_mark
from .screening_effects import (
    DAYS,
    GROUPS,
    PLACE,
    POLICY,
    TOP,
    WARMUP,
    WATCHED,
    Row,
    Step,
    effects,
    ranked,
    stability,
    steps_of,
    whole,
)
from .screening_page import page

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

TRAJECTORIES = 12
HEAD = ("model", "trajectory", "step", "name", "sign")


def read_rows(path: Path, model: str) -> list[Row]:
    """Steps stored by this model; a line that was cut off is left out."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if None not in row and None not in row.values()]
    return [
        Row(
            row["model"],
            int(row["trajectory"]),
            int(row["step"]),
            name=row["name"],
            sign=int(row["sign"]),
            values={name: float(row[name]) for name in WATCHED},
        )
        for row in rows
        if row["model"] == model
    ]


def write_row(path: Path, row: Row) -> None:
    """One more line; what was cut off before it is taken away."""
    figures = [f"{row.values[name]:.9g}" for name in WATCHED]
    append_row(path, [*HEAD, *WATCHED], [row.model, row.trajectory, row.step, row.name, row.sign, *figures])


def mark_for(scenario: Scenario) -> str:
    """The model, and how many communities of the town were screened where it is not all of them."""
    communities = scenario.place_file.place.communities
    whole_town = load(POLICY).with_place(PLACE).place_file.place.communities
    return model_mark() if communities == whole_town else f"{model_mark()}/{communities}"


def in_part(scenario: Scenario, communities: int | None) -> Scenario:
    """The same in so many communities of its place, which a run of takes less time; in all where None is asked."""
    place = scenario.place_file.place
    if communities is None or communities >= place.communities:
        return scenario
    part = communities / place.communities
    facts = {
        "communities": communities,
        "residents": round(place.residents * part),
        "streets": 1,
        "area_km2": place.area_km2 * part,
        "built_km2": place.built_km2 * part,
        "boundary": None,
    }
    return replace(scenario, place_file=replace(scenario.place_file, place=place.model_copy(update=facts)))


def make(scenario: Scenario, path: Path, trajectories: int, minutes: float | None = None) -> list[Row]:
    """Run what is missing, storing each step as it is done; every step that is there afterwards."""
    model, until = mark_for(scenario), None if minutes is None else time.monotonic() + 60.0 * minutes
    rows = read_rows(path, model)
    for number in range(GROUPS, trajectories):
        there = {row.step for row in rows if row.trajectory == number}
        steps = [step for step in steps_of(rows, number) if step.number not in there]
        for step, done in zip(steps, run_many([_task(scenario, step) for step in steps], 1), strict=False):
            rows.append(_row(step, done, model))
            write_row(path, rows[-1])
            if until is not None and time.monotonic() > until:
                return rows
    return rows


def _task(scenario: Scenario, step: Step) -> Task:
    world = World(f"{step.trajectory}-{step.number}", {name: value_at(name, u) for name, u in step.at.items()})
    return Task(world.name, in_world(scenario, world), 1 + step.trajectory, DAYS, WARMUP)


def _row(step: Step, done: Finished, model: str) -> Row:
    if done.summary is None:
        raise RuntimeError(f"{step.name}: {done.error}")
    known = {name: float(f"{done.summary.indicators[name]:.9g}") for name in WATCHED}
    return Row(model, step.trajectory, step.number, name=step.name, sign=step.sign, values=known)


def main(typed: Sequence[str] | None = None) -> int:
    """Run for as long as asked, then write the page of what is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("page", type=Path, help="the page to write; steps are stored beside it as CSV")
    parser.add_argument("--trajectories", type=int, default=TRAJECTORIES)
    parser.add_argument("--communities", type=int, choices=(1, 2, 3), help="of the town; all if not given")
    parser.add_argument("--matter", type=Path, help="keep what was found in this TOML file")
    parser.add_argument("--minutes", type=float, help="stop after so many minutes; the same command goes on")
    chosen = parser.parse_args(typed)
    path = chosen.page.with_suffix(".csv")
    town = in_part(load(POLICY).with_place(PLACE), chosen.communities)
    rows = make(town, path, chosen.trajectories, chosen.minutes)
    finished = whole(rows)
    count = len({row.trajectory for row in finished if row.trajectory != GROUPS})
    if not count:
        print(f"{len(rows)} steps, and no trajectory is whole yet")
        return 0
    chosen.page.write_text(page(finished), encoding="utf-8")
    found = stability(finished, WATCHED[0])
    if chosen.matter is not None:
        sizes = effects(finished, WATCHED[0])
        write_matter(chosen.matter, [(name, sizes[name].size) for name in ranked(sizes)], mark_for(town), found)
    stability_text = (
        "one trajectory" if found is None else f"rank correlation of the top {TOP} between halves {found:.2f}"
    )
    print(f"{count} trajectories, {len(finished)} runs; {stability_text}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
