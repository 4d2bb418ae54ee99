"""A run with a shock lives twice: once more from the shock's first morning on without it, to know what it cost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .emergency.book import by_kind
from .emergency.records import Emergency
from .following import live_on
from .forking import begun, forked
from .letting_go import let_go
from .living import Progress, live_through
from .observation.indicators import INDICATORS
from .observation.need_log import measured
from .observation.record import Run, record
from .observation.surge_cost import Cohorts, Surge, cohorts, cost
from .plan import Plan

if TYPE_CHECKING:
    from .district import District


def first_shock(plan: Plan) -> int | None:
    """The measured day, from 0, on which the first shock begins that acts in a run; None where there is none."""
    start = plan.parameters.place.start
    days = [(shock.start - start).days for shock in plan.shocks if shock.strength > 0.0]
    return min((day for day in days if 0 <= day < plan.days), default=None)


def run_twice(plan: Plan, first: int, progress: Progress | None = None) -> Run:
    """Live a plan with its shocks and without them; both share all days before the first of them.

    Args:
        plan: With shocks.
        first: The measured day, from 0, on which the first of them begins.
        progress: Called now and then with the share of days lived, of both.
    """
    peace = replace(plan, shocks=())
    try:
        shocked = begun(plan)
        shocked.run_to(plan.warmup + first)
        peaceful = forked(shocked, peace)
        peaceful.levers_from = dict(shocked.levers_from)  # what a trigger or a pilot moved before stays moved
        return run_against(shocked, peaceful, first, progress)
    finally:
        let_go(plan)
        let_go(peace)


def run_against(shocked: District, peaceful: District, first: int, progress: Progress | None = None) -> Run:
    """Let two districts that stand on one day live on to the end, and tell the first with what its shocks cost.

    Args:
        shocked: With shocks.
        peaceful: The same without them.
        first: The measured day, from 0, on which the first of them begins.
    """
    lives = (shocked, peaceful)
    live_through(*lives, progress=progress)
    run = record(shocked, following=shocked)
    live_on(peaceful)
    ours, theirs = (cohorts(measured(one)) for one in lives)
    surge = _surge(shocked, (ours, theirs), first)
    for one in lives:
        one.__dict__.clear()
    return run.changed({"indicators": {**run.indicators, **surge.indicators}, "surge": surge})


def _surge(shocked: District, pair: tuple[Cohorts, Cohorts], first: int) -> Surge:
    lived = shocked.of(Emergency).lived
    margin = INDICATORS["coverage"].margin
    needs = () if lived is None else tuple(by_kind(lived.table))
    return Surge(cost(*pair, first=first, days=shocked.plan.days, margin=margin), needs, len(shocked.world.residents))
