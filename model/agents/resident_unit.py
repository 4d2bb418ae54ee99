"""Resident units: what a unit near by promises the community, and what it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa

from .claimed_project import ClaimedProject
from .unit_means import UnitMeans

if TYPE_CHECKING:
    from ..district import District


@dataclass(slots=True)
class Promise:
    """Hours of a unit's team for one kind of need, from one month until another.

    Attributes:
        kind: Row of the kind of need it is for.
        hours_a_week: Hours a week while it is kept.
        made: Month in which it was made.
        ends: First month in which it no longer runs.
        draw: Number from 0 to 1 against which the chance of keeping it is held, for as long as it runs.
        chance: Chance that it is kept without anybody asking.
        claimed: Whether it is a claimed project; an offer of the team otherwise.
        calls: Progress meetings that have called it up.
        begun: Whether its unit set to work on it while in the chair; it then goes on with it.
        project: The claimed project its hours are for; None for an offer of the team.
    """

    kind: int
    hours_a_week: float
    made: int
    ends: int
    draw: float
    chance: float
    claimed: bool = False
    calls: int = 0
    begun: bool = False
    project: ClaimedProject | None = None

    def runs(self, month: int) -> bool:
        """Whether it still runs: its time is not over, and of a claimed project something is left to do."""
        return month < self.ends and (self.project is None or self.project.open)

    def come(self) -> float:
        """Hours that come this week where it is kept."""
        return self.hours_a_week if self.project is None else self.project.work(self.hours_a_week)

    def kept(self, recalled_share: float) -> bool:
        """Whether it is being kept: every progress meeting wins back a share of the promises broken until then."""
        return self.begun or self.draw < 1.0 - (1.0 - self.chance) * (1.0 - recalled_share) ** self.calls


class ResidentUnit(mesa.Agent):
    """A unit in the community: a firm, a school, an office, with its own Party body.

    Attributes:
        community: The community it sits in.
        number: Which of the community's units it is; the first ones join first.
        hours_a_week: Hours a week its team could give to each kind of need, by row of the kind.
        willingness: How much likelier than others it is to keep a promise.
        promises: What it has promised and what still runs.
        promised_hours: Hours promised for the weeks past.
        kept_hours: Hours of them that came.
        means: What it can bring to what the community decides; None while no joint committee meets.
    """

    model: District

    def __init__(
        self, district: District, community: int, number: int, hours_a_week: dict[int, float], willingness: float
    ) -> None:
        super().__init__(district)
        self.community = community
        self.number = number
        self.hours_a_week = hours_a_week
        self.willingness = willingness
        self.promises: list[Promise] = []
        self.promised_hours = 0.0
        self.kept_hours = 0.0
        self.means: UnitMeans | None = None

    def likes(self) -> int:
        """The kind of need its means fit best, which is what it offers unasked."""
        return max(self.hours_a_week, key=lambda kind: (self.hours_a_week[kind], -kind))

    def fits(self, missing_hours: list[float]) -> int:
        """The kind for which its team would be of most use.

        Args:
            missing_hours: Hours a week still missing for each kind of need.
        """
        use = {kind: min(hours, max(missing_hours[kind], 0.0)) for kind, hours in self.hours_a_week.items()}
        return max(use, key=lambda kind: (use[kind], self.hours_a_week[kind], -kind))

    def offers(self, month: int) -> list[Promise]:
        """Offers of its team that run this month."""
        return [promise for promise in self.promises if not promise.claimed and month < promise.ends]

    def give_week(self, month: int, recalled_share: float, in_the_chair: bool) -> dict[int, float]:
        """Hours that come this week, by kind; a unit in the chair sets to work on all it promised."""
        self.promises = [promise for promise in self.promises if promise.runs(month)]
        given: dict[int, float] = {}
        for promise in self.promises:
            self.promised_hours += promise.hours_a_week
            promise.begun = promise.begun or in_the_chair
            if promise.kept(recalled_share):
                came = promise.come()
                self.kept_hours += came
                given[promise.kind] = given.get(promise.kind, 0.0) + came
        return given
