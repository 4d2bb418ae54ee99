"""Turnout and approvals in votes on a community's projects; utility falls with distance from the voter's home.

The old, owners, Party members and those with much at stake vote more often; voting online raises turnout but hardly
changes who votes (S118). A ballot approves of every project above a utility, and of a few at least (B8.3, S116).
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
    """The residents who may vote in one community; shape (adults,) each.

    Attributes:
        resident: Their numbers in the district, the address of their random numbers.
        elder, owner, party, migrant, low_income: Their traits.
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
        row: Rows of the adults who vote, ascending; shape (voters,).
        share: Share of the adults who vote.
        difference: Standardised difference between voters and all adults, for each of `attendance.TRAITS` but the
            last; 0 where nobody votes. Average it over batches before taking its absolute value.
    """

    row: Int64s
    share: float
    difference: Floats

    @property
    def bias(self) -> float:
        """Mean size of the differences."""
        return float(np.abs(self.difference).mean())


class Odds(NamedTuple):
    """Assumptions of turnout: odds ratios of traits, and the chance of an adult without any of them."""

    attendance: AttendanceAssumptions
    ballots: BallotsAssumptions


def strong_interest(unmet_at_home: Floats, assumed: BallotsAssumptions) -> Bools:
    """Whether much is at stake for each adult, by unmet needs of the household in a year; shape (adults,)."""
    return np.asarray(unmet_at_home >= assumed.strong_needs)


def voting_chance(adults: Adults, call: Call, odds: Odds) -> Floats:
    """Probability that each adult votes, shape (adults,): odds ratios of the traits as at any open meeting."""
    return _chance_of(_affected(adults, odds), call, odds)


def _chance_of(adults: Affected, call: Call, odds: Odds) -> Floats:
    """The same of adults in the form that attendance at meetings uses."""
    levels = {"plain_chance": odds.ballots.plain_chance, "online_odds": odds.ballots.online_odds}
    return attendance_chance(adults, call, odds.attendance.model_copy(update=levels))


def who_votes(adults: Adults, call: Call, key: np.uint64, odds: Odds) -> Turnout:
    """Draw the adults who vote in one batch; with common random numbers a higher probability only adds voters.

    Args:
        adults: Those who may vote.
        call: Days of notice and whether one can vote online.
        key: `draws.voting_key` of the batch.
        odds: Assumptions of turnout.
    """
    affected = _affected(adults, odds)
    votes = draws_of(key).at(adults.resident).uniform() < _chance_of(affected, call, odds)
    traits = affected.traits()[: len(TRAITS) - 1]
    share = float(votes.mean()) if len(votes) else 0.0
    return Turnout(np.flatnonzero(votes), share, standard_difference(traits, votes))


def around_home(unmet: Floats, households: Floats) -> Floats:
    """Mean unmet needs of a household in a year; shape (cells, kinds), of `unmet`; 0 in cells without households."""
    return np.divide(unmet, households[:, None], out=np.zeros_like(unmet), where=households[:, None] > 0.0)


class Voters(NamedTuple):
    """Those who vote.

    Attributes:
        resident: Their numbers in the district; shape (voters,).
        cell: Cell of the district in which they live; shape (voters,).
        at_home: Unmet needs of their household in the past year, detected or not; shape (voters, kinds).
    """

    resident: Int64s
    cell: Int64s
    at_home: Floats


def utility(
    voters: Voters, around: Floats, listed: Proposals, place: Neighbourhood, assumed: BallotsAssumptions
) -> Floats:
    """Utility of each project to each voter, in unmet needs beside the home.

    (Own household's + a weight × a neighbouring household's unmet needs of its kind) × exp(-distance / reach) + taste.

    Args:
        voters: Those who vote.
        around: Unmet needs of a household in each cell of the place (`around_home`); shape (cells, kinds).
        listed: The projects on the list.
        place: Cells of the community and the distance decay between them.
        assumed: Assumptions of ballots.

    Returns:
        Utilities; shape (voters, projects).
    """
    # Rows of `around` and of `place.near` are cells of the place: of voters' homes (voters,) and projects (projects,).
    home = np.searchsorted(place.cell, voters.cell)
    there = np.searchsorted(place.cell, listed.cell)
    wanted = voters.at_home[:, listed.kind] + assumed.neighbours_weight * around[home][:, listed.kind]
    worth = wanted * place.near[home[:, None], there[None, :]]
    for column, key in enumerate(listed.key):
        worth[:, column] += assumed.taste_spread * tastes(key, voters.resident)
    return worth


def approvals(worth: Floats, assumed: BallotsAssumptions) -> Bools:
    """Approvals: every project above a utility, and the best few at least; shape (voters, projects), of `worth`.

    Where fewer projects than that are listed all are approved; of equals the first listed is approved first.
    """
    least = min(int(assumed.least_approvals), worth.shape[1])
    named = worth >= assumed.clearly_wanted
    best = np.argsort(-worth, axis=1, kind="stable")[:, :least]
    np.put_along_axis(named, best, True, axis=1)
    return np.asarray(named)


def _affected(adults: Adults, odds: Odds) -> Affected:
    """The adults in the form that attendance at meetings uses; the value at stake is strong or zero."""
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
