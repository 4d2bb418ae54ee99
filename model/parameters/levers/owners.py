"""Owners: committees of estates, the property firms they hire, and what they see of it."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import lever


class OwnersLevers(Group):
    """Owners' committees: how many there are, and who sits in them."""

    formation_per_year: Annotated[
        float,
        lever(
            unit="share of estates lacking a committee",
            between=(0, 0.5),
            sources="GD-09",
            moves="coverage_public",
            built=True,
        ),
    ] = 0.02
    cross_posts: Annotated[
        float,
        lever(
            unit="share of estates with a committee",
            between=(0, 0.8),
            sources="GD-09 YT-08",
            moves="matter_meetings_mean settled_in_community_share coverage_personal",
            built=True,
        ),
    ] = 0.0
