"""What it costs to have chosen each scenario, draw by draw of assumptions, and where the recommended one is not best.

The regret of a scenario in a draw is how far it stays behind the best scenario there (Savage 1951, Journal of the
American Statistical Association 46:55).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...model.arrays import Bools, Floats
from ..runs.refusing import Refused
from .boxes import Box, columns_of, find_box
from .samples import Sample

FEWEST_DRAWS = 10


@dataclass(frozen=True)
class Regret:
    """One scenario on one indicator, over draws.

    Attributes:
        mean: Of the indicator itself.
        most, middle: Largest and mean regret, in the unit of the indicator.
        best: Draws in which no other scenario does better (ties count for all).
        near: Draws in which it stays within the margin of the indicator of the best.
    """

    scenario: str
    mean: float
    most: float
    middle: float
    best: int
    near: int


@dataclass(frozen=True)
class Robustness:
    """One indicator.

    Attributes:
        draws: In which every scenario came to an end; the others are left out whole.
        dropped: Draws left out.
        recommended: The scenario with the smallest largest regret; the smaller mean regret settles ties.
        on_average: The one with the smallest mean regret.
        fails, holds: Boxes where the recommended one stays behind the best by more than the margin, and where it does
            not; None where none stands up to draws it was not made of.
        behind: Draws in which it does.
    """

    indicator: str
    margin: float
    draws: int
    dropped: int
    regrets: tuple[Regret, ...]
    recommended: str
    on_average: str
    behind: int
    fails: Box | None
    holds: Box | None


def robustness_of(sample: Sample, indicator: str, chosen: str | None = None) -> Robustness:
    """The regret of every scenario on an indicator, and boxes for the recommended one.

    Args:
        chosen: The scenario to be looked at instead of the recommended one.

    Raises:
        Refused: The study has no scenarios over draws, too few draws are whole, or nothing says which value is better.
    """
    from ...model.observation.indicators import INDICATORS

    about = INDICATORS[indicator]
    regrets, lost, whole = _regrets(sample, indicator)
    best = min(regrets, key=lambda one: (one.most, one.middle)).scenario
    looked_at = sample.scenarios.index(chosen or best)
    behind = lost[:, looked_at] > about.margin
    columns = columns_of([row for row, is_whole in zip(sample.rows, whole, strict=True) if is_whole], sample.names)
    return Robustness(
        indicator,
        about.margin,
        draws=int(whole.sum()),
        dropped=int((~whole).sum()),
        regrets=regrets,
        recommended=sample.scenarios[looked_at],
        on_average=min(regrets, key=lambda one: one.middle).scenario,
        behind=int(behind.sum()),
        fails=find_box(columns, behind),
        holds=find_box(columns, ~behind),
    )


def regrets_of(sample: Sample, indicator: str) -> tuple[Regret, ...]:
    """The regret of every scenario by itself, without any box, which takes a search of its own.

    Raises:
        Refused: As `robustness_of`.
    """
    return _regrets(sample, indicator)[0]


def _regrets(sample: Sample, indicator: str) -> tuple[tuple[Regret, ...], Floats, Bools]:
    """The regrets; (whole draws, scenarios) how far each stays behind; (draws,) which are whole."""
    from ...model.observation.indicators import INDICATORS

    about = INDICATORS[indicator]
    if len(sample.scenarios) < 2:
        raise Refused("robust.no_scenarios")
    if about.better == "none":
        raise Refused("robust.no_side", name=indicator)
    own = {one.scenario: one.values for one in sample.targets if one.outcome == indicator and not one.baseline}
    values = np.column_stack([own[name] for name in sample.scenarios]) if own else np.zeros((0, 2))
    whole = ~np.isnan(values).any(axis=1)
    if whole.sum() < FEWEST_DRAWS:
        raise Refused("robust.few", whole=int(whole.sum()), fewest=FEWEST_DRAWS)
    lost = lost_by(values[whole], -1.0 if about.better == "lower" else 1.0)
    sides = zip(sample.scenarios, values[whole].T, lost.T, strict=True)
    return tuple(_regret(name, mine, behind, about.margin) for name, mine, behind in sides), lost, whole


def lost_by(values: Floats, sign: float) -> Floats:
    """(draws, scenarios): how far each stays behind the best of its draw."""
    good = sign * values
    return np.asarray(good.max(axis=1, keepdims=True) - good)


def _regret(name: str, values: Floats, lost: Floats, margin: float) -> Regret:
    shares = {"mean": float(values.mean()), "most": float(lost.max()), "middle": float(lost.mean())}
    return Regret(name, **shares, best=int((lost == 0.0).sum()), near=int((lost <= margin).sum()))


def judged(sample: Sample) -> Sequence[str]:
    """Outcomes of which it is known which side is better."""
    from ...model.observation.indicators import INDICATORS

    return [name for name in sample.outcomes if INDICATORS[name].better != "none"]


def as_object(found: Robustness) -> dict[str, Any]:
    """As `--json` prints it."""
    from dataclasses import asdict

    return asdict(found)
