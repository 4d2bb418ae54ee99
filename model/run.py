"""The one door to the model: a plan in, a finished run out."""

from __future__ import annotations

from collections.abc import Callable

from .forking import begun
from .letting_go import let_go
from .observation.record import Run, record
from .plan import Plan
from .surging import first_shock, run_twice

DAYS_BETWEEN_REPORTS = 28

__all__ = ["Plan", "Run", "run_district"]


def run_district(plan: Plan, progress: Callable[[float], None] | None = None) -> Run:
    """Let a district live its warm-up and then its measured days; nothing of it stays in memory but the run.

    Args:
        plan: Parameters, seed, dates, later steps and shocks; one with a shock is lived twice (`surging`).
        progress: Called now and then with the share of days lived.
    """
    first = first_shock(plan)
    if first is not None:
        return run_twice(plan, first, progress)
    try:
        district = begun(plan)
        while district.day < district.length:
            district.run_to(district.day + DAYS_BETWEEN_REPORTS)
            if progress is not None:
                progress(district.day / district.length)
        run = record(district, following=district)
    finally:
        let_go(plan)
    # A district and its agents hold each other; taken apart, they need not wait for the garbage collector.
    district.__dict__.clear()
    return run
