"""The whistle, visits, ratings and appraisal: what is uncertain about authority. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class AuthorityAssumptions(Group):
    """How far departments and secretaries give way to the committee's word."""

    usual_authority: Annotated[
        float,
        assumption(
            zh=("社区党委的权威", "不吹哨时，社区一吹哨部门就到的概率。"),
            en=(
                "A committee's authority",
                "Chance that departments answer the whistle of a committee that has not blown it lately.",
            ),
            unit="probability",
            between=(0, 1),
            sources="YT-19",
        ),
    ] = 0.6
    elected_authority: Annotated[
        float,
        assumption(
            zh=("直选带来的权威", "书记由公推直选产生时，部门应哨概率的提高。"),
            en=(
                "Authority of the elected",
                "How much more often departments answer a committee that was directly elected.",
            ),
            unit="probability",
            between=(0, 0.5),
            sources="SZ-03 S120",
        ),
    ] = 0.15
    whistle_cost: Annotated[
        float,
        assumption(
            zh=("吹一次哨消耗的权威", "一万人的社区吹一次哨，应哨概率下降多少；人少的社区按比例更多。"),
            en=(
                "What a whistle costs",
                "How much authority one whistle uses up in a community of 10,000; more in a smaller "
                "one, in proportion.",
            ),
            unit="probability per whistle",
            between=(0, 0.2),
            sources="YT-19",
        ),
    ] = 0.02
    whistles_most: Annotated[
        float,
        assumption(
            zh=("党委会每月吹哨的件数", "一万人的社区，党委会每月最多为几件卡住的事吹哨，先吹最急的；别处按人口比例。"),
            en=(
                "Whistles a month",
                "Most stuck cases that the committee of a community of 10,000 whistles for in a month, the most "
                "pressing first; in proportion elsewhere. A table deals with about two matters at a sitting.",
            ),
            unit="cases a month",
            between=(0, 500),
            sources="YT-19",
        ),
    ] = 2.0
    authority_recovery: Annotated[
        float,
        assumption(
            zh=("权威的恢复", "每周恢复与平时水平差距的比例。"),
            en=("How authority recovers", "Share of the gap to its usual level that authority wins back in a week."),
            unit="share per week",
            between=(0, 1),
        ),
    ] = 0.15
    whistle_days: Annotated[
        int,
        assumption(
            zh=("应哨提前的天数", "吹哨成功后，案件在部门队列里提前的工作日数。"),
            en=(
                "How far a whistle lifts",
                "Working days a case moves ahead in its department's queue when the whistle is answered.",
            ),
            unit="working days",
            between=(0, 60),
            sources="YT-19 S104",
        ),
    ] = 10
    whistle_hours: Annotated[
        float,
        assumption(
            zh=("吹一次哨用时", "社区工作人员备齐材料、吹一次哨、陪同几个部门到场的工时。"),
            en=(
                "Work for a whistle",
                "Community staff time to put a case together, blow the whistle and be there when departments come.",
            ),
            unit="h per whistle",
            between=(0, 10),
            sources="YT-19",
        ),
    ] = 4.0
    visit_cases: Annotated[
        float,
        assumption(
            zh=("领导一次到点解决的难题", "领导到一个一万人社区一次，往前排的部门难题数。"),
            en=(
                "Cases on a leader's visit",
                "Cases a leader's visit lifts in a community of 10,000, at least one in a smaller one.",
            ),
            unit="cases per visit",
            between=(0, 50),
            sources="YT-01 SU-15",
        ),
    ] = 8.0
    visit_days: Annotated[
        int,
        assumption(
            zh=("领导到点提前的天数", "领导到点后，案件在部门队列里提前的工作日数。"),
            en=(
                "How far a visit lifts",
                "Working days a case moves ahead in its department's queue after a leader's visit.",
            ),
            unit="working days",
            between=(0, 60),
            sources="YT-01",
        ),
    ] = 20
    extra_most: Annotated[
        float,
        assumption(
            zh=("督促能挤出的部门能力", "吹哨、评议和领导到点合计最多让部门多办的比例。"),
            en=(
                "What pressure adds at most",
                "Largest share of a department's capacity that whistles, ratings and visits together can add.",
            ),
            unit="share of capacity",
            between=(0, 0.15),
            sources="YT-19 YT-02",
        ),
    ] = 0.15
    rating_part: Annotated[
        float,
        assumption(
            zh=("评议能挤出的份额", "评议权重为一、评得最差时，占督促上限的份额。"),
            en=(
                "What a rating adds",
                "Part of that largest share that the worst rating brings when it counts in full.",
            ),
            unit="share",
            between=(0, 1),
            sources="YT-02",
        ),
    ] = 0.6
    appraisal_shift: Annotated[
        float,
        assumption(
            zh=("考核把工时引向台账", "治理全部计入书记考核时，有积压的网格从巡查走访转到登记诉求上的工时比例。"),
            en=(
                "Hours that follow the appraisal",
                "Share of patrol and visit hours that go to registered requests, where some wait, when "
                "secretaries are appraised by governance alone.",
            ),
            unit="share of patrol and visit hours",
            between=(0, 1),
            sources="GD-06 OR-05",
        ),
    ] = 0.3
