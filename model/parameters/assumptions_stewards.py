"""Who becomes a community steward, and for how long: what is uncertain about people. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class StewardAssumptions(Group):
    """How stewards are looked for, who says yes, who tires.

    With what is assumed here five stewards per 1,000 residents are found within a year or so and fifty are not; small
    grids report some 26 building heads per 1,000 (S20).
    """

    willing_chance: Annotated[
        float,
        assumption(
            zh=(
                "普通居民应邀当管家的概率",
                "社区工作人员上门邀请时，不是老人、党员、常住居民，也没有注册志愿者的一名成人当年答应的概率。",
            ),
            en=(
                "Chance that a plain resident says yes",
                "Chance that an adult who is no elder, Party member, settled resident or registered volunteer agrees "
                "to be a steward when staff ask in a given year.",
            ),
            unit="probability",
            between=(0.0001, 0.2),
            sources="YT-31 S20",
        ),
    ] = 0.01
    known_odds: Annotated[
        float,
        assumption(
            zh=(
                "有时间有热心者的几率倍数",
                "退休、党员、长住本地、注册志愿者，每占一样，答应当管家的几率是别人的几倍；也先被问到。",
            ),
            en=(
                "Odds of those with time and goodwill",
                "How many times the odds of saying yes are for each of: old, in the Party, settled here, registered as "
                "a volunteer. They are also asked first.",
            ),
            unit="ratio",
            between=(1, 10),
            sources="YT-31 YT-34",
        ),
    ] = 3.0
    recognition_gain: Annotated[
        float,
        assumption(
            zh=("表彰让人更愿当管家", "志愿激励力度为一时，答应当管家的几率增加的比例。"),
            en=("What recognition adds", "How much higher the odds of saying yes are with full recognition."),
            unit="share",
            between=(0, 5),
        ),
    ] = 0.5
    asked_per_place: Annotated[
        float,
        assumption(
            zh=("一个空缺一月问几人", "每有一个管家空缺，社区工作人员一个月最多上门问几人；问过的人一年内不再问。"),
            en=(
                "Asked a month for each place",
                "Residents whom staff ask in a month for each steward who is wanting; nobody is asked twice in a year.",
            ),
            unit="people a month",
            between=(0, 50),
        ),
    ] = 5.0
    asking_hours: Annotated[
        float,
        assumption(
            zh=("问一人用时", "社区工作人员问一个人愿不愿当管家的工时。"),
            en=("Work for asking", "Community staff time to ask one resident whether they would be a steward."),
            unit="h per person",
            between=(0, 5),
        ),
    ] = 0.25
    induction_hours: Annotated[
        float,
        assumption(
            zh=("带新管家用时", "社区工作人员带一名新管家认门认路的工时。"),
            en=("Work for a new steward", "Community staff time to show a new steward the unit and whom to tell."),
            unit="h per steward",
            between=(0, 20),
        ),
    ] = 2.0
    retention: Annotated[
        float,
        assumption(
            zh=("管家年留任率", "没有表彰时，一年后仍在当管家的比例；无中国数据，取志愿者的年留任率。"),
            en=(
                "Yearly retention of stewards",
                "Share of stewards still there a year later without recognition; no count of stewards was found, so "
                "it is that of volunteers.",
            ),
            unit="share",
            between=(0.05, 1),
            sources="S58",
        ),
    ] = 0.64
