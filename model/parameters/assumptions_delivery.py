"""From a choice to something that helps: tenders, works, hours, activities. Swept, never chosen. (B5)"""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class DeliveryAssumptions(Group):
    """How long chosen projects queue, what may go wrong, and what they do where they reach."""

    tenders_at_once: Annotated[
        float,
        assumption(
            zh=("同时招标数", "一个社区的人手同时办得了几个项目的采购。"),
            en=("Tenders at once", "How many tenders a community's staff can run at the same time."),
            unit="count",
            between=(1, 10),
        ),
    ] = 2.0
    member_hours: Annotated[
        float,
        assumption(
            zh=("党员认领的工时", "一名党员一年能为认领的项目出多少工时。"),
            en=("Hours of a member for claims", "Hours that a Party member finds in a year for what is claimed."),
            unit="h per year",
            between=(0, 100),
            sources="OR-12",
        ),
    ] = 4.0
    tender_days: Annotated[
        float,
        assumption(
            zh=("采购天数", "一个项目从排到它到开工，采购通常要几天。"),
            en=("Days of a tender", "Days a tender usually takes once staff turn to it: median."),
            unit="days",
            between=(5, 180),
            sources="S79 S70",
            grade="C",
        ),
    ] = 30.0
    tender_spread: Annotated[
        float,
        assumption(
            zh=("采购天数的离散", "采购天数对数的标准差。"),
            en=("Spread of tenders", "Standard deviation of the log of days of a tender."),
            unit="log",
            between=(0, 1.5),
            sources="S79 S70",
        ),
    ] = 0.45
    longest_tender_days: Annotated[
        float,
        assumption(
            zh=("采购最长天数", "采购最多拖几天。"),
            en=("Longest tender", "Most days a tender takes."),
            unit="days",
            between=(30, 365),
            sources="S79 S70",
            grade="C",
        ),
    ] = 90.0
    screening_days: Annotated[
        float,
        assumption(
            zh=("审核天数", "审核把关要几天，选择相应推迟。"),
            en=("Days of screening", "Days by which screening puts the choice off."),
            unit="days",
            between=(0, 60),
            sources="OR-12",
        ),
    ] = 10.0
    notice_days: Annotated[
        float,
        assumption(
            zh=("施工告知天数", "工程开工前告知、征询要几天。"),
            en=("Days of notice of works", "Days by which telling and asking residents puts works off."),
            unit="days",
            between=(0, 60),
            sources="YT-20",
        ),
    ] = 10.0
    works_months: Annotated[
        float,
        assumption(
            zh=("工期", "工程从开工到完工几个月。"),
            en=("Months of works", "Months from the start of works to their end."),
            unit="months",
            between=(0.5, 12),
            sources="S79",
        ),
    ] = 3.0
    goods_months: Annotated[
        float,
        assumption(
            zh=("物资到位", "物资从采购完到用上几个月。"),
            en=("Months until goods are there", "Months from the end of a tender to goods in use."),
            unit="months",
            between=(0, 6),
        ),
    ] = 1.0
    ready_months: Annotated[
        float,
        assumption(
            zh=("服务启动", "服务和活动从签约到开展几个月。"),
            en=(
                "Months until services begin",
                "Months from the end of a tender to the first hour of service or the first activity.",
            ),
            unit="months",
            between=(0, 6),
        ),
    ] = 0.5
    months_of_service: Annotated[
        float,
        assumption(
            zh=("服务与活动期限", "买来的服务、活动持续几个月。"),
            en=("Months of service", "Months over which services and activities bought are given."),
            unit="months",
            between=(1, 36),
            sources="B5",
        ),
    ] = 12.0
    months_of_works: Annotated[
        float,
        assumption(
            zh=("工程管用", "工程完工后管用几个月。"),
            en=("Months works last", "Months for which works help once they stand."),
            unit="months",
            between=(6, 120),
            sources="B5",
        ),
    ] = 36.0
    months_of_goods: Annotated[
        float,
        assumption(
            zh=("物资管用", "物资到位后管用几个月。"),
            en=("Months goods last", "Months for which goods help."),
            unit="months",
            between=(1, 60),
        ),
    ] = 24.0
    redone_chance: Annotated[
        float,
        assumption(
            zh=("返工的机会", "没有告知征询就开工，要返工的机会。"),
            en=("Works done twice", "Chance that works begun without notice must be done again."),
            unit="probability",
            between=(0, 1),
            sources="YT-20",
        ),
    ] = 0.15
    redone_chance_told: Annotated[
        float,
        assumption(
            zh=("告知后返工的机会", "告知征询过的工程，要返工的机会。"),
            en=("Works done twice though told", "Chance that works of which residents were told must be done again."),
            unit="probability",
            between=(0, 1),
            sources="YT-20",
        ),
    ] = 0.05
    works_strife: Annotated[
        float,
        assumption(
            zh=("施工引起的纠纷", "没有告知的工程施工时，紧邻处纠纷多出多少。"),
            en=("Strife over works", "Disputes more next to works under way of which nobody was told, as a share."),
            unit="share",
            between=(0, 1),
            sources="YT-20",
        ),
    ] = 0.5
    works_strife_told: Annotated[
        float,
        assumption(
            zh=("告知后的纠纷", "告知过的工程施工时，紧邻处纠纷多出多少。"),
            en=(
                "Strife over works though told",
                "Disputes more next to works under way of which residents were told, as a share.",
            ),
            unit="share",
            between=(0, 1),
            sources="YT-20",
        ),
    ] = 0.2
    claim_days: Annotated[
        float,
        assumption(
            zh=("认领后开办天数", "党员认领的项目几天后开办，不用采购。"),
            en=(
                "Days to begin what is claimed",
                "Days from a claim by Party members to its first hour; there is no tender.",
            ),
            unit="days",
            between=(0, 90),
            sources="OR-12",
        ),
    ] = 14.0
    hour_yuan: Annotated[
        float,
        assumption(
            zh=("一小时服务的价钱", "服务项目多少元买一小时：一个岗位七万六千元，一千七百小时中三成四用于个案。"),
            en=(
                "Price of an hour",
                "Yuan of a service project for one hour: 76,000 for a post with 1,700 h, of which 0.34 is casework.",
            ),
            unit="yuan per hour",
            between=(30, 500),
            sources="SU-09 B8.4",
        ),
    ] = 131.0
    service_reach_km: Annotated[
        float,
        assumption(
            zh=("服务覆盖半径", "服务、活动项目惠及多远的人。"),
            en=("Reach of services", "How far around its place a service project serves."),
            unit="km",
            between=(0.1, 5),
            sources="B8.1",
        ),
    ] = 0.8
    works_reach_km: Annotated[
        float,
        assumption(
            zh=("工程覆盖半径", "平常大小的工程惠及多远；钱多钱少，惠及的面积成比例。"),
            en=(
                "Reach of works",
                "How far around its place works of usual cost help; the ground they serve grows with what they cost.",
            ),
            unit="km",
            between=(0.05, 2),
        ),
    ] = 0.3
    usual_works_yuan: Annotated[
        float,
        assumption(
            zh=("平常大小的工程", "惠及上述半径的工程多少钱：各地项目的平均数按工程贵几倍、占多少折算。"),
            en=(
                "Works of usual size",
                "Yuan of works that reach so far: the mean project, with works as dear and as frequent as counted.",
            ),
            unit="yuan",
            between=(50000, 1000000),
            sources="S67 S78 B5",
        ),
    ] = 234000.0
    usual_goods_yuan: Annotated[
        float,
        assumption(
            zh=("平常大小的物资项目", "惠及同样半径的物资项目多少钱。"),
            en=("Goods of usual size", "Yuan of goods that reach as far as usual works."),
            unit="yuan",
            between=(20000, 500000),
            sources="S67 B5",
        ),
    ] = 78000.0
    works_leave: Annotated[
        float,
        assumption(
            zh=("工程之后还剩", "工程所及之处，那类公共事件还剩多少。"),
            en=("What works leave", "Share of public events of its kind that still arise where works reach."),
            unit="share",
            between=(0, 1),
            sources="B5",
        ),
    ] = 0.6
    goods_leave: Annotated[
        float,
        assumption(
            zh=("物资之后还剩", "物资所及之处，那类需求还剩多少。"),
            en=("What goods leave", "Share of needs of its kind that still arise where goods reach."),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.95
    least_left: Annotated[
        float,
        assumption(
            zh=("再多也剩这些", "工程和物资再多，那类需求至少剩多少。"),
            en=(
                "Left whatever is built",
                "Share of needs of a kind that arise however many works and goods there are.",
            ),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.3
    activity_yuan: Annotated[
        float,
        assumption(
            zh=("一场活动的价钱", "居民活动一场多少钱。"),
            en=("Price of an activity", "Yuan for one neighbourhood activity."),
            unit="yuan",
            between=(200, 20000),
            sources="YT-12",
        ),
    ] = 2000.0
