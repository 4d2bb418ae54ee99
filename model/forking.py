"""Runs that begin alike share their beginning: earlier years and warm-up are lived once, then copied for each policy.

Until the day a policy switches on, a district depends on its place, assumptions, seed and status quo only; what the
scenarios of a comparison do differently comes after it. Where somebody says that another run which begins alike follows
(`ahead`), the first leaves a copy of that evening behind; otherwise the second does. From then on nothing before the
switch is lived again, also not in the next comparison of the same worlds, when one lever has moved. A copy is the same
district to the last bit (tested). Several beginnings of small places are kept in a process, one of a large place, each
without the room in which later needs will stand, so memory stays bounded.
"""

from __future__ import annotations

import copy
import itertools
import threading
from dataclasses import dataclass
from typing import Any

import mesa

from .ahead import follows
from .district import District
from .following import shared_parts
from .letting_go import let_go_of_copy
from .plan import Plan

RESIDENTS_KEPT = 132_000
"""So many residents live in the beginnings that a process keeps, where it keeps more than one: a dozen standard towns,
about 90 MB."""
PLANS_REMEMBERED = 64
"""Of so many beginnings, at most, a process knows that it has met them."""


@dataclass(slots=True)
class Beginning:
    """What some runs begin with.

    Attributes:
        depends_on: All that its days depend on, as `_beginning` says it.
        residents: How many live in it.
        district: The district on the morning before the switch, once kept.
        room: For how many needs a district that lives on has room.
    """

    depends_on: tuple[Any, ...]
    residents: int
    district: District | None = None
    room: int = 0


_lock = threading.Lock()
_met: list[Beginning] = []
"""The beginnings this process has met, the one met last at the end."""


def begun(plan: Plan) -> District:
    """A district of this plan that has lived some of its days: none, or all up to the day the policy switches on."""
    depends_on = _beginning(plan)
    if depends_on is None:
        return District(plan)
    with _lock:
        beginning = _recall(depends_on)
        first = beginning is None
        if beginning is None:
            beginning = Beginning(depends_on, plan.parameters.place.residents)
        _met.append(beginning)
        if beginning.district is not None:
            return forked(beginning.district, plan, beginning.room)
        _make_room(beginning.residents)  # also where it will not be kept: two large districts at once are too many
        district = District(plan)
        if first and not follows():
            return district
        district.run_to(plan.warmup)
        _keep(beginning, district)
        return district


def forget() -> None:
    """Keep no beginning any more."""
    with _lock:
        _met.clear()


def kept() -> list[Beginning]:
    """The beginnings of which this process keeps the district, the one used last at the end."""
    return [one for one in _met if one.district is not None]


def _recall(depends_on: tuple[Any, ...]) -> Beginning | None:
    """The beginning that depends on just this, taken out of those met; None if it was not met, or long ago."""
    for number, one in enumerate(_met):
        if one.depends_on == depends_on:
            return _met.pop(number)
    return None


def _make_room(residents: int) -> None:
    """Let go of beginnings used longest ago until so many residents more may be kept."""
    del _met[:-PLANS_REMEMBERED]
    there = sum(one.residents for one in kept())
    for one in kept():
        if there + residents <= RESIDENTS_KEPT:
            return
        one.district = None
        there -= one.residents


def _keep(beginning: Beginning, district: District) -> None:
    """Keep a copy of a district that is about to live on; it never lives itself, so it needs no room for needs."""
    beginning.district, beginning.room = forked(district, district.plan, 0), len(district.state.needs)
    let_go_of_copy(beginning.district)


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
