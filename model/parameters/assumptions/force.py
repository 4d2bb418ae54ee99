"""Who answers an emergency: who comes, who leads whom, who tires, what it leaves undone. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class ForceAssumptions(Group):
    """What is uncertain about people who serve in an emergency, and about the duty room that leads them."""

    drill_hours: Annotated[float, assumption(unit="h per drill", between=(0, 24), sources="YT-22")] = 3.0
    drill_turnout: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-22")] = 0.3
    drill_gain: Annotated[float, assumption(unit="share of the gap", between=(0, 1), sources="YT-22")] = 0.4
    drill_months: Annotated[float, assumption(unit="months", between=(1, 120), sources="YT-22")] = 12.0
    drill_cut: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-22")] = 0.5
    span: Annotated[float, assumption(unit="people per leader", between=(1, 200), sources="YT-23")] = 20.0
    heads_spared: Annotated[float, assumption(unit="share of grids", between=(0, 1), sources="YT-04")] = 0.1
    member_leads: Annotated[float, assumption(unit="share of members", between=(0, 1), sources="YT-23")] = 0.05
    branch_leads: Annotated[float, assumption(unit="share of members", between=(0, 1), sources="YT-23")] = 0.3
    branch_turnout: Annotated[float, assumption(unit="ratio", between=(1, 5), sources="YT-23")] = 1.5
    branch_holds: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-23")] = 0.15
    turnout_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="V-18 S50")] = 0.22
    newcomer_share: Annotated[float, assumption(unit="share of residents", between=(0, 0.2), sources="V-18 S50")] = (
        0.0064
    )
    newcomer_days: Annotated[float, assumption(unit="days", between=(1, 120), sources="V-18 S50")] = 20.0
    newcomer_party: Annotated[float, assumption(unit="share", between=(0, 1), sources="V-18 S50", grade="C")] = 0.7
    known_odds: Annotated[float, assumption(unit="ratio", between=(1, 20), sources="YT-33")] = 3.0
    given_share: Annotated[float, assumption(unit="share of free hours", between=(0, 3), sources="V-18 S50")] = 0.75
    away_share: Annotated[float, assumption(unit="share of working age", between=(0, 1))] = 0.4
    medical_share: Annotated[float, assumption(unit="share of people", between=(0, 1))] = 0.03
    ramp_start: Annotated[float, assumption(unit="ratio", between=(0.05, 1))] = 0.5
    ramp_shifts: Annotated[float, assumption(unit="shifts", between=(1, 60))] = 5.0
    give_up_from: Annotated[float, assumption(unit="share", between=(0, 2))] = 0.5
    elders_odds: Annotated[float, assumption(unit="ratio", between=(0, 3))] = 0.3
    shift_tires: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.04
    relieved_from: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.75
    rested_share: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.8
    burnt_fatigue: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.9
    burnt_months: Annotated[float, assumption(unit="months", between=(0, 36))] = 4.0
    shift_days: Annotated[float, assumption(unit="days a week", between=(5, 7), sources="YT-22")] = 6.0
    staff_most: Annotated[float, assumption(unit="share of hours", between=(0, 1), sources="YT-21")] = 0.2
    call_hours: Annotated[float, assumption(unit="h per call", between=(0, 4), sources="YT-21")] = 0.2
    leave_share: Annotated[float, assumption(unit="share of hours", between=(0, 1))] = 0.1
    steward_hours: Annotated[float, assumption(unit="h per day", between=(0, 8), sources="YT-31")] = 1.0
    steward_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-31")] = 0.8
    guard_share: Annotated[float, assumption(unit="share of people", between=(0, 1), sources="YT-29")] = 0.5
    guards_per_1000_households: Annotated[float, assumption(unit="per 1,000 households", between=(0, 60))] = 10.0
    officials_per_1000: Annotated[float, assumption(unit="per 1,000 residents", between=(0.5, 50))] = 10.0
    sendable_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-05")] = 0.5
    send_days: Annotated[int, assumption(unit="days", between=(0, 60), sources="YT-05")] = 3
    firm_groups: Annotated[int, assumption(unit="groups per community", between=(0, 20), sources="YT-06")] = 3
    firm_visits: Annotated[float, assumption(unit="firms per day", between=(0, 50), sources="YT-06")] = 4.0
    firm_stuck: Annotated[float, assumption(unit="probability", between=(0, 1), sources="YT-06")] = 0.3
    firm_solved: Annotated[float, assumption(unit="probability", between=(0, 1), sources="YT-06")] = 0.6
    firm_lends: Annotated[float, assumption(unit="probability", between=(0, 1), sources="YT-06")] = 0.1
