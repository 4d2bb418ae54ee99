"""Runs that begin alike share their beginning: earlier years and warm-up are lived once, then copied for each policy.

Until the day a policy switches on, a district depends on its place, assumptions, seed and status quo only; what the
scenarios of a comparison do differently comes after it. Where somebody says that another run which begins alike follows
(`ahead`), the first leaves a copy of that evening behind; otherwise the second does. From then on nothing before the
switch is lived again. A copy is the same district to the last bit (tested). One beginning is kept in a process, without
the room in which later needs will stand, so memory stays bounded.
"""

from __future__ import annotations

import copy
import itertools
import threading
from typing import Any

import mesa

from .ahead import follows
from .district import District
from .following import shared_parts
from .letting_go import let_go_of_copy
from .plan import Plan

_lock = threading.Lock()
_seen: dict[str, Any] = {"beginning": None, "district": None, "room": 0}
"""Of the last plan: what its beginning depends on; once kept, the district on the morning before the switch, and for
how many needs a district that lives on has room."""


def begun(plan: Plan) -> District:
    """A district of this plan that has lived some of its days: none, or all up to the day the policy switches on."""
    beginning = _beginning(plan)
    if beginning is None:
        return District(plan)
    with _lock:
        first = _seen["beginning"] != beginning
        if first:
            _forget()
            _seen["beginning"] = beginning
        if _seen["district"] is not None:
            return forked(_seen["district"], plan, _seen["room"])
        district = District(plan)
        if first and not follows():
            return district
        district.run_to(plan.warmup)
        _keep(district)
        return district


def forget() -> None:
    """Keep no beginning any more."""
    with _lock:
        _forget()


def _forget() -> None:
    _seen.update(beginning=None, district=None, room=0)


def _keep(district: District) -> None:
    """Keep a copy of a district that is about to live on; it never lives itself, so it needs no room for needs."""
    kept = forked(district, district.plan, 0)
    let_go_of_copy(kept)
    _seen.update(district=kept, room=len(district.state.needs))


def forked(district: District, plan: Plan, room: int | None = None) -> District:
    """A district of its own that goes on from here under another plan, which has to agree on all that lies behind.

    Args:
        room: For how many needs it has room, those that were born included; as many as the other one if None.
    """
    other: District = copy.deepcopy(district, {id(district.plan): plan, **shared_parts(district, room)})
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
