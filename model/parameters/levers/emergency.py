"""How the district prepares for an emergency."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import lever


class EmergencyLevers(Group):
    """What is ready before an emergency, and how fast it comes."""

    preregistered_share: Annotated[
        float,
        lever(
            unit="share of adults",
            between=(0, 0.3),
            sources="YT-33",
            moves="surge_on_time_share surge_depth surge_recovery_days coverage",
            core=True,
            built=True,
        ),
    ] = 0.01
    switch_days: Annotated[
        int,
        lever(
            unit="days",
            between=(0, 30),
            sources="YT-21 YT-22",
            moves="surge_depth surge_recovery_days surge_on_time_share coverage",
            core=True,
            built=True,
        ),
    ] = 10
    drills_per_year: Annotated[
        int,
        lever(
            unit="drills",
            between=(0, 12),
            sources="YT-22",
            moves="surge_recovery_days surge_depth surge_on_time_share coverage",
            built=True,
        ),
    ] = 0
    squad_per_community: Annotated[
        int,
        lever(
            unit="people",
            between=(0, 60),
            sources="YT-29",
            moves="surge_depth surge_on_time_share coverage",
            built=True,
        ),
    ] = 0
    sent_down_per_community: Annotated[
        int,
        lever(
            unit="cadres",
            between=(0, 100),
            sources="YT-05",
            moves="surge_depth surge_recovery_days surge_on_time_share coverage",
            core=True,
            built=True,
        ),
    ] = 0
    temporary_branches: Annotated[
        bool, lever(sources="YT-23", moves="surge_depth surge_recovery_days surge_on_time_share coverage", built=True)
    ] = False
