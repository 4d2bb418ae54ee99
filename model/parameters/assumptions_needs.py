"""How needs arise and come to be heard: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .assumptions_load import CommonLoadAssumptions
from .declaring import assumption


class NeedsAssumptions(CommonLoadAssumptions):
    """How needs arise, in each community and in the whole district."""

    overdispersion_shape: Annotated[
        float,
        assumption(
            zh=("需求过度离散形状参数", "每个社区每天的需求强度乘以一个伽马因子，形状参数越小，日子之间起伏越大。"),
            en=(
                "Over-dispersion shape",
                "Each community-day multiplies its rates by a gamma factor; a smaller shape means rougher days.",
            ),
            between=(0.5, 500),
            sources="B8.1",
        ),
    ] = 5.0
    rate_multiplier: Annotated[
        float,
        assumption(
            zh=("潜在需求倍数", "所有种类的潜在需求发生率同乘此数。"),
            en=("Latent need multiplier", "Multiplies the latent rate of every kind of need."),
            between=(0.1, 3),
            sources="B8.1",
        ),
    ] = 1.0


class HearingAssumptions(Group):
    """How a need comes to be heard."""

    familiarity_residents: Annotated[
        float,
        assumption(
            zh=("熟悉度半值人数", "网格有这么多居民时，网格员对居民的熟悉度降到一半。"),
            en=(
                "Familiarity half-size",
                "A grid of this many residents is half as familiar to its team as a tiny one.",
            ),
            unit="residents",
            between=(100, 5000),
            sources="S20 S21",
        ),
    ] = 800.0
    familiarity_share_of_patrol: Annotated[
        float,
        assumption(
            zh=("巡查中靠熟悉度的部分", "巡查发现率中随熟悉度变化的比例。"),
            en=(
                "Share of patrol detection owed to familiarity",
                "Share of what a patrol detects that depends on knowing the place.",
            ),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.55
    patrol_hazard: Annotated[
        float,
        assumption(
            zh=("巡查发现强度", "每百户每天一小时巡查，在一个工作日内发现一件公共事件的风险率。"),
            en=(
                "Patrol hazard",
                "Hazard that a public event is found in a working day, for each daily patrol hour per 100 households.",
            ),
            unit="per working day, per patrol hour per 100 households",
            between=(0, 2),
            sources="S17 V-09",
        ),
    ] = 0.22
    visit_hours: Annotated[
        float,
        assumption(
            zh=("一次走访时长", "入户一次的时间，不含路途。"),
            en=("Length of a visit", "Time at the door for one visit, walking excluded."),
            unit="h",
            between=(0.1, 2),
            sources="S18",
        ),
    ] = 0.4
    visit_reveals: Annotated[
        float,
        assumption(
            zh=("名单走访的发现概率", "名单走访时，在标准网格里问出一件需求的概率。"),
            en=(
                "What a listed visit reveals",
                "Chance that a visit to a listed resident reveals a need, in a grid of 400 households.",
            ),
            unit="probability",
            between=(0, 1),
        ),
    ] = 0.7
    door_reveals: Annotated[
        float,
        assumption(
            zh=("楼道普访的发现概率", "普遍走访一个楼道时，问出其中一户需求的概率。"),
            en=(
                "What an unlisted visit reveals",
                "Chance that going round a stairwell reveals a need of one household in it.",
            ),
            unit="probability",
            between=(0, 1),
        ),
    ] = 0.06
    stairwell_households: Annotated[
        float,
        assumption(
            zh=("一个楼道的户数", "一次普访能走到的户数。"),
            en=("Households in a stairwell", "Households that one unlisted visit reaches."),
            unit="households",
            between=(2, 60),
            sources="S20",
            grade="C",
        ),
    ] = 20.0
    listed_visit_share: Annotated[
        float,
        assumption(
            zh=("按名单走访的比例", "走访中按独居、残疾、困难名单进行的比例。"),
            en=(
                "Share of visits by list",
                "Share of visits that follow the list of people living alone, disabled or poor.",
            ),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.5
    list_completeness: Annotated[
        float,
        assumption(
            zh=("无数据共享时名单完整度", "没有数据共享时，应在名单上的人有多少真在名单上；数据全共享时为一。"),
            en=(
                "List completeness without shared data",
                "Share of those who should be listed that are, when no register is joined; 1 when all are.",
            ),
            unit="share",
            between=(0, 1),
            sources="YT-24",
        ),
    ] = 0.3
    walking_km_per_hour: Annotated[
        float,
        assumption(
            zh=("步行速度", "网格员在住户之间步行的速度。"),
            en=("Walking speed", "Speed of a grid worker between households."),
            unit="km/h",
            between=(2, 6),
        ),
    ] = 4.0
    detour_factor: Annotated[
        float,
        assumption(
            zh=("绕行系数", "两户之间实际步行距离与随机两点平均直线距离之比；取零等于不计路途。"),
            en=(
                "Detour factor",
                "Walk between two visits over the mean straight distance between random points; 0 takes walking out.",
            ),
            between=(0, 3),
        ),
    ] = 1.0
    report_hazard: Annotated[
        float,
        assumption(
            zh=("上门反映强度", "住在开放窗口旁、效能感居中（0.5）的居民，每天去窗口反映一件中等需求的风险率。"),
            en=(
                "Walk-in hazard",
                "Daily hazard that a resident next door to an open counter brings in a need of middling severity.",
            ),
            unit="per day",
            between=(0, 0.5),
            sources="B6",
        ),
    ] = 0.015
    paperwork_hazard: Annotated[
        float,
        assumption(
            zh=("办事上门强度", "有证件事务的居民每天去窗口办理的风险率。"),
            en=("Paperwork hazard", "Daily hazard that a resident with paperwork comes to the counter."),
            unit="per day",
            between=(0, 1),
            sources="GD-10",
        ),
    ] = 0.11
    app_hazard: Annotated[
        float,
        assumption(
            zh=("应用上报强度", "注册用户在应用完全好用时，每天上报一件中等需求的风险率。"),
            en=(
                "App hazard",
                "Daily hazard that a registered user reports a need of middling severity if the app were effortless.",
            ),
            unit="per day",
            between=(0, 0.5),
            sources="R-08 R-09",
        ),
    ] = 0.0225
    severity_slope: Annotated[
        float,
        assumption(
            zh=("严重程度对反映的影响", "严重程度每高一级，反映的风险率的增减比例。"),
            en=(
                "Severity slope of reporting",
                "How much one step of severity raises (or lowers) the reporting hazard, relative to severity 2.",
            ),
            between=(0, 1.5),
            sources="B8.1",
        ),
    ] = 0.4
    efficacy_slope: Annotated[
        float,
        assumption(
            zh=("效能感对反映的影响", "居民效能感从零到一，反映的风险率从一减半个斜率升到一加半个斜率倍。"),
            en=(
                "Efficacy slope of reporting",
                "Reporting hazard runs from 1 − slope/2 to 1 + slope/2 as the resident's efficacy goes from 0 to 1.",
            ),
            between=(0, 3),
            sources="S102",
        ),
    ] = 1.8
    walk_in_radius_km: Annotated[
        float,
        assumption(
            zh=("上门距离衰减半径", "到最近开放窗口的距离按高斯衰减的尺度。"),
            en=("Walk-in distance decay", "Scale of the Gaussian decay with distance to the nearest open door."),
            unit="km",
            between=(0.2, 5),
            sources="S126 B8.1",
        ),
    ] = 1.0
    elder_app_ratio: Annotated[
        float,
        assumption(
            zh=("老人注册应用相对概率", "老年人注册应用的概率与其他成人之比。"),
            en=(
                "Elders' app use relative to adults'",
                "How likely an elder is to be registered, relative to other adults.",
            ),
            unit="ratio",
            between=(0, 1),
        ),
    ] = 0.4
