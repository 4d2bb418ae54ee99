"""Who belongs to a Party branch and who leads it: rules over residents' columns (YT-04, YT-08, YT-34, SU-06).

A branch has those members of the community's own Party organisation who live in its grid and work or study, the
retired who moved their membership to it, and members of branches at work who live there and reported in.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Int64s
from ..estates.mediators import RETIRED_MOVE
from ..parameters import Parameters
from ..place.residents import COMMUNITY_PARTY, ELDER, WORKPLACE_PARTY, Residents
from ..streams import RESIDENT, Stream
from ..volunteers.corps import REPORTS_IN

ELECTED = Stream("who sits on the Party committee", RESIDENT)
LEADS = Stream("who leads in a Party branch", RESIDENT)
KEEPS_OPEN_HOUSE = Stream("whose home is a member household", RESIDENT)


class Members(NamedTuple):
    """Members of all branches; one entry a member.

    Attributes:
        who: Rows of residents, in order.
        retired: Who moved their membership from where they worked.
        reported_in: Who belongs to a branch at work and reported in.
    """

    who: Int64s
    retired: Bools
    reported_in: Bools

    def take(self, which: Bools | Int64s) -> Members:
        """Some of them, or all in another order."""
        return Members(self.who[which], self.retired[which], self.reported_in[which])


def members(people: Residents, parameters: Parameters, seed: int) -> Members:
    """Who would belong to a branch, were there one in their grid."""
    party = people.party
    elder = people.age_band == ELDER
    everybody = np.flatnonzero(party > 0)
    levers = parameters.levers.party
    moves = RETIRED_MOVE.of(seed).at(everybody).uniform() < levers.retired_transfer_share
    reports = REPORTS_IN.of(seed).at(everybody).uniform() < levers.reporting_share
    retired = elder[everybody] & moves
    reported = (party[everybody] == WORKPLACE_PARTY) & ~elder[everybody] & reports
    at_home = (party[everybody] == COMMUNITY_PARTY) & ~elder[everybody]
    every = Members(everybody.astype(np.int64), retired, reported)
    return every.take(at_home | retired | reported)


def leaders(mine: Members, seed: int, group_members: float) -> Int64s:
    """Who leads a branch: the secretary first, then a leader for every so many members; the retired who moved first."""
    if not len(mine.who):
        return mine.who
    order = np.lexsort((LEADS.of(seed).at(mine.who).uniform(), mine.reported_in, ~mine.retired))
    count = 1 + int(len(mine.who) // max(group_members, 1.0))
    return np.asarray(mine.who[order[:count]])


def committee(here: Int64s, seed: int, seats: float) -> Int64s:
    """Who sits on a community's Party committee, of those registered there; fewer where there are fewer."""
    order = np.argsort(ELECTED.of(seed).at(here).uniform(), kind="stable")
    return np.asarray(here[order[: round(seats)]])


def week_hours(free: Floats, given: Floats, most: Floats | float) -> Floats:
    """Hours each member has for the branch this week: at most `most`, and no hour that is already given elsewhere.

    Args:
        free: Hours a week each could give to anything; shape (members,).
        given: Hours each gives this week as a volunteer, a steward, in a post; shape (members,).
        most: What a member, or a leader, gives a branch.
    """
    return np.asarray(np.minimum(np.maximum(free - given, 0.0), most))


def one_each(building: Int64s, uniforms: Floats) -> Int64s:
    """Places of one of each building, the luckiest; in order of luck, so that fewer are the first of more."""
    order = np.argsort(uniforms, kind="stable")
    _, first = np.unique(building[order], return_index=True)
    return np.asarray(order[np.sort(first)])
