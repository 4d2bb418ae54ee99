"""What people remember of being served: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...belief import Belief
from ...declare import Group
from ..declaring import assumption


class MemoryAssumptions(Group):
    """What being served, late or ignored does to residents."""

    satisfaction_base: Annotated[float, assumption(between=(0, 1), sources="S123")] = 0.35
    performance_weight: Annotated[float, assumption(between=(0, 1), sources="S123")] = 0.3
    disconfirmation_weight: Annotated[float, assumption(between=(0, 1), sources="S123")] = 0.5
    expectation_rate: Annotated[float, assumption(between=(0, 1), sources="S123")] = 0.1
    trust_gain: Annotated[float, assumption(between=(0, 1), sources="S124")] = 0.05
    trust_loss_weight: Annotated[float, assumption(unit="ratio", between=(1, 5), sources="S124", grade="B")] = 2.0
    efficacy_rate: Annotated[float, assumption(between=(0, 1), sources="S102")] = 0.5
    efficacy_start: Annotated[float, assumption(between=(0, 1), sources="S112")] = 0.5
    trust_start: Annotated[float, assumption(between=(0, 1), sources="S112")] = 0.55
    appraisal_pressure: Annotated[float, assumption(between=(0, 1), sources="B6")] = 0.2
    secretary_pressure: Annotated[float, assumption(between=(0, 1), sources="GD-06 OR-05")] = 0.3
    slow_cost: Annotated[float, assumption(between=(0, 1), sources="S123")] = 0.4
    late_performance: Annotated[float, assumption(between=(0, 1), sources="S123")] = 0.45
    poor_work_cost: Annotated[float, assumption(between=(0, 1), sources="S100")] = 0.5
    unheard_weight: Annotated[
        float,
        assumption(unit="ratio", between=(0, 2), sources="S123", belief=Belief(0.25, 1.0, off=0.0, off_weight=0.25)),
    ] = 0.5
    callback_base: Annotated[float, assumption(unit="probability", between=(0, 1), sources="B6")] = 0.3
    callback_slope: Annotated[float, assumption(unit="probability", between=(0, 1), sources="B6")] = 0.6
