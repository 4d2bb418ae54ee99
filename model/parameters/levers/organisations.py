"""Social organisations: which there are, and how they are contracted and watched."""

from __future__ import annotations

from typing import Annotated, Literal

from ...declare import Group
from ..declaring import lever


class OrganisationsLevers(Group):
    """Social organisations: how they grow, how they are contracted, how they leave."""

    incubation_per_year: Annotated[
        float,
        lever(
            unit="new per 100,000 residents",
            between=(0, 20),
            sources="OR-04",
            moves="coverage_personal reach_no_capacity satisfaction_true coverage",
            core=True,
            built=True,
        ),
    ] = 0.5
    party_twin: Annotated[bool, lever(sources="OR-06 YT-32", moves="coverage_personal coverage_child", built=True)] = (
        False
    )
    bundled_share: Annotated[
        float,
        lever(
            unit="share of purchase money",
            between=(0, 1),
            sources="SU-10",
            moves="coverage_personal satisfaction_true",
            core=True,
            built=True,
        ),
    ] = 0.0
    contract_years: Annotated[
        int,
        lever(unit="years", between=(1, 5), sources="SU-10", moves="coverage_personal satisfaction_true", built=True),
    ] = 1
    selection: Annotated[
        Literal["price", "expert", "residents"],
        lever(sources="SU-07", moves="satisfaction_true coverage_personal", core=True, built=True),
    ] = "price"
    exit_share: Annotated[
        float,
        lever(
            unit="share of organisations",
            between=(0, 0.5),
            sources="SZ-07",
            moves="satisfaction_true coverage_personal",
            built=True,
        ),
    ] = 0.0
    supervisors_per_10_workers: Annotated[
        float,
        lever(unit="posts", between=(0, 2), sources="SU-18", moves="satisfaction_true coverage_personal", built=True),
    ] = 0.0
