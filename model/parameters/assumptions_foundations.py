"""Community foundations: who founds one, who gives, and what moves trust in it. (SZ-08, SZ-09, SZ-10)"""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class FoundationAssumptions(Group):
    """Where a foundation's money comes from and how it is given away. Swept, never chosen."""

    wealth_weight: Annotated[
        float,
        assumption(
            zh=("富裕的分量", "哪些社区办得起基金会，富裕占多少分量。"),
            en=("Wealth and who founds", "Weight of a community's wealth in who gets a foundation."),
            unit="weight",
            between=(0, 1),
            sources="SZ-08",
        ),
    ] = 0.4
    firms_weight: Annotated[
        float,
        assumption(
            zh=("企业的分量", "哪些社区办得起基金会，附近企业占多少分量；其余是机缘。"),
            en=("Firms and who founds", "Weight of firms nearby in who gets a foundation; the rest is chance."),
            unit="weight",
            between=(0, 1),
            sources="SZ-08",
        ),
    ] = 0.4
    firms_settled: Annotated[
        float,
        assumption(
            zh=("园区和楼宇里的企业", "工业园区和商住楼里，每千名居民有几家请得动捐款的企业。"),
            en=(
                "Firms in parks and towers",
                "Firms that would give, for every 1,000 residents of industrial parks and towers.",
            ),
            unit="per 1,000 residents",
            between=(0, 20),
        ),
    ] = 1.5
    firms_elsewhere: Annotated[
        float,
        assumption(
            zh=("别处的企业", "其他居住区里，每千名居民有几家请得动捐款的企业。"),
            en=("Firms elsewhere", "Firms that would give, for every 1,000 residents of all other forms of building."),
            unit="per 1,000 residents",
            between=(0, 20),
        ),
    ] = 0.15
    wealth_power: Annotated[
        float,
        assumption(
            zh=("富裕与出手", "低收入少的社区，每人愿捐的钱随富裕程度的几次方增加。"),
            en=("Wealth and giving", "Power of relative wealth to which what a resident can give is proportional."),
            between=(0, 10),
        ),
    ] = 3.0
    resident_seed_yuan: Annotated[
        float,
        assumption(
            zh=("居民凑得出的本钱", "成立时每名居民最多凑多少。"),
            en=("Seed from residents", "Most that residents of a usual community give towards the seed, each."),
            unit="yuan",
            between=(0, 200),
            sources="S40",
        ),
    ] = 20.0
    firm_seed_yuan: Annotated[
        float,
        assumption(
            zh=("企业凑得出的本钱", "成立时附近每家企业最多捐多少。"),
            en=("Seed from firms", "Most that each firm nearby gives towards the seed."),
            unit="yuan",
            between=(0, 1000000),
            sources="S84",
        ),
    ] = 50000.0
    resident_gift_yuan: Annotated[
        float,
        assumption(
            zh=("居民的捐款", "信任如常、没有公示时，每名居民一年捐多少；一万一千人合两万二。"),
            en=(
                "Gifts of residents",
                "What a resident gives a year under usual trust and nothing shown: 22,000 yuan of 11,000 residents.",
            ),
            unit="yuan per resident-year",
            between=(0, 50),
            sources="S40",
            grade="C",
        ),
    ] = 2.0
    firm_gift_yuan: Annotated[
        float,
        assumption(
            zh=("企业的捐款", "信任如常、没有公示时，附近每家企业一年捐多少。"),
            en=("Gifts of firms", "What a firm nearby gives a year under usual trust and nothing shown."),
            unit="yuan a year",
            between=(0, 200000),
        ),
    ] = 5000.0
    usual_trust: Annotated[
        float,
        assumption(
            zh=("如常的信任", "捐款如常时，对基金会的信任。"),
            en=("Usual trust in a foundation", "Trust in a foundation at which gifts are as usual."),
            between=(0.05, 1),
        ),
    ] = 0.5
    shown_gain: Annotated[
        float,
        assumption(
            zh=("公示换来的捐款", "账目和成效人人看见时，捐款多几倍。"),
            en=(
                "Gifts for what is shown",
                "How many times more is given where everybody has seen accounts and results.",
            ),
            unit="ratio",
            between=(0, 5),
            sources="SZ-10",
        ),
    ] = 1.0
    memory_step: Annotated[
        float,
        assumption(
            zh=("记得多久", "对公示的记忆每月更新多少。"),
            en=("Memory of what was shown", "How far memory of what was shown moves in a month to what is shown now."),
            unit="share a month",
            between=(0, 1),
            sources="SZ-10",
        ),
    ] = 0.2
    trust_step: Annotated[
        float,
        assumption(
            zh=("信任变得多快", "对基金会的信任每月向应有的程度移动多少。"),
            en=("How fast trust in it moves", "How far trust in a foundation moves in a month to what it deserves."),
            unit="share a month",
            between=(0, 1),
            sources="SZ-10",
        ),
    ] = 0.1
    delivered_weight: Annotated[
        float,
        assumption(
            zh=("办成的分量", "应得的信任里，项目办成占多少，其余是公示。"),
            en=(
                "Delivery and trust",
                "Weight of projects delivered in the trust a foundation deserves; the rest is what it shows.",
            ),
            unit="weight",
            between=(0, 1),
            sources="SZ-10",
        ),
    ] = 0.5
    spend_share: Annotated[
        float,
        assumption(
            zh=("每年花出的比例", "基金会一年拿出多少存款办项目。"),
            en=("Spent in a year", "Share of what it holds that a foundation spends on projects in a year."),
            unit="share a year",
            between=(0, 1),
            sources="SZ-08",
        ),
    ] = 0.3
    board_days: Annotated[
        float,
        assumption(
            zh=("理事会定项目的天数", "理事会从看到提案到定下要几天。"),
            en=("Days until a board chooses", "Days from proposals to the choice where a board decides."),
            unit="days",
            between=(0, 90),
            sources="SZ-09",
        ),
    ] = 7.0
    residents_days: Annotated[
        float,
        assumption(
            zh=("居民定项目的天数", "居民议事从看到提案到定下要几天。"),
            en=(
                "Days until residents choose",
                "Days from proposals to the choice where residents deliberate and vote.",
            ),
            unit="days",
            between=(0, 180),
            sources="SZ-09",
        ),
    ] = 30.0
