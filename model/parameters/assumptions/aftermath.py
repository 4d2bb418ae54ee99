"""What decisions leave behind: heed, covenants, trust, a council's standing, sessions with departments."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class AftermathAssumptions(Group):
    """What becomes of matters once they are decided. Swept, never chosen."""

    unannounced_press: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-20")] = 0.5
    unannounced_days: Annotated[float, assumption(unit="days", between=(0, 365))] = 90.0
    least_compliance: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.2
    heeding_turnout: Annotated[float, assumption(unit="share", between=(0.001, 1))] = 0.1
    covenant_cut: Annotated[float, assumption(unit="share", between=(0, 0.5), sources="SU-13")] = 0.15
    covenant_years: Annotated[float, assumption(unit="years", between=(0.1, 20))] = 2.0
    covenant_spread: Annotated[float, assumption(unit="share", between=(0, 1), sources="SU-13")] = 0.3
    heard_trust: Annotated[float, assumption(unit="share", between=(0, 0.2))] = 0.01
    overruled_trust: Annotated[float, assumption(unit="share", between=(0, 0.2))] = 0.01
    heard_efficacy: Annotated[float, assumption(unit="share", between=(0, 0.2), sources="S102")] = 0.02
    review_softens: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-13")] = 0.5
    review_trust: Annotated[float, assumption(unit="share", between=(0, 0.2), sources="OR-13")] = 0.01
    standing_step: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.1
    standing_odds: Annotated[float, assumption(unit="times", between=(1, 10))] = 3.0
    session_days: Annotated[float, assumption(unit="working days", between=(0, 60), sources="SU-14")] = 10.0
    session_cases: Annotated[float, assumption(unit="cases", between=(0, 100), sources="SU-14")] = 5.0
    reopen_households: Annotated[float, assumption(unit="households", between=(1, 200))] = 3.0
    alone_most: Annotated[int, assumption(unit="times", between=(1, 1000), sources="S152")] = 1
    object_share: Annotated[float, assumption(unit="share", between=(0.01, 1))] = 0.2
    change_relief: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.5
    change_cost: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.1
    table_hours: Annotated[float, assumption(unit="h", between=(0, 20), sources="OR-10")] = 2.0
