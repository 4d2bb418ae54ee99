"""Awards for projects that residents rated good. Swept, never chosen. (GD-11)"""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class AwardsAssumptions(Group):
    """What counts as good, how large an award is, and who gets which part of it."""

    good_mark: Annotated[float, assumption(unit="share", between=(0, 1), sources="GD-11")] = 0.85
    part_of_cost: Annotated[float, assumption(unit="share", between=(0, 1), sources="GD-11")] = 0.5
    doers_part: Annotated[float, assumption(unit="share", between=(0, 1), sources="GD-11")] = 0.5
