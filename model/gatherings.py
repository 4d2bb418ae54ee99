"""Whether residents may gather: while they may not, what was to be decided at a meeting waits for the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .events.emergency import MeetingPutOff

if TYPE_CHECKING:
    from .district import District


@dataclass(slots=True)
class Gatherings:
    """What a district knows of it.

    Attributes:
        are_shut: Whether residents may not meet, as of last evening.
    """

    are_shut: bool = False


def are_shut(district: District) -> bool:
    """Whether residents may not meet today; without a shock they always may, and in the years before."""
    return bool(district.plan.shocks) and district.day > 0 and district.of(Gatherings).are_shut


def put_off(district: District, community: int, body: str, matters: int) -> None:
    """A meeting of a body of a community is not held; so many matters that were ready wait."""
    district.record(MeetingPutOff(community=community, about=body, matters=matters))
