"""What things cost the public purse. No source gives these for one district; they are swept, never chosen. (B5)"""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class PricesAssumptions(Group):
    """Prices of posts, places, systems and hours; those of a fund's seed and of an organisation's post stand there."""

    post_yuan: Annotated[
        float, assumption(unit="yuan per post-year", between=(30_000, 300_000), sources="R-16 S42")
    ] = 100_000.0
    mean_wage_post_yuan: Annotated[
        float, assumption(unit="yuan per post-year", between=(40_000, 400_000), sources="R-16 S42")
    ] = 125_000.0
    joined_registers_yuan: Annotated[
        float, assumption(unit="yuan per resident-year", between=(0, 100), sources="YT-11")
    ] = 12.2
    terminal_yuan: Annotated[float, assumption(unit="yuan a year", between=(0, 100_000))] = 20_000.0
    centre_yuan: Annotated[float, assumption(unit="yuan a year", between=(0, 500_000), sources="S34")] = 60_000.0
    station_yuan: Annotated[float, assumption(unit="yuan a year", between=(0, 100_000))] = 10_000.0
    survey_yuan: Annotated[float, assumption(unit="yuan", between=(0, 100_000))] = 10_000.0
    rating_yuan: Annotated[float, assumption(unit="yuan", between=(0, 100_000))] = 20_000.0
    volunteer_hour_yuan: Annotated[float, assumption(unit="yuan per hour", between=(0, 50))] = 5.0
    cadre_hour_yuan: Annotated[float, assumption(unit="yuan per hour", between=(0, 300), sources="R-16 S42")] = 65.0
    visit_hours: Annotated[float, assumption(unit="h", between=(0, 100), sources="YT-01")] = 12.0
    paired_hours_a_year: Annotated[float, assumption(unit="h a year", between=(0, 500), sources="YT-01 YT-02")] = 48.0
    delegated_hour_yuan: Annotated[float, assumption(unit="yuan per hour", between=(0, 200), sources="SU-01")] = 30.0
    steward_yuan: Annotated[float, assumption(unit="yuan per steward-year", between=(0, 6_000), sources="YT-31")] = (
        600.0
    )
    centre_activity_yuan: Annotated[float, assumption(unit="yuan", between=(0, 2_000), sources="YT-13")] = 200.0
    sensors_yuan: Annotated[float, assumption(unit="yuan per resident-year", between=(0, 200))] = 20.0
    app_yuan: Annotated[float, assumption(unit="yuan per resident-year", between=(0, 20))] = 1.0
    dispatch_yuan: Annotated[float, assumption(unit="yuan per resident-year", between=(0, 20))] = 1.0
    training_day_yuan: Annotated[float, assumption(unit="yuan per post and day", between=(0, 2_000))] = 200.0
    incubation_yuan: Annotated[float, assumption(unit="yuan", between=(0, 300_000), sources="SU-09 OR-04")] = 50_000.0
