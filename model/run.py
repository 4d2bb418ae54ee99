"""The one door to the model: a plan in, a finished run out."""

from __future__ import annotations

from .living import Progress, live_through, living
from .observation.record import Run, record
from .plan import Plan
from .surging import first_shock, run_twice

__all__ = ["Plan", "Run", "run_district"]


def run_district(plan: Plan, progress: Progress | None = None) -> Run:
    """Let a district live its warm-up and then its measured days; nothing of it stays in memory but the run.

    Args:
        plan: Parameters, seed, dates, later steps and shocks; one with a shock is lived twice (`surging`).
        progress: Called now and then with the share of days lived.
    """
    first = first_shock(plan)
    if first is not None:
        return run_twice(plan, first, progress)
    with living(plan) as district:
        live_through(district, progress=progress)
        return record(district, following=district)
