"""How the district is cut into grids, and who walks them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ..declare import Group
from .declaring import lever

PATROL_AND_VISIT_MOST = 0.95
"""At least a twentieth of the free hours is left for events themselves."""


class GridDeclarations(Group):
    """Base grids, party grids over them, and the hours of grid workers."""

    layout: Annotated[
        Literal["even_area", "balanced", "by_form", "workload", "drawn"],
        lever(
            zh=("网格划分方式", "按面积、户数、小区形态或预计工作量把社区切成连片网格，决定谁的网格忙、谁的网格闲。"),
            en=(
                "How grids are drawn",
                "Cuts each community into contiguous grids by area, households, form of estate or expected work, "
                "which settles whose grid is busy and whose is idle.",
            ),
            sources="YT-03",
            moves="coverage coverage_gini_grids coverage_worst_tenth_grids coverage_gini_cells",
            core=True,
            built=True,
        ),
    ] = "balanced"
    households_per_grid: Annotated[
        float,
        lever(
            zh=("每个基础网格户数", "网格小，网格员认得人、走得近；但人手拆得散，忙时无人可调，缺勤和事务损耗更大。"),
            en=(
                "Households per base grid",
                "A small grid knows its people and walks less, but splits the hands so thinly that absence and "
                "overhead weigh more and nobody can help out.",
            ),
            unit="households",
            between=(80, 2000),
            sources="S19 S20 S21",
            grade="C",
            moves="coverage coverage_public heard_share never_heard_share lapsed_waiting_share",
            core=True,
            built=True,
        ),
    ] = 400.0
    base_per_party_grid: Annotated[
        int,
        lever(
            zh=("每个党建网格含基础网格数", "若干基础网格合成一个党建网格，是统筹人手和认领任务的范围。"),
            en=(
                "Base grids per party grid",
                "Joins neighbouring base grids into one party grid, the area inside which hands are pooled and "
                "tasks are claimed.",
            ),
            unit="base grids per party grid",
            between=(1, 12),
            sources="YT-03",
            moves="coverage lapsed_waiting_share coverage_gini_grids",
            core=True,
            built=True,
        ),
    ] = 1
    workers_per_1000_households: Annotated[
        float,
        lever(
            zh=("每千户网格员数", "网格员岗位多，巡查、走访和处置的工时就多；每个岗位都要花钱。"),
            en=(
                "Grid workers per 1,000 households",
                "More posts give more hours for patrol, visits and events; every post is paid for.",
            ),
            unit="posts",
            between=(0.5, 20),
            sources="B2",
            grade="C",
            moves="coverage coverage_public heard_share staff_utilisation",
            core=True,
            built=True,
        ),
    ] = 2.5
    pooled_share: Annotated[
        float,
        lever(
            zh=("党建网格内统筹工时占比", "这部分处置工时在党建网格内互相支援，忙闲得以拉平。"),
            en=(
                "Hours pooled inside the party grid",
                "This share of service hours helps out anywhere in the party grid, so that a busy base grid borrows "
                "from an idle one.",
            ),
            unit="share of hours",
            between=(0, 1),
            sources="YT-03",
            moves="coverage lapsed_waiting_share coverage_gini_grids coverage_worst_tenth_grids",
            built=True,
        ),
    ] = 0.0
    patrol_share: Annotated[
        float,
        lever(
            zh=("巡查工时占比", "网格员可支配工时中用于巡查的部分；巡查能发现没人上报的公共事件，但占用处置时间。"),
            en=(
                "Share of free hours on patrol",
                "Patrol finds public events that nobody reports, and takes hours away from settling them.",
            ),
            unit="share of free hours",
            between=(0, 0.9),
            sources="YT-04",
            moves="coverage_public patrol_to_report_ratio heard_share staff_utilisation",
            core=True,
            built=True,
        ),
    ] = 0.45
    visit_share: Annotated[
        float,
        lever(
            zh=(
                "入户走访工时占比",
                "走访能听见不会自己上报的家庭需求，占用办事的工时；与巡查合计不得超过 0.95。",
            ),
            en=(
                "Share of free hours on home visits",
                "Visits hear those who would not speak up, on hours taken from settling needs; patrol and visits "
                "together stay within 0.95.",
            ),
            unit="share of free hours",
            between=(0, 0.9),
            sources="OR-02",
            moves="coverage_personal coverage_elder heard_share never_heard_share",
            core=True,
            built=True,
        ),
    ] = 0.15
    party_unit_share: Annotated[
        float,
        lever(
            zh=("建有党组织的网格占比", "网格上有党小组，居民就多一张熟面孔，纠纷也多一位就近的调解人。"),
            en=(
                "Grids with a Party unit",
                "A Party unit on the grid gives residents one more known face and disputes a mediator nearby.",
            ),
            unit="share of grids",
            between=(0, 1),
            sources="SU-06 YT-08",
            moves="heard_share coverage_personal settled_in_community_share",
            core=True,
            built=True,
        ),
    ] = 0.3
    claims_per_month: Annotated[
        float,
        lever(
            zh=("党建网格每月认领任务数", "网格“五个一”：建有党组织的党建网格每月认领任务，由驻区党员出工办理。"),
            en=(
                "Tasks claimed per party grid a month",
                "Every month party grids with a Party unit claim tasks that local Party members then carry out.",
            ),
            unit="tasks per party grid",
            between=(0, 4),
            sources="YT-04",
            moves="coverage met_late_share lapsed_waiting_share",
            built=True,
        ),
    ] = 0.0
    stewards_per_1000: Annotated[
        float,
        lever(
            zh=(
                "每千人社区管家数",
                "居民、楼长、保安就近认领单元，每日巡、随手做、实时报；要这么多，找得到多少看有多少人愿意，越多越难找。",
            ),
            en=(
                "Stewards per 1,000 residents",
                "Residents, building heads and guards claim a unit nearby, look around daily, report at once and "
                "settle small things themselves. So many are asked for; only those who are willing are found, and each "
                "further one is harder to find.",
            ),
            unit="per 1,000 residents",
            between=(0, 50),
            sources="YT-31",
            moves="coverage_public heard_share never_heard_share",
            core=True,
            built=True,
        ),
    ] = 0.0
    demonstration_share: Annotated[
        float,
        lever(
            zh=("示范楼道占比", "睦邻点、先锋楼道让邻里规范看得见，并向相邻楼栋扩散：来做志愿的人多，乱扔的垃圾少。"),
            en=(
                "Demonstration stairwells",
                "Stairwells that set an example make a norm visible, and it spreads next door: more come to help, "
                "less litter is dropped.",
            ),
            unit="share of stairwells",
            between=(0, 0.3),
            sources="OR-14",
            moves="volunteers_active_share volunteer_hours_per_1000 coverage_public",
            built=True,
        ),
    ] = 0.0


class GridLevers(GridDeclarations):
    """Grids whose workers keep some hours for the events themselves."""

    @model_validator(mode="after")
    def _hours_left_for_events(self) -> GridLevers:
        total = self.patrol_share + self.visit_share
        if total > PATROL_AND_VISIT_MOST + 1e-12:
            raise PydanticCustomError(
                "patrol_and_visit",
                "grid.patrol_share + grid.visit_share = {total}, together they may not exceed {most}",
                {"key": "grid.visit_share", "total": f"{total:g}", "most": f"{PATROL_AND_VISIT_MOST:g}"},
            )
        return self
