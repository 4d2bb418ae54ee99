"""Programmes bound to a group: how their people spend a week. Swept, never chosen. (OR-03, OR-08)"""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class BoundAssumptions(Group):
    """What part of a programme's hours calls take; each is as long as volunteers' (`programmes.visit_hours`)."""

    calls_part: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-03")] = 0.3
