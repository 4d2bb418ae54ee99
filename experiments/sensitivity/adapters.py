"""Doors for people who bring a sampler or a habit of their own: a SALib problem, and a call like Mesa's `batch_run`."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...scenarios.faults import InputFault
from ...scenarios.library import load
from ...scenarios.scenario import Scenario
from ..runs.doors import distinct_seeds
from ..runs.runner import run_many
from ..runs.store import run_row
from ..runs.task import DAYS, WARMUP, Task
from ..studies.factors import Factor, read_factor

NOWHERE = ("", None)


class SalibProblem(dict[str, Any]):
    """A problem as SALib's samplers and analyses take it, that also turns their rows into scenarios.

    Keys: `num_vars`, `names`, `bounds`, `dists` ("unif" or "logunif"), and `groups` where any are named. An assumption
    given as `True` is sampled as a share of its belief, in [0, 1]; answers, choices and whole numbers as a number whose
    whole part tells which is meant. `values` undoes both.
    """

    def __init__(self, factors: Sequence[Factor], groups: Mapping[str, Sequence[str]]) -> None:
        home = {name: group for group, members in groups.items() for name in members}
        names = [factor.name for factor in factors]
        super().__init__(
            num_vars=len(names),
            names=names,
            bounds=[_bounds(factor) for factor in factors],
            dists=["logunif" if factor.scale == "log" else "unif" for factor in factors],
        )
        if groups:
            self["groups"] = [home.get(name, name) for name in names]
        self.factors = tuple(factors)

    def values(self, row: Iterable[float] | None = None) -> Any:
        """Factor -> its value for one row of a sample; without a row, what any dictionary gives.

        Args:
            row: `num_vars` numbers within the bounds.
        """
        if row is None:
            return super().values()
        return {one.name: _value(one, float(at)) for one, at in zip(self.factors, row, strict=True)}

    def scenario(self, base: Scenario, row: Iterable[float]) -> Scenario:
        """The scenario of one row.

        Raises:
            InputFault: Its values do not go together.
        """
        return _with(base, self.values(row))


def to_salib_problem(factors: Any, groups: Mapping[str, Sequence[str]] | None = None) -> SalibProblem:
    """Levers and assumptions as a SALib problem.

    Args:
        factors: Names, each over all it may be; or name -> what a study file says of a factor: a list of values,
            `{"low": …, "high": …}`, `{"choices": […]}` or True.
        groups: Group -> names of its factors; what is in none stands by itself.

    Raises:
        InputFault: A name or a range is not known or not allowed.
    """
    said = dict(factors) if isinstance(factors, Mapping) else dict.fromkeys(factors, True)
    if not said:
        raise InputFault("study_no_factors", "factors")
    found = [read_factor(name, one, _role(name), NOWHERE) for name, one in said.items()]
    groups = dict(groups or {})
    members = [name for some in groups.values() for name in some]
    wrong = next((name for name in members if name not in said or members.count(name) > 1), None)
    if wrong is not None:
        raise InputFault("study_group_member" if wrong not in said else "study_value_twice", "groups", {"value": wrong})
    return SalibProblem(found, groups)


def _role(name: str) -> Any:
    from ...model.parameters import all_parameters

    known = all_parameters().get(name)
    return "lever" if known is None else known.about.role


def _bounds(factor: Factor) -> list[float]:
    if factor.values:
        return [0.0, float(len(factor.values))]
    if factor.scale == "belief":
        return [0.0, 1.0]
    return [factor.low, factor.high + 1.0 if factor.whole and factor.scale == "linear" else factor.high]


def _value(factor: Factor, at: float) -> Any:
    if factor.values:
        return factor.values[min(int(at), len(factor.values) - 1)]
    if factor.scale == "belief":
        return factor.at(at)
    if factor.whole:
        return min(math.floor(at) if factor.scale == "linear" else round(at), int(factor.high))
    return min(max(at, factor.low), factor.high)


def _with(base: Scenario, values: Mapping[str, Any]) -> Scenario:
    levers = {}
    for name, value in values.items():
        if _role(name) == "assumption":
            base = base.assume(name, value)
        else:
            levers[name] = value
    return base.set_many(levers) if levers else base


def batch_run(
    parameters: Mapping[str, Any],
    scenario: str | Scenario = "status_quo",
    seeds: Iterable[int] = range(1, 6),
    days: int = DAYS,
    warmup: int = WARMUP,
    workers: int = 1,
) -> list[dict[str, Any]]:
    """Every combination of values under every seed, as Mesa's `batch_run` would: one dictionary a run.

    Args:
        parameters: Lever or assumption -> a value, or a list of values; also "policy" and "place" -> names.
        scenario: What the combinations depart from.
        seeds: Every combination lives through the same.
        days, warmup: Days measured, and days before them.
        workers: Processes; 1 runs all here.

    Returns:
        Rows in order of combinations, then seeds, for `pandas.DataFrame`: `RunId`, `iteration` (the number of the
        seed), `seed`, every parameter, every indicator. A run that failed is a row with its `stage` and `error`.

    Raises:
        InputFault, Refused: A name, value or seed is not allowed.
    """
    found = distinct_seeds(seeds)
    base = load(scenario) if isinstance(scenario, str) else scenario
    lists = [value if isinstance(value, list | tuple | range) else [value] for value in parameters.values()]
    points = [dict(zip(parameters, values, strict=True)) for values in itertools.product(*lists)]
    tasks = [
        Task(f"{number}", one, seed, days, warmup, column=number, replication=place, only_row=True)
        for number, one in enumerate(_departing(base, point) for point in points)
        for place, seed in enumerate(found)
    ]
    rows = {}
    for done in run_many(tasks, workers):
        rows[done.task.column * len(found) + done.task.replication] = run_row(done)
    return [_row(number, rows[number], points[number // len(found)], number % len(found)) for number in sorted(rows)]


def _departing(base: Scenario, point: Mapping[str, Any]) -> Scenario:
    values = dict(point)
    policy, place = values.pop("policy", None), values.pop("place", None)
    base = base if policy is None else base.with_policy(policy)
    return _with(base if place is None else base.with_place(place), values)


def _row(number: int, row: Mapping[str, Any], point: Mapping[str, Any], iteration: int) -> dict[str, Any]:
    """A row in Mesa's words, without our own names of runs and scenarios."""
    own = {name: value for name, value in row.items() if name not in ("run_id", "scenario", "replication")}
    return {"RunId": number, "iteration": iteration, "seed": row["seed"], **point, **own, **point}
