"""What neighbours believe about a matter, and how far they listen to each other. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class OpinionAssumptions(Group):
    """What neighbours believe of a common benefit, and how far they listen to those who believe otherwise."""

    first_belief: Annotated[float, assumption(between=(0, 1), sources="B8.2")] = 0.5
    trust_belief: Annotated[float, assumption(between=(0, 1))] = 0.2
    belief_spread: Annotated[float, assumption(between=(0, 0.5), sources="B8.2")] = 0.2
    bound_routine: Annotated[float, assumption(between=(0, 1), sources="B8.2")] = 0.4
    bound_works: Annotated[float, assumption(between=(0, 1), sources="B8.2")] = 0.3
    bound_contested: Annotated[float, assumption(between=(0, 1), sources="B8.2 YT-19")] = 0.2
