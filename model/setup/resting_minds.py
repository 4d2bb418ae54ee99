"""Where residents' minds come to rest: levels at which what happened in a run moves them neither up nor down (ODD 7.5).

Expectation rests at the mean performance that people meet. Trust rests where what it gains from better experiences is
what it loses by worse ones: as losses count double, that is an expectile of satisfaction, at a third. Efficacy rests at
the mean outcome of people's own reports, less what those who believe in reporting report more often.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..columns import (
    APP,
    BORN,
    DONE,
    MET_LATE,
    MET_ON_TIME,
    NEVER_HEARD,
    WALK_IN,
    MemoryRules,
)
from ..needs.memory import MOST_SEVERE
from ..parameters.place import Minds
from .initial_state import EFFICACY_SPREAD, spread_of_minds

if TYPE_CHECKING:
    from ..district import District

HALVINGS = 50


class Experiences(NamedTuple):
    """What residents lived through, one entry for every need that ended.

    Attributes:
        resident: Who had it.
        performance: How well the district did, 0 to 1.
        weight: How many experiences it counts.
        reported: Whether they had reported it themselves.
        outcome: What became of a report: 1 met in time, 0.5 met late, 0 given up.
    """

    resident: NDArray[np.int32]
    performance: Floats
    weight: Floats
    reported: NDArray[np.bool_]
    outcome: Floats


def experiences_since(district: District, day: int) -> Experiences:
    """Every need that ended from this day of a run on."""
    state = district.state
    log: Any = state.needs[: int(state.tallies.tally[BORN])].view(np.ndarray)
    log = log[(log["state"] == DONE) & (log["done_time"] >= state.facts.working_index[day])]
    kinds, rules, bins = state.kinds.view(np.ndarray)[log["kind"]], state.memory, log["bin"]
    on_time = 1.0 - rules.slow_cost * (log["done_time"] - log["heard_time"]) / kinds["deadline"]
    value = np.select([bins == MET_ON_TIME, bins == MET_LATE], [on_time, rules.late_performance], 0.0)
    value = np.maximum(value - rules.poor_work_cost * (log["poor"] == 1), 0.0)
    unheard = rules.unheard_weight * kinds["severity"] / MOST_SEVERE
    return Experiences(
        resident=log["resident"],
        performance=value,
        weight=np.where(bins == NEVER_HEARD, unheard, 1.0),
        reported=np.isin(log["channel"], (WALK_IN, APP)),
        outcome=np.select([bins == MET_ON_TIME, bins == MET_LATE], [1.0, 0.5], 0.0),
    )


def resting_minds(lived: Experiences, residents: int, seed: int, rules: MemoryRules, begun_with: Minds) -> Minds:
    """Levels at which these experiences move nobody on average; where there are none, what they began with."""
    trust_spread, efficacy_spread = spread_of_minds(residents, seed)
    expectation, trust, efficacy = begun_with.expectation, begun_with.trust, begun_with.efficacy
    if lived.weight.sum() > 0.0:
        expectation = float(np.average(lived.performance, weights=lived.weight))
        trust = resting_trust(lived, expectation, trust_spread[lived.resident], rules)
    if lived.reported.any():
        beyond = (efficacy_spread - efficacy_spread.mean())[lived.resident]
        efficacy = resting_efficacy(lived.outcome[lived.reported], beyond[lived.reported], rules)
    return Minds(efficacy=efficacy, trust=trust, expectation=expectation)


def resting_trust(lived: Experiences, expectation: float, spread: Floats, rules: MemoryRules) -> float:
    """Mean trust at which gains and losses balance, each person lying `spread` from the mean."""
    gap = lived.performance - np.clip(expectation + spread, 0.0, 1.0)
    satisfaction = (
        rules.satisfaction_base + rules.performance_weight * lived.performance + rules.disconfirmation_weight * gap
    )
    satisfaction = np.clip(satisfaction, 0.0, 1.0)

    def gained(mean: float) -> float:
        move = satisfaction - np.clip(mean + spread, 0.0, 1.0)
        return float((lived.weight * np.where(move < 0.0, rules.trust_loss_weight, 1.0) * move).sum())

    return zero_of(gained)


def resting_efficacy(outcome: Floats, spread: Floats, rules: MemoryRules) -> float:
    """Mean efficacy, over everybody, at which reports move it no more.

    Among those who report the mean is higher, since who believes in it reports more often: by so much as `spread`
    shows, in proportion to the variance. In the long run that variance is the one that learning keeps up.
    """
    learnt = rules.efficacy_rate / (2.0 - rules.efficacy_rate) * float(outcome.var())
    first = EFFICACY_SPREAD**2 / 12.0
    return float(np.clip(outcome.mean() - spread.mean() * learnt / first, 0.0, 1.0))


def zero_of(falling: Callable[[float], float]) -> float:
    """Where a falling function of a share is zero, or the end of [0, 1] nearest to it."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if falling(middle) > 0.0 else (low, middle)
    return 0.5 * (low + high)
