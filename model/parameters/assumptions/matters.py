"""How collective matters move: information, time, offers, departments, chairs, and what open ones press on."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class MattersAssumptions(Group):
    """Matters on their way, from the first complaint to a decision. Swept, never chosen."""

    rate_multiplier: Annotated[float, assumption(unit="times", between=(0.1, 5))] = 1.0
    true_benefit: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.7
    information: Annotated[float, assumption(unit="share", between=(0, 1), sources="B8.2")] = 0.08
    word_of_mouth: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.3
    meeting_hours: Annotated[float, assumption(unit="h", between=(0, 40))] = 4.0
    decision_hours: Annotated[float, assumption(unit="h", between=(0, 40))] = 1.0
    door_hours: Annotated[float, assumption(unit="h per household", between=(0, 1), sources="S108")] = 0.1
    door_days: Annotated[float, assumption(unit="days", between=(0, 120), sources="S108")] = 35.0
    pause_days: Annotated[float, assumption(unit="days", between=(0, 120))] = 14.0
    tries_most: Annotated[float, assumption(unit="tries", between=(1, 20), sources="YT-19")] = 8.0
    offer_step: Annotated[float, assumption(unit="share", between=(0, 1), sources="B8.2")] = 0.5
    department_days: Annotated[float, assumption(unit="days", between=(0, 365), sources="YT-19")] = 60.0
    home_hears: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.3
    gift_yuan: Annotated[float, assumption(unit="yuan", between=(0, 100_000))] = 20_000.0
    staff_rounds: Annotated[float, assumption(unit="rounds", between=(1, 20))] = 2.0
    resigned_days: Annotated[float, assumption(unit="days", between=(30, 3650))] = 365.0
    bound_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="S70")] = 0.5
    unpaid_days: Annotated[float, assumption(unit="days", between=(90, 3650), sources="S70")] = 730.0
    department_cases: Annotated[float, assumption(unit="cases", between=(0, 20))] = 2.0
    promise_kept: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.7
    recorded_kept: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-19")] = 0.9
    chair_gain: Annotated[float, assumption(unit="share", between=(0, 1), sources="S134")] = 0.3
    pile_days: Annotated[float, assumption(unit="days", between=(7, 365), sources="YT-26 YT-19")] = 60.0
    pile_requests: Annotated[float, assumption(unit="requests", between=(2, 200), sources="YT-19")] = 12.0
    pile_unsolved: Annotated[float, assumption(unit="requests", between=(2, 200), sources="YT-04 YT-15")] = 8.0
    pile_stuck: Annotated[float, assumption(unit="cases", between=(2, 200), sources="YT-19")] = 4.0
    stuck_days: Annotated[float, assumption(unit="days", between=(0, 180), sources="YT-19")] = 30.0
    pile_rest_days: Annotated[float, assumption(unit="days", between=(0, 730))] = 180.0
    cause_cut: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.3
    cause_years: Annotated[float, assumption(unit="years", between=(0, 20))] = 3.0
    paper_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-02")] = 0.15
    proof_hours: Annotated[float, assumption(unit="h", between=(0, 40), sources="YT-02")] = 1.0
    task_reminder_days: Annotated[float, assumption(unit="days", between=(1, 90), sources="YT-19")] = 14.0
    reminder_hours: Annotated[float, assumption(unit="h", between=(0, 10), sources="YT-19")] = 0.5
    press_share: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.2
