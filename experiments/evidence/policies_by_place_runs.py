"""What is run and kept of six policies on five places (`policies_by_place.toml`): tasks, their names, the table."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ...scenarios.twins import TWIN, fit_for
from ...scenarios.worlds import World, in_world, kept_worlds
from ..runs.task import Task
from ..worlds.seeds import seed_of_world
from .model_mark import model_mark
from .stored_runs import Stored, read_runs

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

FILE = Path(__file__).parent / "policies_by_place.toml"
RUNS = Path("results/policies-by-place-runs.csv")
HEAD = ("place", "policy", "budget", "world", "seed", "model")
OWN, EQUAL = "own", "equal"
USUAL = ""
"""The world of the usual assumptions, in which luck alone is measured."""


@dataclass(frozen=True)
class Settings:
    """What was written down before any run."""

    baseline: str
    policies: tuple[str, ...]
    places: tuple[str, ...]
    days: int
    warmup: int
    seeds: tuple[int, ...]
    draws: int
    budgets: tuple[str, ...]
    indicators: tuple[str, ...]
    expected: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Line:
    """One run as the table keeps it; `world` is the name of a draw, or empty for the usual assumptions."""

    place: str
    policy: str
    budget: str
    world: str
    seed: int
    model: str
    values: Mapping[str, float]


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The file of this study."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    first, last = said["seeds"]
    return Settings(
        baseline=said["baseline"],
        policies=tuple(said["policies"]),
        places=tuple(said["places"]),
        days=said["days"],
        warmup=said["warmup"],
        seeds=tuple(range(first, last + 1)),
        draws=said["draws"],
        budgets=tuple(said["budgets"]),
        indicators=tuple(said["indicators"]),
        expected=said["expected"],
    )


def worlds_of(place: str) -> tuple[World, ...]:
    """The first kept worlds shipped with a place, as many as are asked for and there."""
    kept = kept_worlds(place)
    return () if kept is None else kept.worlds[: settings().draws]


def solved(policy: str, place: str) -> bool:
    """Whether the policy's twin was solved for a place and spends there what the status quo does."""
    fit = fit_for(f"{policy}{TWIN}", place)
    return fit is not None and fit.holds


def columns(place: str, policies: Sequence[str]) -> list[tuple[str, str]]:
    """(policy, budget) of everything that is run on a place; the status quo first."""
    ours = [(policy, budget) for budget in settings().budgets for policy in policies]
    return [(settings().baseline, OWN), *(one for one in ours if one[1] == OWN or solved(one[0], place))]


def scenario_of(place: str, policy: str, budget: str) -> Scenario:
    """A policy, or its twin, on a place."""
    from ...scenarios.library import load

    return load(policy if budget == OWN else f"{policy}{TWIN}").with_place(place)


def lives(place: str) -> list[tuple[World | None, int]]:
    """(world, seed) in the order in which they are lived; None is the world of the usual assumptions."""
    asked = settings()
    kept = [(world, seed_of_world(asked.seeds[0], number)) for number, world in enumerate(worlds_of(place))]
    return [*((None, seed) for seed in asked.seeds), *kept]


def steps(places: Sequence[str], policies: Sequence[str]) -> list[tuple[str, str, World | None, int]]:
    """(place, name of the run, world, seed) of everything, the first life of every place before the next of any."""
    by_place = {place: lives(place) for place in places}
    most = max((len(each) for each in by_place.values()), default=0)
    return [
        (place, named(policy, budget, each[number][0]), *each[number])
        for number in range(most)
        for place, each in by_place.items()
        if number < len(each)
        for policy, budget in columns(place, policies)
    ]


def named(policy: str, budget: str, world: World | None) -> str:
    """What a run is called."""
    return f"{policy}/{budget}/{USUAL if world is None else world.name}"


def tasks(places: Sequence[str], policies: Sequence[str]) -> list[Task]:
    """Every run asked for."""
    asked = settings()
    scenarios = {
        (place, policy, budget): scenario_of(place, policy, budget)
        for place in places
        for policy, budget in columns(place, policies)
    }
    found = []
    for place, name, world, seed in steps(places, policies):
        policy, budget, _ = name.split("/")
        scenario = scenarios[place, policy, budget]
        lived = scenario if world is None else in_world(scenario, world)
        found.append(Task(name, lived, seed, asked.days, asked.warmup))
    return found


def left(places: Sequence[str], policies: Sequence[str], path: Path = RUNS) -> tuple[int, list[str]]:
    """How many runs there are, and the place of each that this model has not made; told by name, without resolving."""
    model = model_mark()
    known = {(run.place, run.step, run.seed) for run in read_runs(path) if run.model == model}
    wanted = steps(places, policies)
    return len(wanted), [place for place, name, _, seed in wanted if (place, name, seed) not in known]


def lines_of(runs: Iterable[Stored]) -> list[Line]:
    """Stored runs as lines of the table."""
    found = []
    for run in runs:
        policy, budget, world = run.step.split("/")
        found.append(Line(run.place, policy, budget, world, run.seed, model=run.model, values=run.values))
    return found


def with_those_made(kept: Sequence[Line], made: Sequence[Line]) -> list[Line]:
    """The table where this model has taken over the places it ran: runs of two models are no pair."""
    anew = {line.place for line in made}
    return [line for line in kept if line.place not in anew] + list(made)


def read(table: Path) -> list[Line]:
    """The table; empty where there is none."""
    if not table.exists():
        return []
    with table.open(encoding="utf-8", newline="") as rows:
        return [
            Line(
                row["place"],
                row["policy"],
                row["budget"],
                row["world"],
                int(row["seed"]),
                model=row["model"],
                values={name: float(text) for name, text in row.items() if name not in HEAD and text},
            )
            for row in csv.DictReader(rows)
        ]


def write(table: Path, lines: Iterable[Line]) -> None:
    """The table, sorted by what its lines are of."""
    names = settings().indicators
    with table.open("w", encoding="utf-8", newline="") as rows:
        out = csv.writer(rows, lineterminator="\n")
        out.writerow([*HEAD, *names])
        for one in sorted(lines, key=lambda line: (line.place, line.budget, line.policy, line.seed)):
            figures = [f"{one.values[name]:.9g}" if name in one.values else "" for name in names]
            out.writerow([one.place, one.policy, one.budget, one.world, one.seed, one.model, *figures])
