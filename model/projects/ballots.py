"""Who votes on a community's projects, and for what: for what is unmet at home and next door, and not far away.

Those who vote are the old, owners, Party members and those with much at stake before others; an online door brings more
of much the same sort (S118). A ballot names everything clearly wanted, and the three best at least (B8.3, S116).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Int64s
from ..deliberation.attendance import TRAITS, Affected, Call, attendance_chance, standard_difference
from ..parameters.assumptions.attendance import AttendanceAssumptions
from ..parameters.assumptions.ballots import BallotsAssumptions
from ..streams import draws_of
from .draws import tastes
from .neighbourhood import Neighbourhood
from .proposals import Proposals


@dataclass(frozen=True, slots=True, eq=False)
class Adults:
    """The residents who may vote in one community; one row each.

    Attributes:
        resident: Their numbers in the district, the address of their random numbers.
        elder, owner, party, migrant, low_income: What they are.
        strong: Whether much is at stake for them (`strong_interest`).
    """

    resident: Int64s
    elder: Bools
    owner: Bools
    party: Bools
    migrant: Bools
    low_income: Bools
    strong: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Turnout:
    """Who votes in one batch.

    Attributes:
        row: Rows of the adults who vote, ascending.
        share: Share of the adults who vote.
        difference: For each of `attendance.TRAITS` but the last, how far those who vote differ from all adults, in
            standard deviations; 0 where nobody votes. Average it over batches before taking its size.
    """

    row: Int64s
    share: float
    difference: Floats

    @property
    def bias(self) -> float:
        """Mean size of the differences."""
        return float(np.abs(self.difference).mean())


class Odds(NamedTuple):
    """How much likelier some come than others, and how likely a plain adult does."""

    attendance: AttendanceAssumptions
    ballots: BallotsAssumptions


def strong_interest(unmet_at_home: Floats, assumed: BallotsAssumptions) -> Bools:
    """Whether much is at stake for each adult: needs unmet at home in a year, of kinds that projects can address."""
    return np.asarray(unmet_at_home >= assumed.strong_needs)


def voting_chance(adults: Adults, call: Call, odds: Odds) -> Floats:
    """Chance of each adult to vote: odds of the traits as at any open meeting, notice and online moving all alike."""
    levels = {"plain_chance": odds.ballots.plain_chance, "online_odds": odds.ballots.online_odds}
    return attendance_chance(_affected(adults, odds), call, odds.attendance.model_copy(update=levels))


def who_votes(adults: Adults, call: Call, key: np.uint64, odds: Odds) -> Turnout:
    """The adults who vote in one batch; `key` is `draws.voting_key`. More chance only adds voters."""
    votes = draws_of(key).at(adults.resident).uniform() < voting_chance(adults, call, odds)
    traits = _affected(adults, odds).traits()[: len(TRAITS) - 1]
    share = float(votes.mean()) if len(votes) else 0.0
    return Turnout(np.flatnonzero(votes), share, standard_difference(traits, votes))


def around_home(unmet: Floats, households: Floats) -> Floats:
    """Unmet needs of a year that a household has on average, by cell and kind; what neighbours know of each other."""
    return np.divide(unmet, households[:, None], out=np.zeros_like(unmet), where=households[:, None] > 0.0)


class Voters(NamedTuple):
    """Those who vote; one row each.

    Attributes:
        resident: Their numbers in the district.
        cell: Where they live: a cell of the district.
        at_home: Unmet needs of their household in the past year, heard or not; shape (voters, kinds).
    """

    resident: Int64s
    cell: Int64s
    at_home: Floats


def utility(
    voters: Voters, around: Floats, listed: Proposals, place: Neighbourhood, assumed: BallotsAssumptions
) -> Floats:
    """What each project is worth to each voter, in unmet needs next door; shape (voters, projects).

    (Own household's + a weight × a neighbouring household's unmet needs of its kind) × exp(-distance / reach) + taste.

    Args:
        around: Unmet needs of a household in each cell of the place (`around_home`); shape (cells, kinds).
    """
    home = np.searchsorted(place.cell, voters.cell)
    there = np.searchsorted(place.cell, listed.cell)
    wanted = voters.at_home[:, listed.kind] + assumed.neighbours_weight * around[home][:, listed.kind]
    worth = wanted * place.near[home[:, None], there[None, :]]
    for column, key in enumerate(listed.key):
        worth[:, column] += assumed.taste_spread * tastes(key, voters.resident)
    return worth


def approvals(worth: Floats, assumed: BallotsAssumptions) -> Bools:
    """What each ballot names: everything clearly wanted, and the best few at least; shape (voters, projects).

    Where fewer projects than that are listed all are named; of equals the first listed is named first.
    """
    least = min(int(assumed.least_approvals), worth.shape[1])
    named = worth >= assumed.clearly_wanted
    best = np.argsort(-worth, axis=1, kind="stable")[:, :least]
    np.put_along_axis(named, best, True, axis=1)
    return np.asarray(named)


def _affected(adults: Adults, odds: Odds) -> Affected:
    """The adults as a meeting sees those it affects; what is at stake is strong or nothing."""
    return Affected(
        household=adults.resident,
        elder=adults.elder,
        owner=adults.owner,
        party=adults.party,
        migrant=adults.migrant,
        low_income=adults.low_income,
        reserved=np.zeros((0, len(adults.resident)), np.bool_),
        value=np.where(adults.strong, odds.attendance.strong_interest_yuan, 0.0),
    )
