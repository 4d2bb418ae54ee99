"""How long people have held their posts, who leaves, and what newcomers have yet to learn (ODD 7.6).

Posts stand on lines (staffing/posts.py), one line a community for grid workers and one for community staff; the draw of
leaving belongs to the post and the month, so that redrawing grids makes nobody resign.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ..parameters import Parameters
from ..streams import (
    LINE,
    MONTH,
    Part,
    Stream,
)

Months = NDArray[np.float64]
POST = Part("post", 100_000)
TENURE = Stream("tenure", LINE, POST)
LEAVING = Stream("leaving", LINE, POST, MONTH)


def turnover_a_year(parameters: Parameters) -> float:
    """Share of posts whose holder leaves in a year, under the pay and prospects in force."""
    staff, assumed = parameters.levers.staff, parameters.assumptions.turnover
    rate = assumed.turnover_share * math.exp(-assumed.pay_response * (staff.pay_ratio - assumed.usual_pay_ratio))
    return min(rate * (1.0 - assumed.ladder_cut * staff.career_ladder), 1.0)


def learning_months(parameters: Parameters) -> float:
    """Months after which a newcomer has about two thirds of the job in hand."""
    assumed = parameters.assumptions.turnover
    beyond = parameters.levers.staff.training_days_per_year - assumed.usual_training_days
    return assumed.learning_months / max(1.0 + assumed.training_response * beyond, 0.2)


def unlearned(tenure_months: Months, months_to_learn: float) -> Months:
    """What somebody has yet to learn after so many months: 1 on the first day, towards 0."""
    return np.asarray(np.exp(-np.maximum(tenure_months, 0.0) / months_to_learn))


def usually_unlearned(parameters: Parameters) -> float:
    """Mean of what staff have yet to learn under the usual pay and training, in the long run."""
    assumed = parameters.assumptions.turnover
    leaving = -math.log(1.0 - assumed.turnover_share) / 12.0
    return leaving / (leaving + 1.0 / assumed.learning_months)


def first_tenures(posts: int, line: int, parameters: Parameters, seed: int) -> Months:
    """Months in post on the first morning, as constant turnover leaves them: exponential."""
    leaving = -math.log(max(1.0 - turnover_a_year(parameters), 1e-9)) / 12.0
    return np.asarray(TENURE.of(seed).at(line, np.arange(posts)).exponential() / max(leaving, 1e-9))


def a_month_later(tenure_months: Months, line: int, month: int, parameters: Parameters, seed: int) -> Months:
    """Tenures a month later, in months: one more, or 0 where the holder left and a newcomer took the post.

    One draw for each post and month is compared with the chance of leaving, so that a lower chance moves no other post.
    """
    chance = 1.0 - (1.0 - turnover_a_year(parameters)) ** (1.0 / 12.0)
    draws = LEAVING.of(seed).at(line, np.arange(len(tenure_months)), month).uniform()
    return np.where(draws < chance, 0.0, tenure_months + 1.0)
