"""Resident units, estates and mediators: what is uncertain about their promises and hours. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class UnitAssumptions(Group):
    """What units can give and keep, what meetings cost, and hours that settle disputes in the estate."""

    unit_hours: Annotated[
        float,
        assumption(
            zh=("单位每季度可用工时", "一家单位把场地、人手和经费折成队伍工时，平均每季度能拿出的小时数。"),
            en=(
                "Hours a unit can give",
                "Hours a quarter of its team that a unit's rooms, people and money come to, on average.",
            ),
            unit="h per unit-quarter",
            between=(0, 200),
            sources="OR-07 SZ-01",
        ),
    ] = 30.0
    unit_spread: Annotated[
        float,
        assumption(
            zh=("单位之间的差异", "单位资源对数的标准差：少数单位拿得出很多。"),
            en=("How unequal units are", "Sigma of the logarithm of what units can give: a few can give a lot."),
            between=(0, 2),
        ),
    ] = 0.8
    least_aptitude: Annotated[
        float,
        assumption(
            zh=("不对口时的用处", "单位资源用在最不对口的需求上，与最对口相比的用处。"),
            en=(
                "What means are worth elsewhere",
                "What a unit's means are worth for the need they fit least, relative to the one they fit best.",
            ),
            unit="ratio",
            between=(0, 1),
        ),
    ] = 0.4
    keep_share: Annotated[
        float,
        assumption(
            zh=("单位承诺的兑现率", "没有兼职委员、没有催办时，单位承诺兑现的概率。"),
            en=(
                "Promises kept",
                "Chance that a unit keeps a promise when nobody sits on the committee and nobody asks.",
            ),
            unit="probability",
            between=(0, 1),
        ),
    ] = 0.4
    seat_gain: Annotated[
        float,
        assumption(
            zh=("每名兼职委员的作用", "每多一名兼职委员，单位承诺兑现概率的提高。"),
            en=(
                "What a part-time seat adds",
                "How much more often promises are kept for each unit's head who sits on the committee.",
            ),
            unit="probability",
            between=(0, 0.5),
            sources="SZ-01",
        ),
    ] = 0.1
    seats_most: Annotated[
        float,
        assumption(
            zh=("兼职委员作用上限", "兼职委员合计最多提高的兑现概率。"),
            en=(
                "What seats add at most",
                "The most that all part-time seats together add to the chance of keeping a promise.",
            ),
            unit="probability",
            between=(0, 1),
            sources="SZ-01",
        ),
    ] = 0.5
    willing_spread: Annotated[
        float,
        assumption(
            zh=("单位意愿差异", "最热心和最不热心的单位，兑现概率各自偏离平均的幅度。"),
            en=(
                "How unequal willingness is",
                "How far the keenest and the most reluctant unit's chance lies from the mean.",
            ),
            unit="probability",
            between=(0, 0.5),
        ),
    ] = 0.2
    recalled_share: Annotated[
        float,
        assumption(
            zh=("进度会追回的承诺", "每开一次进度会，未兑现的承诺中重新动起来的比例。"),
            en=(
                "Promises a progress meeting wins back",
                "Share of broken promises that start moving again after each progress meeting.",
            ),
            unit="share",
            between=(0, 1),
            sources="OR-07",
        ),
    ] = 0.35
    project_items: Annotated[
        float,
        assumption(
            zh=("每个认领项目的事项数", "认领的一个项目里有几件事。"),
            en=("Items in a claimed project", "How many items a claimed project holds."),
            unit="items per project",
            between=(1, 10),
            sources="R-18",
            grade="C",
        ),
    ] = 3.0
    item_hours: Annotated[
        float,
        assumption(
            zh=("每件事项的工时", "单位队伍办一件认领事项花的小时数。"),
            en=("Hours for an item", "Hours a unit's team gives to one claimed item."),
            unit="h per item",
            between=(0, 100),
            sources="R-18",
        ),
    ] = 15.0
    joint_meeting_hours: Annotated[
        float,
        assumption(
            zh=("开一次联席会用时", "社区工作人员筹备和召开一次联席会议的工时。"),
            en=("Work for a joint meeting", "Community staff time to prepare and hold a joint meeting."),
            unit="h per meeting",
            between=(0, 60),
            sources="YT-18",
        ),
    ] = 10.0
    progress_meeting_hours: Annotated[
        float,
        assumption(
            zh=("开一次进度会用时", "社区工作人员开一次进度会的工时。"),
            en=("Work for a progress meeting", "Community staff time for a progress meeting."),
            unit="h per meeting",
            between=(0, 40),
            sources="OR-07",
        ),
    ] = 5.0
    mediator_hours: Annotated[
        float,
        assumption(
            zh=("退休党员每周调解工时", "一名转入小区的退休党员平均每周用于调解的小时数。"),
            en=(
                "Hours of a retired member",
                "Hours a week a retired member who moved to the estate branch gives to settling disputes, on average.",
            ),
            unit="h per week",
            between=(0, 10),
            sources="YT-34",
        ),
    ] = 0.3
    chair_hours: Annotated[
        float,
        assumption(
            zh=("一肩挑书记的调解工时", "书记兼业委会主任的小区，每千户每周多出的调解小时数。"),
            en=(
                "Hours of a secretary in the chair",
                "Hours a week for disputes, per 1,000 households, where the secretary chairs the owners.",
            ),
            unit="h per week and 1,000 households",
            between=(0, 20),
            sources="YT-08",
        ),
    ] = 4.0
    cross_post_hours: Annotated[
        float,
        assumption(
            zh=("交叉任职的调解工时", "委员全部交叉任职时，每千户每周多出的调解小时数。"),
            en=(
                "Hours of members in both bodies",
                "Hours a week for disputes, per 1,000 households, if every seat were held in both bodies.",
            ),
            unit="h per week and 1,000 households",
            between=(0, 20),
            sources="GD-09 YT-08",
        ),
    ] = 4.0
    platform_hours: Annotated[
        float,
        assumption(
            zh=("物业平台的调解工时", "物业联合会每周在每家物业公司上花的调解小时数。"),
            en=(
                "Hours at the firms' table",
                "Hours a week of the platform for quarrels between each firm and its owners.",
            ),
            unit="h per firm-week",
            between=(0, 5),
            sources="YT-09",
        ),
    ] = 0.3
    committee_gain: Annotated[
        float,
        assumption(
            zh=("业委会对物业的督促", "有业委会的小区，物业服务工时比没有的多出的比例：费交得上，也盯得住。"),
            en=(
                "What a committee makes of a firm",
                "How many more hours a firm gives where a committee settles fees and holds it to its duty.",
            ),
            unit="ratio",
            between=(0, 1),
            sources="GD-09 S113",
        ),
    ] = 0.25
    firm_lend_share: Annotated[
        float,
        assumption(
            zh=("物业公司互助工时", "清闲的物业公司一周内借给忙的公司的最大工时比例。"),
            en=("Hours lent between firms", "Largest share of hours an idle firm lends to busy ones in a week."),
            unit="share of hours",
            between=(0, 0.5),
            sources="YT-09",
        ),
    ] = 0.1
