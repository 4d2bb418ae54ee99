"""A shipped study as a job: every point of it lives through every seed, as `shapan study run` would have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...experiments.runs.runner import finish
from ...experiments.runs.task import Finished
from ...experiments.studies.shelf import put_together, shipped_plan, shipped_studies
from ...scenarios.faults import InputFault, nearest_name, shown
from .request import Column, Reason, Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...experiments.studies.plan import Plan
    from ...experiments.studies.shelf import Studied
    from ...scenarios.library import Scenario

MOST_RUNS = 400
"""A study of more runs is for the command line, which can be left alone for a night."""


def plan_of(request: Request) -> Plan:
    """The study that a request asks for."""
    return shipped_plan(request.study)


def asked_study(name: str) -> Request:
    """The request that runs a shipped study.

    Raises:
        InputFault: There is none of this name, or it is too large or too particular for a job.
    """
    if name not in shipped_studies():
        known = tuple(shipped_studies())
        raise InputFault("unknown_study", "study", {"value": shown(name)}, ", ".join(known), nearest_name(name, known))
    plan = shipped_plan(name)
    file, seeds = plan.file, plan.file.seeds
    if not fits(plan):
        raise InputFault("out_of_range", "study", {"value": shown(plan.runs)}, f"1–{MOST_RUNS}")
    column = Column("", plan.base.policy_id, plan.base.place_id)
    return Request((column,), len(seeds), file.days, file.warmup, seeds[0], study=name, points=len(plan.points))


def fits(plan: Plan) -> bool:
    """Whether a study can be a job: few runs, seeds in a row, no draws, no rule of stopping, no tables beside rows."""
    file = plan.file
    in_a_row = tuple(file.seeds) == tuple(range(file.seeds[0], file.seeds[0] + len(file.seeds)))
    return plan.runs <= MOST_RUNS and in_a_row and not plan.draws and file.stop is None and not file.tables


def check_study(request: Request) -> None:
    """Let nobody ask a study otherwise than it is written.

    Raises:
        InputFault: It is none, or not as written.
    """
    if request != asked_study(request.study):
        raise InputFault("out_of_range", "study", {"value": shown(request.study)}, request.study)


def scenarios_of_study(request: Request) -> dict[int, Scenario]:
    """Point -> what lives there."""
    plan = plan_of(request)
    return {point: plan.scenario(point) for point in range(len(plan.points))}


def number_of(request: Request, point: int, seed: int) -> int:
    """The run's number in its study."""
    return (seed - request.seed) * request.points + point


def run_of_study(request: Request, point: int, seed: int, report: Callable[[float], None]) -> dict[str, Any]:
    """One run, of which only its summary and its seconds are kept.

    Raises:
        RuntimeError: It did not come to its end.
    """
    done = finish(plan_of(request).task(number_of(request, point, seed)), progress=report)
    if done.failed:
        raise RuntimeError(done.error)
    return {"seconds": done.wall_s, "summary": done.summary}


def gathered(request: Request, runs: Mapping[tuple[int, int], Any], failures: list[str]) -> Studied:
    """What all finished runs say together."""
    if not runs:
        raise Reason("job.none_finished", failures[0] if failures else "")
    plan = plan_of(request)
    numbers = sorted((number_of(request, *task), task) for task in runs)
    made = ((number, Finished(plan.task(number), **_kept(runs[task]))) for number, task in numbers)
    return put_together(plan, made, whole=not failures)


def _kept(run: Mapping[str, Any]) -> dict[str, Any]:
    return {"wall_s": run["seconds"], "summary": run["summary"]}
