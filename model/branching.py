"""Save, rewind, branch: a run that goes on from where another stood on some evening (ODD 7.15).

A saved state is no copy of memory but the way back to it: what was lived under, and for how long. Living the same days
again gives the same district to the last bit, which its digest proves. The district of one state is kept in a process,
so a second branch from it costs no day before it again; it never lives on itself, only copies of it do.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .columns import BORN, UNHEARD_NOW
from .emergency.records import Emergency
from .forking import begun, forked
from .letting_go import let_go
from .living import Progress, live_through
from .observation.record import Run, record
from .parameters import Levers
from .pilots.process import Pilots
from .plan import Plan
from .surging import first_shock, run_against
from .triggers.process import Triggers
from .triggers.schedule import in_force_on

if TYPE_CHECKING:
    from .district import District

_lock = threading.Lock()
_kept: dict[str, Any] = {"key": None, "district": None}
"""The one state whose district this process keeps: what it is known by, and the district."""


@dataclass(frozen=True, eq=False)
class Stood:
    """Where a district stood.

    Attributes:
        plan: What it lives under.
        day: Measured days it has lived; 0 is the morning on which the policy switches on.
        key: What tells this state from any other.
        earlier: The state that it branched off from; None where it began by itself.
    """

    plan: Plan
    day: int
    key: Hashable
    earlier: Stood | None = None


def district_of(stood: Stood) -> District:
    """The district of a state, to be looked at and copied, never to live on."""
    with _lock:
        return _district_of(stood)


def _district_of(stood: Stood) -> District:
    if _kept["key"] != stood.key:
        _kept.update(key=None, district=None)
        plan = stood.plan
        try:
            district = begun(plan) if stood.earlier is None else _branched(_district_of(stood.earlier), plan)
            district.run_to(plan.warmup + stood.day)
        finally:
            let_go(plan)
        _kept.update(key=stood.key, district=district)
    found: District = _kept["district"]
    return found


def forget() -> None:
    """Keep no state any more."""
    with _lock:
        _kept.update(key=None, district=None)


def run_branch(stood: Stood, plan: Plan, progress: Progress | None = None) -> Run:
    """Let a copy of a state's district live on under another plan, to the end of its measured days.

    Args:
        stood: Where it begins.
        plan: What it lives under from the next morning; place, assumptions, seed and dates are those of the state.
        progress: Called now and then with the share of days lived.
    """
    first = first_shock(plan)
    peace = replace(plan, shocks=())
    try:
        with _lock:
            district = _branched(_district_of(stood), plan)
            peaceful = None if first is None else _branched(_district_of(_without_shocks(stood)), peace)
        if first is None or peaceful is None:
            return _lived_on(district, progress)
        return run_against(district, peaceful, first, progress)
    finally:
        let_go(plan)
        let_go(peace)


def _lived_on(district: District, progress: Progress | None) -> Run:
    live_through(district, progress=progress)
    run = record(district, following=district)
    district.__dict__.clear()
    return run


def _without_shocks(stood: Stood) -> Stood:
    """The same state as it would be if no shock had come: what a branch with a shock is measured against."""
    earlier = None if stood.earlier is None else _without_shocks(stood.earlier)
    return Stood(replace(stood.plan, shocks=()), stood.day, ("without shocks", stood.key), earlier)


def _branched(district: District, plan: Plan) -> District:
    """A copy that goes on under a plan: undisturbed where its policy is the same, else as if by a step that morning."""
    other = forked(district, plan)
    if _same_policy(district.plan, plan):
        other.levers_from = dict(district.levers_from)  # those that a trigger moved stay moved
        return other
    other.levers_from = _levers_from(district, plan)
    other.keep(Triggers([]))  # the triggers of its policy wait for their conditions from this morning on
    office = other.of(Pilots)  # what some communities tried ends; pilots of its own that would be under way never began
    office.running, office.ending, other.trials = [], [], ()
    return other


def _same_policy(one: Plan, other: Plan) -> bool:
    same = one.parameters.levers == other.parameters.levers and one.triggers == other.triggers
    same = (
        same
        and one.pilots == other.pilots
        and dict(one.steps) == dict(other.steps)
        and dict(one.named) == dict(other.named)
    )
    return same and _drawing(one) == _drawing(other)


def _drawing(plan: Plan) -> bytes:
    return b"" if plan.drawn is None else plan.drawn.tobytes()


def _levers_from(district: District, plan: Plan) -> dict[dt.date, Levers]:
    """What lies behind as it was, then the plan's levers of today, then its later steps.

    Where the levers stand as they are there is no step: closing the accounts on a day of its own would show.
    """
    today, planned = district.date(district.day), plan.levers_from
    now = in_force_on(planned, today)
    found = {date: levers for date, levers in district.levers_from.items() if date < today}
    redrawn = _drawing(district.plan) != _drawing(plan)
    if today in planned or redrawn or district.trials or now != district.parameters.levers:
        found[today] = now
    return found | {date: levers for date, levers in planned.items() if date > today}


def digest(district: District) -> str:
    """A fingerprint of where a district stands: needs, queues, posts, minds, hazards, payments, what was done."""
    found = hashlib.sha256()
    for column in _columns(district):
        found.update(np.ascontiguousarray(column).tobytes())
    for block in district.ledger.blocks:
        found.update(repr((block.day, block.source, block.target, block.purpose)).encode())
        found.update(np.ascontiguousarray(block.fen).tobytes())
    for day, event in district.events:
        found.update(repr((day, event)).encode())
    found.update(repr((district.day, sorted(district.levers_from))).encode())
    return found.hexdigest()


def _columns(district: District) -> Iterator[np.ndarray]:
    state = district.state
    tally, hearing = state.tallies.tally, state.hearing
    tables = (state.needs[: int(tally[BORN])], state.waiting[: int(tally[UNHEARD_NOW])])
    # Field by field: what lies between the columns of a row means nothing.
    for table in (*tables, state.pools, state.groups, state.servers, state.departments, state.minds, hearing.people):
        plain = table.view(np.ndarray)
        yield from (plain[name] for name in plain.dtype.names or ())
    yield from (hearing.accumulated, hearing.patrol_per_hour, hearing.listed_per_hour, hearing.door_per_hour)
    yield from (hearing.workday, hearing.restday, hearing.intensity, tally, state.tallies.mind_totals)
    yield state.tallies.daily[:, : district.day]
    lived = district.of(Emergency).lived
    if lived is not None:
        plain = lived.table.needs.view(np.ndarray)
        yield from (plain[name] for name in plain.dtype.names or ())
        yield lived.shut_until
