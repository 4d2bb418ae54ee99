"""What people remember of being served: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class MemoryAssumptions(Group):
    """What being served, late or ignored does to residents."""

    satisfaction_base: Annotated[
        float,
        assumption(
            zh=("满意度常数", "期望—失验模型的常数项。"),
            en=("Satisfaction constant", "Constant of the expectancy–disconfirmation model."),
            between=(0, 1),
            sources="S123",
        ),
    ] = 0.35
    performance_weight: Annotated[
        float,
        assumption(
            zh=("表现权重", "满意度对实际表现的反应。"),
            en=("Weight of performance", "How much satisfaction follows performance itself."),
            between=(0, 1),
            sources="S123",
        ),
    ] = 0.3
    disconfirmation_weight: Annotated[
        float,
        assumption(
            zh=("落差权重", "满意度对表现与期望之差的反应。"),
            en=("Weight of disconfirmation", "How much satisfaction follows performance minus expectation."),
            between=(0, 1),
            sources="S123",
        ),
    ] = 0.5
    expectation_rate: Annotated[
        float,
        assumption(
            zh=("期望调整速度", "每次经历后，期望向实际表现移动的比例。"),
            en=("Expectation learning", "How far one experience moves expectation towards performance."),
            between=(0, 1),
            sources="S123",
        ),
    ] = 0.1
    trust_gain: Annotated[
        float,
        assumption(
            zh=("信任上升速度", "满意高于信任时，信任上升的比例。"),
            en=("Trust gain", "How far trust moves up towards a better experience."),
            between=(0, 1),
            sources="S124",
        ),
    ] = 0.05
    trust_loss_weight: Annotated[
        float,
        assumption(
            zh=("信任损失权重", "信任下降速度与上升速度之比。"),
            en=("Weight of losses in trust", "Trust falls this many times faster than it rises."),
            unit="ratio",
            between=(1, 5),
            sources="S124",
            grade="B",
        ),
    ] = 2.0
    efficacy_rate: Annotated[
        float,
        assumption(
            zh=("效能感学习速度", "每次反映的结果使效能感移动的比例。"),
            en=("Efficacy learning", "How far the outcome of one's own report moves one's sense that reporting works."),
            between=(0, 1),
            sources="S102",
        ),
    ] = 0.5
    efficacy_start: Annotated[
        float,
        assumption(
            zh=("试运行起点的效能感", "试运行测量居民稳定心态时从这里开始；没有人反映过什么的地方就停在这里。"),
            en=(
                "Efficacy a pilot run begins with",
                "Where a pilot run starts that measures what residents feel at rest; it stays if nobody reports.",
            ),
            between=(0, 1),
            sources="S112",
        ),
    ] = 0.5
    trust_start: Annotated[
        float,
        assumption(
            zh=(
                "试运行起点的信任",
                "试运行测量居民稳定心态时从这里开始；没有任何经历的地方就停在这里。评价服务方时也以此为通常水平。",
            ),
            en=(
                "Trust a pilot run begins with",
                "Where a pilot run starts that measures what residents feel at rest; also what operators usually get.",
            ),
            between=(0, 1),
            sources="S112",
        ),
    ] = 0.55
    appraisal_pressure: Annotated[
        float,
        assumption(
            zh=("考核压力", "回访时把不满意记成满意的程度。"),
            en=("Appraisal pressure", "How far call-backs lift what is written down above what was felt."),
            between=(0, 1),
            sources="B6",
        ),
    ] = 0.2

    secretary_pressure: Annotated[
        float,
        assumption(
            zh=("书记考核带来的粉饰", "治理成绩全部计入书记考核时，记录中的满意度再被抬高的程度。"),
            en=(
                "Flattery from secretaries' appraisal",
                "How much further records are lifted when secretaries are appraised by governance alone.",
            ),
            between=(0, 1),
            sources="GD-06 OR-05",
        ),
    ] = 0.3
    slow_cost: Annotated[
        float,
        assumption(
            zh=("拖到期限的折扣", "恰在期限时才办好，表现比立刻办好低多少。"),
            en=("Cost of being slow", "How much performance falls between being served at once and at the deadline."),
            between=(0, 1),
            sources="S123",
        ),
    ] = 0.4
    late_performance: Annotated[
        float,
        assumption(
            zh=("逾期办好的表现", "逾期但办好了的事，表现有多好。"),
            en=("Late but well", "Performance of a need met after its deadline."),
            between=(0, 1),
            sources="S123",
        ),
    ] = 0.45
    poor_work_cost: Annotated[
        float,
        assumption(
            zh=("低质量办理的折扣", "办得不好又没有返工的事，表现低多少：居民宁可晚些办好。"),
            en=(
                "Cost of poor work",
                "How much performance falls when work is poor and stays so: people would rather wait for good work.",
            ),
            between=(0, 1),
            sources="S100",
        ),
    ] = 0.5
    unheard_weight: Annotated[
        float,
        assumption(
            zh=(
                "没人听见的分量",
                "一件最严重的需求没人听见，相当于几次听见了却没办的经历；较轻的按严重程度（1–3）除以 3 折算。"
                "没有人拒绝过，所以不足一次。",
            ),
            en=(
                "Weight of not being heard",
                "How many experiences of being heard and given up a most severe need counts that nobody heard; "
                "lesser ones count their severity (1 to 3) over three of it. Nobody refused anything, so under one.",
            ),
            unit="ratio",
            between=(0, 2),
            sources="S123",
        ),
    ] = 0.5
    callback_base: Annotated[
        float,
        assumption(
            zh=("回访应答率", "最不满意的人接受回访的概率。"),
            en=("Answering a call-back", "Chance that somebody wholly dissatisfied answers the call-back."),
            unit="probability",
            between=(0, 1),
            sources="B6",
        ),
    ] = 0.3
    callback_slope: Annotated[
        float,
        assumption(
            zh=("回访应答与满意度", "满意度从零到一，接受回访的概率上升多少。"),
            en=("Call-backs and satisfaction", "How much likelier the wholly satisfied are to answer the call-back."),
            unit="probability",
            between=(0, 1),
            sources="B6",
        ),
    ] = 0.6
