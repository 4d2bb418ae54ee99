"""The first morning of a district: columns for people, needs and days before anything has happened."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from ..arrays import Rows
from ..columns import (
    DAILY_ROWS,
    DEPARTMENT,
    MIND,
    NEED,
    NOBODY,
    POOL_TYPES,
    UNHEARD_NEED,
    Facts,
    Hearing,
    MemoryRules,
    RoutingRules,
    ServiceRules,
    State,
    Tallies,
    rows,
)
from ..ledger.years import years_of_run
from ..needs.lists import SLOTS
from ..needs.load import common_load
from ..needs.table import KindTable, pairs, yearly_rates
from ..parameters import Parameters
from ..parameters.place import Minds, NeedKind
from ..place.world import World
from ..plan import AtRest, Plan
from ..streams import (
    DAY,
    RESIDENT,
    Part,
    Stream,
)
from ..working_days import DAYS_A_YEAR, WORKING_DAYS_A_YEAR

NEEDS = Stream("needs")
"""Under its key stand, step by step, the day, the community, the kind and the number of every need."""
ROUGHNESS = Stream("roughness", Part("community and stream"), DAY)
TRUST = Stream("trust", RESIDENT)
EFFICACY = Stream("efficacy", RESIDENT)

FIRST_ROOM = 4096
ROOM_TO_SPARE = 1.1
RESIDENTS_A_GUIDE = 16
SLACK = 1e-6
MEAN_HANDLING_DAYS = 4.0  # of the start table of needs, over the cases that reach departments
EFFICACY_SPREAD = 0.5
TRUST_SPREAD = 0.3


def working_calendar(first_day: dt.date, days: int) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
    """Which days are working days (Monday to Friday), and how many working days lie before each."""
    weekday = (first_day.weekday() + np.arange(days)) % 7
    works = (weekday < 5).astype(np.int8)
    return works, (np.cumsum(works) - works).astype(np.int32)


def settle_facts(world: World, parameters: Parameters, seed: int, first_day: dt.date, days: int) -> Facts:
    """What no policy can change, for every day of the run."""
    people, territory = world.residents, world.territory
    start = territory.resident_start_of_cell[territory.cell_start_of_community]
    rate, cumulative, guide, guide_start = _rates(world)
    works, working_index = working_calendar(first_day, days)
    return Facts(
        resident_cell=people.cell.astype(np.int32),
        resident_vulnerable=((people.age_band == 2) | people.disabled).astype(np.int8),
        community_start=start.astype(np.int64),
        daily_rate=rate * parameters.assumptions.needs.rate_multiplier,
        cumulative_rate=cumulative,
        guide=guide,
        guide_start=guide_start,
        roughness=_roughness(territory.communities, days, parameters, seed),
        load=common_load(
            tuple(kind.id for kind in world.place.needs), first_day, days, parameters.assumptions.needs, seed
        ),
        works=works,
        working_index=working_index,
        seed_key=NEEDS.of(seed).key,
    )


@lru_cache(maxsize=2)
def _rates(world: World) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int32], NDArray[np.int64]]:
    """Needs a day by community and kind, each kind's rates cumulated over a community's residents to 1, and its guide.

    Every run in this place reads the same tables; nobody may write to them.
    """
    territory, kinds = world.territory, world.place.needs
    start = territory.resident_start_of_cell[territory.cell_start_of_community].astype(np.int64)
    community = territory.community_of_cell[world.residents.cell]
    daily = np.zeros((len(start) - 1, len(kinds)))
    cumulative = np.zeros((len(kinds), len(community)))
    for row, kind in enumerate(kinds):
        rate = yearly_rates(kind, world)
        total = np.concatenate(([0.0], np.cumsum(rate)))
        sums = total[start[1:]] - total[start[:-1]]
        daily[:, row] = sums / DAYS_A_YEAR
        share = (total[1:] - total[start[:-1]][community]) / np.where(sums > 0, sums, 1.0)[community]
        cumulative[row] = np.minimum(share, 1.0)
    return daily, cumulative, *guide_to(cumulative, start)


def guide_to(
    cumulative: NDArray[np.float64], community_start: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Where to begin and end the search for a quantile (the guide table of Chen & Asau 1974).

    Entry b of a community's B + 3 is its first resident whose cumulated rate reaches (b - SLACK) / B, its last one if
    nobody's does: whoever stands at quantile u lies between the entries floor(u B) and floor(u B) + 2, however the
    product is rounded.

    Returns:
        Entries by kind, and where each community's begin.
    """
    sizes = np.diff(community_start)
    buckets = np.maximum(sizes // RESIDENTS_A_GUIDE, 1)
    guide_start = np.concatenate(([0], np.cumsum(buckets + 3)))
    guide = np.zeros((len(cumulative), int(guide_start[-1])), np.int32)
    for community, (first, last) in enumerate(zip(community_start[:-1], community_start[1:] - 1, strict=True)):
        edges = (np.arange(buckets[community] + 3) - SLACK) / buckets[community]
        here = slice(int(guide_start[community]), int(guide_start[community + 1]))
        for kind in range(len(cumulative)):
            guide[kind, here] = first + np.searchsorted(cumulative[kind, first:last], edges)
    return guide, guide_start


def _roughness(communities: int, days: int, parameters: Parameters, seed: int) -> NDArray[np.float64]:
    """Gamma factors of mean one by community, stream (personal, public) and day."""
    shape = parameters.assumptions.needs.overdispersion_shape
    draws = ROUGHNESS.of(seed).at(np.arange(2 * communities)[:, None], np.arange(days)).uniform()
    return np.asarray(gammaincinv(shape, draws) / shape)


def longer(table: NDArray, room: int) -> NDArray:  # type: ignore[type-arg]
    """The same table with more room at its end."""
    grown = np.empty((room, *table.shape[1:]), table.dtype).view(type(table))
    grown[: len(table)] = table
    grown[len(table) :] = np.zeros((), table.dtype)
    return grown


def empty_books(room: int, cells: int, days: int, minds: Rows, period: NDArray[np.int32] | None = None) -> Tallies:
    """Books for every day of the run; hours by community are kept apart for each `period` of days, else in one."""
    period = np.zeros(days, np.int32) if period is None else period
    return Tallies(
        tally=np.zeros(4, np.int64),
        hours=np.zeros((len(POOL_TYPES), 3, days)),
        # No more communities than cells.
        hours_by_year=np.zeros((int(period.max(initial=0)) + 1, cells, len(POOL_TYPES), 2)),
        period=period,
        daily=np.zeros((DAILY_ROWS, days)),
        mind_totals=np.array([minds.trust.sum(), minds.efficacy.sum()]),
        called=np.zeros((2, cells)),
        events=np.zeros(cells),
        heard=np.zeros(room, np.int32),
        arrivals=np.zeros(room, np.int32),
        ended=np.zeros(room, np.int32),
    )


def empty_wheels() -> NDArray[np.int32]:
    """Wheels with nothing on them."""
    return np.full((2, SLOTS), NOBODY, np.int32)


def spread_of_minds(residents: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far each resident's trust (and expectation) and efficacy lie from the mean on the first morning."""
    who = np.arange(residents)
    trust = TRUST_SPREAD * (TRUST.of(seed).at(who).uniform() - 0.5)
    return trust, EFFICACY_SPREAD * (EFFICACY.of(seed).at(who).uniform() - 0.5)


def first_minds(residents: int, level: Minds, seed: int) -> Rows:
    """Residents' trust, efficacy and expectation on the first morning, around what they feel on average."""
    minds = rows(residents, MIND)
    trust, efficacy = spread_of_minds(residents, seed)
    minds.trust = np.clip(level.trust + trust, 0.0, 1.0)
    minds.efficacy = np.clip(level.efficacy + efficacy, 0.0, 1.0)
    minds.expectation = np.clip(level.expectation + trust, 0.0, 1.0)
    return minds


def department_queues(
    kinds: Sequence[NeedKind], inflow_per_1000: Mapping[str, float], residents: int, margin: float
) -> Rows:
    """Departments with a number of cases a working day of their own: the margin times the place's status-quo inflow."""
    departments = rows(len(kinds), DEPARTMENT)
    cases = np.array([inflow_per_1000.get(kind.id, 0.0) for kind in kinds]) * residents / 1000.0
    departments.capacity = cases / WORKING_DAYS_A_YEAR * margin
    departments.handling = usual_handling(kinds)
    departments.root = NOBODY
    return departments


def usual_handling(kinds: Sequence[NeedKind]) -> NDArray[np.float64]:
    """How long departments handle each kind, over the mean of all kinds that `routing.department_days` states."""
    return np.array([kind.handling_days for kind in kinds]) / MEAN_HANDLING_DAYS


def routing_rules(kinds: KindTable, parameters: Parameters) -> RoutingRules:
    """What finding a door costs under one set of levers."""
    levers, assumed = parameters.levers, parameters.assumptions.routing
    sharing, sigma = levers.channels.data_sharing, assumed.department_days_sigma
    booked = levers.centres.appointments
    return RoutingRules(
        hard_dispute_kind=kinds.index("dispute"),
        hard_dispute_from=parameters.assumptions.routing.hard_dispute_hours,
        dispute_chance=parameters.assumptions.branches.settle_chance,
        hard_dispute_chance=parameters.assumptions.branches.hard_chance,
        no_property_factor=assumed.no_property_factor,
        triage_days=assumed.triage_days,
        triage_hours=assumed.triage_hours,
        dispatch=int(levers.channels.auto_dispatch),
        dispatch_cut=assumed.dispatch_cut,
        wrong_door_days=assumed.wrong_door_days,
        vain_share=assumed.vain_share * (1.0 - assumed.booking_cut * booked),
        vain_days=assumed.vain_days,
        booking_days=assumed.booking_days if booked else 0.0,
        agency_hours=parameters.assumptions.outreach.agency_hours,
        steward_hours=assumed.steward_hours,
        shortest_wait_share=sharing if levers.channels.auto_dispatch else 0.0,
        department_mu=math.log(assumed.department_days) - sigma**2 / 2,
        department_sigma=sigma,
        pairs=pairs(kinds, parameters),
    )


def service_rules(parameters: Parameters) -> ServiceRules:
    """Assumptions on posts and work as kernels read them, and how needs are closed under the levers in force."""
    assumed, channels = parameters.assumptions.service, parameters.levers.channels
    decided = {"rated_share": channels.resident_rating, "only_solved": float(channels.close_when_solved)}
    fields = (float(decided[field] if field in decided else getattr(assumed, field)) for field in ServiceRules._fields)
    return ServiceRules(*fields)


def memory_rules(parameters: Parameters) -> MemoryRules:
    """Assumptions on memory as kernels read them.

    Where recipients themselves rate, their word stands and records flatter less; where secretaries are appraised by
    governance, records flatter more.
    """
    assumed, levers = parameters.assumptions.memory, parameters.levers
    rules = MemoryRules(*(float(getattr(assumed, field)) for field in MemoryRules._fields))
    pressure = assumed.appraisal_pressure + assumed.secretary_pressure * levers.party.secretary_appraisal
    return rules._replace(appraisal_pressure=pressure * (1.0 - levers.channels.resident_rating))


def first_state(
    world: World,
    kinds: KindTable,
    plan: Plan,
    at_rest: AtRest,
    hearing: Hearing,
    arranged: Mapping[str, Any],
) -> State:
    """All columns on the first morning; `arranged` holds the parts that follow from levers."""
    parameters, residents = plan.parameters, len(world.residents.cell)
    facts = settle_facts(world, parameters, plan.seed, plan.first_day, plan.last)
    expected = float((facts.daily_rate * kinds.rows.ceiling).sum()) * plan.last
    room = int(expected * ROOM_TO_SPARE) + FIRST_ROOM
    margin = parameters.assumptions.routing.department_margin
    minds = first_minds(residents, at_rest.minds, plan.seed)
    years = years_of_run(plan.first_day, plan.warmup, facts.works, plan.length)
    return State(
        facts=facts,
        needs=rows(room, NEED),
        waiting=rows(room // 8 + FIRST_ROOM, UNHEARD_NEED),
        hearing=hearing,
        departments=department_queues(parameters.place.needs, at_rest.inflow, residents, margin),
        minds=minds,
        wheels=empty_wheels(),
        tallies=empty_books(room, world.territory.cells, plan.last, minds, years.of_day),
        **arranged,
    )


def with_more_room(state: State) -> State:
    """The same state with lists twice as long; the day that found them full is lived afresh."""
    needs, waiting, tallies = state.needs, state.waiting, state.tallies
    room = 2 * len(needs)
    return state._replace(
        needs=longer(needs, room),
        waiting=longer(waiting, 2 * len(waiting)),
        tallies=tallies._replace(
            heard=longer(tallies.heard, room),
            arrivals=longer(tallies.arrivals, room),
            ended=longer(tallies.ended, room),
        ),
    )
