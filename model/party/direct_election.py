"""Direct election of community Party committees (公推直选, SZ-03): nominated in three ways, elected by the members.

The members registered in a community elect its committee for a term. The organisation above nominates one of them,
members and residents together recommend some, and some stand by themselves. Who trusts the community goes to vote more
often. How many went is what the committee can show: its authority, and who comes to meetings, follow that turnout.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Int64s
from ..events.party_election import CommitteeElected
from ..parameters.assumptions.authority import AuthorityAssumptions
from ..place.residents import COMMUNITY_PARTY
from ..streams import RESIDENT, YEAR, Stream

if TYPE_CHECKING:
    from ..district import District

ELECTION = Stream("direct election: {}", RESIDENT, YEAR)
"""One stream each for how well a member is known, who stands unasked, who votes, and how firm a vote is."""
Way = Literal["organisation", "joint", "self"]
NOT_ELECTED = -1
RECOMMENDED = 2
"""Candidates whom members and residents recommend together."""
STANDS_MOST = 2
"""Those who stand by themselves on one list."""


@dataclass(slots=True, eq=False)
class Mandates:
    """What committees were elected with.

    Attributes:
        turnout: By community: share of its members that voted; 0 where nobody was elected directly.
        year: In which they were elected; NOT_ELECTED before.
    """

    turnout: Floats
    year: Int64s


class Candidate(NamedTuple):
    """Somebody on the list: a resident, and who nominated them."""

    person: int
    way: Way


def no_mandates(communities: int) -> Mandates:
    """Nobody has been elected directly."""
    return Mandates(np.zeros(communities), np.full(communities, NOT_ELECTED, np.int64))


def hold_elections(district: District, date: dt.date) -> None:
    """Committees never elected, or whose term is over, are elected; without direct elections none has a mandate."""
    mandates = district.of(Mandates)
    if not district.parameters.levers.party.direct_election:
        mandates.turnout[:], mandates.year[:] = 0.0, NOT_ELECTED
        return
    term = int(district.parameters.assumptions.authority.term_years)
    for community in range(len(mandates.year)):
        if mandates.year[community] == NOT_ELECTED or date.year - mandates.year[community] >= term:
            _elect(district, mandates, community, date.year)


def _elect(district: District, mandates: Mandates, community: int, year: int) -> None:
    """One community: its members nominate and vote."""
    members, seed = members_of(district, community), district.plan.seed
    mandates.year[community] = year
    if not len(members):
        mandates.turnout[community] = 0.0
        return
    known = ELECTION.of(seed, "known").at(members, year).normal()
    stands = ELECTION.of(seed, "stands").at(members, year).uniform() < _assumed(district).stands_share
    listed = candidates(members, known, stands)
    goes = ELECTION.of(seed, "goes").at(members, year).uniform() < chance_to_vote(district, members)
    votes = count_votes(district, listed, (members, known), members[goes], year)
    won = int(np.argmax(votes))
    mandates.turnout[community] = float(goes.mean())
    district.record(
        CommitteeElected(
            community=community,
            number=listed[won].person,
            how=listed[won].way,
            ways=tuple((one.way, int(count)) for one, count in zip(listed, votes, strict=True)),
            members=len(members),
            turnout=float(goes.mean()),
            candidates=len(listed),
            votes=int(votes[won]),
        )
    )


def members_of(district: District, community: int) -> Int64s:
    """Party members registered in a community, by resident."""
    people, territory = district.world.residents, district.world.territory
    here = territory.community_of_cell[people.cell] == community
    return np.flatnonzero(here & (people.party == COMMUNITY_PARTY)).astype(np.int64)


def candidates(members: Int64s, known: Floats, stands: NDArray[np.bool_]) -> list[Candidate]:
    """The list: one whom the organisation above names, the best known, and some who stand unasked; nobody twice.

    The organisation names the member with the lowest number: it does not ask how well known somebody is.
    """
    listed = [Candidate(int(members[0]), "organisation")]
    rounds: list[tuple[Way, Int64s, int]] = [
        ("joint", np.argsort(-known, kind="stable"), RECOMMENDED),
        ("self", np.flatnonzero(stands), STANDS_MOST),
    ]
    for way, order, most in rounds:
        taken = {one.person for one in listed}
        free = [int(members[place]) for place in order.tolist() if int(members[place]) not in taken]
        listed += [Candidate(person, way) for person in free[:most]]
    return listed


def chance_to_vote(district: District, members: Int64s) -> Floats:
    """Members vote the more often the more they trust their community, around what is usual at usual trust."""
    assumed = _assumed(district)
    trust = district.state.minds.view(np.ndarray)["trust"][members]
    chance = assumed.member_turnout + assumed.turnout_trust * (trust - district.at_rest.minds.trust)
    return np.asarray(np.clip(chance, 0.0, 1.0))


def count_votes(
    district: District, listed: list[Candidate], known: tuple[Int64s, Floats], voters: Int64s, year: int
) -> Int64s:
    """Votes of each candidate: each voter has one, for whoever is well known and to their taste.

    Args:
        known: Members, and how well each of them is known.
    """
    votes = np.zeros(len(listed), np.int64)
    if not len(voters):
        return votes
    fame = {int(person): value for person, value in zip(*known, strict=True)}
    taste = [
        ELECTION.of(district.plan.seed, f"taste {place}").at(voters, year).normal() for place in range(len(listed))
    ]
    likes = np.stack(taste) + np.array([[fame[one.person]] for one in listed])
    np.add.at(votes, np.argmax(likes, axis=0), 1)
    return votes


def _assumed(district: District) -> AuthorityAssumptions:
    return district.parameters.assumptions.authority
