"""How residents talk and decide: who sits, how it is announced, what it takes to pass."""

from __future__ import annotations

from typing import Annotated, Literal

from ...declare import Group
from ..declaring import lever

Format = Literal["staff", "one_matter", "three_meetings", "four_plus_one", "party_mass", "joint_nine", "five_step"]

EstateFormat = Literal[
    "none", "staff", "one_matter", "three_meetings", "four_plus_one", "party_mass", "joint_nine", "five_step"
]


class DeliberationLevers(Group):
    """Councils and estate tables on contested matters."""

    format: Annotated[
        Format,
        lever(
            sources="GD-05 OR-13 SU-12 YT-19 OR-10 SU-11",
            moves="matters_settled_share matter_meetings_mean turnout_share turnout_bias",
            core=True,
            built=True,
        ),
    ] = "staff"
    estate_format: Annotated[
        EstateFormat, lever(sources="OR-10 YT-15", moves="matters_settled_share settled_in_community_share", built=True)
    ] = "none"
    meetings_per_year: Annotated[
        int,
        lever(
            unit="slots of two matters",
            between=(0, 52),
            moves="matters_settled_share matter_meetings_mean",
            core=True,
            built=True,
        ),
    ] = 12
    seats: Annotated[
        int,
        lever(
            unit="seats", between=(5, 200), sources="OR-10 S111", moves="matters_settled_share turnout_bias", built=True
        ),
    ] = 15
    random_seats: Annotated[
        float,
        lever(
            unit="share of seats",
            between=(0, 1),
            sources="S111",
            moves="turnout_bias matter_meetings_mean",
            core=True,
            built=True,
        ),
    ] = 0.0
    reserved_seats: Annotated[
        float,
        lever(
            unit="share of seats",
            between=(0, 0.6),
            sources="YT-35 GD-05",
            moves="turnout_bias coverage_migrant coverage_child",
            built=True,
        ),
    ] = 0.0
    supervision_per_year: Annotated[
        int,
        lever(
            unit="meetings a year",
            between=(0, 12),
            sources="OR-15",
            moves="matters_settled_share",
            built=True,
        ),
    ] = 0
    group_councils_per_year: Annotated[
        int,
        lever(unit="meetings a year", between=(0, 12), sources="YT-35", moves="heard_share coverage_child", built=True),
    ] = 0
    online: Annotated[bool, lever(sources="YT-19 S118", moves="turnout_share", built=True)] = False
    notice_days: Annotated[
        int,
        lever(unit="days", between=(0, 60), sources="SU-12", moves="turnout_share matters_settled_share", built=True),
    ] = 3
    quorum: Annotated[
        float,
        lever(
            unit="share",
            between=(0, 1),
            sources="S109",
            moves="matters_settled_share matter_meetings_mean",
            core=True,
            built=True,
        ),
    ] = 0.5
    threshold: Annotated[
        float,
        lever(
            unit="share of votes cast",
            between=(0.5, 1),
            sources="S109",
            moves="matters_settled_share matter_meetings_mean",
            core=True,
            built=True,
        ),
    ] = 0.5
    veto: Annotated[bool, lever(sources="S109", moves="matters_settled_share", core=True, built=True)] = False
    side_payment_yuan: Annotated[
        float,
        lever(
            unit="yuan per losing household",
            between=(0, 50_000),
            sources="B8.2",
            moves="matters_settled_share",
            core=True,
            built=True,
        ),
    ] = 0.0
    review: Annotated[bool, lever(sources="OR-13 SU-07", moves="trust satisfaction_true turnout_share", built=True)] = (
        False
    )
    covenants_per_year: Annotated[
        int,
        lever(unit="covenants", between=(0, 6), sources="SU-13", moves="coverage_public requests_per_1000", built=True),
    ] = 0
    department_sessions_per_year: Annotated[
        int,
        lever(
            unit="sessions",
            between=(0, 12),
            sources="SU-14",
            moves="wrong_door_share matters_settled_share",
            built=True,
        ),
    ] = 0
