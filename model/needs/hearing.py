"""Needs are heard: each need waits for the first channel whose accumulated hazard reaches its threshold.

Every need holds one exponential draw for each channel. A cell's hazard for a channel only ever accumulates, so more
patrol can bring hearing forward but never reshuffles it, and a closed channel changes not one bit (ODD 7.2).
"""

from __future__ import annotations

import math

from ..arrays import Rows
from ..columns import (
    ACTIVITY,
    APP,
    AT_TERMINAL,
    BORN,
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
    Facts,
    Hearing,
    Tallies,
)
from ..engine import compiled
from ..hashing import uniform
from .draws import FIRST_CHANNEL_DRAW, SEEN_DRAW


@compiled
def begin_waiting(
    first: int, facts: Facts, kinds: Rows, needs: Rows, waiting: Rows, hearing: Hearing, minds: Rows, tallies: Tallies
) -> None:
    """Needs from `first` on start to wait; what each channel means to this person is frozen now."""
    place = tallies.tally[UNHEARD_NOW]
    due = waiting.due
    for need in range(first, tallies.tally[BORN]):
        kind = needs[need].kind
        cell = needs[need].cell
        resident = needs[need].resident
        public = kinds[kind].public
        person = hearing.people[resident]
        voice = kinds[kind].severity_factor * (1.0 + hearing.efficacy_slope * (minds[resident].efficacy - 0.5))
        waiting[place].need = need
        waiting[place].cell = cell
        waiting[place].closes = facts.working_index[needs[need].birth_day] + kinds[kind].window
        for channel in range(CHANNELS):
            multiplier = hearing.weight[public, channel]
            if channel == LISTED_VISIT:
                multiplier *= float(person.listed)
            elif channel == WALK_IN:
                multiplier *= kinds[kind].report_hazard * voice
                if person.frail == 1 and not (kinds[kind].at_counter == 1 and person.fetched == 1):
                    multiplier *= hearing.frail_walk_factor
            elif channel == APP:
                multiplier *= hearing.app_hazard * voice * float(person.app_user)
            elif channel == SENSOR:
                multiplier *= 1.0 if uniform(needs[need].key, SEEN_DRAW) < hearing.sensor_share[0] else 0.0
            elif channel == PROACTIVE:
                multiplier *= float(person.reached)
            elif channel == ACTIVITY:
                multiplier *= float(person.attends)
            elif channel == AT_TERMINAL:
                multiplier *= float(kinds[kind].at_counter) * float(person.self_serving)
            due[place, channel] = NEVER
            if multiplier > 0.0:
                draw = uniform(needs[need].key, FIRST_CHANNEL_DRAW + channel)
                due[place, channel] = hearing.accumulated[cell, channel] - math.log(draw) / multiplier
        place += 1
    tallies.tally[UNHEARD_NOW] = place


@compiled
def grow_hazards(works: bool, hearing: Hearing, pools: Rows, pool_map: Rows) -> None:
    """Let every channel's hazard in every cell grow by what was done for it today."""
    pool_of_cell = pool_map.pool
    for cell in range(len(pool_map)):
        grid = pool_of_cell[cell, GRID]
        counter = pool_of_cell[cell, COUNTER]
        today = hearing.today[cell]
        if works:
            today[:] = hearing.workday[cell]
            visits = pools[grid].visit_hours
            visits += pools[counter].visit_hours * pools[grid].residents / pools[counter].residents
            for kind in OUTREACH_TYPES:
                other = pool_of_cell[cell, kind]
                if other != NOBODY and pools[other].visit_hours > 0.0:
                    visits += pools[other].visit_hours * pools[grid].residents / pools[other].residents
            today[PATROL] = hearing.patrol_per_hour[cell] * pools[grid].patrol_hours
            today[LISTED_VISIT] = hearing.listed_per_hour[cell] * visits
            today[DOOR_VISIT] = hearing.door_per_hour[cell] * visits
        else:
            today[:] = hearing.restday[cell]
        for channel in range(CHANNELS):
            hearing.accumulated[cell, channel] += today[channel]


@compiled
def give_up(need: int, moment: int, needs: Rows, tallies: Tallies) -> None:
    """A need's window has closed and nobody heard it: it ends, and its resident will remember that."""
    needs[need].state = DONE
    needs[need].bin = NEVER_HEARD
    needs[need].done_time = moment
    tallies.ended[tallies.tally[ENDED_TODAY]] = need
    tallies.tally[ENDED_TODAY] += 1


@compiled
def hear(day: int, facts: Facts, needs: Rows, waiting: Rows, hearing: Hearing, tallies: Tallies) -> None:
    """Move the needs heard today, in order of birth, to today's list; give up those whose window has closed."""
    moment = facts.working_index[day]
    due = waiting.due
    kept = 0
    found = 0
    for place in range(tallies.tally[UNHEARD_NOW]):
        need = waiting[place].need
        if waiting[place].closes <= moment:
            give_up(need, moment, needs, tallies)
            continue
        cell = waiting[place].cell
        soonest = 2.0
        by = -1
        for channel in range(CHANNELS):
            over = hearing.accumulated[cell, channel] - due[place, channel]
            if over >= 0.0:
                step = hearing.today[cell, channel]
                through_day = min(max(1.0 - over / step, 0.0), 0.999999) if step > 0.0 else 0.0
                if through_day < soonest:
                    soonest = through_day
                    by = channel
        if by >= 0:
            needs[need].state = ON_ITS_WAY
            needs[need].channel = by
            needs[need].heard_day = day
            needs[need].heard_time = moment + (soonest if facts.works[day] == 1 else 0.0)
            tallies.heard[found] = need
            found += 1
            continue
        if kept < place:
            waiting[kept].need = need
            waiting[kept].cell = cell
            waiting[kept].closes = waiting[place].closes
            for channel in range(CHANNELS):
                due[kept, channel] = due[place, channel]
        kept += 1
    tallies.tally[UNHEARD_NOW] = kept
    tallies.tally[HEARD_TODAY] = found
