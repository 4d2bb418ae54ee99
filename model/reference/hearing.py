"""Needs are heard, all channels of all needs at once (see needs/hearing.py)."""

from __future__ import annotations

import numpy as np

from ..arrays import Floats
from ..columns import (
    ACTIVITY,
    APP,
    AT_TERMINAL,
    CHANNELS,
    COUNTER,
    DONE,
    DOOR_VISIT,
    ENDED_TODAY,
    GRID,
    HEARD_TODAY,
    LISTED_VISIT,
    NEVER,
    NEVER_HEARD,
    NOBODY,
    ON_ITS_WAY,
    OUTREACH_TYPES,
    PATROL,
    PROACTIVE,
    SENSOR,
    UNHEARD_NOW,
    WALK_IN,
)
from ..needs.draws import FIRST_CHANNEL_DRAW, SEEN_DRAW
from .day_state import Desk
from .draws import uniforms

NOT_TODAY = 2.0
BEFORE_MIDNIGHT = 0.999999


def begin_waiting(first: int, desk: Desk) -> None:
    """Needs from `first` on start to wait; what each channel means to this person is frozen now."""
    needs, hearing = desk.needs, desk.hearing
    new = slice(first, desk.born)
    kind, cell, key = needs.kind[new], needs.cell[new], needs.key[new]
    multiplier = what_channels_mean(new, desk)
    due = np.full((len(key), CHANNELS), NEVER)
    for channel in range(CHANNELS):
        reached = multiplier[:, channel] > 0.0
        patience = -np.log(uniforms(key[reached], FIRST_CHANNEL_DRAW + channel)) / multiplier[reached, channel]
        due[reached, channel] = hearing.accumulated[cell[reached], channel] + patience
    place = int(desk.tallies.tally[UNHEARD_NOW])
    rows = desk.state.waiting[place : place + len(key)]
    rows["need"], rows["cell"], rows["due"] = np.arange(first, desk.born), cell, due
    rows["closes"] = desk.facts.working_index[needs.birth_day[new]] + desk.kinds.window[kind]
    desk.tallies.tally[UNHEARD_NOW] = place + len(key)


def what_channels_mean(new: slice, desk: Desk) -> Floats:
    """By how much each channel's hazard counts for each of these needs: its stream, its kind and its resident."""
    needs, hearing, kinds = desk.needs, desk.hearing, desk.kinds
    resident, kind = needs.resident[new], needs.kind[new]
    person = hearing.people[resident]
    at_counter = kinds.at_counter[kind] == 1
    helped = at_counter & (person["fetched"] == 1)
    walks = np.where((person["frail"] == 1) & ~helped, hearing.frail_walk_factor, 1.0)
    voice = kinds.severity_factor[kind] * (1.0 + hearing.efficacy_slope * (desk.minds.efficacy[resident] - 0.5))
    own = {
        LISTED_VISIT: person["listed"],
        WALK_IN: kinds.report_hazard[kind] * voice * walks,
        APP: hearing.app_hazard * voice * person["app_user"],
        SENSOR: uniforms(needs.key[new], SEEN_DRAW) < hearing.sensor_share[0],
        PROACTIVE: person["reached"],
        ACTIVITY: person["attends"],
        AT_TERMINAL: at_counter & (person["self_serving"] == 1),
    }
    multiplier = hearing.weight[kinds.public[kind]]
    for channel, factor in own.items():
        multiplier[:, channel] *= factor
    return np.asarray(multiplier)


def grow_hazards(works: bool, desk: Desk) -> None:
    """Let every channel's hazard in every cell grow by what was done for it today."""
    hearing, pools = desk.hearing, desk.pools
    hearing.today[:] = hearing.workday if works else hearing.restday
    if works:
        grid, counter = desk.pool_map.pool[:, GRID], desk.pool_map.pool[:, COUNTER]
        by_staff = pools.visit_hours[counter] * pools.residents[grid] / pools.residents[counter]
        visits = pools.visit_hours[grid] + by_staff
        for kind in OUTREACH_TYPES:
            door = desk.pool_map.pool[:, kind]
            open_to = door != NOBODY
            there = door[open_to]
            visits[open_to] += pools.visit_hours[there] * pools.residents[grid[open_to]] / pools.residents[there]
        hearing.today[:, PATROL] = hearing.patrol_per_hour * pools.patrol_hours[grid]
        hearing.today[:, LISTED_VISIT] = hearing.listed_per_hour * visits
        hearing.today[:, DOOR_VISIT] = hearing.door_per_hour * visits
    hearing.accumulated[:] += hearing.today


def hear(day: int, desk: Desk) -> None:
    """Move the needs heard today, in order of birth, to today's list; give up those whose window has closed."""
    needs, hearing, tallies = desk.needs, desk.hearing, desk.tallies
    moment, works = int(desk.facts.working_index[day]), desk.facts.works[day] == 1
    waiting = desk.state.waiting[: int(tallies.tally[UNHEARD_NOW])].copy()
    closed = waiting["closes"] <= moment
    given_up = waiting["need"][closed]
    needs.state[given_up], needs.bin[given_up], needs.done_time[given_up] = DONE, NEVER_HEARD, moment
    over_before = int(tallies.tally[ENDED_TODAY])
    tallies.ended[over_before : over_before + len(given_up)] = given_up
    tallies.tally[ENDED_TODAY] += len(given_up)

    over = hearing.accumulated[waiting["cell"]] - waiting["due"]
    step = hearing.today[waiting["cell"]]
    with np.errstate(over="ignore"):  # of hardly any hazard the smallest excess is beyond all bounds, hence past
        before_end = np.divide(over, step, out=np.ones_like(over), where=step > 0.0)
    when = np.where(over >= 0.0, np.clip(1.0 - before_end, 0.0, BEFORE_MIDNIGHT), NOT_TODAY)
    by, soonest = when.argmin(axis=1), when.min(axis=1)
    found = ~closed & (soonest < NOT_TODAY)
    heard = waiting["need"][found]
    needs.state[heard], needs.channel[heard], needs.heard_day[heard] = ON_ITS_WAY, by[found], day
    needs.heard_time[heard] = moment + soonest[found] * works
    tallies.heard[: len(heard)] = heard
    tallies.tally[HEARD_TODAY] = len(heard)
    kept = waiting[~closed & ~found]
    desk.state.waiting[: len(kept)] = kept
    tallies.tally[UNHEARD_NOW] = len(kept)
