"""Social organisations: what is uncertain about them. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class ProviderAssumptions(Group):
    """Who they are, who works for them, what they live on."""

    visiting_bidders: Annotated[
        int,
        assumption(
            zh=("外来投标机构", "本区之外、每次招标都可能来投标的机构数。"),
            en=("Bidders from elsewhere", "Agencies from the rest of the city that bid here, whoever else does."),
            unit="count",
            between=(0, 20),
            sources="GD-16",
        ),
    ] = 2
    organisation_posts: Annotated[
        float,
        assumption(
            zh=("机构规模", "一家社会组织能派出的岗位数（中位数）。"),
            en=("Size of an organisation", "Posts an organisation can staff (median)."),
            unit="posts",
            between=(0.5, 30),
            sources="GD-16 OR-19",
        ),
    ] = 2.5
    size_sigma: Annotated[
        float,
        assumption(
            zh=("机构规模离散度", "机构岗位数对数的标准差。"),
            en=("Spread of sizes", "Standard deviation of the logarithm of posts."),
            between=(0, 2),
        ),
    ] = 0.7
    growth_share: Annotated[
        float,
        assumption(
            zh=("一年内可扩充", "中标机构一年内最多能增加的岗位比例。"),
            en=("Growth in a year", "How many more posts an organisation that wins can staff within a year."),
            unit="share",
            between=(0, 5),
            sources="OR-04",
        ),
    ] = 0.5
    idle_shrink: Annotated[
        float,
        assumption(
            zh=("闲置岗位流失", "没有合同的岗位一年内流失的比例。"),
            en=("Idle posts that go", "Share of posts without a contract that an organisation gives up in a year."),
            unit="share a year",
            between=(0, 1),
        ),
    ] = 0.2
    kind_share: Annotated[
        float,
        assumption(
            zh=("机构会做某类服务的概率", "一家机构会做某一类可购买服务的概率，至少会做一类。"),
            en=(
                "Kinds an organisation does",
                "Chance that an organisation does a given kind of service; it does at least one.",
            ),
            unit="probability",
            between=(0, 1),
        ),
    ] = 0.65
    quality_sd: Annotated[
        float,
        assumption(
            zh=("机构水平离散度", "各机构服务水平（0–1，均值一半）的标准差。"),
            en=(
                "Spread of quality",
                "Standard deviation of organisations' latent quality, which runs from 0 to 1 around a half.",
            ),
            between=(0, 0.5),
            sources="SZ-07",
        ),
    ] = 0.2
    quality_poor_work: Annotated[
        float,
        assumption(
            zh=("水平与低质量办理", "水平从一半降到零，低质量办理增加的倍数的两倍。"),
            en=("Quality and poor work", "How much more of the work is poor for each unit of quality that is lacking."),
            unit="ratio",
            between=(0, 2),
            sources="SZ-07",
        ),
    ] = 2.0
    quality_pace: Annotated[
        float,
        assumption(
            zh=("水平与办理快慢", "水平每低一个单位，办理用时增加的比例。"),
            en=("Quality and pace", "How much longer work takes for each unit of quality that is lacking."),
            unit="ratio",
            between=(0, 2),
            sources="SZ-07",
        ),
    ] = 1.0
    quality_felt: Annotated[
        float,
        assumption(
            zh=("水平与口碑", "开局时，机构水平每高一个单位，居民记得的满意度高出多少。"),
            en=(
                "Quality and name",
                "How much higher residents remember an organisation at first, for a unit of quality.",
            ),
            between=(0, 1),
            sources="SU-07",
        ),
    ] = 0.15
    overhead_share: Annotated[
        float,
        assumption(
            zh=("机构管理费", "合同额中不变成服务工时的部分（均值）。"),
            en=("Overhead", "Share of a contract that does not become posts (mean bid)."),
            unit="share of contract",
            between=(0, 0.5),
            sources="SU-10",
        ),
    ] = 0.12
    quality_overhead: Annotated[
        float,
        assumption(
            zh=("水平与报价", "水平每高一个单位，管理费报价高出的比例。"),
            en=("Good work costs", "How much more overhead an organisation bids for each unit of quality."),
            unit="share of contract",
            between=(0, 0.5),
            sources="SU-10",
        ),
    ] = 0.1
    bid_sd: Annotated[
        float,
        assumption(
            zh=("报价年际波动", "同一机构各年管理费报价的标准差。"),
            en=("Bids vary from year to year", "Standard deviation of one organisation's overhead bid over the years."),
            unit="share of contract",
            between=(0, 0.2),
        ),
    ] = 0.05
    worker_exit_share: Annotated[
        float,
        assumption(
            zh=("社工年流失率", "社会组织的岗位一年内换人的比例。"),
            en=("Turnover of social workers", "Share of organisations' posts whose holder leaves in a year."),
            unit="share a year",
            between=(0, 0.9),
            sources="S41 S42 S43",
            grade="B",
        ),
    ] = 0.2
    vacancy_months: Annotated[
        int,
        assumption(
            zh=("岗位空缺", "有人离开后岗位空着的时间。"),
            en=("Vacancy", "How long a post stays empty when somebody leaves."),
            unit="months",
            between=(0, 6),
            sources="S41",
        ),
    ] = 1
    supervisor_learning: Annotated[
        float,
        assumption(
            zh=("督导带新人", "每十名社工有一名督导时，上手加快的比例。"),
            en=("Supervised learning", "How much faster workers learn with one supervisor for ten of them."),
            unit="ratio",
            between=(0, 3),
            sources="SU-18",
        ),
    ] = 1.0
    supervisor_handover: Annotated[
        float,
        assumption(
            zh=("督导衔接", "每十名社工有一名督导时，离开者的关系和工时留住的比例。"),
            en=(
                "Supervised hand-over",
                "Share of relations and hours kept over a departure with one supervisor for ten workers.",
            ),
            unit="share",
            between=(0, 1),
            sources="SU-18",
        ),
    ] = 0.6
    opening_reserves: Annotated[
        float,
        assumption(
            zh=("机构储备", "一家机构起初的储备金（均值）。"),
            en=("Reserves", "Money an organisation has put by at first (mean)."),
            unit="yuan",
            between=(0, 500000),
        ),
    ] = 30000.0
    upkeep_yuan: Annotated[
        float,
        assumption(
            zh=("机构维持费", "一家机构一年的固定开销，减去捐赠。"),
            en=("Upkeep", "What an organisation costs a year without any contract, less donations."),
            unit="yuan a year",
            between=(0, 200000),
        ),
    ] = 5000.0
    founded_share: Annotated[
        float,
        assumption(
            zh=("自发成立", "没有孵化时，每年新成立的机构占原有机构的比例。"),
            en=(
                "Founded anyway",
                "Organisations founded a year without any incubation, relative to those there were at first.",
            ),
            unit="share a year",
            between=(0, 0.5),
        ),
    ] = 0.08
    own_hours: Annotated[
        float,
        assumption(
            zh=("机构自带工时", "本社区每家机构每周靠捐赠和志愿者提供的工时。"),
            en=(
                "Hours of its own",
                "Hours a week an organisation gives its home community out of donations and goodwill.",
            ),
            unit="h per week",
            between=(0, 40),
            sources="SU-09 OR-04",
        ),
    ] = 3.0
    branch_share: Annotated[
        float,
        assumption(
            zh=("机构党组织覆盖", "党社双孵化时，每年新建党组织的机构占原有机构的比例；新孵化的当即建立。"),
            en=(
                "Branches set up",
                "Share of older organisations that set up a branch in a year of twin incubation; new "
                "ones have one at once.",
            ),
            unit="share a year",
            between=(0, 1),
            sources="OR-06 YT-32",
        ),
    ] = 0.3
    branch_hours: Annotated[
        float,
        assumption(
            zh=("党员工时", "一家机构的党支部每周带来的党员服务工时。"),
            en=("Members' hours", "Hours a week that members of an organisation's branch give in its home community."),
            unit="h per week",
            between=(0, 40),
            sources="OR-06 YT-32",
        ),
    ] = 4.0
