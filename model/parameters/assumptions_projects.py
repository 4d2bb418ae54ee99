"""From a wish to a project that stands: who proposes what, who votes, how long it takes and what it does. (B5, B8.3)"""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class ProposalAssumptions(Group):
    """What is proposed when there is money for projects, what it costs, and what screening strikes out."""

    choice_ratio: Annotated[
        float,
        assumption(
            zh=("提案与名额之比", "提出的项目，是这笔钱平均办得了的几倍。"),
            en=("Proposals for each place", "How many times as many projects are proposed as the money could pay for."),
            unit="ratio",
            between=(1, 6),
            sources="S80",
        ),
    ] = 2.5
    least_proposals: Annotated[
        float,
        assumption(
            zh=("每批最少提案", "钱再少，一批至少提出几个项目。"),
            en=("Fewest proposals", "Projects proposed in a batch, however little the money."),
            unit="count",
            between=(1, 10),
        ),
    ] = 3.0
    most_proposals: Annotated[
        float,
        assumption(
            zh=("每批最多提案", "钱再多，一批最多提出几个项目。"),
            en=("Most proposals", "Projects proposed in a batch, however much the money."),
            unit="count",
            between=(5, 100),
            sources="S80",
        ),
    ] = 40.0
    project_yuan: Annotated[
        float,
        assumption(
            zh=("项目平均金额", "各地微实事、微创投项目平均一个多少钱，工程、服务、物资混算。"),
            en=(
                "Mean project",
                "What a project costs on average in the schemes counted, works, services and goods together.",
            ),
            unit="yuan",
            between=(30000, 300000),
            sources="B5 S66 S67 S70 S71 S72 S73 R-14",
            grade="C",
        ),
    ] = 110000.0
    cost_spread: Annotated[
        float,
        assumption(
            zh=("项目金额的离散", "项目金额对数的标准差。"),
            en=("Spread of costs", "Standard deviation of the log of a project's cost."),
            unit="log",
            between=(0, 1.5),
            sources="B5",
        ),
    ] = 0.8
    works_times: Annotated[
        float,
        assumption(
            zh=("工程贵几倍", "工程平均是服务、物资、活动项目的几倍价钱。"),
            en=("Works cost more", "How many times as dear works are as services, goods and activities."),
            unit="ratio",
            between=(1, 6),
            sources="S67 S78",
        ),
    ] = 3.0
    works_share: Annotated[
        float,
        assumption(
            zh=("统计中的工程占比", "算项目平均金额的那些地方，项目中有多少是工程。"),
            en=("Works among those counted", "Share of works among the projects whose mean cost is known."),
            unit="share",
            between=(0, 1),
            sources="S67",
            grade="C",
        ),
    ] = 0.206
    goods_share: Annotated[
        float,
        assumption(
            zh=("物资项目占比", "不办工程、不买服务而买物资的项目占多少。"),
            en=("Goods", "Share of projects that buy goods instead of works or hours."),
            unit="share",
            between=(0, 0.5),
            sources="S67",
            grade="C",
        ),
    ] = 0.057
    service_cap_yuan: Annotated[
        float,
        assumption(
            zh=("服务与物资封顶", "服务、物资、活动项目最多多少钱。"),
            en=("Cap of services and goods", "Most that a service, goods or activities project may cost."),
            unit="yuan",
            between=(50000, 1000000),
            sources="S68",
            grade="C",
        ),
    ] = 500000.0
    works_cap_yuan: Annotated[
        float,
        assumption(
            zh=("工程封顶", "工程项目最多多少钱。"),
            en=("Cap of works", "Most that works may cost."),
            unit="yuan",
            between=(100000, 3000000),
            sources="S68",
            grade="C",
        ),
    ] = 1000000.0
    reach_km: Annotated[
        float,
        assumption(
            zh=("惦记的远近", "离得每远这么多，一件事就淡去六成三。"),
            en=("How far people care", "Distance at which what lies there counts for 1/e of what lies next door."),
            unit="km",
            between=(0.1, 5),
            sources="B8.3 S125",
        ),
    ] = 0.8
    same_project_km: Annotated[
        float,
        assumption(
            zh=("算作同一项目的距离", "同类项目相距在此以内，合并为一个。"),
            en=("What is one project", "Two projects for one kind within this distance are merged into one."),
            unit="km",
            between=(0, 2),
        ),
    ] = 0.3
    organisations_spread: Annotated[
        float,
        assumption(
            zh=("组织各有所好", "社会组织提案不看登记数，各处被想到的机会相差多少。"),
            en=(
                "Where organisations look",
                "How unevenly places come to organisations' minds, which go by where people live.",
            ),
            unit="share",
            between=(0, 1),
            sources="SU-07",
        ),
    ] = 0.5
    infeasible_share: Annotated[
        float,
        assumption(
            zh=("办不成的提案", "提出的项目有多少其实办不成：产权、规划、无人承接。"),
            en=("Cannot be done", "Share of proposals that turn out impossible: ownership, planning, nobody to do it."),
            unit="share",
            between=(0, 0.6),
            sources="OR-12",
        ),
    ] = 0.15
    screening_finds: Annotated[
        float,
        assumption(
            zh=("筛得出的比例", "办不成的提案，审核时看出多少。"),
            en=("Found by screening", "Share of impossible proposals that screening finds."),
            unit="share",
            between=(0, 1),
            sources="OR-12 S80",
        ),
    ] = 0.9
    unheard_struck_share: Annotated[
        float,
        assumption(
            zh=("误筛的比例", "没有人登记过的事，居民提的项目有多少被审核筛掉。"),
            en=(
                "Struck for want of records",
                "Share of residents' proposals for what nobody registered that screening strikes out: its price.",
            ),
            unit="share",
            between=(0, 1),
            sources="OR-12",
        ),
    ] = 0.5
    registered_enough: Annotated[
        float,
        assumption(
            zh=("算作有人登记", "附近登记的诉求中，一类事占到多少，审核才认它有人提过。"),
            en=(
                "Registered at all",
                "Share of requests registered nearby from which on screening takes a kind for one people ask for.",
            ),
            unit="share",
            between=(0, 0.5),
            sources="OR-12",
        ),
    ] = 0.05


class BallotAssumptions(Group):
    """Who votes on projects, and what they want. Relative odds of coming are those of `attendance`."""

    poll_hours: Annotated[
        float,
        assumption(
            zh=("办一次投票的工时", "一个社区办一次项目投票，工作人员的工时。"),
            en=("Work for a vote", "Community staff time for one vote on projects."),
            unit="h",
            between=(0, 200),
        ),
    ] = 16.0
    listing_hours: Annotated[
        float,
        assumption(
            zh=("受理一个项目的工时", "受理、核对和公示一个提案的工时。"),
            en=("Work for a proposal", "Community staff time to take in, check and post one proposal."),
            unit="h",
            between=(0, 40),
        ),
    ] = 1.0
    plain_chance: Annotated[
        float,
        assumption(
            zh=("普通居民投票的机会", "没有各种特征的成年人到会投票选项目的机会；连同更爱来的人，平均约百分之二。"),
            en=(
                "Plain adult's chance to vote",
                "Chance that an adult with no reason to come votes on projects at a meeting; with "
                "keener ones the mean is about 0.02.",
            ),
            unit="probability",
            between=(0.001, 0.2),
            sources="B7 S114 S116",
        ),
    ] = 0.01
    online_odds: Annotated[
        float,
        assumption(
            zh=("线上投票的倍数", "可以线上投票时，几率变为几倍；平均约百分之五的成年人投票。"),
            en=(
                "Voting online",
                "How many times the odds are where one can vote online; about 0.05 of adults then vote.",
            ),
            unit="ratio",
            between=(1, 20),
            sources="B8.3 S118",
        ),
    ] = 2.5
    strong_needs: Annotated[
        float,
        assumption(
            zh=("切身要事", "家里一年有几件没解决的事，就算与己相关。"),
            en=("Much at stake", "Needs left unmet at home in a year from which on an adult has a strong interest."),
            unit="needs",
            between=(1, 10),
            sources="S117",
        ),
    ] = 5.0
    neighbours_weight: Annotated[
        float,
        assumption(
            zh=("替邻居着想", "邻居一户没解决的事，当作自家的多少。"),
            en=("Neighbours' needs", "What an unmet need of a neighbouring household counts for, beside one's own."),
            unit="weight",
            between=(0, 2),
        ),
    ] = 0.5
    taste_spread: Annotated[
        float,
        assumption(
            zh=("个人口味", "与需求无关的喜好的标准差，以件数计。"),
            en=("Taste", "Standard deviation of likes that have nothing to do with needs, in unmet needs next door."),
            unit="needs",
            between=(0, 1),
        ),
    ] = 0.1
    clearly_wanted: Annotated[
        float,
        assumption(
            zh=("分明想要", "效用达到多少，不论排第几都会选上。"),
            en=(
                "Clearly wanted",
                "Utility from which on a voter approves a project whatever its rank, in unmet needs next door.",
            ),
            unit="needs",
            between=(0, 3),
        ),
    ] = 0.5
    least_approvals: Annotated[
        float,
        assumption(
            zh=("最少选几项", "每张选票至少选几个项目。"),
            en=("Fewest approvals", "Projects each ballot names at least."),
            unit="count",
            between=(1, 10),
            sources="B8.3 S116",
            grade="C",
        ),
    ] = 3.0
