"""Runs that begin alike share their beginning: earlier years and warm-up are lived once, then copied for each policy.

Until the day a policy switches on, a district depends on its place, assumptions, seed and status quo only; what the
scenarios of a comparison do differently comes after it. The second of them that a process runs with one seed lets the
beginning be kept, and from the third on nothing before the switch is lived again. A copy is the same district to the
last bit (tested). One beginning is kept in a process, so memory stays bounded.
"""

from __future__ import annotations

import copy
import itertools
import threading
from typing import Any

import mesa

from .district import District
from .following import shared_parts
from .letting_go import let_go
from .plan import Plan

_lock = threading.Lock()
_seen: dict[str, Any] = {"beginning": None, "district": None}
"""Of the last plan: what its beginning depends on, and the district on the morning before the switch, once kept."""


def begun(plan: Plan) -> District:
    """A district of this plan that has lived some of its days: none, or all up to the day the policy switches on."""
    beginning = _beginning(plan)
    if beginning is None:
        return District(plan)
    with _lock:
        if _seen["beginning"] != beginning:
            _seen.update(beginning=beginning, district=None)
            return District(plan)
        if _seen["district"] is None:
            kept = District(plan)
            kept.run_to(plan.warmup)
            let_go(plan)  # it never lives on itself
            _seen["district"] = kept
        return forked(_seen["district"], plan)


def forget() -> None:
    """Keep no beginning any more."""
    with _lock:
        _seen.update(beginning=None, district=None)


def forked(district: District, plan: Plan) -> District:
    """A district of its own that goes on from here under another plan, which has to agree on all that lies behind."""
    other: District = copy.deepcopy(district, {id(district.plan): plan, **shared_parts(district)})
    other.plan, other.length, other.levers_from = plan, plan.length, plan.levers_from
    counters: Any = getattr(mesa.Agent, "_ids", None)
    if counters is not None:  # Mesa before 3.4 numbers the agents of each model in a table of the class
        counters[other] = itertools.count(1 + max(agent.unique_id for agent in district.agents))
    return other


def _beginning(plan: Plan) -> tuple[Any, ...] | None:
    """All that the days before the switch depend on; None if there is nothing to share."""
    start = plan.parameters.place.start
    if plan.days == 0 or plan.status_quo is None or any(date < start for date in plan.steps):
        return None
    parameters = plan.parameters
    return (
        (plan.seed, plan.days, plan.warmup, plan.earlier_years, plan.at_rest),
        None if plan.drawn is None else plan.drawn.tobytes(),
        (parameters.place, parameters.assumptions, parameters.formats, plan.status_quo),
    )
