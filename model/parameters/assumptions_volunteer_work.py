"""What volunteers' hours are worth: activities, leading, teams, orders, the bank, the norm. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class VolunteerWorkAssumptions(Group):
    """Activities, leading, teams, orders, the time bank and the norm on stairwells."""

    led_retention: Annotated[
        float,
        assumption(
            zh=("有人带的留存", "有社工带的志愿者，一年留存率高多少。"),
            en=("What leading keeps", "What being led by a social worker adds to yearly retention."),
            unit="share",
            between=(0, 0.4),
            sources="GD-04",
        ),
    ] = 0.15
    leading_hours: Annotated[
        float,
        assumption(
            zh=("带一名志愿者的工时", "社工每周为带一名志愿者花的个案工时。"),
            en=("Hours of leading", "A social worker's casework hours a week for each volunteer led."),
            unit="h per week",
            between=(0, 2),
            sources="GD-04",
        ),
    ] = 0.1
    activity_people: Annotated[
        float,
        assumption(
            zh=("每场人数", "组织者凑够多少人办一场活动。"),
            en=("People at an activity", "How many people the organiser gathers for one activity."),
            unit="people",
            between=(2, 100),
            sources="R-01 B4 V-02",
            grade="C",
        ),
    ] = 20.0
    activity_reach_km: Annotated[
        float,
        assumption(
            zh=("活动服务半径", "一场活动顾得到多远的需求。"),
            en=("Reach of an activity", "How far around its place an activity can serve."),
            unit="km",
            between=(0.05, 5),
        ),
    ] = 0.4
    slowness: Annotated[
        float,
        assumption(
            zh=("未经培训志愿者的慢", "同一件事，没人带的志愿者用时与职员之比。"),
            en=("Slowness of the untrained", "Time an unled volunteer takes for the same work, relative to staff."),
            unit="ratio",
            between=(0.5, 4),
        ),
    ] = 1.4
    poor_share: Annotated[
        float,
        assumption(
            zh=("未经培训志愿者的次品率", "没人带的志愿者做得不好的比例。"),
            en=("Poor work of the untrained", "Share of unled volunteers' work that is poor."),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.35
    learned_share: Annotated[
        float,
        assumption(
            zh=("学会的部分", "社工带，或固定团队做熟之后，与职员的差距补上多少。"),
            en=("What is learned", "Share of the gap to staff that leading, or a team's full practice, closes."),
            unit="share",
            between=(0, 1),
            sources="OR-08 GD-04",
        ),
    ] = 0.9
    learning_months: Annotated[
        float,
        assumption(
            zh=("团队做熟的月数", "固定团队平均多少个月做熟。"),
            en=("Months to learn", "Mean months a standing team takes to get practised."),
            unit="months",
            between=(0.5, 60),
            sources="OR-08",
        ),
    ] = 6.0
    team_habit: Annotated[
        float,
        assumption(
            zh=("固定团队的习惯", "固定团队成员每来一次养成的习惯是平常的几倍。"),
            en=("Habit in a team", "Habit a team member gains by coming, relative to others."),
            unit="ratio",
            between=(1, 4),
            sources="OR-08",
        ),
    ] = 1.5
    team_people: Annotated[
        float,
        assumption(
            zh=("每队人数", "一支固定团队多少人。"),
            en=("People in a team", "How many people a standing team has."),
            unit="people",
            between=(2, 100),
            sources="OR-08",
        ),
    ] = 20.0
    expiry_days: Annotated[
        float,
        assumption(
            zh=("订单有效期", "下单后多少个工作日没人接就退回。"),
            en=("Orders expire after", "Working days after which an order nobody took goes back."),
            unit="working days",
            between=(1, 30),
            sources="OR-09",
        ),
    ] = 5.0
    order_desk_hours: Annotated[
        float,
        assumption(
            zh=("派单工时", "社区派一张单并回访签收所花的职员工时。"),
            en=("Dispatching an order", "Community staff's hours to dispatch one order and have it signed for."),
            unit="h per request",
            between=(0, 2),
            sources="OR-09",
        ),
    ] = 0.1
    signed_habit: Annotated[
        float,
        assumption(
            zh=("签收的鼓舞", "工时全部派上用场并有人签收时，习惯养成加快的比例。"),
            en=("A signed order encourages", "How much faster habit grows when all hours were of use and signed for."),
            unit="ratio",
            between=(0, 3),
            sources="OR-09",
        ),
    ] = 0.5
    bank_appeal: Annotated[
        float,
        assumption(
            zh=("时间银行的份量", "充分可信、人人都存的时间银行给动机加多少。"),
            en=("Weight of the time bank", "What a time bank everybody trusts and saves in adds to motive."),
            unit="motive",
            between=(0, 1),
            sources="S65",
        ),
    ] = 0.15
    bank_half_hours: Annotated[
        float,
        assumption(
            zh=("时间银行的带动", "人均存到多少小时，带动作用达到一半。"),
            en=(
                "Savings that draw people in",
                "Hours saved per registered volunteer at which half of the appeal is reached.",
            ),
            unit="h",
            between=(0.1, 100),
            sources="S65",
        ),
    ] = 5.0
    bank_cap_hours: Annotated[
        float,
        assumption(
            zh=("时间银行上限", "每户最多存多少小时。"),
            en=("Cap of the time bank", "Hours a household can hold at most."),
            unit="h",
            between=(10, 10000),
            sources="S62",
            grade="C",
        ),
    ] = 1500.0
    honour_days: Annotated[
        float,
        assumption(
            zh=("兑付期限", "支取多少个工作日内要兑付。"),
            en=("Days to honour a draw", "Working days within which a draw has to be honoured."),
            unit="working days",
            between=(1, 60),
            sources="S64",
        ),
    ] = 10.0
    bank_learning: Annotated[
        float,
        assumption(
            zh=("对时间银行的信心", "每次支取的结果，把社区对银行的信心拉动多少。"),
            en=(
                "Faith in the bank",
                "How far each draw moves the community's faith in the bank towards what came of it.",
            ),
            unit="share",
            between=(0, 1),
            sources="S64",
        ),
    ] = 0.05
    honoured_trust: Annotated[
        float,
        assumption(
            zh=("兑付得信任", "一次兑付给存户的信任加多少。"),
            en=("Trust from a draw honoured", "What an honoured draw adds to the holder's trust."),
            unit="share",
            between=(0, 0.5),
            sources="GD-05",
        ),
    ] = 0.03
    broken_trust: Annotated[
        float,
        assumption(
            zh=("失兑失信任", "一次失兑让存户的信任减多少。"),
            en=("Trust lost on a draw broken", "What a broken draw takes from the holder's trust."),
            unit="share",
            between=(0, 0.5),
            sources="GD-05 S124",
        ),
    ] = 0.06
    norm_spread: Annotated[
        float,
        assumption(
            zh=("规范的扩散", "每月向相邻楼栋平均水平靠拢的比例。"),
            en=("How the norm spreads", "Share of the gap to its neighbours' mean a cell closes in a month."),
            unit="share",
            between=(0, 1),
            sources="OR-14",
        ),
    ] = 0.2
    norm_decay: Annotated[
        float,
        assumption(
            zh=("规范的消退", "没有示范时，规范每月消退的比例。"),
            en=("How the norm fades", "Share of the norm a cell without an example loses in a month."),
            unit="share",
            between=(0, 1),
            sources="OR-14",
        ),
    ] = 0.1
    norm_litter_cut: Annotated[
        float,
        assumption(
            zh=("规范减少垃圾", "规范完全形成的楼栋，垃圾少产生的比例。"),
            en=("Less litter by the norm", "Share of litter that does not arise where the norm is full."),
            unit="share",
            between=(0, 0.5),
            sources="OR-14",
        ),
    ] = 0.15
    programme_share: Annotated[
        float,
        assumption(
            zh=(
                "派不上需求时做别的事的比例",
                "没有排队需求可办的志愿工时中，用于活动、巡逻、清洁、陪伴的比例；其余是等候。",
            ),
            en=(
                "Hours that go to other uses",
                "Of hours that find no need in a queue, the share spent on events, rounds, cleaning up and company; "
                "the rest is spent waiting.",
            ),
            unit="share of hours",
            between=(0, 1),
            sources="YT-33 OR-08",
        ),
    ] = 0.8
    rounds_share: Annotated[
        float,
        assumption(
            zh=("其中用于周末巡逻的比例", "做别的事的志愿工时中，周末在社区巡逻的比例。"),
            en=(
                "Of these, rounds at weekends",
                "Of hours that go to other uses, the share walking rounds at weekends.",
            ),
            unit="share of hours",
            between=(0, 1),
            sources="YT-31 YT-33",
        ),
    ] = 0.25
    clean_up_cut: Annotated[
        float,
        assumption(
            zh=("志愿清洁最多减少的环境问题", "志愿清洁再多，环境卫生问题最多减少的比例。"),
            en=("What cleaning up saves at most", "Largest share of litter that volunteers' cleaning up keeps away."),
            unit="share",
            between=(0, 0.5),
        ),
    ] = 0.05
    clean_up_half_hours: Annotated[
        float,
        assumption(
            zh=("清洁见效一半的工时", "每千人每周有多少小时志愿清洁，达到最大减少的一半。"),
            en=("Hours for half of that", "Hours of cleaning up a week per 1,000 residents that save half of it."),
            unit="h a week per 1,000 residents",
            between=(0.1, 100),
        ),
    ] = 5.0
