"""Rules that go down a list: the one the staff drew up, the one votes make, and the one votes per yuan make."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from .election import Election
from .outcome import Outcome, down_the_list


def staff_list(election: Election) -> Outcome:
    """The staff's ranking from the top; what the money no longer covers is passed over and the next one tried.

    Votes play no part, so a project that nobody approves of may be funded.
    """
    ranking = np.arange(election.projects) if election.ranking is None else election.ranking
    return down_the_list(election, np.lexsort((election.tie_rank, ranking)), {})


def greedy(election: Election) -> Outcome:
    """Most votes first, passing over what no longer fits: how most cities that vote on projects count.

    It is the greedy rule for utility measured by cost, since a vote then weighs cost over cost. Equal votes go to the
    cheaper project, then by name. A project without votes is not funded, even if money is left.
    """
    order = np.argsort(election.tie_rank, kind="stable")
    return down_the_list(election, order[election.votes[order] > 0], {})


def greedy_per_cost(election: Election) -> Outcome:
    """Most votes per yuan first: the greedy rule for utility measured by the number of projects."""
    votes, costs, rank = election.votes.tolist(), election.cost.tolist(), election.tie_rank.tolist()

    def place(project: int) -> tuple[bool, Fraction, int]:
        dear = costs[project] > 0
        return dear, Fraction(-votes[project], costs[project]) if dear else Fraction(0), rank[project]

    return down_the_list(election, sorted(np.flatnonzero(election.votes > 0).tolist(), key=place), {})
