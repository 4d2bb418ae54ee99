"""What makes a whole district's days alike or different: weather, season, weekday, festivals. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ..declare import Group
from .declaring import assumption


class CommonLoadAssumptions(Group):
    """How the days of a district differ for everybody at once; each factor has a mean of one over a year (B8.1)."""

    common_shape: Annotated[
        float,
        assumption(
            zh=(
                "全区共同波动形状参数",
                "全区每一天的需求同乘一个平均为一的伽马因子；形状参数越小，好日子坏日子差得越大，取零表示没有共同波动。",
            ),
            en=(
                "Shape of the common load",
                "Every day one gamma factor of mean one multiplies all rates of the whole district; a "
                "smaller shape means rougher days, and 0 means that there is no such factor.",
            ),
            between=(0, 1000),
            sources="B8.1",
            grade="B",
        ),
    ] = 38.0
    common_persistence: Annotated[
        float,
        assumption(
            zh=("共同波动的延续", "一天的共同波动和天气有多大程度延续到第二天；取零表示各天互不相干。"),
            en=(
                "Persistence of the common load",
                "How far a day's common factor, and its weather, carries over to the next day; 0 makes "
                "every day its own.",
            ),
            unit="correlation",
            between=(0, 0.95),
        ),
    ] = 0.5
    weather_share: Annotated[
        float,
        assumption(
            zh=("坏天气的日子占比", "一年里暴雨、台风、酷热一类坏天气的日子所占的比例。"),
            en=(
                "Share of days with bad weather",
                "Share of days with heavy rain, storms or great heat.",
            ),
            unit="share",
            between=(0, 0.5),
        ),
    ] = 0.12
    weather_factor: Annotated[
        float,
        assumption(
            zh=("坏天气时的隐患与设施问题", "坏天气那天隐患和设施问题的发生率是平常天气的几倍；取一表示天气不起作用。"),
            en=(
                "Hazards and repairs in bad weather",
                "How many times as often hazards and broken facilities arise on a day of bad weather; 1 "
                "means that weather does not matter.",
            ),
            unit="ratio",
            between=(1, 5),
        ),
    ] = 1.8
    season_summer: Annotated[
        float,
        assumption(
            zh=(
                "夏季的隐患、设施和环境问题",
                "隐患、设施和环境卫生的发生率在七月中旬高出全年平均多少，一月中旬就低多少。",
            ),
            en=(
                "Summer and public events",
                "How far hazards, broken facilities and litter stand above their mean in the middle of "
                "July, and below it in January.",
            ),
            unit="share",
            between=(0, 0.9),
        ),
    ] = 0.15
    season_winter: Annotated[
        float,
        assumption(
            zh=("冬季的照护需求", "照护需求的发生率在一月中旬高出全年平均多少，七月中旬就低多少。"),
            en=(
                "Winter and care",
                "How far needs for care stand above their mean in the middle of January, and below it in July.",
            ),
            unit="share",
            between=(0, 0.9),
        ),
    ] = 0.15
    weekday_office: Annotated[
        float,
        assumption(
            zh=("休息日的办事需求", "周六周日办事和生计一类需求的发生率是工作日的几倍；取一表示天天一样。"),
            en=(
                "Paperwork at weekends",
                "How many times as often paperwork and trouble over a livelihood arise on a day of a "
                "weekend as on a working day; 1 means that all days are alike.",
            ),
            unit="ratio",
            between=(0, 3),
        ),
    ] = 0.5
    weekday_neighbours: Annotated[
        float,
        assumption(
            zh=(
                "休息日的邻里问题",
                "周六周日人都在家，环境卫生、停车、纠纷和文化需求的发生率是工作日的几倍；取一表示天天一样。",
            ),
            en=(
                "Neighbours at weekends",
                "How many times as often litter, parking, disputes and wishes for culture arise on a day "
                "of a weekend, when everybody is at home; 1 means that all days are alike.",
            ),
            unit="ratio",
            between=(0, 3),
        ),
    ] = 1.2
    festival_office: Annotated[
        float,
        assumption(
            zh=("法定节日的办事需求", "法定节日里办事和生计一类需求的发生率是平日的几倍；取一表示节日如平日。"),
            en=(
                "Paperwork on public holidays",
                "How many times as often paperwork and trouble over a livelihood arise on a public "
                "holiday; 1 means that holidays are like other days.",
            ),
            unit="ratio",
            between=(0, 3),
        ),
    ] = 0.2
    festival_culture: Annotated[
        float,
        assumption(
            zh=("法定节日的文化需求", "法定节日里文化需求的发生率是平日的几倍；取一表示节日如平日。"),
            en=(
                "Culture on public holidays",
                "How many times as often wishes for culture arise on a public holiday; 1 means that "
                "holidays are like other days.",
            ),
            unit="ratio",
            between=(0, 5),
        ),
    ] = 2.0
    festival_neighbours: Annotated[
        float,
        assumption(
            zh=("法定节日的邻里问题", "法定节日里环境卫生、停车和纠纷的发生率是平日的几倍；取一表示节日如平日。"),
            en=(
                "Neighbours on public holidays",
                "How many times as often litter, parking and disputes arise on a public holiday; 1 means "
                "that holidays are like other days.",
            ),
            unit="ratio",
            between=(0, 5),
        ),
    ] = 1.3
