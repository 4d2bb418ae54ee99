"""Who sits in the owners' committee of an estate and in the residents' committee as well, by name (GD-09, YT-08).

In a share of the estates with a committee one of its members holds a post in the residents' committee. That household
settles disputes close by, spares a meeting because nothing has to be explained twice, and comes to the table knowing
what the residents' committee knows: it believes of a matter what is true, votes by it where it has a vote, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..arrays import Bools
from ..events.estates import CrossPostSpoke, PostTaken
from ..streams import ESTATE, Stream
from .seats import COMMITTEE, seats_of_term, table_of_estate

if TYPE_CHECKING:
    from ..agents.estate_owners import EstateOwners
    from ..deliberation.matter import Matter
    from ..district import District

CROSS_POST = Stream("somebody sits in both committees", ESTATE)


@dataclass(slots=True)
class CrossPosts:
    """The household that holds both posts in each estate where somebody does, as last told."""

    held: dict[int, int] = field(default_factory=dict)


def shared(district: District, owners: EstateOwners) -> Bools:
    """In which estates of a community somebody sits in both committees."""
    draws = CROSS_POST.of(district.plan.seed).at(owners.estates).uniform()
    return np.asarray(owners.has_committee & (draws < district.parameters.levers.owners.cross_posts))


def _shared_in(district: District, owners: EstateOwners, estate: int) -> bool:
    """The same for one estate."""
    share = district.parameters.levers.owners.cross_posts
    if share <= 0.0 or not owners.has_committee[owners.place_of(estate)]:
        return False
    return CROSS_POST.of(district.plan.seed).at(estate).uniform() < share


def holder(district: District, owners: EstateOwners, estate: int) -> int | None:
    """The household in both committees of an estate; None where nobody is."""
    if not _shared_in(district, owners, estate):
        return None
    posts, table = district.of(CrossPosts), table_of_estate(district, estate)
    seats = table.seats if table is not None else ()
    if not seats and estate in posts.held:
        return posts.held[estate]
    seats = seats or seats_of_term(district, estate, 0, whole=False)
    if not seats:
        return None
    person = next((one.person for one in seats if one.role == COMMITTEE), seats[0].person)
    if posts.held.get(estate) != person:
        posts.held[estate] = person
        hours = district.parameters.assumptions.units.cross_post_hours
        hours *= float(owners.households[owners.place_of(estate)]) / 1000.0
        who: dict[str, Any] = {"number": person, "community": owners.community}
        district.record(PostTaken(**who, about="cross_post", how="owners_committee", hours=hours))
    return person


def speak(district: District, owners: EstateOwners, matter: Matter) -> None:
    """Whoever sits in both committees comes informed to a try at a matter of their estate that touches their home."""
    person = holder(district, owners, matter.estate)
    if person is None:
        return
    mine = matter.household == person
    if not mine.any():
        return
    before = float(matter.belief[mine][0])
    truth = district.parameters.assumptions.matters.true_benefit
    matter.belief = np.where(mine, truth, matter.belief)
    facts: dict[str, Any] = {
        "number": matter.number,
        "community": matter.community,
        "about": matter.kind.id,
        "by": person,
    }
    district.record(CrossPostSpoke(**facts, before=before, belief=truth))
