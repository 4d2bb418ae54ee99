"""Serving tires: who gives up, who is relieved, who stays burnt out for months (rules of facts alone)."""

from __future__ import annotations

import math

import numpy as np

from ...arrays import Bools, Floats
from ...parameters import Parameters
from .roll import Roll

DAYS_A_WEEK = 7.0


def tired(fatigue: Floats, served: Bools, gain: Floats, weeks: float) -> Floats:
    """Fatigue after a day: a shift closes part of what is left to exhaustion, a day of rest heals a little."""
    rested = fatigue * math.exp(-1.0 / (DAYS_A_WEEK * weeks))
    return np.asarray(np.where(served, fatigue + gain * (1.0 - fatigue), rested))


def end_of_day(roll: Roll, served: Bools, parameters: Parameters) -> Bools:
    """Everybody is more or less tired than in the morning; returns who gave up today.

    Whoever comes by post is relieved until rested; residents who had enough do not come again.
    """
    assumed, by_post = parameters.assumptions, roll.by_post()
    gain = np.where(by_post, assumed.force.shift_tires, assumed.volunteering.fatigue_gain)
    # A shift shorter than a volunteer's usual one tires by as much less.
    gain = gain * np.where(by_post, 1.0, np.minimum(roll.hours / assumed.volunteering.shift_hours, 1.0))
    roll.fatigue = tired(roll.fatigue, served & ~roll.gone, gain, assumed.volunteering.fatigue_weeks)
    roll.served = roll.served + served
    enough = served & (roll.fatigue > roll.line)
    gave_up = enough & ~by_post
    roll.gone = roll.gone | gave_up
    roll.resting = (roll.resting & (roll.fatigue > assumed.force.rested_share * roll.line)) | (enough & by_post)
    roll.fatigue = np.where(gave_up, 1.0, roll.fatigue)
    return np.asarray(gave_up)
