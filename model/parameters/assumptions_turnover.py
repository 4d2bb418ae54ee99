"""Who leaves a post and how newcomers learn: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class TurnoverAssumptions(Group):
    """Community staff and grid workers: staying, leaving, learning."""

    turnover_share: Annotated[
        float,
        assumption(
            zh=("年流失率", "现状薪酬下，社区工作者和网格员一年内离职的比例。"),
            en=("Turnover", "Share of community and grid workers who leave in a year at today's pay."),
            unit="share a year",
            between=(0, 0.8),
            sources="S41 S42 S43",
            grade="B",
        ),
    ] = 0.2
    usual_pay_ratio: Annotated[
        float,
        assumption(
            zh=("现状薪酬", "上述流失率对应的薪酬水平（与当地平均工资之比）。"),
            en=("Today's pay", "Pay relative to the local mean at which that turnover was observed."),
            unit="× local mean wage",
            between=(0.3, 2),
            sources="GD-07 S42",
        ),
    ] = 0.8
    pay_response: Annotated[
        float,
        assumption(
            zh=("流失对薪酬的反应", "薪酬比每提高一，流失率对数下降多少。"),
            en=("Response of turnover to pay", "Fall of log turnover for each local mean wage of pay."),
            between=(0, 4),
        ),
    ] = 0.9
    ladder_cut: Annotated[
        float,
        assumption(
            zh=("职业阶梯减少流失", "有职业阶梯时流失率下降的比例。"),
            en=("Turnover spared by a ladder", "Share of turnover that grades to climb avoid."),
            unit="share",
            between=(0, 1),
            sources="YT-28",
        ),
    ] = 0.16
    newcomer_gap: Annotated[
        float,
        assumption(
            zh=("新人效率差距", "刚到岗的人比熟手慢的程度。"),
            en=("Newcomers' gap", "How much less a newcomer gets done than somebody who knows the job."),
            unit="ratio",
            between=(0, 0.9),
            sources="S41",
        ),
    ] = 0.35
    newcomer_poor_work: Annotated[
        float,
        assumption(
            zh=("新人多出的低质量办理", "刚到岗的人比熟手多出低质量办理的倍数。"),
            en=("Newcomers' poor work", "How much more of a newcomer's work is poor."),
            unit="ratio",
            between=(0, 5),
        ),
    ] = 1.0
    learning_months: Annotated[
        float,
        assumption(
            zh=("上手时间", "新人学会约三分之二所需的月数。"),
            en=("Time to learn the job", "Months until a newcomer has about two thirds of the job in hand."),
            unit="months",
            between=(0.5, 60),
            sources="S41",
        ),
    ] = 12.0
    usual_training_days: Annotated[
        float,
        assumption(
            zh=("现状培训天数", "上述上手时间对应的每年培训天数。"),
            en=("Today's training", "Days of training a year that go with that time to learn."),
            unit="days",
            between=(0, 30),
        ),
    ] = 3.0
    training_response: Annotated[
        float,
        assumption(
            zh=("培训对上手速度的作用", "每多一天培训，上手速度提高的比例。"),
            en=(
                "Response of learning to training",
                "How much faster newcomers learn for each further day of training a year.",
            ),
            unit="per day",
            between=(0, 1),
            sources="YT-28 SU-18",
        ),
    ] = 0.1
    rating_care: Annotated[
        float,
        assumption(
            zh=("被评价时的用心", "全部办结事项都由当事人评价时，低质量办理减少的比例。"),
            en=(
                "Care under rating",
                "Share of poor work that staff avoid when every closed need is rated by the one it was for.",
            ),
            unit="share",
            between=(0, 1),
            sources="OR-02 YT-26",
        ),
    ] = 0.3
    care_hours: Annotated[
        float,
        assumption(
            zh=("用心多花的工时", "每减少一成低质量办理，多花的工时比例（相对值）。"),
            en=("Hours that care takes", "How much longer work takes for each share of poor work avoided."),
            unit="ratio",
            between=(0, 2),
        ),
    ] = 0.1
