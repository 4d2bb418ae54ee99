"""Needs are heard, all channels of all needs at once (see needs/hearing.py)."""

from __future__ import annotations

import numpy as np

from ..columns import (
    APP,
    CHANNELS,
    COUNTER,
    DONE,
    DOOR_VISIT,
    GRID,
    HEARD_TODAY,
    LISTED_VISIT,
    NEVER,
    NEVER_HEARD,
    ON_ITS_WAY,
    PATROL,
    UNHEARD_NOW,
    WALK_IN,
)
from ..needs.hearing import FIRST_CHANNEL_MARK
from .desk import Desk
from .luck import marks

NOT_TODAY = 2.0
BEFORE_MIDNIGHT = 0.999999


def begin_waiting(first: int, desk: Desk) -> None:
    """Needs from `first` on start to wait; what each channel means to this person is frozen now."""
    needs, hearing = desk.needs, desk.hearing
    new = slice(first, desk.born)
    resident, kind, cell, key = needs.resident[new], needs.kind[new], needs.cell[new], needs.key[new]
    public = desk.kinds.public[kind] == 1
    voice = desk.kinds.severity_factor[kind] * (1.0 + hearing.efficacy_slope * (desk.minds.efficacy[resident] - 0.5))
    multiplier = np.zeros((len(key), CHANNELS))
    multiplier[:, PATROL] = public
    multiplier[:, LISTED_VISIT] = ~public * hearing.listed[resident]
    multiplier[:, DOOR_VISIT] = ~public
    multiplier[:, WALK_IN] = desk.kinds.report_hazard[kind] * voice
    multiplier[:, APP] = hearing.app_hazard * voice * hearing.app_user[resident]
    due = np.full((len(key), CHANNELS), NEVER)
    for channel in range(CHANNELS):
        reached = multiplier[:, channel] > 0.0
        patience = -np.log(marks(key[reached], FIRST_CHANNEL_MARK + channel)) / multiplier[reached, channel]
        due[reached, channel] = hearing.accumulated[cell[reached], channel] + patience
    place = int(desk.books.tally[UNHEARD_NOW])
    rows = desk.state.waiting[place : place + len(key)]
    rows["need"], rows["cell"], rows["due"] = np.arange(first, desk.born), cell, due
    rows["closes"] = desk.facts.working_index[needs.birth_day[new]] + desk.kinds.window[kind]
    desk.books.tally[UNHEARD_NOW] = place + len(key)


def grow_hazards(works: bool, desk: Desk) -> None:
    """Let every channel's hazard in every cell grow by what was done for it today."""
    hearing, pools = desk.hearing, desk.pools
    grid, counter = desk.doors.pool[:, GRID], desk.doors.pool[:, COUNTER]
    by_staff = pools.visit_hours[counter] * pools.residents[grid] / pools.residents[counter]
    visit = (pools.visit_hours[grid] + by_staff) * works
    hearing.today[:, PATROL] = hearing.patrol_per_hour * pools.patrol_hours[grid] * works
    hearing.today[:, LISTED_VISIT] = hearing.listed_per_hour * visit
    hearing.today[:, DOOR_VISIT] = hearing.door_per_hour * visit
    hearing.today[:, WALK_IN] = hearing.walk_in_works if works else hearing.walk_in_rests
    hearing.today[:, APP] = hearing.app
    hearing.accumulated[:] += hearing.today


def hear(day: int, desk: Desk) -> None:
    """Move the needs heard today, in order of birth, to today's list; give up those whose window has closed."""
    needs, hearing, books = desk.needs, desk.hearing, desk.books
    moment, works = int(desk.facts.working_index[day]), desk.facts.works[day] == 1
    waiting = desk.state.waiting[: int(books.tally[UNHEARD_NOW])].copy()
    closed = waiting["closes"] <= moment
    given_up = waiting["need"][closed]
    needs.state[given_up], needs.bin[given_up], needs.done_time[given_up] = DONE, NEVER_HEARD, moment

    over = hearing.accumulated[waiting["cell"]] - waiting["due"]
    step = hearing.today[waiting["cell"]]
    before_end = np.divide(over, step, out=np.ones_like(over), where=step > 0.0)
    when = np.where(over >= 0.0, np.clip(1.0 - before_end, 0.0, BEFORE_MIDNIGHT), NOT_TODAY)
    by, soonest = when.argmin(axis=1), when.min(axis=1)
    found = ~closed & (soonest < NOT_TODAY)
    heard = waiting["need"][found]
    needs.state[heard], needs.channel[heard], needs.heard_day[heard] = ON_ITS_WAY, by[found], day
    needs.heard_time[heard] = moment + soonest[found] * works
    books.heard[: len(heard)] = heard
    books.tally[HEARD_TODAY] = len(heard)
    kept = waiting[~closed & ~found]
    desk.state.waiting[: len(kept)] = kept
    books.tally[UNHEARD_NOW] = len(kept)
