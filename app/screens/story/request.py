"""What is played: a place under two policies, one world of one seed, up to three years."""

from __future__ import annotations

from dataclasses import dataclass

from ...jobs.request import Column, Request
from ...widgets.catalogue import policies
from ...widgets.language import Words

PLACE = "training_town"
YEARS = (1, 2, 3)
WARMUP, SEED = 180, 1


@dataclass(frozen=True)
class TwoWorlds:
    """Two policies on one place."""

    first: str = "status_quo"
    second: str = "yantian"
    years: int = 3
    place: str = PLACE

    @property
    def days(self) -> int:
        return 365 * self.years

    def request(self) -> Request:
        """The two runs as the workers take them; the same in every language."""
        columns = tuple(Column("", one, self.place) for one in (self.first, self.second))
        return Request(columns, reps=1, days=self.days, warmup=WARMUP, seed=SEED)

    @classmethod
    def of(cls, request: Request) -> TwoWorlds | None:
        """What was asked here, or None for a request of another page."""
        names = [column.policy for column in request.columns]
        years = request.days // 365
        if len(names) != 2 or years not in YEARS or not set(names) <= set(policies()):
            return None
        found = cls(*names, years=years, place=request.columns[0].place)
        return found if found.request() == request else None


def title_of(policy: str, say: Words) -> str:
    """What a policy is called."""
    from ....scenarios.library import find_policy

    return str(find_policy(policy).header.title[say.language])
