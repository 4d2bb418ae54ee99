"""How needs arise: how often, and what makes a whole district's days alike or different. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class NeedsAssumptions(Group):
    """How needs arise, in each community and in the whole district.

    Days of a district differ for everybody at once; each such factor has a mean of one over a year (B8.1).
    """

    common_shape: Annotated[float, assumption(between=(0, 1000), sources="B8.1", grade="B")] = 38.0
    common_persistence: Annotated[float, assumption(unit="correlation", between=(0, 0.95))] = 0.5
    weather_share: Annotated[float, assumption(unit="share", between=(0, 0.5))] = 0.12
    weather_factor: Annotated[float, assumption(unit="ratio", between=(1, 5))] = 1.8
    season_summer: Annotated[float, assumption(unit="share", between=(0, 0.9))] = 0.15
    season_winter: Annotated[float, assumption(unit="share", between=(0, 0.9))] = 0.15
    weekday_office: Annotated[float, assumption(unit="ratio", between=(0, 3))] = 0.5
    weekday_neighbours: Annotated[float, assumption(unit="ratio", between=(0, 3))] = 1.2
    festival_office: Annotated[float, assumption(unit="ratio", between=(0, 3))] = 0.2
    festival_culture: Annotated[float, assumption(unit="ratio", between=(0, 5))] = 2.0
    festival_neighbours: Annotated[float, assumption(unit="ratio", between=(0, 5))] = 1.3
    overdispersion_shape: Annotated[float, assumption(between=(0.5, 500), sources="B8.1")] = 5.0
    rate_multiplier: Annotated[float, assumption(between=(0.1, 3), sources="B8.1")] = 1.0
