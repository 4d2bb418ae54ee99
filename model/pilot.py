"""A pilot run tells how a place stands that has long lived under its status quo: departments' cases, books, minds.

A place file states them, measured once. Under other assumptions the same place would stand elsewhere: then the pilot is
run under these assumptions and under the usual ones, with the same luck, and what is stated is moved by the difference.
A policy never changes it. Large places are measured on some of their communities, since all figures are per head.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from .columns import LAPSED_WAITING, NEVER_HEARD, OPEN, WRONG_DOOR
from .letting_go import let_go
from .needs.load import NO_COMMON_LOAD
from .parameters import Assumptions, Parameters
from .parameters.levers import Levers
from .parameters.place import Minds, Place
from .plan import AtRest, Plan
from .setup.resting_minds import experiences_since, resting_minds
from .staffing.capacity import born_since

if TYPE_CHECKING:
    from .district import District

Runs = Callable[[Plan], "District"]
"""What makes a district of a plan: a pilot is a run, and a run may need a pilot, so neither file imports the other."""

PILOT_SEED = 0
PILOT_WARMUP = 90
A_YEAR = 365
DAYS_TO_COMPARE = 180
"""Enough to compare assumptions on the same luck; what is measured for itself takes a year with all its seasons."""
PILOT_RESIDENTS = 40_000
PLENTY = 1e6
CASES_TO_TRUST = 20.0
"""A kind that showed so few cases is moved half by its own and half by all kinds together."""
PILOTS_KEPT = 64

_kept: OrderedDict[str, AtRest] = OrderedDict()


def at_rest(plan: Plan, district: Runs) -> AtRest:
    """What a run begins with: as its place states, moved by what other assumptions change; else as a pilot measures.

    Assumptions alone decide: levers of a policy, and dated steps of it, leave it as it is.
    """
    parameters = plan.parameters.model_copy(update={"levers": plan.status_quo or plan.parameters.levers})
    place, usual = parameters.place, Assumptions()
    inflow, minds = dict(place.departments), place.minds
    heard, lost = dict(place.heard_share), dict(place.lost_share)
    if parameters.assumptions != usual and (inflow or minds or heard or lost):
        now, before = (
            compared(each, district) for each in (parameters, parameters.model_copy(update={"assumptions": usual}))
        )
        inflow = moved_inflow(inflow, now.inflow, before.inflow, _thousand_years(place))
        minds = moved_minds(minds, now.minds, before.minds) if minds else None
        heard = moved_shares(heard, now.heard, before.heard)
        lost = moved_shares(lost, now.lost, before.lost)
    if inflow and minds and heard and lost:
        return AtRest(inflow, minds, heard, lost)
    found = measured(parameters, district)
    return AtRest(inflow or found.inflow, minds or found.minds, heard or found.heard, lost or found.lost)


def measured(parameters: Parameters, district: Runs, seed: int = PILOT_SEED) -> AtRest:
    """How the place stands at rest under these levers and assumptions, whatever it states.

    The first pilot has departments that keep nobody waiting and people as assumptions begin with them; the second, a
    whole year, has departments of the size and people of the temper that the first one found.
    """
    first = lived_through(parameters, _at_first(parameters, None), DAYS_TO_COMPARE, seed, district)
    return lived_through(parameters, first, A_YEAR, seed, district)


def compared(parameters: Parameters, district: Runs) -> AtRest:
    """The same in one go, with departments that keep nobody waiting: good for differences only."""
    return lived_through(
        parameters, _at_first(parameters, parameters.place.minds), DAYS_TO_COMPARE, PILOT_SEED, district
    )


def lived_through(parameters: Parameters, begun_with: AtRest, days: int, seed: int, district: Runs) -> AtRest:
    """What so many days of a pilot run show; the same content is measured once in a process."""
    stated = {"place": {"departments", "heard_share", "lost_share", "minds", "boundary"}}
    content = f"{seed} {days} {begun_with} {parameters.model_dump_json(exclude=stated)}"
    if content not in _kept:
        _kept[content] = _pilot(parameters, begun_with, days, seed, district)
    _kept.move_to_end(content)
    while len(_kept) > PILOTS_KEPT:
        _kept.popitem(last=False)
    return _kept[content]


def moved_inflow(
    stated: Mapping[str, float], now: Mapping[str, float], before: Mapping[str, float], thousand_years: float
) -> dict[str, float]:
    """Cases by kind, each in proportion to what the pilots found; rare kinds lean on all kinds together.

    Args:
        stated: Cases a year and 1,000 residents.
        now, before: What the pilots found under these assumptions and under the usual ones.
        thousand_years: Years of 1,000 residents that one pilot counted.
    """
    total = sum(before.values())
    overall = sum(now.values()) / total if total > 0.0 else 1.0

    def factor(kind: str) -> float:
        came, usually = now.get(kind, 0.0) * thousand_years, before.get(kind, 0.0) * thousand_years
        return (came + CASES_TO_TRUST * overall) / (usually + CASES_TO_TRUST)

    return {kind: cases * factor(kind) for kind, cases in stated.items()}


def moved_minds(stated: Minds, now: Minds, before: Minds) -> Minds:
    """What residents feel, moved by what the pilots found apart."""
    return Minds(
        **{
            name: min(max(getattr(stated, name) + (getattr(now, name) - getattr(before, name)), 0.0), 1.0)
            for name in Minds.model_fields
        }
    )


def moved_shares(
    stated: Mapping[str, float], now: Mapping[str, float], before: Mapping[str, float]
) -> dict[str, float]:
    """Shares by kind, moved by what the pilots found apart."""
    return {
        kind: min(max(share + now.get(kind, 0.0) - before.get(kind, 0.0), 0.0), 1.0) for kind, share in stated.items()
    }


def some_communities(place: Place) -> Place:
    """The same place with as many of its communities as hold `PILOT_RESIDENTS`, at least one."""
    few = max(min(place.communities, int(PILOT_RESIDENTS * place.communities / place.residents)), 1)
    if few == place.communities:
        return place
    part = few / place.communities
    facts = {
        "communities": few,
        "residents": round(place.residents * part),
        "streets": min(max(round(place.streets * part), 1), few),
        "area_km2": place.area_km2 * part,
        "built_km2": place.built_km2 * part,
        "boundary": None,
    }
    return place.model_copy(update=facts)


def _at_first(parameters: Parameters, minds: Minds | None) -> AtRest:
    start = parameters.assumptions.memory
    usual = Minds(efficacy=start.efficacy_start, trust=start.trust_start, expectation=start.trust_start)
    return AtRest(dict.fromkeys((kind.id for kind in parameters.place.needs), PLENTY), minds or usual)


def _pilot(parameters: Parameters, begun_with: AtRest, days: int, seed: int, runs: Runs) -> AtRest:
    levers = parameters.levers
    if levers.grid.layout == "drawn":  # what was drawn for all communities does not fit some of them
        levers = levers.model_copy(update={"grid": levers.grid.model_copy(update={"layout": Levers().grid.layout})})
    # A year with a season of its own would say little about a usual year.
    even = parameters.assumptions.needs.model_copy(update=NO_COMMON_LOAD)
    assumptions = parameters.assumptions.model_copy(update={"needs": even})
    changed = {"place": some_communities(parameters.place), "levers": levers, "assumptions": assumptions}
    some = parameters.model_copy(update=changed)
    plan = Plan(some, seed, days, PILOT_WARMUP, at_rest=begun_with)
    try:
        district = runs(plan)
        district.run_to(PILOT_WARMUP)
        before = district.state.departments.arrived.copy()
        district.run()
    finally:
        let_go(plan)
    cases = district.state.departments.arrived - before
    inflow = cases / _thousand_years(parameters.place, days)
    minds = resting_minds(
        experiences_since(district, PILOT_WARMUP),
        len(district.world.residents.cell),
        seed,
        district.state.memory,
        begun_with.minds,
    )
    heard, lost = _booked(district)
    return AtRest(dict(zip(district.kinds.ids, inflow.tolist(), strict=True)), minds, heard, lost)


def _booked(district: District) -> tuple[dict[str, float], dict[str, float]]:
    """Share of needs heard, and share of those that came to nothing, by kind, among measured needs that have ended."""
    needs = district.state.needs.view(np.ndarray)[born_since(district, PILOT_WARMUP)]
    needs = needs[needs["bin"] != OPEN]
    count = len(district.kinds.ids)
    ended, unheard, nothing = (
        np.bincount(needs["kind"][rows], minlength=count)
        for rows in (slice(None), needs["bin"] == NEVER_HEARD, np.isin(needs["bin"], (LAPSED_WAITING, WRONG_DOOR)))
    )
    heard = ended - unheard
    shares = heard / np.maximum(ended, 1), nothing / np.maximum(heard, 1)
    one, other = (dict(zip(district.kinds.ids, each.tolist(), strict=True)) for each in shares)
    return one, other


def _thousand_years(place: Place, days: int = DAYS_TO_COMPARE) -> float:
    """Years of 1,000 residents that a pilot of so many days counts."""
    return some_communities(place).residents / 1000.0 * days / A_YEAR
