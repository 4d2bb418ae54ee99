"""Residents remember: satisfaction, trust, expectation and the sense that reporting helps (ODD 7.5).

Satisfaction follows expectancy and disconfirmation (Zhang et al. 2022, S123), trust falls faster than it rises
(Olsen 2015, S124), and a report that worked makes the next one likelier (Sjoberg, Mellon & Peixoto 2017, S102).
What nobody heard is remembered as well: as a performance of nothing, with a weight of its own. Nothing here draws luck.
"""

from __future__ import annotations

from ..arrays import Rows
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
    MemoryRules,
    Tallies,
)
from ..engine import compiled

MOST_SEVERE = 3.0


@compiled
def performance(need: int, kinds: Rows, needs: Rows, rules: MemoryRules) -> float:
    """How well the district did on one need, from 0 (given up) to 1 (at once and well)."""
    if needs[need].bin == MET_ON_TIME:
        allowed = float(kinds[needs[need].kind].deadline)
        value = 1.0 - rules.slow_cost * (needs[need].done_time - needs[need].heard_time) / allowed
    elif needs[need].bin == MET_LATE:
        value = rules.late_performance
    else:
        return 0.0
    return max(value - rules.poor_work_cost, 0.0) if needs[need].poor == 1 else value


@compiled
def unheard_weight(need: int, kinds: Rows, needs: Rows, rules: MemoryRules) -> float:
    """How many experiences a need counts that nobody heard: the worse the need, the more."""
    return rules.unheard_weight * kinds[needs[need].kind].severity / MOST_SEVERE


@compiled
def move_trust(
    resident: int, weight: float, satisfaction: float, minds: Rows, tallies: Tallies, rules: MemoryRules
) -> None:
    """Trust moves towards what was felt, faster when it falls."""
    move = weight * rules.trust_gain * (satisfaction - minds[resident].trust)
    if move < 0.0:
        move *= rules.trust_loss_weight
    move = min(max(minds[resident].trust + move, 0.0), 1.0) - minds[resident].trust
    minds[resident].trust += move
    tallies.mind_totals[TRUST_TOTAL] += move


@compiled
def learn(resident: int, outcome: int, minds: Rows, tallies: Tallies, rules: MemoryRules) -> None:
    """Move the efficacy of a resident who reported towards the outcome; `outcome` is the bin of the need."""
    worth = 1.0 if outcome == MET_ON_TIME else (0.5 if outcome == MET_LATE else 0.0)
    step = rules.efficacy_rate * (worth - minds[resident].efficacy)
    minds[resident].efficacy += step
    tallies.mind_totals[EFFICACY_TOTAL] += step


@compiled
def call_back(day: int, cell: int, satisfaction: float, tallies: Tallies, rules: MemoryRules) -> None:
    """Add the expected call-back: the satisfied answer more often, and pressure raises recorded satisfaction."""
    answers = rules.callback_base + rules.callback_slope * satisfaction
    recorded = answers * min(satisfaction + rules.appraisal_pressure, 1.0)
    tallies.daily[RECORDED_SATISFACTION, day] += recorded
    tallies.daily[CALLED_BACK, day] += answers
    tallies.called[0, cell] += recorded
    tallies.called[1, cell] += answers


@compiled
def remember(
    day: int,
    kinds: Rows,
    needs: Rows,
    minds: Rows,
    pools: Rows,
    departments: Rows,
    tallies: Tallies,
    rules: MemoryRules,
) -> None:
    """Every need that ended today leaves its trace in its resident and, through the call-back, on record.

    Whoever was not heard has met nobody: no queue, no call-back and no report that worked or did not.
    """
    daily = tallies.daily
    for place in range(tallies.tally[ENDED_TODAY]):
        need = tallies.ended[place]
        resident = needs[need].resident
        unheard = needs[need].bin == NEVER_HEARD
        weight = unheard_weight(need, kinds, needs, rules) if unheard else 1.0
        value = performance(need, kinds, needs, rules)
        gap = value - minds[resident].expectation
        satisfaction = rules.satisfaction_base + rules.performance_weight * value + rules.disconfirmation_weight * gap
        satisfaction = min(max(satisfaction, 0.0), 1.0)
        minds[resident].expectation += min(weight * rules.expectation_rate, 1.0) * gap
        move_trust(resident, weight, satisfaction, minds, tallies, rules)
        if unheard:
            daily[UNHEARD_SATISFACTION, day] += weight * satisfaction
            daily[UNHEARD_WEIGHT, day] += weight
            continue
        if needs[need].channel == WALK_IN or needs[need].channel == APP:
            learn(resident, needs[need].bin, minds, tallies, rules)
        pool = needs[need].pool
        if pool >= 0:
            pools[pool].satisfaction_sum += satisfaction
            pools[pool].experiences += 1.0
        elif pool == TO_DEPARTMENT:
            departments[needs[need].kind].satisfaction_sum += satisfaction
            departments[needs[need].kind].experiences += 1.0
        daily[TRUE_SATISFACTION, day] += satisfaction
        daily[ENDED_NEEDS, day] += 1.0
        if needs[need].bin == MET_ON_TIME or needs[need].bin == MET_LATE:
            call_back(day, needs[need].cell, satisfaction, tallies, rules)
    tallies.tally[ENDED_TODAY] = 0
