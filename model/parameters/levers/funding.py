"""How much money there is for communities, and by which rule it is split."""

from __future__ import annotations

from typing import Annotated, Literal

from ...declare import Group
from ..declaring import lever


class FundingLevers(Group):
    """Fiscal money, purchase money, foundations, and who gets what.

    Money for projects and services comes every year and is stated a resident or a community. The status quo states it a
    head: 300,000 and 50,000 yuan a community-year (B5) × 19 communities ÷ 211,500 residents of Yantian = 27 and 4.5
    yuan. Works that neighbours agreed on stand in a line of their own: in Sanshui about a thousand small works took
    more than 100 million yuan from 2014 to 2019 (S70), some 18 million a year for about 700,000 people (their number is
    an assumption), 25 yuan a head.
    """

    community_yuan: Annotated[
        float,
        lever(
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
            unit="yuan per resident-year",
            between=(0, 1000),
            sources="YT-12 B5",
            moves="projects_funded voters_with_project_share coverage_public",
            core=True,
            built=True,
        ),
    ] = 27.0
    purchase_yuan: Annotated[
        float,
        lever(
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
            sources="GD-11 SU-05",
            moves="coverage_gini_cells coverage_worst_tenth_cells unspent_share",
            core=True,
            built=True,
        ),
    ] = "equal"
    performance_share: Annotated[
        float,
        lever(
            unit="share of the pot",
            between=(0, 0.8),
            sources="GD-11",
            moves="coverage_personal projects_funded spend_per_resident",
            built=True,
        ),
    ] = 0.0
    activity_earmark: Annotated[
        float,
        lever(
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
            unit="share of communities",
            between=(0, 1),
            sources="SZ-08",
            moves="projects_funded coverage_gini_cells",
            core=True,
            built=True,
        ),
    ] = 0.001
    foundation_seed_yuan: Annotated[
        float, lever(unit="yuan", between=(0, 5_000_000), sources="SZ-08", moves="projects_funded", built=True)
    ] = 0.0
    foundation_donor_share: Annotated[
        float, lever(unit="share of the seed", between=(0, 1), sources="SZ-08", moves="projects_funded", built=True)
    ] = 0.0
    disclosure: Annotated[float, lever(between=(0, 1), sources="SZ-10", moves="projects_funded trust", built=True)] = (
        0.2
    )
    donor_supervision: Annotated[
        float,
        lever(
            unit="share of projects",
            between=(0, 1),
            sources="SZ-10",
            moves="projects_funded coverage_personal",
            built=True,
        ),
    ] = 0.0
    agreed_works_yuan_per_resident: Annotated[
        float,
        lever(
            unit="yuan per resident-year",
            between=(0, 1000),
            sources="S70 S78",
            moves="matters_settled_share coverage_public",
            built=True,
        ),
    ] = 25.0
    owners_fund: Annotated[
        bool, lever(sources="OR-11", moves="coverage_public days_to_resolution_median", built=True)
    ] = False

    def project_money(self, residents: float, communities: int = 1) -> float:
        """Yuan a year for micro-projects of so many communities with so many residents together, however stated."""
        return self.project_yuan * communities + self.project_yuan_per_resident * residents

    def agreed_works_money(self, residents: float) -> float:
        """Yuan a year for works that neighbours agree on."""
        return self.agreed_works_yuan_per_resident * residents

    def community_money(self, residents: float, communities: int = 1) -> float:
        """Yuan a year of community service money of so many communities and residents, however stated."""
        return self.community_yuan * communities + self.community_yuan_per_resident * residents
