"""When and by whom needs are heard, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shapan.model.columns import (
    APP,
    BORN,
    CHANNELS,
    DOOR_VISIT,
    HEARD_TODAY,
    LISTED_VISIT,
    NEVER,
    NEVER_HEARD,
    NOBODY,
    ON_ITS_WAY,
    PATROL,
    UNHEARD,
    UNHEARD_NEED,
    UNHEARD_NOW,
    WALK_IN,
    Facts,
    Hearing,
    rows,
)
from shapan.model.needs.hearing import begin_waiting, grow_hazards, hear
from shapan.model.streams import mark

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
        roughness=np.ones((2, 14)),
        works=works,
        working_index=(np.cumsum(works) - works).astype(np.int32),
        seed_key=np.uint64(1),
    )


@pytest.fixture
def hearing():
    """One cell; resident 0 is on the list, resident 1 has the app."""
    return Hearing(
        accumulated=np.full((1, CHANNELS), 3.0),
        today=np.zeros((1, CHANNELS)),
        patrol_per_hour=np.array([0.1]),
        listed_per_hour=np.array([0.02]),
        door_per_hour=np.array([0.01]),
        walk_in_works=np.array([0.5]),
        walk_in_rests=np.array([0.25]),
        app=np.array([0.8]),
        listed=np.array([1, 0], np.int8),
        app_user=np.array([0, 1], np.int8),
        intensity=np.ones((1, 2)),
        app_hazard=0.2,
        efficacy_slope=2.0,
    )


def waits(due, closes=9):
    waiting = rows(len(due), UNHEARD_NEED)
    waiting.need, waiting.due, waiting.closes = np.arange(len(due)), due, closes
    return waiting


def due_by(**channels):
    names = {"patrol": PATROL, "listed": LISTED_VISIT, "door": DOOR_VISIT, "walk_in": WALK_IN, "app": APP}
    due = np.full(CHANNELS, NEVER)
    for name, value in channels.items():
        due[names[name]] = value
    return due


def test_a_need_is_heard_when_the_hazard_passes_its_mark(facts, hearing, table, books):
    """Patrol adds 0.4 today, from 2.6 to 3.0: a mark of 2.9 is passed three quarters through the day."""
    hearing.today[0] = [0.4, 0.0, 0.0, 1.0, 0.0]
    marks = [due_by(patrol=2.9), due_by(patrol=3.1), due_by(patrol=2.9, walk_in=2.5), due_by(door=2.0)]
    needs, waiting = table("need", 4), waits(marks)
    books.tally[UNHEARD_NOW] = 4
    hear(MONDAY, facts, needs, waiting, hearing, books)
    assert needs.state.tolist() == [ON_ITS_WAY, UNHEARD, ON_ITS_WAY, ON_ITS_WAY]
    assert needs.channel.tolist() == [PATROL, NOBODY, WALK_IN, DOOR_VISIT], "the first channel through the day hears"
    assert needs.heard_time.tolist() == pytest.approx([5.75, NEVER, 5.5, 5.0])
    assert books.heard[: books.tally[HEARD_TODAY]].tolist() == [0, 2, 3]
    assert waiting.need[: books.tally[UNHEARD_NOW]].tolist() == [1]


def test_a_day_of_rest_has_no_hours(facts, hearing, table, books):
    """What is reported on a Sunday stands there on Monday morning."""
    hearing.today[0, WALK_IN] = 1.0
    needs = table("need", 1)
    books.tally[UNHEARD_NOW] = 1
    hear(SUNDAY, facts, needs, waits([due_by(walk_in=2.5)]), hearing, books)
    assert needs.heard_time[0] == 5.0 and needs.heard_day[0] == SUNDAY


def test_a_window_closes_before_anybody_can_hear(facts, hearing, table, books):
    hearing.today[0] = 1.0
    needs = table("need", 2)
    waiting = waits([due_by(patrol=2.5)] * 2)
    waiting.closes = [5, 6]
    books.tally[UNHEARD_NOW] = 2
    hear(MONDAY, facts, needs, waiting, hearing, books)
    assert needs.bin.tolist() == [NEVER_HEARD, 0] and needs.done_time[0] == 5.0
    assert needs.state[1] == ON_ITS_WAY


def test_what_a_channel_means_is_frozen_at_birth(facts, hearing, table, books):
    """A public need of 0.03 × 1.5, told by a resident of efficacy 0.75: (1 + 2 × 0.25) times that."""
    kinds = table("kind", 2, {"public": [1, 0], "report_hazard": 0.03, "severity_factor": 1.5, "window": 4})
    minds = table("mind", 2, {"efficacy": [0.75, 0.5]})
    needs = table("need", 3, {"kind": [0, 1, 1], "resident": [0, 0, 1], "birth_day": MONDAY})
    waiting = rows(3, UNHEARD_NEED)
    books.tally[BORN] = 3
    begin_waiting(0, facts, kinds, needs, waiting, hearing, minds, books)
    voice = [1.5 * 1.5, 1.5 * 1.5, 1.5]
    expected = [
        [1.0, 0.0, 0.0, 0.03 * voice[0], 0.0],
        [0.0, 1.0, 1.0, 0.03 * voice[1], 0.0],
        [0.0, 0.0, 1.0, 0.03 * voice[2], 0.2 * voice[2]],
    ]
    for need in range(3):
        for channel in range(CHANNELS):
            multiplier = expected[need][channel]
            exponential = -math.log(mark(needs.key[need], 10 + channel))
            due = 3.0 + exponential / multiplier if multiplier else NEVER
            assert waiting.due[need, channel] == pytest.approx(due, rel=1e-12)
    assert (waiting.closes == 5 + 4).all() and waiting.need.tolist() == [0, 1, 2]
    assert books.tally[UNHEARD_NOW] == 3


def test_hazards_grow_by_what_was_done(hearing, table):
    """Grid visits of 2 h and the share of the counter's 10 h that falls to a grid of 300 of its 1,000 residents."""
    doors = table("door", 1, {"pool": [[0, NOBODY, 1, NOBODY]]})
    pools = table("pool", 2, {"patrol_hours": [4.0, 0.0], "visit_hours": [2.0, 10.0], "residents": [300.0, 1000.0]})
    grow_hazards(True, hearing, pools, doors)
    assert hearing.today[0].tolist() == pytest.approx([0.4, 0.02 * 5, 0.01 * 5, 0.5, 0.8])
    grow_hazards(False, hearing, pools, doors)
    assert hearing.today[0].tolist() == [0.0, 0.0, 0.0, 0.25, 0.8]
    assert hearing.accumulated[0].tolist() == pytest.approx([3.4, 3.1, 3.05, 3.75, 4.6])
