"""How much money there is for communities, and by which rule it is split."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ..declare import Group
from .declaring import lever

INDEX_COMPONENTS = (
    "coverage",
    "equity",
    "timeliness",
    "satisfaction",
    "trust",
    "participation",
    "projects",
    "openness",
)
"""What the governance index is made of; GD-11 asks for satisfaction and project effect first."""


class SumLevers(Group):
    """Money for projects and services that comes every year, stated a resident or a community.

    The status quo states it a head: 300,000 and 50,000 yuan a community-year (B5) × 19 communities ÷ 211,500 residents
    of Yantian = 27 and 4.5 yuan.
    """

    community_yuan: Annotated[
        float,
        lever(
            zh=(
                "社区服务专项经费",
                "由社区党组织用于服务项目的钱，每个社区每年都有，社区大小不论；也可以按人头写（人均社区服务经费），两者相加。",
            ),
            en=(
                "Community service money",
                "Sure money that each community, large or small, spends on service projects every year; the sum stated "
                "per resident comes on top.",
            ),
            unit="yuan per community-year",
            between=(0, 5_000_000),
            sources="SU-05 B5",
            moves="coverage_personal projects_funded",
            core=True,
            built=True,
        ),
    ] = 0.0
    project_yuan: Annotated[
        float,
        lever(
            zh=(
                "民生微实事经费",
                "微项目的钱，社区大小不论：工程减少某处某类公共事件，服务买来工时；也可以按人头写（人均微实事经费），两者相加。",
            ),
            en=(
                "Micro-project money",
                "Works lower one kind of public event in one place for years, services buy hours. A sum a community, "
                "large or small; the sum stated per resident comes on top.",
            ),
            unit="yuan per community-year",
            between=(0, 5_000_000),
            sources="YT-12 B5",
            moves="projects_funded voters_with_project_share coverage_public",
            core=True,
            built=True,
        ),
    ] = 0.0
    community_yuan_per_resident: Annotated[
        float,
        lever(
            zh=(
                "人均社区服务经费",
                "与按社区给的“社区服务专项经费”是同一笔钱的另一种写法，两者相加；按人头写的，到哪里人均都一样。",
            ),
            en=(
                "Community service money per resident",
                "Another way of stating community service money, added to the sum per community; stated a head it "
                "means the same wherever a policy goes.",
            ),
            unit="yuan per resident-year",
            between=(0, 1000),
            sources="SU-05 B5",
            moves="coverage_personal projects_funded",
            core=True,
            built=True,
        ),
    ] = 4.5
    project_yuan_per_resident: Annotated[
        float,
        lever(
            zh=(
                "人均微实事经费",
                "与按社区给的“民生微实事经费”是同一笔钱的另一种写法，两者相加；按人头写的，到哪里人均都一样。",
            ),
            en=(
                "Micro-project money per resident",
                "Another way of stating micro-project money, added to the sum per community; stated a head it means "
                "the same wherever a policy goes.",
            ),
            unit="yuan per resident-year",
            between=(0, 1000),
            sources="YT-12 B5",
            moves="projects_funded voters_with_project_share coverage_public",
            core=True,
            built=True,
        ),
    ] = 27.0

    def project_money(self, residents: float, communities: int = 1) -> float:
        """Yuan a year for micro-projects of so many communities with so many residents together, however stated."""
        return self.project_yuan * communities + self.project_yuan_per_resident * residents

    def community_money(self, residents: float, communities: int = 1) -> float:
        """Yuan a year of community service money of so many communities and residents, however stated."""
        return self.community_yuan * communities + self.community_yuan_per_resident * residents


class FundingLevers(SumLevers):
    """Fiscal money, purchase money, foundations, and who gets what."""

    purchase_yuan: Annotated[
        float,
        lever(
            zh=("人均购买服务经费", "按合同变成社会组织的岗位和工时。"),
            en=("Purchase of services", "Contracts turn it into posts and hours of social organisations."),
            unit="yuan per resident-year",
            between=(0, 300),
            sources="OR-03 SU-09",
            moves="coverage_personal reach_no_capacity",
            core=True,
            built=True,
        ),
    ] = 15.0
    split: Annotated[
        Literal["equal", "per_resident", "by_need", "by_performance", "by_competition"],
        lever(
            zh=("经费分配规则", "平均、按人口、按需求、按绩效或竞争分配，决定哪个社区先有钱。"),
            en=(
                "How money is split",
                "Equally, per resident, by need, by performance or by competition: which community is funded first.",
            ),
            sources="GD-11 SU-05",
            moves="coverage_gini_cells coverage_worst_tenth_cells unspent_share",
            core=True,
            built=True,
        ),
    ] = "equal"
    performance_share: Annotated[
        float,
        lever(
            zh=("以奖代补占比", "按去年评分发奖，其余仍按分配规则；好的更好，台账更好看。"),
            en=(
                "Paid as a prize",
                "Prizes follow last year's rating and the rest the split; the good get more, and so do good records.",
            ),
            unit="share of the pot",
            between=(0, 0.8),
            sources="GD-11",
            moves="coverage_gini_cells satisfaction_recorded",
            built=True,
        ),
    ] = 0.0
    activity_earmark: Annotated[
        float,
        lever(
            zh=("活动经费下限", "微实事经费中至少这么多用于居民活动，其余才能做工程和服务。"),
            en=(
                "Earmarked for activities",
                "At least this much of the project money goes to activities, and less to works and services.",
            ),
            unit="share of project money",
            between=(0, 0.8),
            sources="YT-12",
            moves="projects_funded heard_share",
            built=True,
        ),
    ] = 0.0
    foundation_share: Annotated[
        float,
        lever(
            zh=("有社区基金会的社区占比", "基金会的钱来自企业和居民，富的社区更容易有。"),
            en=(
                "Communities with a foundation",
                "A foundation's money comes from firms and neighbours, more easily where they are rich.",
            ),
            unit="share of communities",
            between=(0, 1),
            sources="SZ-08",
            moves="projects_funded coverage_gini_cells",
            core=True,
            built=True,
        ),
    ] = 0.001
    foundation_seed_yuan: Annotated[
        float,
        lever(
            zh=("基金会起始资金", "每个基金会成立时的本钱。"),
            en=("Foundation's seed money", "What a foundation starts with."),
            unit="yuan",
            between=(0, 5_000_000),
            sources="SZ-08",
            moves="projects_funded",
            built=True,
        ),
    ] = 0.0
    foundation_donor_share: Annotated[
        float,
        lever(
            zh=("起始资金中捐赠占比", "捐来的不用财政出，只是愿捐的地方才有。"),
            en=(
                "Seed given by donors",
                "What donors give the treasury need not, but it comes only where somebody gives.",
            ),
            unit="share of the seed",
            between=(0, 1),
            sources="SZ-08",
            moves="projects_funded",
            built=True,
        ),
    ] = 0.0
    disclosure: Annotated[
        float,
        lever(
            zh=("资金公开程度", "看得见去向，捐的人才会再捐。"),
            en=("Disclosure", "Donors who see where the money went give again."),
            between=(0, 1),
            sources="SZ-10",
            moves="projects_funded trust",
            built=True,
        ),
    ] = 0.2
    owners_fund: Annotated[
        bool,
        lever(
            zh=(
                "小区公益基金",
                "启动资金、物业让利、捐款和公共收益归有业委会的小区自用，三人签字支取；钱用在小修小补上，看得见，肯交物业费的人就多。",
            ),
            en=(
                "Estate welfare fund",
                "A seed, a share of property profit, gifts and common income stay where owners have a committee, spent "
                "on three signatures: small repairs that people see make more of them pay their fees.",
            ),
            sources="OR-11",
            moves="coverage_public days_to_resolution_median",
            built=True,
        ),
    ] = False


class IndexLevers(Group):
    """What counts how much when communities are measured."""

    weights: Annotated[
        dict[str, float],
        lever(
            zh=("治理指数权重", "公布的指数看重什么，各方就往哪里使劲；默认各项相等。"),
            en=(
                "Weights of the governance index",
                "Effort goes to what the published index rewards; equal by default.",
            ),
            between=(0, 1000),
            sources="GD-11",
            moves="governance_index",
        ),
    ] = dict.fromkeys(INDEX_COMPONENTS, 1.0)

    @model_validator(mode="after")
    def _something_counts(self) -> IndexLevers:
        for name in self.weights:
            if name not in INDEX_COMPONENTS:
                where = {"key": f"index.weights.{name}", "name": name, "names": ", ".join(INDEX_COMPONENTS)}
                raise PydanticCustomError(
                    "weights_unknown", "the index has no component {name}; components are {names}", where
                )
        if not any(weight > 0 for weight in self.weights.values()):
            raise PydanticCustomError(
                "weights_all_zero", "all weights are zero; at least one must be positive", {"key": "index.weights"}
            )
        return self
