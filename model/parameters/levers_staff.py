"""Who works for the community, and how much of their time is theirs to give."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import lever


class StaffLevers(Group):
    """Community workers: posts, burden, loans upward, pay and skill."""

    workers_per_10000: Annotated[
        float,
        lever(
            zh=("每万人社区工作者数", "社区工作者分诊、办件、帮困、调解、催办部门，也负责开会。"),
            en=(
                "Community workers per 10,000 residents",
                "They triage, do paperwork, help with livelihood, settle hard disputes, chase departments and hold "
                "the meetings.",
            ),
            unit="posts",
            between=(2, 40),
            sources="B3",
            moves="coverage_personal lapsed_waiting_share staff_utilisation days_to_resolution_median",
            core=True,
            built=True,
        ),
    ] = 8.0
    admin_share: Annotated[
        float,
        lever(
            zh=("行政事务占工时", "报表、检查、开会占去的工时；减下来的时间转为服务居民。"),
            en=(
                "Hours on administrative tasks",
                "Forms, inspections and meetings from above take these hours; what is cut goes to residents.",
            ),
            unit="share of hours",
            between=(0, 0.9),
            sources="B3 OR-16 SU-17",
            moves="staff_admin_share coverage_personal staff_utilisation lapsed_waiting_share",
            core=True,
            built=True,
        ),
    ] = 0.5
    access_gate: Annotated[
        float,
        lever(
            zh=("社区事务准入", "部门想下派的任务有多大比例被挡回；行政负担随任务来源下降。"),
            en=(
                "Outside tasks refused",
                "The share of departments' tasks turned back at the gate; the burden falls by where tasks come from.",
            ),
            unit="share of outside tasks",
            between=(0, 1),
            sources="YT-17",
            moves="staff_admin_share coverage_personal staff_utilisation",
            core=True,
            built=True,
        ),
    ] = 0.0
    secondment_share: Annotated[
        float,
        lever(
            zh=("被借调岗位占比", "编制在社区、人在上级，留下的人更忙。"),
            en=("Posts lent upward", "Posts paid by the community but working above it leave fewer hands behind."),
            unit="share of posts",
            between=(0, 0.4),
            sources="YT-28",
            moves="coverage_personal staff_utilisation",
            built=True,
        ),
    ] = 0.08
    pay_ratio: Annotated[
        float,
        lever(
            zh=("相对当地平均工资", "工资低则离职多，熟悉的人一走，经验和关系也走了。"),
            en=("Pay relative to the local mean", "Low pay drives people out, and what they knew leaves with them."),
            unit="× local mean wage",
            between=(0.5, 1.5),
            sources="GD-07",
            moves="coverage_personal satisfaction_true",
            built=True,
        ),
    ] = 0.8
    training_days_per_year: Annotated[
        float,
        lever(
            zh=("每年培训天数", "培训占用工时，但缩短新人上手的时间。"),
            en=("Training days a year", "Training takes days from service and shortens the time to learn the job."),
            unit="days",
            between=(0, 30),
            sources="YT-16 YT-28 SU-18",
            moves="coverage_personal satisfaction_true",
            built=True,
        ),
    ] = 3.0
    career_ladder: Annotated[
        bool,
        lever(
            zh=("职业发展阶梯", "分类分档、能上能下，留得住人。"),
            en=("Career ladder", "Grades to climb keep people in the job."),
            sources="YT-28 GD-07",
            moves="coverage_personal satisfaction_true",
            built=True,
        ),
    ] = False


class CompactLevers(Group):
    """What government may ask of a community, and on what terms."""

    duty_lists: Annotated[
        float,
        lever(
            zh=("列入公开清单的外来任务", "写进两份清单的事项，谁的事谁办，推不下来也错不了门。"),
            en=(
                "Outside tasks on a public list",
                "What stands on the two lists is done by whom it belongs to: less is pushed down, fewer wrong doors.",
            ),
            unit="share of outside tasks",
            between=(0, 1),
            sources="SU-01 GD-01",
            moves="staff_admin_share wrong_door_share coverage_personal",
            core=True,
            built=True,
        ),
    ] = 0.0
    agreement_share: Annotated[
        float,
        lever(
            zh=("以协议委托的任务", "任务随协议走，工时或经费一并到位。"),
            en=("Delegated tasks under agreement", "A task passed by agreement brings its hours or its money along."),
            unit="share of delegated tasks",
            between=(0, 1),
            sources="SU-01",
            moves="staff_admin_share coverage_personal",
            core=True,
            built=True,
        ),
    ] = 0.0
    mutual_rating: Annotated[
        float,
        lever(
            zh=("双向评估权重", "政府评社区，社区也评政府，清单才不落空。"),
            en=("Weight of two-way evaluation", "When the community also rates government, the lists are kept."),
            unit="weight",
            between=(0, 1),
            sources="SU-01",
            moves="staff_admin_share wrong_door_share coverage_personal days_to_resolution_p90_met",
            built=True,
        ),
    ] = 0.0
