"""What compiled kernels and their plain twins have to agree on, and policies under which all of it happens."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

import shapan.model.backend as days
from shapan.model.columns import (
    ARRIVING,
    BORN,
    BUNDLE,
    COUNTER,
    ENDED_TODAY,
    EVERY_KIND,
    HEARD_TODAY,
    LAPSING,
    MEDIATOR,
    NOBODY,
    ORGANISATION,
    PROJECT,
    QUEUED,
    TO_POOL,
    UNHEARD_NOW,
    UNIT,
    VOLUNTEER,
    WAITS_FOR_DEPARTMENT,
    State,
)
from shapan.model.district import District
from shapan.model.parameters import Parameters
from shapan.model.plan import AtRest
from shapan.model.reference.day_state import Desk, lists_of
from shapan.model.staffing import capacity
from shapan.model.staffing.posts import PoolMap

WITHIN = 1e-12
THREADS = {"left", "right", "following", "lapse_following", "root", "inbox"}
"""How the compiled lists are threaded; what they hold is compared instead."""


def as_stated(parameters: Parameters) -> AtRest:
    """How a town begins whatever is assumed: no pilot is run, which neither twin would live."""
    place = parameters.place
    assert place.minds is not None
    return AtRest(dict(place.departments), place.minds, dict(place.heard_share), dict(place.lost_share))


def copied(part: Any) -> Any:
    """A state with columns of its own."""
    if isinstance(part, np.ndarray):
        return part.copy()
    if isinstance(part, tuple):
        return type(part)(*map(copied, part))
    return part


def same(ours: Any, theirs: Any, what: str) -> None:
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    if ours.dtype.names:
        for name in ours.dtype.names:
            if name not in THREADS:
                same(ours[name], theirs[name], f"{what}.{name}")
    elif np.issubdtype(ours.dtype, np.floating):
        np.testing.assert_allclose(theirs, ours, rtol=WITHIN, atol=WITHIN, err_msg=what)
    else:
        np.testing.assert_array_equal(theirs, ours, err_msg=what)


def same_columns(ours: State, theirs: State, when: str) -> None:
    """Every column of two states that means anything; rows and lists beyond their counts are scratch paper."""
    same(ours.tallies.tally, theirs.tallies.tally, f"{when}: tally")
    count = ours.tallies.tally
    same(ours.needs[: count[BORN]], theirs.needs[: count[BORN]], f"{when}: needs")
    same(ours.waiting[: count[UNHEARD_NOW]], theirs.waiting[: count[UNHEARD_NOW]], f"{when}: waiting")
    same(ours.tallies.heard[: count[HEARD_TODAY]], theirs.tallies.heard[: count[HEARD_TODAY]], f"{when}: heard")
    same(ours.tallies.ended[: count[ENDED_TODAY]], theirs.tallies.ended[: count[ENDED_TODAY]], f"{when}: ended")
    for table in ("kinds", "pools", "groups", "servers", "departments", "minds"):
        same(getattr(ours, table), getattr(theirs, table), f"{when}: {table}")
    for name in ("hours", "daily", "mind_totals", "events"):
        same(getattr(ours.tallies, name), getattr(theirs.tallies, name), f"{when}: books.{name}")
    for name in ("accumulated", "today"):
        same(getattr(ours.hearing, name), getattr(theirs.hearing, name), f"{when}: hearing.{name}")


def held_by(root: int, needs: Any) -> list[int]:
    """Every need threaded under a root."""
    found, ahead = [], [root]
    while ahead:
        need = ahead.pop()
        if need != NOBODY:
            found.append(need)
            ahead += [int(needs.left[need]), int(needs.right[need])]
    return found


def same_lists(ours: State, desk: Desk, when: str) -> None:
    """The wheels, in order, and who stands in which queue: threaded there, told by the columns here."""
    needs = ours.needs
    assert lists_of(ours.wheels[ARRIVING], needs.following) == desk.arriving, f"{when}: arriving"
    assert lists_of(ours.wheels[LAPSING], needs.lapse_following) == desk.lapsing, f"{when}: lapsing"
    state, pool, kind = (getattr(desk.needs, name)[: desk.born] for name in ("state", "pool", "kind"))
    for row, queue in enumerate(ours.pools.root.tolist()):
        group = int(ours.pools.group[row])
        coming = lists_of(ours.groups.inbox[group : group + 1], needs.following)[0]
        held = [need for need in held_by(queue, needs) if needs.state[need] == QUEUED]
        held += [need for need in coming if needs.pool[need] == row]
        assert sorted(held) == np.flatnonzero((state == QUEUED) & (pool == row)).tolist(), f"{when}: pool {row}"
    for row, queue in enumerate(ours.departments.root.tolist()):
        held = [need for need in held_by(queue, needs) if needs.state[need] == WAITS_FOR_DEPARTMENT]
        assert sorted(held) == np.flatnonzero((state == WAITS_FOR_DEPARTMENT) & (kind == row)).tolist(), (
            f"{when}: {row}"
        )


EVERYDAY: dict[str, Any] = {}
SETS: dict[str, dict[str, Any]] = {
    "status_quo": EVERYDAY,
    "pooling": {"grid.pooled_share": 0.5, "grid.base_per_party_grid": 3, "grid.households_per_grid": 80},
    "all_pooled": {"grid.pooled_share": 1.0, "grid.base_per_party_grid": 2, "grid.households_per_grid": 120},
    "dispatch": {"channels.auto_dispatch": True, "channels.data_sharing": 1.0, "channels.app_reach": 0.9},
    "closed": {
        "channels.walk_in": False,
        "channels.visits": False,
        "channels.app_reach": 0.0,
        "grid.patrol_share": 0.0,
    },
    "by_form": {"grid.layout": "by_form", "grid.households_per_grid": 160},
    "nobody": {
        "grid.workers_per_1000_households": 0.0,
        "staff.workers_per_10000": 1e-9,
        "centres.social_workers_each": 0,
        "service.property_posts_per_1000_households": 0.0,
    },
    "few": {"grid.workers_per_1000_households": 0.4, "staff.workers_per_10000": 2.0, "service.absence_share": 0.5},
    "poor_work": {"service.poor_work_share": 0.9, "service.reopen_share": 1.0, "service.patience_days": 300.0},
    "rated": {"channels.resident_rating": 0.9, "service.poor_work_share": 0.8, "service.reopen_share": 0.1},
    "never_on_paper": {"channels.close_when_solved": True, "service.poor_work_share": 0.8},
    "lost": {"routing.wrong_door_share": 1.0, "routing.wrong_door_days": 40.0, "channels.app_reach": 0.9},
    "everybody": {
        "centres.agency_share": 0.6,
        "centres.appointments": True,
        "centres.menu_partners": 4,
        "centres.activities_per_week": 10.0,
        "channels.sensor_share": 0.5,
        "channels.proactive_share": 0.7,
        "channels.terminals_per_community": 2,
        "channels.resident_rating": 0.5,
        "grid.stewards_per_1000": 20.0,
        "outreach.frail_elder_share": 0.6,
        "outreach.frail_disabled_share": 0.6,
        "party.paired_departments": 2,
        "volunteers.ordering": True,
        "funding.purchase_yuan": 100.0,
        "organisations.bundled_share": 0.5,
    },
    "orders": {
        "volunteers.ordering": True,
        "routing.order_share": 0.9,
        "channels.auto_dispatch": True,
        "channels.data_sharing": 1.0,
        "routing.home_share": 1.0,
        "grid.workers_per_1000_households": 0.5,
        "service.poor_work_share": 0.5,
    },
}
BUSY = ("everybody", "orders")
"""Sets of levers under which somebody also brings hands of every kind, moves needs and hurries departments."""

HANDS = (ORGANISATION, BUNDLE, VOLUNTEER, UNIT, MEDIATOR, PROJECT)


def bring_hands(district: District, week: int) -> None:
    """Hours that change week by week, now and then none; pools for some kinds only, slower and worse than others."""
    state, everywhere = district.state, district.world.territory.community_of_cell
    state.pool_map.pool[:, PROJECT] = np.where(
        everywhere % 4 == week % 4, NOBODY, district.pool_map.starts[PROJECT] + everywhere
    )
    for which in HANDS:
        for pool in district.pool_map.numbers(which):
            open_now = (pool + week) % 4 != 0
            capacity.give_hours(district, pool, (1.0 + 3.0 * (pool % 3)) * open_now, 0.5 * (week % 3))
            state.pools.kinds[pool] = EVERY_KIND if pool % 2 else capacity.kinds_mask([0, 4, 5, 6, 8, 9])
            state.pools.slowness[pool] = 1.0 + 0.2 * (pool % 3)
            state.pools.poor_share[pool] = 0.1 * (pool % 5)
    state.departments.extra[:] = 0.15 * (week % 2)


def to_be_moved(state: State, pool_map: PoolMap, week: int) -> tuple[Any, Any]:
    """Some who queue, some who do not, one of them twice: to volunteers, to those who are paid, or just away."""
    born = int(state.tallies.tally[BORN])
    queued = np.flatnonzero(state.needs.state[:born] == QUEUED)
    chosen = queued[week % 3 :: 3]
    if born and len(chosen):
        chosen = np.concatenate([chosen, [born - 1, 0], chosen[:1]])
    community = state.pools.community[pool_map.of_cell.pool[state.needs.cell[chosen], COUNTER]]
    pool = pool_map.starts[VOLUNTEER] + community
    pool = np.where(chosen % 4 == 0, TO_POOL, np.where(chosen % 4 == 1, pool_map.starts[MEDIATOR] + community, pool))
    return chosen.astype(np.int32), pool.astype(np.int32)


def to_be_hurried(state: State) -> tuple[Any, Any]:
    """Some who wait for a department and some who do not, by more and less."""
    born = int(state.tallies.tally[BORN])
    waits = np.flatnonzero(state.needs.state[:born] == WAITS_FOR_DEPARTMENT)[::2]
    cases = np.concatenate([waits, np.arange(min(born, 2))]).astype(np.int32)
    return cases, (1 + 40 * (cases % 4)).astype(np.int32)


def somebody_busy(district: District, date: dt.date) -> None:
    """What institutions may do to the columns, all of it every week."""
    week = date.toordinal() // 7
    bring_hands(district, week)
    for _ in range(2):  # the second time some of them stand in an inbox
        days.transfer(*to_be_moved(district.state, district.pool_map, week), district.state)
    for lifted in (False, True):  # who was only reminded may be hurried again
        days.hasten(*to_be_hurried(district.state), lifted, district.state)
