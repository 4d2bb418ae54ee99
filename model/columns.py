"""The district's state as columns: what the daily kernels read and write.

Everything here is a named tuple of arrays, so that compiled kernels take a handful of arguments and a reader sees
domain words. Rows of `Needs` are needs in order of birth; rows of `Waiting` are needs nobody has heard yet.
Times called `*_time` are in working days since the first day of the warm-up, with the time of day as a fraction;
a weekend stands at the first moment of the next working day.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bytes = NDArray[np.int8]
Keys = NDArray[np.uint64]
Reals = NDArray[np.float64]
Reals2 = NDArray[np.float64]

# State of a need on its journey.
UNHEARD, ON_ITS_WAY, QUEUED, IN_SERVICE, AT_DEPARTMENT, DONE = 0, 1, 2, 3, 4, 5
# Bin it ended in; OPEN until it ends.
OPEN, MET_ON_TIME, MET_LATE, LAPSED_WAITING, WRONG_DOOR, NEVER_HEARD = 0, 1, 2, 3, 4, 5
# Where its last days were spent.
NO_DOOR, POOL_DOOR, MISTAKEN_DOOR, DEPARTMENT_DOOR = 0, 1, 2, 3
# Hearing channels. A new channel is one more row here and one more hazard in hearing.py.
PATROL, LISTED_VISIT, DOOR_VISIT, WALK_IN, APP = 0, 1, 2, 3, 4
CHANNELS = 5
CHANNEL_NAMES = ("patrol", "visit", "visit", "walk_in", "app")
# Kinds of pool.
GRID, PROPERTY, COUNTER, SOCIAL = 0, 1, 2, 3
POOL_TYPES = ("grid", "property", "staff", "social")
# Columns of the hours ledger.
OFFERED, USED, IDLE = 0, 1, 2

NEVER = 1e18
NOBODY = -1


class Needs(NamedTuple):
    """One row per need ever born, in order of birth."""

    resident: Ints
    cell: Ints
    kind: Bytes
    birth_day: Ints
    key: Keys
    hours: Reals
    state: Bytes
    bin: Bytes
    door: Bytes
    channel: Bytes
    generation: Bytes
    pool: Ints
    heard_day: Ints
    heard_time: Reals
    available_time: Reals
    started_time: Reals
    due_time: Reals
    lapse_time: Reals
    closed_time: Reals
    done_time: Reals
    order: Longs
    left: Ints
    right: Ints
    following: Ints
    lapse_following: Ints


class Waiting(NamedTuple):
    """Needs not heard yet: the accumulated hazard at which each channel would hear them."""

    need: Ints
    cell: Ints
    closes: Ints
    due: Reals2


class Facts(NamedTuple):
    """What policy cannot change: who lives where, how often needs arise, the calendar."""

    resident_cell: Ints
    resident_vulnerable: Bytes
    cell_community: Ints
    community_start: Longs
    daily_rate: Reals2
    cumulative_rate: Reals2
    ceiling: Reals
    roughness: Reals2
    works: Bytes
    working_index: Ints
    public: Bytes
    severity: Ints
    window: Ints
    deadline: Ints
    hours_mu: Reals
    hours_sigma: Reals
    seed_key: np.uint64
    post_key: np.uint64


class Hearing(NamedTuple):
    """Hazards in force: how fast each channel's accumulated hazard grows, and who it reaches."""

    accumulated: Reals2
    today: Reals2
    patrol_per_hour: Reals
    listed_per_hour: Reals
    door_per_hour: Reals
    walk_in_works: Reals
    walk_in_rests: Reals
    app: Reals
    listed: Bytes
    app_user: Bytes
    intensity: Reals2
    report_hazard: Reals
    severity_factor: Reals
    app_hazard: float
    efficacy_slope: float


class Routes(NamedTuple):
    """Doors in force: which pools may take a need, and what finding them costs."""

    grid_of_cell: Ints
    property_of_cell: Ints
    counter_of_cell: Ints
    social_of_cell: Ints
    may_serve: Bytes
    department_share: Reals
    doubles_without_property: Bytes
    hard_dispute_kind: int
    hard_dispute_hours: float
    no_property_factor: float
    triage_days: float
    triage_hours: float
    chase_hours: float
    dispatch: int
    dispatch_cut: float
    wrong_door_share: float
    wrong_door_days: float
    shortest_wait_share: float
    department_mu: float
    department_sigma: float


class Pools(NamedTuple):
    """Queues with posts. Group = pools whose posts may help each other; usually one pool."""

    type: Bytes
    group: Ints
    community: Ints
    root: Ints
    inbox: Ints
    backlog_hours: Reals
    daily_hours: Reals
    slowness: Reals
    overhead_hours: Reals
    debt_hours: Reals
    service_share: Reals
    patrol_share: Reals
    visit_share: Reals
    patrol_hours: Reals
    visit_hours: Reals
    idle_hours: Reals
    pool_start_of_group: Ints
    server_start_of_group: Ints


class Servers(NamedTuple):
    """Posts (or fixed parts of a post), each working on one need at a time."""

    pool: Ints
    line_key: Keys
    line_from: Reals
    line_to: Reals
    posts: Reals
    pooled: Bytes
    useful_share: Reals
    need: Ints
    hours: Reals
    free_at: Reals


class Departments(NamedTuple):
    """District departments: one queue per kind of need, a frozen number of cases a day."""

    root: Ints
    queued: Ints
    capacity: Reals
    credit: Reals
    arrived: Reals


class Minds(NamedTuple):
    """What residents remember."""

    trust: Reals
    efficacy: Reals
    expectation: Reals
    totals: Reals


class Wheels(NamedTuple):
    """Needs to look at on a later working day, as linked lists by day."""

    arriving: Ints
    lapsing: Ints


class Books(NamedTuple):
    """What is written down as the days pass."""

    count: Longs
    hours: NDArray[np.float64]
    daily: Reals2
    satisfaction: Reals


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


class State(NamedTuple):
    """All that a day of the district reads and writes."""

    facts: Facts
    needs: Needs
    waiting: Waiting
    hearing: Hearing
    routes: Routes
    pools: Pools
    servers: Servers
    departments: Departments
    minds: Minds
    wheels: Wheels
    books: Books
    service: ServiceRules
    memory: MemoryRules
