"""When and by whom needs are heard, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shapan.model.columns import (
    ACTIVITY,
    APP,
    AT_TERMINAL,
    BORN,
    CHANNELS,
    COUNTER,
    DOOR_VISIT,
    GRID,
    HEARD_TODAY,
    LISTED_VISIT,
    NEVER,
    NEVER_HEARD,
    NOBODY,
    ON_ITS_WAY,
    PATROL,
    PERSON,
    PROACTIVE,
    SENSOR,
    STEWARD_ROUND,
    UNHEARD,
    UNHEARD_NEED,
    UNHEARD_NOW,
    WALK_IN,
    Facts,
    Hearing,
    rows,
)
from shapan.model.hashing import uniform
from shapan.model.needs.draws import FIRST_CHANNEL_DRAW, SEEN_DRAW
from shapan.model.needs.hearing import begin_waiting, grow_hazards, hear

SUNDAY, MONDAY = 6, 7  # five working days lie before both


@pytest.fixture
def facts():
    works = np.array([1, 1, 1, 1, 1, 0, 0] * 2, np.int8)
    return Facts(
        resident_cell=np.zeros(2, np.int32),
        resident_vulnerable=np.zeros(2, np.int8),
        community_start=np.array([0, 2], np.int64),
        daily_rate=np.zeros((1, 1)),
        cumulative_rate=np.ones((1, 2)),
        guide=np.zeros((1, 4), np.int32),
        guide_start=np.array([0, 4], np.int64),
        roughness=np.ones((2, 14)),
        load=np.ones((1, 14)),
        works=works,
        working_index=(np.cumsum(works) - works).astype(np.int32),
        seed_key=np.uint64(1),
    )


@pytest.fixture
def hearing():
    """One cell; resident 0 is on the list, resident 1 has the app."""
    people = rows(2, PERSON)
    people.listed, people.app_user = [1, 0], [0, 1]
    works, rests = np.zeros((2, 1, CHANNELS))
    works[0, [WALK_IN, APP, SENSOR]], rests[0, [WALK_IN, APP, SENSOR]] = [0.5, 0.8, 0.3], [0.25, 0.8, 0.3]
    weight = np.zeros((2, CHANNELS))
    weight[0, [LISTED_VISIT, DOOR_VISIT, WALK_IN, APP, PROACTIVE, ACTIVITY, AT_TERMINAL]] = 1.0
    weight[0, STEWARD_ROUND] = 0.25
    weight[1, [PATROL, WALK_IN, APP, STEWARD_ROUND, SENSOR]] = 1.0
    return Hearing(
        accumulated=np.full((1, CHANNELS), 3.0),
        today=np.zeros((1, CHANNELS)),
        patrol_per_hour=np.array([0.1]),
        listed_per_hour=np.array([0.02]),
        door_per_hour=np.array([0.01]),
        workday=works,
        restday=rests,
        weight=weight,
        people=people,
        intensity=np.ones((1, 2)),
        sensor_share=np.zeros(1),
        app_hazard=0.2,
        efficacy_slope=2.0,
        frail_walk_factor=0.4,
    )


def today_is(hearing, **channels):
    """What each channel's hazard grew by today."""
    hearing.today[0] = 0.0
    for name, value in channels.items():
        hearing.today[0, NAMES[name]] = value


def waits(due, closes=9):
    waiting = rows(len(due), UNHEARD_NEED)
    waiting.need, waiting.due, waiting.closes = np.arange(len(due)), due, closes
    return waiting


NAMES = {"patrol": PATROL, "listed": LISTED_VISIT, "door": DOOR_VISIT, "walk_in": WALK_IN, "app": APP}


def due_by(**channels):
    due = np.full(CHANNELS, NEVER)
    for name, value in channels.items():
        due[NAMES[name]] = value
    return due


def test_a_need_is_heard_when_the_hazard_passes_its_threshold(facts, hearing, table, tallies):
    """Patrol adds 0.4 today, from 2.6 to 3.0: a threshold of 2.9 is passed three quarters through the day."""
    today_is(hearing, patrol=0.4, walk_in=1.0)
    thresholds = [due_by(patrol=2.9), due_by(patrol=3.1), due_by(patrol=2.9, walk_in=2.5), due_by(door=2.0)]
    needs, waiting = table("need", 4), waits(thresholds)
    tallies.tally[UNHEARD_NOW] = 4
    hear(MONDAY, facts, needs, waiting, hearing, tallies)
    assert needs.state.tolist() == [ON_ITS_WAY, UNHEARD, ON_ITS_WAY, ON_ITS_WAY]
    assert needs.channel.tolist() == [PATROL, NOBODY, WALK_IN, DOOR_VISIT], "the first channel through the day hears"
    assert needs.heard_time.tolist() == pytest.approx([5.75, NEVER, 5.5, 5.0])
    assert tallies.heard[: tallies.tally[HEARD_TODAY]].tolist() == [0, 2, 3]
    assert waiting.need[: tallies.tally[UNHEARD_NOW]].tolist() == [1]


def test_a_day_of_rest_has_no_hours(facts, hearing, table, tallies):
    """What is reported on a Sunday stands there on Monday morning."""
    hearing.today[0, WALK_IN] = 1.0
    needs = table("need", 1)
    tallies.tally[UNHEARD_NOW] = 1
    hear(SUNDAY, facts, needs, waits([due_by(walk_in=2.5)]), hearing, tallies)
    assert needs.heard_time[0] == 5.0 and needs.heard_day[0] == SUNDAY


def test_a_window_closes_before_anybody_can_hear(facts, hearing, table, tallies):
    hearing.today[0] = 1.0
    needs = table("need", 2)
    waiting = waits([due_by(patrol=2.5)] * 2)
    waiting.closes = [5, 6]
    tallies.tally[UNHEARD_NOW] = 2
    hear(MONDAY, facts, needs, waiting, hearing, tallies)
    assert needs.bin.tolist() == [NEVER_HEARD, 0] and needs.done_time[0] == 5.0
    assert needs.state[1] == ON_ITS_WAY


def test_what_a_channel_means_is_frozen_at_birth(facts, hearing, table, tallies):
    """A public need of 0.03 × 1.5, told by a resident of efficacy 0.75: (1 + 2 × 0.25) times that."""
    kinds = table("kind", 2, {"public": [1, 0], "report_hazard": 0.03, "severity_factor": 1.5, "window": 4})
    minds = table("mind", 2, {"efficacy": [0.75, 0.5]})
    needs = table("need", 3, {"kind": [0, 1, 1], "resident": [0, 0, 1], "birth_day": MONDAY})
    waiting = rows(3, UNHEARD_NEED)
    tallies.tally[BORN] = 3
    begin_waiting(0, facts, kinds, needs, waiting, hearing, minds, tallies)
    voice = [1.5 * 1.5, 1.5 * 1.5, 1.5]
    expected = [
        {PATROL: 1.0, STEWARD_ROUND: 1.0, WALK_IN: 0.03 * voice[0]},
        {LISTED_VISIT: 1.0, DOOR_VISIT: 1.0, STEWARD_ROUND: 0.25, WALK_IN: 0.03 * voice[1]},
        {DOOR_VISIT: 1.0, STEWARD_ROUND: 0.25, WALK_IN: 0.03 * voice[2], APP: 0.2 * voice[2]},
    ]
    for need in range(3):
        means(expected[need], needs, waiting, need)
    assert (waiting.closes == 5 + 4).all() and waiting.need.tolist() == [0, 1, 2]
    assert tallies.tally[UNHEARD_NOW] == 3


def means(expected, needs, waiting, need):
    """These are the channels that can hear this need, each with its multiplier."""
    for channel in range(CHANNELS):
        due = NEVER
        if channel in expected:
            due = 3.0 - math.log(uniform(needs.key[need], FIRST_CHANNEL_DRAW + channel)) / expected[channel]
        assert waiting.due[need, channel] == pytest.approx(due, rel=1e-12), (need, channel)


def test_who_can_be_reached_in_new_ways(facts, hearing, table, tallies):
    """Resident 0 is frail and fetched, matched, comes to activities; resident 1 is frail and serves herself."""
    kinds = table("kind", 2, {"at_counter": [1, 0], "report_hazard": 0.1, "severity_factor": 1.0})
    minds = table("mind", 2, {"efficacy": 0.5})
    people = hearing.people
    people.listed, people.app_user = 0, 0
    people.frail, people.fetched, people.reached, people.attends, people.self_serving = (
        1,
        [1, 0],
        [1, 0],
        [1, 0],
        [0, 1],
    )
    needs = table("need", 4, {"kind": [0, 1, 0, 1], "resident": [0, 0, 1, 1]})
    waiting = rows(4, UNHEARD_NEED)
    tallies.tally[BORN] = 4
    begin_waiting(0, facts, kinds, needs, waiting, hearing, minds, tallies)
    always, reached = {DOOR_VISIT: 1.0, STEWARD_ROUND: 0.25}, {PROACTIVE: 1.0, ACTIVITY: 1.0}
    means({**always, **reached, WALK_IN: 0.1}, needs, waiting, 0)  # papers are fetched at home
    means({**always, **reached, WALK_IN: 0.04}, needs, waiting, 1)  # nobody fetches what needs no papers
    means({**always, WALK_IN: 0.04, AT_TERMINAL: 1.0}, needs, waiting, 2)
    means({**always, WALK_IN: 0.04}, needs, waiting, 3)


def test_cameras_see_their_share_of_public_events(facts, hearing, table, tallies):
    many = 4000
    kinds, minds = table("kind", 2, {"public": [1, 0]}), table("mind", 2)
    hearing.sensor_share[0] = 0.3
    needs, waiting = table("need", many, {"kind": np.arange(many) % 2}), rows(many, UNHEARD_NEED)
    tallies.tally[BORN] = many
    begin_waiting(0, facts, kinds, needs, waiting, hearing, minds, tallies)
    seen = waiting.due[:, SENSOR] < NEVER
    expected = [needs.kind[need] == 0 and uniform(needs.key[need], SEEN_DRAW) < 0.3 for need in range(many)]
    assert seen.tolist() == expected
    assert seen[::2].mean() == pytest.approx(0.3, abs=4 * math.sqrt(0.21 / (many / 2)))


def test_hazards_grow_by_what_was_done(hearing, table):
    """Grid visits of 2 h and the share of the counter's 10 h that falls to a grid of 300 of its 1,000 residents."""
    pool_map = table("door", 1)
    pool_map.pool[0, [GRID, COUNTER]] = [0, 1]
    pools = table("pool", 2, {"patrol_hours": [4.0, 0.0], "visit_hours": [2.0, 10.0], "residents": [300.0, 1000.0]})
    grow_hazards(True, hearing, pools, pool_map)
    grown = np.zeros(CHANNELS)
    grown[[PATROL, LISTED_VISIT, DOOR_VISIT, WALK_IN, APP, SENSOR]] = [0.4, 0.02 * 5, 0.01 * 5, 0.5, 0.8, 0.3]
    np.testing.assert_allclose(hearing.today[0], grown)
    grow_hazards(False, hearing, pools, pool_map)
    rested = np.zeros(CHANNELS)
    rested[[WALK_IN, APP, SENSOR]] = [0.25, 0.8, 0.3]
    np.testing.assert_array_equal(hearing.today[0], rested)
    np.testing.assert_allclose(hearing.accumulated[0], 3.0 + grown + rested)
