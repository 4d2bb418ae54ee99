"""The duty room's plan: days that pass until the answer is led, and what drills do about it (YT-21, YT-22)."""

from __future__ import annotations

import math

import numpy as np

from ...arrays import Floats, Int64s
from ...parameters import Parameters
from ...working_days import meets

YEARS_BEFORE = 6
"""Years a district has drilled before the first morning."""


def after_a_month(practice: Floats, *, drilled: bool, parameters: Parameters) -> Floats:
    """How practised each community is a month on: some is forgotten, and a drill closes part of the gap."""
    assumed = parameters.assumptions.force
    kept = practice * math.exp(-1.0 / assumed.drill_months)
    return np.asarray(kept + assumed.drill_gain * (1.0 - kept) if drilled else kept)


def at_rest(communities: int, month: int, parameters: Parameters) -> Floats:
    """How practised communities are that have drilled so often a year for years, in a month of the year."""
    practice, drills = np.zeros(communities), parameters.levers.emergency.drills_per_year
    for passed in range(12 * YEARS_BEFORE):
        turn = (month - 1 + passed) % 12 + 1
        practice = after_a_month(practice, drilled=meets(turn, drills), parameters=parameters)
    return practice


def days_to_switch(practice: Floats, parameters: Parameters) -> Int64s:
    """Days from the alarm until a community's answer is led: those of the plan, fewer where it has been practised."""
    cut = parameters.assumptions.force.drill_cut * practice
    return np.rint(parameters.levers.emergency.switch_days * (1.0 - cut)).astype(np.int64)


def beyond_training(drilled: Floats, hours: Floats, trained: Floats) -> Floats:
    """Hours of a drill that the year's training days have no room for, by community.

    Args:
        drilled: Hours of this year's drills before it.
        hours: Of this one.
        trained: Hours of training a year.
    """
    return np.asarray(np.clip(drilled + hours - trained, 0.0, hours))
