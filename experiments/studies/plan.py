"""What a study comes to: its points, its draws of assumptions and every run of them in order, each made when needed.

Runs are numbered from 0: draw by draw, within a draw seed by seed, within a seed point by point. So whatever is
interrupted is already paired, and a worker that makes several runs in a row meets one seed and one warm-up.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from ...scenarios.faults import InputFault
from ...scenarios.library import load
from ...scenarios.reading import looks_like_a_path
from ...scenarios.resolved import bare
from ...scenarios.scenario import Scenario
from ...scenarios.shelf import find_place, find_policy
from ...scenarios.worlds import World, in_world
from ..runs.task import Task
from ..worlds.drawing import joint_draws, spread, value_at
from ..worlds.finding import find_worlds
from .designs import Point, points_of
from .study_file import Said, StudyFile, read_study_file

MOST_RUNS = 1_000_000
KEPT_SCENARIOS = 256
BASE = "base"


@dataclass(frozen=True)
class Place:
    """Where a run stands in a study, all from 0."""

    number: int
    draw: int
    seed: int
    point: int


@dataclass(frozen=True, eq=False)
class Plan:
    """A study ready to be run.

    Attributes:
        points: In order, the baseline first where there is one.
        names: What the scenario of each point is called in tables.
        draws: Joint draws of assumptions; none where everything keeps its default.
        draw_marks: Of draws that follow a design: what an analysis has to know of each, as of a point.
    """

    file: StudyFile
    base: Scenario
    points: tuple[Point, ...]
    names: tuple[str, ...]
    draws: tuple[World, ...] = ()
    draw_marks: tuple[Mapping[str, Any], ...] = ()

    @property
    def runs(self) -> int:
        """How many runs at most."""
        return len(self.points) * len(self.file.seeds) * max(1, len(self.draws))

    @property
    def has_baseline(self) -> bool:
        """Whether the first point is what the others are compared with."""
        return bool(self.file.listed) or self.file.design.with_base

    @property
    def units(self) -> int:
        """Replications that are independent of each other: draws where there are any, else seeds."""
        return len(self.draws) or len(self.file.seeds)

    def runs_of(self, units: int) -> int:
        """Runs of the first so many replications."""
        return self.runs // self.units * units

    def place(self, number: int) -> Place:
        """Where a run stands."""
        rest, point = divmod(number, len(self.points))
        draw, seed = divmod(rest, len(self.file.seeds))
        return Place(number, draw, seed, point)

    def unit(self, number: int) -> int:
        """The replication that a run belongs to."""
        place = self.place(number)
        return place.draw if self.draws else place.seed

    def task(self, number: int) -> Task:
        """The run of a number; its column is that of its point in its draw, so that no two have one id."""
        where, file = self.place(number), self.file
        return Task(
            self.names[where.point],
            _in_draw(self, where.point, where.draw),
            file.seeds[where.seed],
            file.days,
            file.warmup,
            column=where.draw * len(self.points) + where.point,
            replication=where.seed,
            redraw=file.redraw,
            only_row=not file.tables,
            keep=file.tables or None,
        )

    def scenario(self, point: int) -> Scenario:
        """The scenario of a point, under the default assumptions but for those it sets itself.

        Raises:
            InputFault: Its values do not go together.
        """
        if self.file.listed:
            return self._listed[point]
        return _at_point(self.base, self, point)

    @cached_property
    def _listed(self) -> tuple[Scenario, ...]:
        return tuple(_departing(self.base, said, self.file.path) for said in self.file.listed)

    @cached_property
    def factors(self) -> tuple[str, ...]:
        """Everything that differs between points by their design, or is set in any listed scenario."""
        if not self.file.listed:
            return tuple(factor.name for factor in self.file.design.factors)
        said = (name for one in self.file.listed for layer in (one.levers, one.assumptions) for name in layer.values)
        return tuple(dict.fromkeys(said))

    def values_of(self, point: int) -> dict[str, Any]:
        """Factor -> its value at a point."""
        said = self.points[point].values
        if all(name in said for name in self.factors):
            return {name: said[name] for name in self.factors}
        scenario = self.scenario(point)
        return {name: said.get(name, scenario.values.get(name)) for name in self.factors}

    @cached_property
    def hashes(self) -> tuple[str, ...]:
        """The hash of every point's scenario."""
        return tuple(self.scenario(number).hash for number in range(len(self.points)))

    @cached_property
    def hash(self) -> str:
        """The same where the same runs are asked for, whatever they are called in title or file name."""
        file = self.file
        asked = {
            "points": list(zip(self.names, self.hashes, strict=True)),
            "draws": [[world.name, dict(world.values)] for world in self.draws],
            "seeds": file.seeds,
            "days": file.days,
            "warmup": file.warmup,
            "redraw": file.redraw,
            "stop": None if file.stop is None else [str(part) for part in vars(file.stop).values()],
            "tables": file.tables,
        }
        return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


def plan_of(path: str | Path) -> Plan:
    """The plan of a study file, every point of it known to be possible.

    Raises:
        InputFault: What is wrong, with the line or the point.
    """
    file = read_study_file(path)
    base = _base(file)
    drawn = [] if file.listed else _points(file)
    points = tuple(Point({}) for _ in file.listed) or tuple(drawn)
    plan = Plan(file, base, points, _names(file, drawn))
    if plan.runs * (file.uncertainty.draws if file.uncertainty else 1) > MOST_RUNS:
        runs = plan.runs * (file.uncertainty.draws if file.uncertainty else 1)
        raise InputFault("study_too_many", details={"runs": f"{runs:,}", "most": f"{MOST_RUNS:,}"}, at=(file.path, 1))
    _ = plan.hashes
    designed = _designed(file)
    if designed:
        return replace(plan, draws=_worlds(file, plan, designed), draw_marks=tuple(one.marks for one in designed))
    return replace(plan, draws=_draws(file, plan))


def _designed(file: StudyFile) -> list[Point]:
    """The points of draws that follow a design."""
    asked = file.uncertainty
    if asked is None or not asked.size:
        return []
    return points_of(asked.kind, asked.factors, asked.size, asked.seed, asked.groups, asked.second)


def _worlds(file: StudyFile, plan: Plan, points: Iterable[Point]) -> tuple[World, ...]:
    """The points of a design over assumptions as worlds; the first is tried, so that a fault shows before any run."""
    assert file.uncertainty is not None
    start = f"{file.uncertainty.kind}-{file.uncertainty.seed}"
    found = tuple(World(f"{start}-{number:05d}", point.values) for number, point in enumerate(points))
    _ = in_world(plan.scenario(0), found[0]).parameters
    return found


def _points(file: StudyFile) -> list[Point]:
    design = file.design
    found = points_of(design.kind, design.factors, design.size, design.seed, design.groups, design.second)
    return [Point({}), *found] if design.with_base else found


def _names(file: StudyFile, points: Iterable[Point]) -> tuple[str, ...]:
    """Listed scenarios as they are called, points of a factorial by their values, others by their number."""
    if file.listed:
        return tuple(said.name for said in file.listed)
    if file.design.kind == "factorial":
        return _told_apart([_values_text(point.values) or BASE for point in points])
    first = 0 if file.design.with_base else 1
    return tuple(f"{number:04d}" if point.values else BASE for number, point in enumerate(points, first))


def _told_apart(names: list[str]) -> tuple[str, ...]:
    """The same names; those that several points have since their values round alike get the number of the point."""
    many = Counter(names)
    return tuple(f"{name} ({number})" if many[name] > 1 else name for number, name in enumerate(names))


def _values_text(values: dict[str, Any]) -> str:
    return ", ".join(f"{name}={bare(value)}" for name, value in values.items())


def _base(file: StudyFile) -> Scenario:
    return base_of(file.base, file.path)


def base_of(said: Said, path: str) -> Scenario:
    """The scenario a design departs from: a scenario, or a policy on a place; the status quo of its home if neither."""
    start = _loaded(said.scenario or said.policy or "status_quo", path, said.line)
    if said.scenario and said.policy:
        start = _told_where(lambda: start.with_policy(find_policy(said.policy, path)), said.line)
    return _changed(start, said, path)


def _departing(base: Scenario, said: Said, path: str) -> Scenario:
    """A listed scenario: the base with another scenario, policy, place or values."""
    start = base
    if said.scenario:
        start = _loaded(said.scenario, path, said.line)
        if said.place == "":
            start = start.with_place(base.place_file)
    if said.policy:
        start = _told_where(lambda: start.with_policy(find_policy(said.policy, path)), said.line)
    return _changed(start, said, path)


def _changed(start: Scenario, said: Said, path: str) -> Scenario:
    def made() -> Scenario:
        found = start.with_place(find_place(said.place, path)) if said.place else start
        for name, value in said.assumptions.values.items():
            found = found.assume(name, value)
        return found.set_many(said.levers.values) if said.levers.values else found

    return _told_where(made, said.line)


def _loaded(name: str, beside: str, at: tuple[str, int | None]) -> Scenario:
    """What a name means; a path is looked for beside the study file."""
    found = str(Path(beside).parent / name) if looks_like_a_path(name) else name
    return _told_where(lambda: load(found), at)


def _told_where(make: Any, at: tuple[str, int | None]) -> Scenario:
    """What is made, or its fault with the line of the study file where it has none of its own."""
    try:
        return make()  # type: ignore[no-any-return]
    except InputFault as fault:
        if not fault.file:
            fault.file, fault.line = at
        raise


def _at_point(base: Scenario, plan: Plan, number: int) -> Scenario:
    """The base with the values of one point."""
    values = plan.points[number].values
    roles = {factor.name: factor.role for factor in plan.file.design.factors}
    try:
        found = base
        for name, value in values.items():
            if roles[name] == "assumption":
                found = found.assume(name, value)
        levers = {name: value for name, value in values.items() if roles[name] == "lever"}
        return found.set_many(levers) if levers else found
    except InputFault as fault:
        details = {"number": number + 1, "values": _values_text(values), "why": str(fault)}
        raise InputFault("study_point", "design", details, at=(plan.file.path, None)) from fault


@lru_cache(maxsize=KEPT_SCENARIOS)
def _in_draw(plan: Plan, point: int, draw: int) -> Scenario:
    found = plan.scenario(point)
    return in_world(found, plan.draws[draw]) if plan.draws else found


def _draws(file: StudyFile, plan: Plan) -> tuple[World, ...]:
    """The joint draws of assumptions that every point lives through."""
    asked = file.uncertainty
    if asked is None:
        return ()
    if isinstance(asked.which, tuple):
        columns = {name: spread(name, asked.draws, asked.seed) for name in asked.which}
        found = tuple(
            World(f"{asked.seed}-{asked.draws}-{number:03d}", _world(columns, number)) for number in range(asked.draws)
        )
    elif asked.which == "all":
        found = joint_draws(asked.draws, asked.seed)
    else:
        found = _kept(file, plan, asked.draws)
    for world in found:
        _ = in_world(plan.scenario(0), world).parameters
    return found


def _world(columns: dict[str, Any], number: int) -> dict[str, Any]:
    return {name: value_at(name, float(column[number])) for name, column in columns.items()}


def _kept(file: StudyFile, plan: Plan, draws: int) -> tuple[World, ...]:
    places = sorted({plan.scenario(number).place_id for number in range(len(plan.points))} if file.listed else ())
    at = (file.path, None)
    if len(places) > 1:
        raise InputFault("study_several_places", "uncertainty", {"places": ", ".join(places)}, at=at)
    place = places[0] if places else plan.base.place_id
    kept = find_worlds(place)
    worlds = () if kept is None else kept.worlds
    if len(worlds) < draws:
        details = {"place": place, "draws": draws, "kept": len(worlds)}
        raise InputFault("study_no_worlds", "uncertainty.draws", details, at=at)
    return worlds[:draws]
