"""The one way to live a district and look at it: a run takes it, and so does whoever sees more than a run's tables.

Looking changes nothing: what is lived in here is what `run_district` gives, to the last bit (tested).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .forking import begun
from .letting_go import let_go
from .plan import Plan

if TYPE_CHECKING:
    from .district import District

DAYS_BETWEEN_REPORTS = 28
Progress = Callable[[float], None]


@contextmanager
def living(plan: Plan) -> Iterator[District]:
    """A district of this plan that has lived none of its days, or all up to the policy's first; gone after the block.

    Whatever is to stay is taken out inside. A plan's shocks are lived through; what they cost is not worked out.
    """
    try:
        district = begun(plan)
        yield district
    finally:
        let_go(plan)
    # A district and its agents hold each other; taken apart, they need not wait for the garbage collector.
    district.__dict__.clear()


def live_through(*lives: District, progress: Progress | None = None) -> None:
    """Live to the last measured evening, side by side.

    Args:
        lives: Districts that stand on the same day and are as long.
        progress: Called every four weeks with the share of days lived.
    """
    length = lives[0].length
    while lives[0].day < length:
        for one in lives:
            one.run_to(one.day + DAYS_BETWEEN_REPORTS)
        if progress is not None:
            progress(lives[0].day / length)
