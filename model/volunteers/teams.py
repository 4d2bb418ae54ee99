"""Teams of volunteers by skill: who belongs to which, where it meets, what it has learned (OR-08, OR-20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Ids
from ..streams import RESIDENT, Part, Stream
from .corps import Corps

if TYPE_CHECKING:
    from ..district import District

MEMBER = Stream("team", RESIDENT)
MEETS = Stream("where a team meets", Part("team"))

KIND_OF_SKILL = {
    "care": "care",
    "order": "litter",
    "culture": "culture",
    "mediation": "dispute",
    "child": "child",
    "hardship": "livelihood",
}
"""What each skill serves; residents order all of it but order in public."""
FIRST_SKILLS = ("care", "order", "culture", "mediation", "child", "hardship", "care", "order")
"""Skills of the eight teams a community has on average (OR-20); with fewer teams some have several."""


@dataclass(slots=True, eq=False)
class Team:
    """One team.

    Attributes:
        number: Its number in the district.
        community, cell: Where it serves and where it meets.
        founded_for: What it was formed for, and whose standing programmes it keeps up (`KIND_OF_SKILL`).
        skills: What it can do.
        members: How many belong to it.
        practice: What it has learned from orders, 0 to 1.
        left: Hours of this week that nothing has been planned for.
        came: Hours its members came with this week.
        expected: Hours a week the desk expects of it.
        trusted: Hours the desk thinks it has left this week.
        goes_km: Farthest the desk believes it goes.
        good, signed: Orders signed for as good, and all signed for.
        booked: Hours planned for it since the month began.
    """

    number: int
    community: int
    cell: int
    founded_for: frozenset[str]
    skills: frozenset[str] = frozenset()
    members: int = 0
    practice: float = 0.0
    left: float = 0.0
    came: float = 0.0
    expected: float = 1.0
    trusted: float = 1.0
    goes_km: float = np.inf
    good: int = 0
    signed: int = 0
    booked: float = 0.0

    @property
    def rating(self) -> float:
        """How residents rate it, from 0 to 1; a new team stands in the middle."""
        return (self.good + 1.0) / (self.signed + 2.0)


@dataclass(slots=True, eq=False)
class Teams:
    """All teams of a district.

    Attributes:
        each: Teams by number, those of a community one after the other.
        first: Number of the first team of each community, and one past the last.
        of_resident: Team each resident would belong to if registered.
    """

    each: list[Team]
    first: NDArray[np.int64]
    of_resident: NDArray[np.int64]

    def there(self, community: int) -> list[Team]:
        """Teams of one community."""
        return self.each[int(self.first[community]) : int(self.first[community + 1])]

    def number_with(self, skill: str) -> Floats:
        """How many teams of each community were founded for a skill."""
        homes = [team.community for team in self.each if skill in team.founded_for]
        return np.bincount(np.array(homes, np.int64), minlength=len(self.first) - 1).astype(float)

    def practice_of(self, who: Ids) -> Floats:
        """What the team of each of these residents has learned."""
        return np.array([team.practice for team in self.each])[self.of_resident[who]]


def form_teams(district: District, corps: Corps, before: Teams | None = None) -> Teams:
    """Divide the registered of each community into teams of the usual size; with as many as before they stay.

    Everybody has one place in their community's order of teams, so that a team more or less moves few.
    """
    territory, seed = district.world.territory, district.plan.seed
    people = district.parameters.assumptions.volunteer_work.team_people
    # Teams by community in `count`, where each community's begin in `first`, and each resident's team in `mine`.
    count = np.maximum(np.rint(corps.members / people), 1.0).astype(np.int64)
    first = np.concatenate(([0], np.cumsum(count)))
    if before is not None and np.array_equal(before.first, first):
        return before
    places = MEMBER.of(seed).at(np.arange(len(corps.community))).uniform()
    spot = MEETS.of(seed).at(np.arange(first[-1])).uniform()
    mine = first[:-1][corps.community] + (places * count[corps.community]).astype(np.int64)
    members = np.bincount(mine[corps.registered], minlength=int(first[-1])).tolist()
    each = []
    for number, community in enumerate(np.repeat(np.arange(territory.communities), count).tolist()):
        cells = territory.cell_start_of_community[community : community + 2]
        cell = int(cells[0] + spot[number] * (cells[1] - cells[0]))
        skills = skills_of(number - int(first[community]), int(count[community]))
        each.append(Team(number, community, cell, skills, skills, members=members[number]))
    return Teams(each, first, mine)


def skills_of(place: int, teams: int) -> frozenset[str]:
    """Skills of the team at a place among so many of its community: eight are dealt out, one after the other."""
    if teams >= len(FIRST_SKILLS):
        return frozenset({FIRST_SKILLS[place % len(FIRST_SKILLS)]})
    return frozenset(skill for slot, skill in enumerate(FIRST_SKILLS) if slot % teams == place)
