"""What came of a vote on projects: which are paid for, in which order, and for each project why or why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..arrays import Bools, Int64s
from .election import Election

Code = Literal[
    "funded",
    "funded_shares",
    "funded_load",
    "funded_rest",
    "free",
    "no_votes",
    "dearer_than_budget",
    "not_enough_left",
    "supporters_spent",
    "stopped_here",
    "not_reached",
    "over_cap",
]
"""Why a project is paid for or not; words for a page are found by these codes.

`funded`: its turn came while the money lasted. `funded_shares`: its voters paid for it out of their equal shares.
`funded_load`: its voters had earned enough first. `funded_rest`: out of what equal shares left over. `free`: it costs
nothing and somebody wants it. `no_votes`: nobody approves of it. `dearer_than_budget`: no money of this vote could pay
for it. `not_enough_left`: when its turn came it cost more than was left. `supporters_spent`: under equal shares it cost
more than its voters had left of their shares together, and more than was left over in the end. `stopped_here`: it was
next, did not fit, and the rule ends there. `not_reached`: the rule had ended before. `over_cap`: dearer than a project
of its kind may be.
"""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one project is paid for or not; figures that do not bear on the reason are absent.

    Attributes:
        code: What decided.
        votes: Voters who approve of it.
        step: For a funded project, when it was chosen, counted from 1.
        left: Money left when its turn came.
        effective_votes: Under equal shares, votes after counting those less who could not pay their part: the cost
            divided by the largest payment.
        most_paid: The largest payment of one voter, in units of money.
        supporters_left: Under equal shares, what its voters had left of their shares together.
        limit: The cap that it exceeds.
        earmarked: Whether this was settled out of earmarked money.
    """

    code: Code
    votes: int
    step: int | None = None
    left: int | None = None
    effective_votes: float | None = None
    most_paid: float | None = None
    limit: int | None = None
    supporters_left: float | None = None
    earmarked: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What came of it.

    Attributes:
        funded: Numbers of the funded projects, in the order in which they were chosen.
        reasons: One for each project, in the order of the projects.
        spent: What the funded projects cost together.
        share: Under equal shares, what each voter could spend in the end, in units of money; above the voter's part of
            the budget where Add1 raised it.
    """

    funded: tuple[int, ...]
    reasons: tuple[Reason, ...]
    spent: int
    share: float | None = None

    def is_funded(self) -> Bools:
        """For each project, whether it is paid for."""
        chosen = np.zeros(len(self.reasons), np.bool_)
        chosen[list(self.funded)] = True
        return chosen


def down_the_list(
    election: Election, order: Sequence[int] | Int64s, taken: dict[int, Reason], rest: bool = False
) -> Outcome:
    """Fund down a list while the money lasts; what no longer fits is passed over, not the end of it.

    Args:
        election: The election.
        order: Every project whose turn comes, first to last; one that nobody approves of may be left out.
        taken: What was funded before, in order; its costs are spent already.
        rest: Whether the list shares out what another rule left over.
    """
    costs, votes = election.cost.tolist(), election.votes.tolist()
    left = election.budget - sum(costs[project] for project in taken)
    reasons, funded = dict(taken), list(taken)
    for project in order:
        number = int(project)
        if number in taken:
            continue
        if costs[number] <= left:
            funded.append(number)
            code: Code = "funded_rest" if rest else "funded"
            reasons[number] = Reason(code, votes[number], step=len(funded), left=left)
            left -= costs[number]
        else:
            reasons[number] = too_dear(election, number, left)
    for number in range(election.projects):
        reasons.setdefault(number, Reason("no_votes", votes[number]))
    return Outcome(tuple(funded), tuple(reasons[number] for number in range(election.projects)), election.budget - left)


def too_dear(election: Election, project: int, left: int) -> Reason:
    """A project that costs more than there is, or than is left."""
    votes = int(election.votes[project])
    if election.cost[project] > election.budget:
        return Reason("dearer_than_budget", votes, left=election.budget)
    return Reason("not_enough_left", votes, left=left)
