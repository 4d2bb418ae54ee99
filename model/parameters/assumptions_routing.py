"""How heard needs find a door: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class RoutingAssumptions(Group):
    """How a heard need finds its door."""

    triage_days: Annotated[
        float,
        assumption(
            zh=("最长分派时间", "没有自动分派时，一件诉求等待分派的最长时间（均匀分布）。"),
            en=("Longest triage delay", "Longest wait for triage without automatic dispatch (uniform from zero)."),
            unit="working days",
            between=(0, 3),
            sources="YT-26",
        ),
    ] = 0.5
    dispatch_cut: Annotated[
        float,
        assumption(
            zh=("自动分派省下的分派时间", "自动分派时，分派等待与人工用时省下的比例。"),
            en=(
                "Triage saved by automatic dispatch",
                "Share of triage delay and triage work that automatic dispatch saves.",
            ),
            unit="share",
            between=(0, 1),
            sources="YT-26 S98",
        ),
    ] = 0.8
    triage_hours: Annotated[
        float,
        assumption(
            zh=("一件诉求的受理用时", "社区工作人员登记分派一件居民诉求的时间。"),
            en=("Triage work", "Community staff time to register and pass on one resident's request."),
            unit="h per request",
            between=(0, 2),
        ),
    ] = 0.2
    chase_hours: Annotated[
        float,
        assumption(
            zh=("催办一件部门事项用时", "社区工作人员为一件交部门的事项花的时间。"),
            en=("Chasing a department", "Community staff time spent on each case that goes to a department."),
            unit="h per case",
            between=(0, 4),
        ),
    ] = 0.5
    wrong_door_share: Annotated[
        float,
        assumption(
            zh=("走错门的比例", "没有数据共享时，居民诉求第一次找错部门的比例。"),
            en=(
                "Wrong-door share",
                "Share of residents' requests that first reach the wrong door when no register is joined.",
            ),
            unit="share",
            between=(0, 1),
            sources="SU-17",
        ),
    ] = 0.2
    wrong_door_days: Annotated[
        float,
        assumption(
            zh=("走错门耽误天数", "走错门平均耽误的工作日（指数分布）。"),
            en=("Days lost at a wrong door", "Mean working days lost at a wrong door (exponential)."),
            unit="working days",
            between=(0, 20),
        ),
    ] = 3.0
    sharing_cut: Annotated[
        float,
        assumption(
            zh=("数据共享减少走错门", "登记册全部打通时，避免走错门的比例。"),
            en=("Wrong doors avoided by shared data", "Share of wrong doors avoided when all registers are joined."),
            unit="share",
            between=(0, 1),
            sources="YT-24",
        ),
    ] = 0.7
    department_days: Annotated[
        float,
        assumption(
            zh=("部门办理时间", "部门开始办理后到办结的平均工作日，各类合计；每一类的快慢见需求表的 handling_days。"),
            en=(
                "Department handling time",
                "Mean working days from taking up a case to settling it, over all kinds; see handling_days for each.",
            ),
            unit="working days",
            between=(0.5, 30),
            sources="S22 S95",
            grade="C",
        ),
    ] = 4.0
    department_days_sigma: Annotated[
        float,
        assumption(
            zh=("部门办理时间离散度", "部门办理时间对数的标准差。"),
            en=(
                "Spread of department handling time",
                "Standard deviation of the logarithm of department handling time.",
            ),
            between=(0.05, 2),
            sources="B8.1",
        ),
    ] = 0.6
    department_margin: Annotated[
        float,
        assumption(
            zh=("部门能力余量", "部门平时每日能力与现状流入之比，各政策下不变；积压时另有加班，见积压清理期限。"),
            en=(
                "Department capacity margin",
                "Usual department capacity over the place's status-quo inflow, the same under every policy; "
                "what waits is worked off on top.",
            ),
            unit="ratio",
            between=(0.5, 3),
        ),
    ] = 1.08
    catch_up_days: Annotated[
        float,
        assumption(
            zh=("积压清理期限", "有积压时，部门加班、借人，要在这么多个工作日内把当天早上的积压办掉；每月决定一次。"),
            en=(
                "Time to catch up",
                "Where cases pile up a department works overtime and borrows staff so that what waits this morning "
                "is gone within so many working days; decided once a month.",
            ),
            unit="working days",
            between=(5, 250),
        ),
    ] = 44.0
    catch_up_most: Annotated[
        float,
        assumption(
            zh=(
                "加班和借人的上限",
                "为清理积压最多增加的能力，占平时能力；法定加班每月不超过 36 小时，约两成，另一成借人。",
            ),
            en=(
                "Most overtime and borrowed staff",
                "What a department adds at most to catch up, of its usual capacity: 36 hours of overtime a month, "
                "the legal limit, are a fifth; another tenth is borrowed.",
            ),
            unit="share of capacity",
            between=(0, 1),
        ),
    ] = 0.3
    load_slowing: Annotated[
        float,
        assumption(
            zh=("积压拖慢办理", "排队超过一个月的能力时，办理时间开始变长；排队达到两个月时长这么多，再多也不更长。"),
            en=(
                "Slower under load",
                "Handling takes longer once a department's queue is over a month of its capacity: "
                "by this share at two months, and no longer beyond.",
            ),
            unit="share",
            between=(0, 3),
        ),
    ] = 0.5
    no_property_factor: Annotated[
        float,
        assumption(
            zh=("无物业时用时倍数", "没有物业的小区，网格处理设施、垃圾、停车事项的用时倍数。"),
            en=(
                "Work without a property firm",
                "How much longer the grid takes over facilities, litter and parking where no property firm works.",
            ),
            unit="ratio",
            between=(1, 5),
        ),
    ] = 2.0
    hard_dispute_hours: Annotated[
        float,
        assumption(
            zh=("疑难纠纷门槛", "需要工时超过此数的纠纷由社区工作人员调解，其余在网格调解。"),
            en=(
                "Hard dispute threshold",
                "Disputes that need more work than this go to community staff; the others are settled in the grid.",
            ),
            unit="h",
            between=(0, 50),
            sources="S17",
        ),
    ] = 7.0
    home_share: Annotated[
        float,
        assumption(
            zh=("可在家门口调解的比例", "本要送部门的纠纷中，有调解人时在社区内调解的比例。"),
            en=(
                "Settled at home",
                "Share of the disputes meant for a department that mediators of the community settle themselves.",
            ),
            unit="share",
            between=(0, 1),
            sources="SU-06 YT-34",
        ),
    ] = 0.5
    lists_cut: Annotated[
        float,
        assumption(
            zh=("清单减少走错门", "清单完全落实时，避免走错门的比例。"),
            en=(
                "Wrong doors avoided by duty lists",
                "Share of wrong doors avoided where everything stands on the lists and the lists are kept.",
            ),
            unit="share",
            between=(0, 1),
            sources="SU-01",
        ),
    ] = 0.5
    paired_cut: Annotated[
        float,
        assumption(
            zh=("结对减少走错门和催办", "部门与社区结对后，其事项走错门和催办用时减少的比例。"),
            en=(
                "Spared by pairing",
                "Share of wrong doors and of chasing spared at a department that is paired with the community.",
            ),
            unit="share",
            between=(0, 1),
            sources="YT-01",
        ),
    ] = 0.5
    vain_share: Annotated[
        float,
        assumption(
            zh=("白跑一趟的比例", "没有预约时，到窗口办事白跑一趟的比例。"),
            en=("Vain walks", "Share of walks to the counter that are in vain without appointments."),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.15
    vain_days: Annotated[
        float,
        assumption(
            zh=("白跑后再来的天数", "白跑一趟后再来的平均工作日。"),
            en=("Days until they come again", "Mean working days until somebody who came in vain comes again."),
            unit="working days",
            between=(0, 20),
        ),
    ] = 2.0
    booking_cut: Annotated[
        float,
        assumption(
            zh=("预约减少白跑", "有预约时避免白跑的比例。"),
            en=("Vain walks spared by booking", "Share of vain walks that appointments avoid."),
            unit="share",
            between=(0, 1),
            sources="OR-02",
        ),
    ] = 0.8
    booking_days: Annotated[
        float,
        assumption(
            zh=("预约等待", "预约后最长等待的工作日（均匀分布）。"),
            en=("Wait for an appointment", "Longest wait for the booked hour (uniform from zero)."),
            unit="working days",
            between=(0, 5),
            sources="OR-02",
        ),
    ] = 0.3
    steward_hours: Annotated[
        float,
        assumption(
            zh=("管家随手做的门槛", "管家只办不超过这么多工时的小事。"),
            en=("What stewards settle themselves", "Stewards settle only what takes no more work than this."),
            unit="h",
            between=(0, 4),
            sources="YT-31",
        ),
    ] = 0.5
    order_share: Annotated[
        float,
        assumption(
            zh=("愿意点单的居民", "有点单时，愿意让志愿者上门的居民比例。"),
            en=("Residents who order", "Share of residents who would have a volunteer come when they can order one."),
            unit="share",
            between=(0, 1),
            sources="S64",
        ),
    ] = 0.7
    order_hours: Annotated[
        float,
        assumption(
            zh=("志愿者能接的单", "志愿者只接不超过这么多工时的单。"),
            en=("What volunteers can take on", "Volunteers take orders that need no more work than this."),
            unit="h",
            between=(0, 40),
            sources="R-02",
        ),
    ] = 8.0
