"""The district's state as columns: what the daily kernels read and write.

Tables (`Rows`) have one row per need, pool, post or mind and named columns; named tuples bundle the rest, so that
compiled kernels take a handful of arguments and a reader sees domain words.
Times called `*_time` are in working days since the first day of the warm-up, with the time of day as a fraction;
a weekend stands at the first moment of the next working day.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats, Int8s, Int32s, Int64s, Rows

# State of a need on its journey.
UNHEARD, ON_ITS_WAY, QUEUED, IN_SERVICE, AT_DEPARTMENT, DONE, WAITS_FOR_DEPARTMENT = 0, 1, 2, 3, 4, 5, 6
# Bin it ended in; OPEN until it ends.
OPEN, MET_ON_TIME, MET_LATE, LAPSED_WAITING, WRONG_DOOR, NEVER_HEARD = 0, 1, 2, 3, 4, 5
# What a queue does with a need that can no longer be met in time: how many bands its place moves.
LATE_FIRST, LATE_IN_TURN, LATE_BEHIND = -1, 0, 1
# Where its last days were spent.
NO_DOOR, POOL_DOOR, MISTAKEN_DOOR, DEPARTMENT_DOOR = 0, 1, 2, 3
# Hearing channels. A new channel is one more row here and one more hazard in hearing.py.
PATROL, LISTED_VISIT, DOOR_VISIT, WALK_IN, APP, STEWARD_ROUND, SENSOR, PROACTIVE, ACTIVITY, AT_TERMINAL = range(10)
CHANNELS = 10
CHANNEL_NAMES = (
    "patrol",
    "visit",
    "visit",
    "walk_in",
    "app",
    "steward",
    "sensor",
    "proactive",
    "activity",
    "terminal",
)
# Kinds of pool; who stands behind each is said in staffing/posts.py.
(
    GRID,
    PROPERTY,
    COUNTER,
    SOCIAL,
    ORGANISATION,
    BUNDLE,
    VOLUNTEER,
    STEWARD,
    UNIT,
    MEDIATOR,
    TERMINAL,
    MENU,
    PROGRAMME,
    PROJECT,
) = range(14)
POOL_TYPES = (
    "grid",
    "property",
    "staff",
    "social",
    "organisation",
    "bundle",
    "volunteer",
    "steward",
    "unit",
    "mediator",
    "terminal",
    "menu",
    "programme",
    "project",
)
TYPES = len(POOL_TYPES)
OUTREACH_TYPES = (SOCIAL, ORGANISATION, BUNDLE, PROJECT)
"""Pools whose workers visit homes when no case waits for them (OR-03)."""
EVERY_KIND = -1
"""Every bit of `pools.kinds` set: the pool takes whatever its type may serve."""
# Where a need that is on its way is going, until it has a pool.
TO_POOL, TO_DEPARTMENT = -1, -2
# Rows of the hours ledger.
OFFERED, USED, IDLE = 0, 1, 2
# Counters in the books.
BORN, UNHEARD_NOW, HEARD_TODAY, ENDED_TODAY = 0, 1, 2, 3
# Rows of the daily book.
(
    PATROL_HOURS,
    VISIT_HOURS,
    TRUE_SATISFACTION,
    ENDED_NEEDS,
    RECORDED_SATISFACTION,
    CALLED_BACK,
    TRUST,
    EFFICACY,
    BACKLOG_HOURS,
    CHARGED_HOURS,
    UNHEARD_SATISFACTION,
    UNHEARD_WEIGHT,
) = range(12)
DAILY_ROWS = 12
TRUST_TOTAL, EFFICACY_TOTAL = 0, 1
# Rows of the wheels.
ARRIVING, LAPSING = 0, 1

NEVER = 1e18
NOBODY = -1


class Table(np.ndarray):
    """Rows with named columns: `table.trust` is a column, `table[resident].trust` one value.

    What `np.recarray` does; that looks for every name in Python first, and takes three to thirty times as long.
    """

    def __getattr__(self, name: str) -> Any:
        # Asked for the first time; from then on the name is found at once, in whatever table has such a column.
        if self.dtype.names is None or name not in self.dtype.names:
            raise AttributeError(f"no column {name}")
        setattr(Table, name, property(partial(_column, name)))
        return _column(name, self)

    def __setattr__(self, name: str, value: Any) -> None:
        if self.dtype.names is None or name not in self.dtype.names:
            raise AttributeError(f"no column {name}")
        self[name] = value


def _column(name: str, table: Table) -> Any:
    if table.dtype.names is None or name not in table.dtype.names:
        raise AttributeError(f"no column {name}")
    return np.ndarray.__getitem__(table, name).view(np.ndarray)


def rows(count: int, layout: np.dtype[np.void]) -> Rows:
    """So many rows of zeros, as a `Table`."""
    # Long tables get huge pages where memory is asked for and then cleared, not where it comes cleared: the first year
    # written into them would otherwise wait for a hundred thousand small ones.
    table = np.empty(count, np.dtype((np.record, layout)))
    table.view(np.uint8).fill(0)
    return table.view(Table)


# One row per need ever born, in order of birth.
NEED = np.dtype(
    [
        ("key", np.uint64),
        ("order", np.int64),
        ("first_hours", np.float64),
        ("hours", np.float64),
        ("heard_time", np.float64),
        ("available_time", np.float64),
        ("due_time", np.float64),
        ("lapse_time", np.float64),
        ("started_time", np.float64),
        ("closed_time", np.float64),
        ("done_time", np.float64),
        ("resident", np.int32),
        ("cell", np.int32),
        ("birth_day", np.int32),
        ("heard_day", np.int32),
        ("pool", np.int32),
        ("left", np.int32),
        ("right", np.int32),
        ("following", np.int32),
        ("lapse_following", np.int32),
        ("kind", np.int8),
        ("state", np.int8),
        ("bin", np.int8),
        ("door", np.int8),
        ("channel", np.int8),
        ("generation", np.int8),
        ("poor", np.int8),
        ("vulnerable", np.int8),
        ("tried", np.int8),
        ("lifted", np.int8),
        ("late", np.int8),
    ],
    align=True,
)
# Needs nobody has heard yet: the accumulated hazard at which each channel would hear them.
UNHEARD_NEED = np.dtype(
    [("due", np.float64, (CHANNELS,)), ("need", np.int32), ("cell", np.int32), ("closes", np.int32)], align=True
)
# Kinds of need: what they are, and the share that needs a department under the levers in force.
KIND = np.dtype(
    [
        ("ceiling", np.float64),
        ("hours_mu", np.float64),
        ("hours_sigma", np.float64),
        ("department_share", np.float64),
        ("report_hazard", np.float64),
        ("severity_factor", np.float64),
        ("wrong_door_share", np.float64),
        ("chase_hours", np.float64),
        ("home_share", np.float64),
        ("public", np.int32),
        ("severity", np.int32),
        ("window", np.int32),
        ("deadline", np.int32),
        ("firms_kind", np.int8),
        ("at_counter", np.int8),
        ("may_serve", np.int8, (TYPES,)),
    ],
    align=True,
)
# The pool of each type that looks after a cell; whether a Party branch sits down first with who quarrels there.
DOOR = np.dtype([("pool", np.int32, (TYPES,)), ("branch", np.int32)], align=True)
# Queues with posts.
POOL = np.dtype(
    [
        ("residents", np.float64),
        ("backlog_hours", np.float64),
        ("daily_hours", np.float64),
        ("slowness", np.float64),
        ("pooled_share", np.float64),
        ("own_share", np.float64),
        ("today_hours", np.float64),
        ("overhead_hours", np.float64),
        ("debt_hours", np.float64),
        ("service_share", np.float64),
        ("patrol_share", np.float64),
        ("visit_share", np.float64),
        ("patrol_hours", np.float64),
        ("visit_hours", np.float64),
        ("idle_hours", np.float64),
        ("hard_dispute_hours", np.float64),
        ("poor_share", np.float64),
        ("satisfaction_sum", np.float64),
        ("experiences", np.float64),
        ("kinds", np.int32),
        ("type", np.int32),
        ("group", np.int32),
        ("community", np.int32),
        ("late_first", np.float64),
        ("late_behind", np.float64),
        ("root", np.int32),
    ],
    align=True,
)
# Pools whose posts may help each other; usually one pool.
GROUP = np.dtype(
    [
        ("inbox", np.int32),
        ("first_pool", np.int32),
        ("last_pool", np.int32),
        ("first_server", np.int32),
        ("last_server", np.int32),
    ],
    align=True,
)
# Posts (or fixed parts of a post), each working on one need at a time.
SERVER = np.dtype(
    [
        ("line_key", np.uint64),
        ("line_from", np.float64),
        ("line_to", np.float64),
        ("useful_share", np.float64),
        ("hours", np.float64),
        ("idle", np.float64),
        ("free_at", np.float64),
        ("pool", np.int32),
        ("need", np.int32),
        ("pooled", np.int32),
    ],
    align=True,
)
# District departments: one queue per kind of need, a frozen number of cases a day.
DEPARTMENT = np.dtype(
    [
        ("capacity", np.float64),
        ("extra", np.float64),
        ("handling", np.float64),
        ("credit", np.float64),
        ("arrived", np.float64),
        ("satisfaction_sum", np.float64),
        ("experiences", np.float64),
        ("late_first", np.float64),
        ("late_behind", np.float64),
        ("root", np.int32),
    ],
    align=True,
)
# What residents remember.
MIND = np.dtype([("trust", np.float64), ("efficacy", np.float64), ("expectation", np.float64)], align=True)
# What the levers in force make of each resident: 1 or 0.
PERSON = np.dtype(
    [
        ("listed", np.int8),
        ("app_user", np.int8),
        ("reached", np.int8),
        ("attends", np.int8),
        ("frail", np.int8),
        ("fetched", np.int8),
        ("pays", np.int8),
        ("self_serving", np.int8),
    ],
    align=True,
)


class Facts(NamedTuple):
    """What policy cannot change: who lives where, how often needs arise, the calendar."""

    resident_cell: Int32s
    resident_vulnerable: Int8s
    community_start: Int64s
    daily_rate: Floats
    cumulative_rate: Floats
    guide: Int32s
    guide_start: Int64s
    roughness: Floats
    load: Floats
    works: Int8s
    working_index: Int32s
    seed_key: np.uint64


class Hearing(NamedTuple):
    """Hazards in force: how fast each channel's accumulated hazard grows, and who it reaches.

    `workday` and `restday` hold, by cell and channel, what grows whoever is at work; patrol and visits grow with the
    hours of those who walk. `weight[public, channel]` is what a channel means to a personal (0) or public (1) need.
    """

    accumulated: Floats
    today: Floats
    patrol_per_hour: Floats
    listed_per_hour: Floats
    door_per_hour: Floats
    workday: Floats
    restday: Floats
    weight: Floats
    people: Rows
    intensity: Floats
    sensor_share: Floats
    app_hazard: float
    efficacy_slope: float
    frail_walk_factor: float


class RoutingRules(NamedTuple):
    """What finding a door costs under the levers in force.

    `pairs[community, kind]` is what is left of wrong doors and of chasing where the kind's department is paired.
    """

    hard_dispute_kind: int
    hard_dispute_from: float
    dispute_chance: float
    hard_dispute_chance: float
    no_property_factor: float
    triage_days: float
    triage_hours: float
    dispatch: int
    dispatch_cut: float
    wrong_door_days: float
    vain_share: float
    vain_days: float
    booking_days: float
    agency_hours: float
    steward_hours: float
    shortest_wait_share: float
    department_mu: float
    department_sigma: float
    pairs: Floats


class Tallies(NamedTuple):
    """What is written down as the days pass, and the day's short lists.

    `hours` counts hours by kind of pool and day, offered and used; `hours_by_year` by calendar year (`period` of each
    day), community of the pool and kind of pool. `called` sums call-backs by cell: as satisfied, and all.
    """

    tally: Int64s
    hours: NDArray[np.float64]
    hours_by_year: Floats
    period: Int32s
    daily: Floats
    mind_totals: Floats
    called: Floats
    events: Floats
    heard: Int32s
    arrivals: Int32s
    ended: Int32s


class ServiceRules(NamedTuple):
    """Assumptions on posts and work that kernels need as plain numbers."""

    hours_per_day: float
    absence_share: float
    grid_overhead_hours: float
    patience_days: float
    poor_work_share: float
    reopen_share: float
    reopen_days: float
    reopen_work: float
    idle_visit_share: float
    idle_outreach_share: float
    rated_share: float
    only_solved: float


class MemoryRules(NamedTuple):
    """Assumptions on memory that kernels need as plain numbers."""

    satisfaction_base: float
    performance_weight: float
    disconfirmation_weight: float
    expectation_rate: float
    trust_gain: float
    trust_loss_weight: float
    efficacy_rate: float
    appraisal_pressure: float
    slow_cost: float
    late_performance: float
    poor_work_cost: float
    unheard_weight: float
    callback_base: float
    callback_slope: float


class State(NamedTuple):
    """All that a day of the district reads and writes."""

    facts: Facts
    kinds: Rows
    needs: Rows
    waiting: Rows
    hearing: Hearing
    pool_map: Rows
    routing: RoutingRules
    pools: Rows
    groups: Rows
    servers: Rows
    departments: Rows
    minds: Rows
    wheels: Int32s
    tallies: Tallies
    service: ServiceRules
    memory: MemoryRules
