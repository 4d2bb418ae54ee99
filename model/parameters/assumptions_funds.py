"""Funds that estates keep for themselves: where the money comes from, who signs, what it does. (OR-11)"""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class FundAssumptions(Group):
    """What comes into an estate's fund and what goes out, and why neighbours come to trust it. Swept, never chosen."""

    seed_yuan: Annotated[
        float,
        assumption(
            zh=("启动资金", "小区公益基金成立时，政府给一次的钱。"),
            en=("Seed of an estate's fund", "Yuan of public money with which an estate's fund begins, once."),
            unit="yuan",
            between=(0, 200000),
            sources="OR-11 S40",
        ),
    ] = 20_000.0
    fee_yuan: Annotated[
        float,
        assumption(
            zh=("物业费", "一户一个月的物业费。"),
            en=("Property fee", "Fee of a household for a month."),
            unit="yuan per household-month",
            between=(10, 600),
        ),
    ] = 120.0
    profit_margin: Annotated[
        float,
        assumption(
            zh=("物业的利润", "物业公司收来的费，有多少是利润。"),
            en=("Profit of a firm", "Share of the fees it gets that a property firm keeps."),
            unit="share",
            between=(0, 0.4),
        ),
    ] = 0.08
    profit_share: Annotated[
        float,
        assumption(
            zh=("让利比例", "利润在平常数以内时，物业捐给基金多少。"),
            en=("Share of usual profit", "Share of its profit, up to the usual, that a firm gives to the fund."),
            unit="share",
            between=(0, 1),
            sources="OR-11",
        ),
    ] = 0.1
    profit_share_above: Annotated[
        float,
        assumption(
            zh=("超出部分的让利", "利润超过平常数的部分，物业捐多少。"),
            en=("Share of what is above", "Share of its profit above the usual that it gives."),
            unit="share",
            between=(0, 1),
            sources="OR-11",
        ),
    ] = 0.3
    donation_yuan: Annotated[
        float,
        assumption(
            zh=("捐款", "人人信得过基金时，一户一年捐给它的钱。"),
            en=("Donations", "What a household gives in a year to a fund that everybody trusts."),
            unit="yuan per household-year",
            between=(0, 200),
            sources="OR-11 S40",
        ),
    ] = 10.0
    common_yuan: Annotated[
        float,
        assumption(
            zh=("公共收益", "车位、广告等公共部位的收益，一户一年归基金的钱。"),
            en=(
                "Income of common property",
                "What parking and advertisements on common ground bring the fund in a year, for each household.",
            ),
            unit="yuan per household-year",
            between=(0, 300),
            sources="OR-11",
        ),
    ] = 20.0
    spend_share: Annotated[
        float,
        assumption(
            zh=("每月花在维护上", "基金每月把存钱的多少花在小修小补上，其余留着。"),
            en=(
                "Spent on upkeep",
                "Share of its money that a fund spends on small upkeep each month; it keeps the rest.",
            ),
            unit="share a month",
            between=(0, 1),
            sources="OR-11",
        ),
    ] = 0.15
    works_worth: Annotated[
        float,
        assumption(
            zh=("小修小补的功效", "基金的一元用在维护上，抵得上几元物业费。"),
            en=(
                "What a yuan of upkeep is worth",
                "How many yuan of fees do as much for upkeep as one yuan of the fund on what neighbours picked.",
            ),
            unit="ratio",
            between=(0.5, 10),
        ),
    ] = 3.0
    doubtful_share: Annotated[
        float,
        assumption(
            zh=("可疑的支出", "只凭一人做主时，住户看来不妥的支出有多少。"),
            en=(
                "Payments that seem doubtful",
                "Share of payments that neighbours would object to if one person decided alone.",
            ),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.4
    lax_share: Annotated[
        float,
        assumption(
            zh=("签字人的放行", "每个签字人放过可疑支出的机会。"),
            en=("What a signature lets pass", "Chance that one who signs lets such a payment pass."),
            unit="probability",
            between=(0, 1),
        ),
    ] = 0.5
    signatures: Annotated[
        float,
        assumption(
            zh=("签字人数", "支取基金要几个人签字：召集人、一名业委会委员、一名居民。"),
            en=("Signatures", "How many must sign: who convenes, one of the committee, one resident."),
            unit="people",
            between=(0, 5),
            sources="OR-11",
            grade="C",
        ),
    ] = 3.0
    trust_step: Annotated[
        float,
        assumption(
            zh=("看见支出之后", "一个月里有支出、人人知道时，对基金的信任向应有的程度移动多少。"),
            en=(
                "What a payment seen does",
                "How far trust in the fund moves to what it deserves after a payment of which all hear.",
            ),
            unit="share",
            between=(0, 1),
        ),
    ] = 0.1
    told_by_word: Annotated[
        float,
        assumption(
            zh=("口口相传", "没有小区议事桌时，有多少人知道基金的支出。"),
            en=(
                "Word of payments",
                "Share of neighbours who hear of a payment where no table of the estate tells them.",
            ),
            unit="share",
            between=(0, 1),
            sources="OR-10",
        ),
    ] = 0.5
    fund_fees: Annotated[
        float,
        assumption(
            zh=("基金信任与交费", "人人信得过基金时，愿交物业费的对数几率高多少。"),
            en=(
                "Trust in the fund and fees",
                "How much higher the log odds of paying fees are where everybody trusts the fund.",
            ),
            unit="log odds",
            between=(0, 3),
            sources="OR-11 OR-22",
        ),
    ] = 0.8
