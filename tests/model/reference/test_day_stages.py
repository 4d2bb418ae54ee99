"""Compiled kernels and their plain twins say the same of every stage of a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

import shapan.model.day as compiled
import shapan.model.reference.day as plain
from shapan.model.columns import (
    BORN,
    CHANNEL_NAMES,
    LATE_BEHIND,
    LATE_FIRST,
    LATE_IN_TURN,
    MET_LATE,
    MET_ON_TIME,
    MISTAKEN_DOOR,
    NOBODY,
    POOL_TYPES,
    QUEUED,
    VOLUNTEER,
    State,
)
from shapan.model.district import District, Plan
from shapan.model.engine import HAS_NUMBA
from shapan.model.needs.lists import BAND
from shapan.model.reference.day_state import Desk
from shapan.model.staffing.posts import PoolMap
from support.twins import BUSY, SETS, as_stated, copied, same_columns, same_lists, to_be_hurried, to_be_moved

pytestmark = [
    pytest.mark.past,
    pytest.mark.skipif(not HAS_NUMBA, reason="there is nothing to hold the twins against"),
]


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


@pytest.mark.parametrize("levers", SETS)
def test_every_stage_has_a_twin(levers, town, forced, busy_weeks):
    """On copies of a running district: weekends and working days, early, as a policy switches on, and later."""
    busy_weeks(levers)
    changed = forced(town, SETS[levers])
    district = District(Plan(changed, seed=3, days=60, warmup=40, status_quo=town.levers, at_rest=as_stated(town)))
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
    for lifted in (False, True):
        cases, ahead = to_be_hurried(ours)
        compiled.hasten(cases, ahead, lifted, ours)
        plain.hasten(cases, ahead, lifted, theirs)
        same_columns(ours, theirs, f"day {day}, hasten, lifted {lifted}")
        same_lists(ours, Desk(theirs), f"day {day}, hasten, lifted {lifted}")


def seen_in(district: District) -> set[str]:
    """What happened to somebody in this district, in the words of the columns."""
    log, pools = district.state.needs[: int(district.state.tallies.tally[BORN])], district.state.pools
    finished = log[np.isin(log.bin, (MET_ON_TIME, MET_LATE)) & (log.pool >= 0)]
    seen = {CHANNEL_NAMES[channel] for channel in np.unique(log.channel) if channel != NOBODY}
    seen |= {f"met by {POOL_TYPES[which]}" for which in np.unique(pools.type[finished.pool])}
    fields = {
        "came back twice": log.generation == 2,
        "met poorly": log.poor == 1,
        "ordered": (log.tried == 0) & (log.pool >= 0) & (pools.type[log.pool] == VOLUNTEER),
        "sent back": log.tried == 1,
        "hurried": log.lifted == 1,
        "at a mistaken door": log.door == MISTAKEN_DOOR,
        "left standing": (log.state == QUEUED) & (log.pool == NOBODY),
    }
    return seen | {what for what, whose in fields.items() if whose.any()}


def test_the_sets_leave_out_no_way_to_be_heard_served_or_moved(town, forced, busy_weeks):
    busy_weeks("everybody")
    seen: set[str] = set()
    for levers in ("nobody", "poor_work", *BUSY):
        district = District(Plan(forced(town, SETS[levers]), seed=3, days=100, warmup=0, at_rest=as_stated(town)))
        district.run()
        seen |= seen_in(district)
    expected = {*CHANNEL_NAMES, *(f"met by {which}" for which in POOL_TYPES)}
    expected |= {"came back twice", "met poorly", "ordered", "sent back", "hurried", "at a mistaken door"}
    assert expected | {"left standing"} <= seen


@pytest.mark.parametrize("levers", ["status_quo", "pooling", "dispatch", "nobody"])
def test_redrawn_doors_take_the_same_needs(levers, town, forced):
    district = District(Plan(forced(town, SETS[levers]), seed=5, days=60, warmup=0, at_rest=as_stated(town)))
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
