"""Residents remember: everybody's first need to end today at once, then everybody's second (see needs/memory.py)."""

from __future__ import annotations

import numpy as np

from ..arrays import Floats, Int32s
from ..columns import (
    APP,
    CALLED_BACK,
    EFFICACY_TOTAL,
    ENDED_NEEDS,
    ENDED_TODAY,
    MET_LATE,
    MET_ON_TIME,
    NEVER_HEARD,
    RECORDED_SATISFACTION,
    TO_DEPARTMENT,
    TRUE_SATISFACTION,
    TRUST_TOTAL,
    UNHEARD_SATISFACTION,
    UNHEARD_WEIGHT,
    WALK_IN,
)
from ..needs.memory import MOST_SEVERE
from .day_state import Desk


def performance(ended: Int32s, desk: Desk) -> Floats:
    """How well the district did on each need, from 0 (given up) to 1 (at once and well)."""
    needs = desk.needs
    bins, days = needs.bin[ended], needs.done_time[ended] - needs.heard_time[ended]
    on_time = 1.0 - desk.state.memory.slow_cost * days / desk.kinds.deadline[needs.kind[ended]]
    value = np.select([bins == MET_ON_TIME, bins == MET_LATE], [on_time, desk.state.memory.late_performance], 0.0)
    met_poorly = (needs.poor[ended] == 1) & (value != 0.0)
    return np.asarray(np.where(met_poorly, np.maximum(value - desk.state.memory.poor_work_cost, 0.0), value))


def turns(resident: Int32s) -> Int32s:
    """0 for a resident's first entry in a list, 1 for the second, and so on."""
    order = np.argsort(resident, kind="stable")
    first = np.searchsorted(resident[order], resident[order])
    turn = np.empty(len(resident), np.int32)
    turn[order] = np.arange(len(resident)) - first
    return turn


def remember(day: int, desk: Desk) -> None:
    """Every need that ended today leaves its trace in its resident and, through the call-back, on record."""
    ended = desk.tallies.ended[: int(desk.tallies.tally[ENDED_TODAY])].copy()
    turn = turns(desk.needs.resident[ended])
    for n in range(int(turn.max(initial=-1)) + 1):
        _leave_traces(ended[turn == n], day, desk)
    desk.tallies.tally[ENDED_TODAY] = 0


def _leave_traces(ended: Int32s, day: int, desk: Desk) -> None:
    """Needs of as many different residents, at once."""
    needs, minds, tallies, rules = desk.needs, desk.minds, desk.tallies, desk.state.memory
    who, bins = needs.resident[ended], needs.bin[ended]
    value = performance(ended, desk)
    heard = bins != NEVER_HEARD
    weight = np.where(heard, 1.0, rules.unheard_weight * desk.kinds.severity[needs.kind[ended]] / MOST_SEVERE)
    gap = value - minds.expectation[who]
    satisfaction = rules.satisfaction_base + rules.performance_weight * value + rules.disconfirmation_weight * gap
    satisfaction = np.clip(satisfaction, 0.0, 1.0)
    minds.expectation[who] += np.minimum(weight * rules.expectation_rate, 1.0) * gap
    before = minds.trust[who]
    move = weight * rules.trust_gain * (satisfaction - before)
    move *= np.where(move < 0.0, rules.trust_loss_weight, 1.0)
    minds.trust[who] += np.clip(before + move, 0.0, 1.0) - before
    tallies.mind_totals[TRUST_TOTAL] += (minds.trust[who] - before).sum()

    spoke = np.isin(needs.channel[ended], (WALK_IN, APP))
    outcome = np.select([bins == MET_ON_TIME, bins == MET_LATE], [1.0, 0.5], 0.0)
    step = rules.efficacy_rate * (outcome - minds.efficacy[who]) * spoke
    minds.efficacy[who] += step
    tallies.mind_totals[EFFICACY_TOTAL] += step.sum()

    pool = needs.pool[ended]
    to_pool, to_department = pool >= 0, pool == TO_DEPARTMENT
    for table, rows, theirs in (
        (desk.pools, pool[to_pool], to_pool),
        (desk.departments, needs.kind[ended[to_department]], to_department),
    ):
        np.add.at(table.satisfaction_sum, rows, satisfaction[theirs])
        np.add.at(table.experiences, rows, 1.0)

    tallies.daily[TRUE_SATISFACTION, day] += satisfaction[heard].sum()
    tallies.daily[ENDED_NEEDS, day] += heard.sum()
    tallies.daily[UNHEARD_SATISFACTION, day] += (weight * satisfaction)[~heard].sum()
    tallies.daily[UNHEARD_WEIGHT, day] += weight[~heard].sum()
    _call_back(ended, day, satisfaction, desk)


def _call_back(ended: Int32s, day: int, satisfaction: Floats, desk: Desk) -> None:
    """Some of those who were served are asked afterwards; what they say is written down by their cell."""
    needs, tallies, rules = desk.needs, desk.tallies, desk.state.memory
    served = np.isin(needs.bin[ended], (MET_ON_TIME, MET_LATE))
    answers = (rules.callback_base + rules.callback_slope * satisfaction) * served
    recorded = answers * np.minimum(satisfaction + rules.appraisal_pressure, 1.0)
    tallies.daily[RECORDED_SATISFACTION, day] += recorded.sum()
    tallies.daily[CALLED_BACK, day] += answers.sum()
    for row, values in enumerate((recorded, answers)):
        np.add.at(tallies.called[row], needs.cell[ended], values)
