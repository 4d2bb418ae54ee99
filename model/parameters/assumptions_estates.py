"""Fees and upkeep of estates: who pays, what a firm does for it, and what becomes of an estate that is let go."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class EstateAssumptions(Group):
    """How fees, a firm's hours and upkeep move each other, and what poor upkeep brings. Swept, never chosen."""

    usual_fees: Annotated[
        float,
        assumption(
            zh=("交物业费的户", "维护一般、没有业委会的小区，有多少户按时交物业费。"),
            en=(
                "Households that pay their fees",
                "Share of households that pay fees where upkeep is usual and nobody settles fees for all.",
            ),
            unit="share",
            between=(0.4, 0.98),
            sources="S113 OR-22",
        ),
    ] = 0.8
    fees_slope: Annotated[
        float,
        assumption(
            zh=("维护与交费", "维护从全无到平常，愿交费的对数几率高多少。"),
            en=(
                "Upkeep and willingness to pay",
                "How much the log odds of paying rise from no upkeep at all to the usual.",
            ),
            unit="log odds",
            between=(0, 4),
            sources="OR-22",
        ),
    ] = 1.5
    committee_fees: Annotated[
        float,
        assumption(
            zh=("业委会与交费", "业委会把物业费谈拢，愿交费的对数几率高多少。"),
            en=(
                "What a committee settles",
                "How much higher the log odds of paying are where a committee of owners settles fees.",
            ),
            unit="log odds",
            between=(0, 2),
            sources="GD-09",
        ),
    ] = 0.7
    trust_fees: Annotated[
        float,
        assumption(
            zh=("信任与交费", "居民信任从无到满，愿交费的对数几率高多少；只看比当初变了多少。"),
            en=(
                "Trust and willingness to pay",
                "Log odds of paying between no trust and full trust; only what changed since the first morning counts.",
            ),
            unit="log odds",
            between=(0, 8),
        ),
    ] = 3.0
    bearing: Annotated[
        float,
        assumption(
            zh=("容忍的底线", "维护跌到平日的多少，没有业委会的住户开始用不交费来抗议。"),
            en=(
                "What is borne",
                "Share of usual upkeep below which households without a committee withhold fees in protest.",
            ),
            unit="share",
            between=(0, 0.9),
            sources="OR-22",
        ),
    ] = 0.65
    bearing_spread: Annotated[
        float,
        assumption(
            zh=("容忍的差异", "各户底线相差多少。"),
            en=("How unlike that is", "How far apart households are in what they bear."),
            unit="share",
            between=(0.02, 0.5),
        ),
    ] = 0.1
    loyal_share: Annotated[
        float,
        assumption(
            zh=("怎样都交的户", "维护再差也照交物业费的户占交费户多少。"),
            en=("Those who pay in any case", "Of those who pay, the share who pay however poor upkeep is."),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.2
    fees_months: Annotated[
        float,
        assumption(
            zh=("交费的变化", "交费户数过几个月变动近三分之二。"),
            en=("How fast fees follow", "Months in which the share that pays moves almost two thirds of its way."),
            unit="months",
            between=(1, 36),
        ),
    ] = 4.0
    upkeep_months: Annotated[
        float,
        assumption(
            zh=("维护的变化", "维护过几个月变动近三分之二。"),
            en=(
                "How fast upkeep follows",
                "Months in which upkeep moves almost two thirds of the way to what hours keep up.",
            ),
            unit="months",
            between=(1, 36),
        ),
    ] = 9.0
    fixed_hours: Annotated[
        float,
        assumption(
            zh=("不靠收费的工时", "物业工时中，收不到费也照给的占多少。"),
            en=("Hours that no fee moves", "Share of a firm's hours that it gives whatever is paid."),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.2
    fitness_spread: Annotated[
        float,
        assumption(
            zh=("小区底子的差异", "同样的工时，各小区维护状况相差多少，取对数的标准差。"),
            en=(
                "How unlike estates are built",
                "Sigma of the logarithm of the upkeep that the same hours keep up in different estates.",
            ),
            unit="log",
            between=(0, 0.6),
            sources="OR-22",
        ),
    ] = 0.2
    facility_slope: Annotated[
        float,
        assumption(
            zh=("维护与设施报修", "全无维护时，设施故障比平常多多少。"),
            en=(
                "Upkeep and broken facilities",
                "How many more facilities break with no upkeep at all than with the usual.",
            ),
            unit="share",
            between=(0, 1.5),
            sources="OR-22",
        ),
    ] = 0.4
    litter_slope: Annotated[
        float,
        assumption(
            zh=("维护与环境卫生", "全无维护时，乱扔乱堆比平常多多少。"),
            en=("Upkeep and litter", "How much more litter there is with no upkeep at all than with the usual."),
            unit="share",
            between=(0, 1.5),
            sources="OR-22",
        ),
    ] = 0.4
    dispute_slope: Annotated[
        float,
        assumption(
            zh=("维护与纠纷", "全无维护时，纠纷比平常多多少。"),
            en=("Upkeep and disputes", "How many more disputes arise with no upkeep at all than with the usual."),
            unit="share",
            between=(0, 1.5),
            sources="OR-22",
        ),
    ] = 0.5
