"""How staff spend their hours: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class StaffAssumptions(Group):
    """Where community staff's hours go."""

    opening_cost: Annotated[
        float,
        assumption(
            zh=("延时开放的人力成本", "中心每周开放超过四十小时后，每小时净增的工作人员工时；错峰排班主要是挪动班次。"),
            en=(
                "Staff cost of longer opening",
                "Net staff hours for each centre hour beyond 40 a week; staggered shifts mostly move hours around.",
            ),
            unit="staff h per centre hour",
            between=(0, 3),
            sources="YT-14 OR-02",
        ),
    ] = 0.3
    outside_task_share: Annotated[
        float,
        assumption(
            zh=("外来任务占行政时间比例", "行政时间中来自部门摊派任务的比例；准入制度只能挡住这一部分。"),
            en=(
                "Outside tasks in administrative time",
                "Share of administrative hours that other bodies push down; the gate can refuse only these.",
            ),
            unit="share of administrative hours",
            between=(0, 1),
            sources="S45 S46",
        ),
    ] = 0.6
    postponable_share: Annotated[
        float,
        assumption(
            zh=("可以缓办的行政工作", "积压严重时，居委会一周内可以缓办的行政工作比例，之后要补上。"),
            en=(
                "Administrative work that can wait",
                "Share of a week's administrative work a residents' committee may put off when needs pile up.",
            ),
            unit="share of administrative hours",
            between=(0, 0.5),
        ),
    ] = 0.15
    shift_share: Annotated[
        float,
        assumption(
            zh=("网格可调剂工时", "积压严重时，网格把巡查走访工时转去办理的最大比例。"),
            en=(
                "Grid hours that can shift",
                "Largest share of patrol and visit hours a grid team moves to service when its queue is long.",
            ),
            unit="share of patrol and visit hours",
            between=(0, 1),
        ),
    ] = 0.25
    lend_share: Annotated[
        float,
        assumption(
            zh=("中心间互助工时", "清闲的服务中心一周内借给最忙中心的最大工时比例。"),
            en=(
                "Hours lent between centres",
                "Largest share of casework hours an idle centre lends to the busiest one in a week.",
            ),
            unit="share of casework hours",
            between=(0, 0.5),
        ),
    ] = 0.2
    department_shift_share: Annotated[
        float,
        assumption(
            zh=("部门可调剂能力", "部门每月在不同事项间调剂能力的最大比例。"),
            en=(
                "Department capacity that can shift",
                "Largest share of a department's capacity moved each month from its shortest to its longest queue.",
            ),
            unit="share of capacity",
            between=(0, 0.5),
        ),
    ] = 0.1
    forms_cut: Annotated[
        float,
        assumption(
            zh=("一表通省下的填表时间", "登记册全部打通时，行政事务工时减少的比例。"),
            en=(
                "Forms saved by joined registers",
                "Share of administrative hours saved when all registers are joined and a form is filled once.",
            ),
            unit="share of administrative hours",
            between=(0, 0.9),
            sources="S48",
            grade="C",
        ),
    ] = 0.4
    lists_kept: Annotated[
        float,
        assumption(
            zh=("清单落实程度", "没有双向评估时，清单上的任务真正不再下派的比例。"),
            en=(
                "How far lists are kept",
                "Share of listed tasks that really stay where they belong when only one side is rated.",
            ),
            unit="share",
            between=(0, 1),
            sources="SU-01",
        ),
    ] = 0.5
    agreement_brings: Annotated[
        float,
        assumption(
            zh=("协议带来的工时", "以协议委托的任务，由委托方出的工时或经费所占比例。"),
            en=(
                "Hours that come with an agreement",
                "Share of a delegated task's hours that come with it when it is passed by agreement.",
            ),
            unit="share",
            between=(0, 1),
            sources="SU-01",
        ),
    ] = 0.6
    activity_hours: Annotated[
        float,
        assumption(
            zh=("办一场活动用时", "社区工作人员为一场活动花的工时；活动主要由社工、志愿者和组织承办。"),
            en=(
                "Work for an activity",
                "Community staff time for one activity; social workers, volunteers and organisations do the rest.",
            ),
            unit="h per activity",
            between=(0, 20),
            sources="YT-13",
        ),
    ] = 0.5
    station_hours: Annotated[
        float,
        assumption(
            zh=("一个驿站每周用时", "社区工作人员每周在一个驿站值守的工时；其余由志愿者和物业照看。"),
            en=(
                "Work for a station",
                "Community staff time a week in each estate station; neighbours and the property firm "
                "look after the rest.",
            ),
            unit="h per station-week",
            between=(0, 40),
            sources="YT-15",
        ),
    ] = 1.0
