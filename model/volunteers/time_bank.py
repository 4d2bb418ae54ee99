"""The time bank: hours given are saved by households, who may want them back when they need care or company."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Ids, among, listed
from ..backend import transfer
from ..columns import (
    DONE,
    MET_LATE,
    MET_ON_TIME,
    QUEUED,
    TO_POOL,
    VOLUNTEER,
)
from ..minds import move_trust_of
from ..place.residents import ELDER
from ..staffing.capacity import bring_forward, queued_needs
from .records import Volunteers

if TYPE_CHECKING:
    from ..district import District

DRAWN_FOR = ("care", "culture")
DAYS_AHEAD = 5
"""A draw stands so many days further ahead in volunteers' queue."""


def settle_draws(district: District) -> None:
    """What became of hours asked for: given back, needed no longer, or broken once their time is up."""
    state, bank = district.state, district.of(Volunteers).bank
    assumed = district.parameters.assumptions.volunteer_work
    moment = int(state.facts.working_index[district.day])
    theirs = range(district.pool_map.starts[VOLUNTEER], district.pool_map.starts[VOLUNTEER + 1])
    overdue = []
    asked = np.array(list(bank.asked), np.int64)
    needs, household = state.needs.view(np.ndarray), district.world.residents.household
    table = (needs[column][asked].tolist() for column in ("resident", "state", "bin", "pool", "first_hours"))
    for need, resident, now, end, pool, hours in zip(asked.tolist(), *table, strict=True):
        community = int(district.of(Volunteers).corps.community[resident])
        met = now == DONE and end in (MET_ON_TIME, MET_LATE)
        if met and pool in theirs:
            bank.draw(int(household[resident]), community, hours, assumed.bank_learning)
            move_trust_of(district, resident, assumed.honoured_trust)
        elif not met and (now == DONE or moment - bank.asked[need] >= assumed.honour_days):
            bank.fail(community, assumed.bank_learning)
            move_trust_of(district, resident, -assumed.broken_trust)
            overdue.extend([need] if now == QUEUED and pool in theirs else [])
        elif not met:
            continue
        del bank.asked[need]
    back = np.array(overdue, np.int32)
    transfer(back, np.full(len(back), TO_POOL, np.int32), state)


def draw_orders(district: District, served: Ids) -> None:
    """Orders that savers placed for care or company, and that volunteers served, are draws on what they saved."""
    office, people = district.of(Volunteers), district.world.residents
    if not district.parameters.levers.volunteers.time_bank:
        return
    needs, assumed = district.state.needs.view(np.ndarray), district.parameters.assumptions.volunteer_work
    drawn = served[among(needs["kind"][served], drawn_for(district)) & ~listed(served, office.bank.asked)]
    for resident, hours in zip(needs["resident"][drawn].tolist(), needs["first_hours"][drawn].tolist(), strict=True):
        household = int(people.household[resident])
        if office.bank.saved[household] >= hours:
            office.bank.draw(household, int(office.corps.community[resident]), hours, assumed.bank_learning)
            move_trust_of(district, resident, assumed.honoured_trust)


def drawn_for(district: District) -> list[int]:
    """Kinds of need that hours saved may be drawn for."""
    kinds = [district.kinds.index(name) for name in DRAWN_FOR if name in district.kinds.ids]
    return [kind for kind in kinds if kind in district.of(Volunteers).kinds]


def ask_back(district: District) -> NDArray[np.int64]:
    """Needs for which a household with enough saved wants its hours back, elders first; those at hand among them."""
    state, office = district.state, district.of(Volunteers)
    if not district.parameters.levers.volunteers.time_bank:
        return np.zeros(0, np.int64)
    waiting = queued_needs(district)
    rows = waiting[among(state.needs.kind[waiting], drawn_for(district))]
    people = district.world.residents
    resident = state.needs.resident[rows]
    covered = office.bank.saved[people.household[resident]] >= state.needs.first_hours[rows]
    small = state.needs.hours[rows] <= district.parameters.assumptions.routing.order_hours
    tried = listed(rows, office.bank.asked) | (state.needs.tried[rows] == 0)
    rows = rows[covered & small & tried]
    rows = rows[np.argsort(people.age_band[state.needs.resident[rows]] != ELDER, kind="stable")]
    moment = int(state.facts.working_index[district.day])
    for need in rows.tolist():
        office.bank.asked.setdefault(need, moment)
    return np.asarray(rows, np.int64)


def hours_wanted(district: District, draws: NDArray[np.int64]) -> Floats:
    """Hours of work in these draws, by community."""
    state, corps = district.state, district.of(Volunteers).corps
    first = district.pool_map.starts[VOLUNTEER]
    community = corps.community[state.needs.resident[draws]]
    work = state.needs.hours[draws] * state.pools.slowness[first + community]
    return np.bincount(community, work, len(district.of(Volunteers).skill)).astype(float)


def serve_draws(district: District, draws: NDArray[np.int64], hours: Floats) -> Floats:
    """Draws come before anything else volunteers do, as far as the hours go; returns the hours left."""
    state, corps = district.state, district.of(Volunteers).corps
    first, left = district.pool_map.starts[VOLUNTEER], hours.copy()
    needs = state.needs.view(np.ndarray)
    community = corps.community[needs["resident"][draws]]
    pool = first + community
    work = (needs["hours"][draws] * state.pools.slowness[pool]).tolist()
    elsewhere = (needs["pool"][draws] != pool).tolist()
    chosen: list[int] = []
    for need, place, hours_it_takes, moves in zip(draws.tolist(), community.tolist(), work, elsewhere, strict=True):
        if hours_it_takes <= left[place]:
            left[place] -= hours_it_takes
            chosen.extend([need] if moves else [])
    moved = np.array(chosen, np.int32)
    bring_forward(state, moved, DAYS_AHEAD)
    pools = (first + corps.community[state.needs.resident[moved]]).astype(np.int32)
    transfer(moved, pools, state)
    return left
