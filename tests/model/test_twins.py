"""Compiled kernels and their plain twins say the same: integer states equal, floats within 1e-12."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

import shapan.model.backend as days
import shapan.model.day as compiled
import shapan.model.district as district_room
import shapan.model.reference.day as plain
from shapan.model.calendar import Entry, calendar
from shapan.model.columns import (
    ARRIVING,
    BORN,
    BUNDLE,
    CHANNEL_NAMES,
    COUNTER,
    ENDED_TODAY,
    EVERY_KIND,
    HEARD_TODAY,
    LAPSING,
    LATE_BEHIND,
    LATE_FIRST,
    LATE_IN_TURN,
    MEDIATOR,
    MET_LATE,
    MET_ON_TIME,
    MISTAKEN_DOOR,
    NOBODY,
    ORGANISATION,
    POOL_TYPES,
    PROJECT,
    QUEUED,
    TO_POOL,
    UNHEARD_NOW,
    UNIT,
    VOLUNTEER,
    WAITS_FOR_DEPARTMENT,
    State,
)
from shapan.model.district import District, Plan
from shapan.model.engine import HAS_NUMBA
from shapan.model.needs.lists import BAND
from shapan.model.observation.record import record
from shapan.model.parameters import Levers, Parameters
from shapan.model.reference.day_state import Desk, lists_of
from shapan.model.setup import initial_state
from shapan.model.staffing import capacity
from shapan.model.staffing.posts import PoolMap

pytestmark = [
    pytest.mark.past,
    pytest.mark.skipif(not HAS_NUMBA, reason="there is nothing to hold the twins against"),
]

WITHIN = 1e-12
THREADS = {"left", "right", "following", "lapse_following", "root", "inbox"}
"""How the compiled lists are threaded; what they hold is compared instead."""


# --- What is the same ------------------------------------------------------------------------------------------------


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


# --- One day, stage by stage -----------------------------------------------------------------------------------------


@dataclass
class Day:
    """What the stages of one day are told."""

    number: int
    moment: int
    works: bool
    first: int


Stage = tuple[Callable[[Day, State], Any], Callable[[Day, Desk], Any]]
STAGES: dict[str, Stage] = {
    "arise": (
        lambda day, s: compiled.arise(
            day.number, s.facts, s.kinds, s.needs, len(s.waiting), s.hearing.intensity, s.tallies
        ),
        lambda day, desk: plain.arise(day.number, desk),
    ),
    "report_for_work": (
        lambda day, s: compiled.report_for_work(day.number, s.pools, s.groups, s.servers, s.tallies, s.service),
        lambda day, desk: plain.report_for_work(day.number, desk),
    ),
    "begin_waiting": (
        lambda day, s: compiled.begin_waiting(
            day.first, s.facts, s.kinds, s.needs, s.waiting, s.hearing, s.minds, s.tallies
        ),
        lambda day, desk: plain.begin_waiting(day.first, desk),
    ),
    "grow_hazards": (
        lambda day, s: compiled.grow_hazards(day.works, s.hearing, s.pools, s.pool_map),
        lambda day, desk: plain.grow_hazards(day.works, desk),
    ),
    "hear": (
        lambda day, s: compiled.hear(day.number, s.facts, s.needs, s.waiting, s.hearing, s.tallies),
        lambda day, desk: plain.hear(day.number, desk),
    ),
    "route": (
        lambda day, s: compiled.route(
            s.kinds, s.needs, s.pool_map, s.routing, s.pools, s.wheels, s.tallies, s.service.patience_days, s.hearing
        ),
        lambda day, desk: plain.route(desk),
    ),
    "take_cases": (
        lambda day, s: compiled.take_cases(day.moment, s.needs, s.departments, s.routing, s.wheels),
        lambda day, desk: plain.take_cases(day.moment, desk),
    ),
    "reach_doors": (
        lambda day, s: compiled.reach_doors(day.moment, s),
        lambda day, desk: plain.reach_doors(day.moment, desk),
    ),
    "serve": (
        lambda day, s: compiled.serve(
            day.number,
            day.moment,
            s.kinds,
            s.needs,
            s.pools,
            s.groups,
            s.servers,
            s.wheels,
            s.tallies,
            s.service,
            s.routing.no_property_factor,
        ),
        lambda day, desk: plain.serve(day.number, day.moment, desk),
    ),
    "lapse": (
        lambda day, s: compiled.lapse(
            day.moment, s.kinds, s.needs, s.pools, s.departments, s.wheels, s.tallies, s.routing.no_property_factor
        ),
        lambda day, desk: plain.lapse(day.moment, desk),
    ),
    "remember": (
        lambda day, s: compiled.remember(
            day.number, s.kinds, s.needs, s.minds, s.pools, s.departments, s.tallies, s.memory
        ),
        lambda day, desk: plain.remember(day.number, desk),
    ),
    "note_day": (
        lambda day, s: compiled.note_day(day.number, s.minds, s.pools, s.tallies),
        lambda day, desk: plain.note_day(day.number, desk),
    ),
}
AT_WORK_ONLY = {"report_for_work", "take_cases", "reach_doors", "serve", "lapse"}

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
    days.hasten(*to_be_hurried(district.state), district.state)


@pytest.fixture
def busy_weeks(monkeypatch) -> Callable[[str], None]:
    """Under some sets of levers somebody is busy every Monday."""
    entry = Entry("somebody busy", lambda district, date: date.weekday() == 0, somebody_busy)

    def keep(levers: str) -> None:
        if levers in BUSY:
            monkeypatch.setattr(district_room, "calendar", lambda *theirs: (*calendar(*theirs), entry))

    return keep


@pytest.mark.parametrize("levers", SETS)
def test_every_stage_has_a_twin(levers, town, forced, busy_weeks):
    """On copies of a running district: weekends and working days, early, as a policy switches on, and later."""
    busy_weeks(levers)
    changed = forced(town, SETS[levers])
    district = District(Plan(changed, seed=3, days=60, warmup=40, status_quo=town.levers))
    for day in (0, 1, 6, 20, 39, 40, 41, 42, 45, 46, 60, 85, 99):
        while district.day < day:
            district.run_to(day)
        state = district.state
        ours, theirs = copied(state), copied(state)
        same_lists(ours, Desk(theirs), f"morning of day {day}")
        move_needs(ours, theirs, district.pool_map, day)
        desk = Desk(theirs)
        facts = state.facts
        today = Day(day, int(facts.working_index[day]), bool(facts.works[day]), int(state.tallies.tally[BORN]))
        for name, (kernel, twin) in STAGES.items():
            if today.works or name not in AT_WORK_ONLY:
                assert kernel(today, ours) == twin(today, desk)
                same_columns(ours, theirs, f"day {day}, {name}")
        same_lists(ours, desk, f"evening of day {day}")


def move_needs(ours: State, theirs: State, pool_map: PoolMap, day: int) -> None:
    """The same needs change hands, and the same cases are hurried, by kernels and by twins."""
    for turn in range(2):
        moved, to_pool = to_be_moved(ours, pool_map, day + turn)
        compiled.transfer(moved, to_pool, ours)
        plain.transfer(moved, to_pool, theirs)
        same_columns(ours, theirs, f"day {day}, transfer")
        same_lists(ours, Desk(theirs), f"day {day}, transfer")
    cases, ahead = to_be_hurried(ours)
    compiled.hasten(cases, ahead, ours)
    plain.hasten(cases, ahead, theirs)
    same_columns(ours, theirs, f"day {day}, hasten")
    same_lists(ours, Desk(theirs), f"day {day}, hasten")


def seen_in(district: District) -> set[str]:
    """What happened to somebody in this district, in the words of the columns."""
    log, pools = district.state.needs[: int(district.state.tallies.tally[BORN])], district.state.pools
    finished = log[np.isin(log.bin, (MET_ON_TIME, MET_LATE)) & (log.pool >= 0)]
    seen = {CHANNEL_NAMES[channel] for channel in np.unique(log.channel) if channel != NOBODY}
    seen |= {f"met by {POOL_TYPES[which]}" for which in np.unique(pools.type[finished.pool])}
    told = {
        "came back twice": log.generation == 2,
        "met poorly": log.poor == 1,
        "ordered": (log.tried == 0) & (log.pool >= 0) & (pools.type[log.pool] == VOLUNTEER),
        "sent back": log.tried == 1,
        "hurried": log.lifted == 1,
        "at a mistaken door": log.door == MISTAKEN_DOOR,
        "left standing": (log.state == QUEUED) & (log.pool == NOBODY),
    }
    return seen | {what for what, whose in told.items() if whose.any()}


def test_the_sets_leave_out_no_way_to_be_heard_served_or_moved(town, forced, busy_weeks):
    busy_weeks("everybody")
    seen: set[str] = set()
    for levers in ("nobody", "poor_work", *BUSY):
        district = District(Plan(forced(town, SETS[levers]), seed=3, days=100, warmup=0))
        district.run()
        seen |= seen_in(district)
    expected = {*CHANNEL_NAMES, *(f"met by {which}" for which in POOL_TYPES)}
    expected |= {"came back twice", "met poorly", "ordered", "sent back", "hurried", "at a mistaken door"}
    assert expected | {"left standing"} <= seen


@pytest.mark.parametrize("levers", ["status_quo", "pooling", "dispatch", "nobody"])
def test_redrawn_doors_take_the_same_needs(levers, town, forced):
    district = District(Plan(forced(town, SETS[levers]), seed=5, days=60, warmup=0))
    district.run_to(50)
    ours, theirs = copied(district.state), copied(district.state)
    for state in (ours, theirs):
        state.pools.backlog_hours[:] = 0.0
        state.pools.root[:] = NOBODY
    assert (ours.needs.state == QUEUED).sum() > 10 or levers == "status_quo"
    compiled.readmit(0, 36, ours)
    plain.readmit(0, 36, theirs)
    same_columns(ours, theirs, "readmit")
    same_lists(ours, Desk(theirs), "readmit")


@pytest.mark.parametrize("rule", [LATE_FIRST, LATE_IN_TURN])
def test_another_rule_for_late_needs_reaches_those_that_have_just_changed_doors(rule, town, forced):
    district = District(Plan(forced(town, SETS["nobody"] | {"needs.rate_multiplier": 2.0}), seed=5, days=60, warmup=0))
    district.run_to(50)
    ours, theirs = copied(district.state), copied(district.state)
    for state, twin in ((ours, compiled), (theirs, plain)):
        state.pools.backlog_hours[:] = 0.0
        state.pools.root[:] = NOBODY
        twin.readmit(0, 36, state)  # they stand at the door and come in with the next hour of work
        state.pools.late_first[:], state.pools.late_behind[:] = rule == LATE_FIRST, rule == LATE_BEHIND
        twin.restack(state)
    late = (ours.needs.state == QUEUED) & (ours.needs.pool >= 0) & (ours.needs.late == 1) & (ours.needs.lifted == 0)
    assert late.sum() > 5 and (ours.needs.order[late] // BAND == 1 + rule).all()
    np.testing.assert_array_equal(ours.needs.order, theirs.needs.order)


def test_lists_without_room_stop_the_day_in_both(town):
    district = District(Plan(town, seed=2, days=30, warmup=0))
    district.run_to(10)
    born = int(district.state.tallies.tally[BORN])
    for short in (born, born + 3):
        ours = copied(district.state)
        ours = ours._replace(needs=ours.needs[:short].copy())
        theirs = copied(ours)
        assert compiled.live(10, 20, ours) == plain.live(10, 20, theirs) == 10
        same_columns(ours, theirs, "no room")
        same_lists(ours, Desk(theirs), "no room")


def test_a_desk_puts_back_what_it_took(town):
    district = District(Plan(town, seed=2, days=60, warmup=0))
    district.run_to(60)
    before = copied(district.state)
    Desk(district.state).put_back()
    np.testing.assert_array_equal(district.state.wheels, before.wheels)
    np.testing.assert_array_equal(district.state.needs, before.needs)


# --- Whole runs ------------------------------------------------------------------------------------------------------


@pytest.fixture
def lived(monkeypatch) -> Callable[[Plan], tuple[District, District]]:
    """The same plan lived by kernels and by twins."""

    def both(plan: Plan) -> tuple[District, District]:
        districts = []
        for engine in (compiled, plain):
            use(engine, monkeypatch)
            district = District(plan)
            district.run()
            districts.append(district)
        return districts[0], districts[1]

    return both


def use(engine: Any, monkeypatch: Any) -> None:
    """Whoever lives days, or moves needs, does it by kernels, or by twins."""
    for room in [room for name, room in sys.modules.items() if name.startswith("shapan.model")]:
        for act in ("live", "readmit", "transfer", "hasten"):
            if getattr(room, act, None) in (getattr(compiled, act), getattr(plain, act)) and room not in (
                compiled,
                plain,
            ):
                monkeypatch.setattr(room, act, getattr(engine, act))


def same_runs(ours: District, theirs: District) -> None:
    same_columns(ours.state, theirs.state, "at the end")
    same_lists(ours.state, Desk(theirs.state), "at the end")
    assert [one[:3] for one in ours.decisions] == [one[:3] for one in theirs.decisions]
    same([one[3] for one in ours.decisions], [one[3] for one in theirs.decisions], "decisions")
    told, retold = record(ours), record(theirs)
    assert told.funnel == retold.funnel and told.requests == retold.requests
    assert told.indicators == pytest.approx(retold.indicators, rel=WITHIN, abs=WITHIN, nan_ok=True)


@pytest.mark.parametrize("levers", ["pooling", "dispatch", "closed", "by_form", "nobody", "poor_work", *BUSY])
def test_a_whole_run_is_the_same(levers, town, forced, lived, busy_weeks):
    busy_weeks(levers)
    start = town.place.start
    policy = forced(town, SETS[levers])
    plan = Plan(policy, 11, 75, 45, status_quo=town.levers, steps={start + dt.timedelta(days=50): town.levers})
    ours, theirs = lived(plan)
    assert ours.state.tallies.tally[BORN] > 1000
    same_runs(ours, theirs)


def test_lists_that_grow_change_nothing(town, lived, monkeypatch):
    """Districts that begin with hardly any room, and double it again and again, live the same days."""
    plan = Plan(town, seed=4, days=60, warmup=0)
    roomy, _ = lived(plan)
    monkeypatch.setattr(initial_state, "FIRST_ROOM", 8)
    monkeypatch.setattr(initial_state, "ROOM_TO_SPARE", 0.02)
    ours, theirs = lived(plan)
    same_runs(roomy, ours)
    same_runs(ours, theirs)


SHARE = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0.0, 1.0))
LEVERS = st.fixed_dictionaries(
    {},
    optional={
        "grid.households_per_grid": st.integers(60, 1500),
        "grid.layout": st.sampled_from(["even_area", "balanced", "by_form", "workload"]),
        "grid.base_per_party_grid": st.integers(1, 6),
        "grid.pooled_share": SHARE,
        "grid.workers_per_1000_households": st.floats(0.0, 8.0),
        "grid.stewards_per_1000": st.floats(0.0, 50.0),
        "staff.workers_per_10000": st.floats(1e-6, 30.0),
        "staff.admin_share": st.floats(0.0, 0.9),
        "centres.social_workers_each": st.integers(0, 6),
        "centres.one_stop_share": SHARE,
        "centres.agency_share": SHARE,
        "centres.appointments": st.booleans(),
        "centres.menu_partners": st.integers(0, 5),
        "channels.walk_in": st.booleans(),
        "channels.visits": st.booleans(),
        "channels.app_reach": SHARE,
        "channels.auto_dispatch": st.booleans(),
        "channels.data_sharing": SHARE,
        "channels.sensor_share": SHARE,
        "channels.proactive_share": SHARE,
        "channels.terminals_per_community": st.integers(0, 5),
        "channels.resident_rating": SHARE,
        "channels.close_when_solved": st.booleans(),
        "volunteers.ordering": st.booleans(),
        "funding.purchase_yuan": st.floats(0.0, 300.0),
        "organisations.bundled_share": SHARE,
        "party.member_units": st.integers(0, 20),
        "service.poor_work_share": SHARE,
        "service.absence_share": st.floats(0.0, 0.9),
        "routing.wrong_door_share": SHARE,
        "routing.vain_share": SHARE,
        "routing.home_share": SHARE,
        "routing.order_share": SHARE,
        "outreach.frail_elder_share": SHARE,
    },
)
FACTS = st.fixed_dictionaries(
    {
        "communities": st.integers(1, 4),
        "residents": st.integers(400, 2000),
        "built_km2": st.floats(0.1, 1.5),
        "population_seed": st.integers(0, 9),
        "start": st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 14)),
    }
)


@given(facts=FACTS, before=LEVERS, after=LEVERS, seed=st.integers(0, 999))
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    # A district on which they differ is told as drawn: making it smaller would live through it for minutes.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_districts_drawn_by_chance_live_the_same(
    facts, before, after, seed, made_place, needs, inflow, forced, lived, busy_weeks
):
    note(f"{facts} {before} {after} seed {seed}")
    busy_weeks("everybody")
    place = made_place(**facts, area_km2=2.0, needs=needs, departments=inflow)
    policy = forced(Parameters(place=place), after)
    status_quo = forced(Parameters(place=place), {k: v for k, v in before.items() if k.split(".")[0] in LEVER_GROUPS})
    same_runs(*lived(Plan(policy, seed, 20, 15, status_quo=status_quo.levers)))


LEVER_GROUPS = set(Levers.model_fields)


# --- Without numba ---------------------------------------------------------------------------------------------------

ALONE = """
import json, sys
if sys.argv[1] == "blocked":
    sys.modules["numba"] = None
from shapan.model.engine import HAS_NUMBA
from shapan.model.parameters import Parameters
from shapan.model.run import Plan, run_district
import shapan.model.district as room
parameters = Parameters.model_validate_json(sys.stdin.read(), strict=False)
run = run_district(Plan(parameters, seed=6, days=40, warmup=20))
told = {"engine": room.live.__module__, "compiles": HAS_NUMBA, "indicators": run.indicators, "funnel": run.funnel}
print(json.dumps(told))
"""


@pytest.mark.parametrize("how", ["blocked", "asked"])
def test_a_district_lives_without_numba(how, town, forced):
    parameters = forced(town, SETS["dispatch"] | SETS["pooling"])
    environment = os.environ | ({"SHAPAN_ENGINE": "plain"} if how == "asked" else {})
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", ALONE, how],
        input=parameters.model_dump_json(),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["engine"] == "shapan.model.reference.day" and not told["compiles"]
    plan = Plan(Parameters.model_validate_json(parameters.model_dump_json(), strict=False), 6, 40, 20)
    district = District(plan)
    district.run()
    ours = record(district)
    assert told["funnel"] == ours.funnel
    assert told["indicators"] == pytest.approx(ours.indicators, rel=WITHIN, abs=WITHIN, nan_ok=True)
