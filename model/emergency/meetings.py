"""Meetings that an emergency keeps from being held: what was to be decided waits for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..events.emergency import MeetingPutOff
from .records import Emergency

if TYPE_CHECKING:
    from ..district import District

MEETINGS = "meetings"
"""The door that is shut where residents may not meet."""


def are_shut(district: District) -> bool:
    """Whether residents may not meet today, as far as was known last evening; no shock acts in the years before."""
    if not district.plan.shocks or district.day <= 0:
        return False
    lived = district.of(Emergency).lived
    return lived is not None and MEETINGS in lived.shut


def put_off(district: District, community: int, body: str, matters: int) -> None:
    """A meeting of a body of a community is not held; so many matters that were ready wait."""
    district.record(MeetingPutOff(community=community, about=body, matters=matters))
