"""How heard needs find a door: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...belief import Belief
from ...declare import Group
from ..declaring import assumption


class RoutingAssumptions(Group):
    """How a heard need finds its door."""

    triage_days: Annotated[float, assumption(unit="working days", between=(0, 3), sources="YT-26")] = 0.5
    dispatch_cut: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-26 S98")] = 0.8
    triage_hours: Annotated[float, assumption(unit="h per request", between=(0, 2))] = 0.2
    chase_hours: Annotated[float, assumption(unit="h per case", between=(0, 4))] = 0.5
    wrong_door_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="SU-17")] = 0.2
    wrong_door_days: Annotated[float, assumption(unit="working days", between=(0, 20))] = 3.0
    sharing_cut: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-24")] = 0.7
    department_days: Annotated[
        float, assumption(unit="working days", between=(0.5, 30), sources="S22 S95", grade="C")
    ] = 4.0
    department_days_sigma: Annotated[float, assumption(between=(0.05, 2), sources="B8.1")] = 0.6
    department_margin: Annotated[float, assumption(unit="ratio", between=(0.5, 3))] = 1.08
    catch_up_days: Annotated[float, assumption(unit="working days", between=(5, 250))] = 44.0
    catch_up_most: Annotated[
        float,
        assumption(unit="share of capacity", between=(0, 1), belief=Belief(0.2, 0.45, off=0.0, off_weight=0.25)),
    ] = 0.3
    load_slowing: Annotated[float, assumption(unit="share", between=(0, 3))] = 0.5
    no_property_factor: Annotated[float, assumption(unit="ratio", between=(1, 5))] = 2.0
    hard_dispute_hours: Annotated[float, assumption(unit="h", between=(0, 50), sources="S17")] = 7.0
    home_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="SU-06 YT-34")] = 0.5
    lists_cut: Annotated[float, assumption(unit="share", between=(0, 1), sources="SU-01")] = 0.5
    paired_cut: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-01")] = 0.5
    vain_share: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.15
    vain_days: Annotated[float, assumption(unit="working days", between=(0, 20))] = 2.0
    booking_cut: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-02")] = 0.8
    booking_days: Annotated[float, assumption(unit="working days", between=(0, 5), sources="OR-02")] = 0.3
    steward_hours: Annotated[float, assumption(unit="h", between=(0, 4), sources="YT-31")] = 0.5
    order_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="S64")] = 0.7
    order_hours: Annotated[float, assumption(unit="h", between=(0, 40), sources="R-02")] = 8.0
