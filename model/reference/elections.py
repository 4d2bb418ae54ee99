"""The two rules that run in floats, told plainly in fractions: voter by voter, project by project, step by step.

`model/elections` must fund exactly the same projects in the same order; the tests hold it to that. Nothing here skips a
step of Add1 or keeps a price from before, so it is far too slow for a city.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from ..elections.election import Election


class Shares(NamedTuple):
    """What equal shares came to.

    Attributes:
        funded: Projects in the order chosen: what costs nothing, what shares paid for, what was left over.
        share: What each voter could spend in the end.
        payment: Largest payment of one voter for each project that shares paid for.
        purse: What each voter had left of the share.
    """

    funded: list[int]
    share: Fraction
    payment: dict[int, Fraction]
    purse: list[Fraction]


def equal_shares(election: Election) -> list[int]:
    """Equal shares with cost as utility, raised step by step, then filled up by votes."""
    return share_out(election).funded


def share_out(election: Election) -> Shares:
    """The same with everybody's books."""
    budget, costs = election.budget, election.cost.tolist()
    wanted = [one for one in range(election.projects) if election.votes[one]]
    by_votes = sorted(wanted, key=lambda one: int(election.tie_rank[one]))
    free, dear = [one for one in by_votes if costs[one] == 0], [one for one in by_votes if costs[one]]
    share = Fraction(budget, max(election.voters, 1))
    payment, purse = _buy(election, dear, share)
    while any(costs[one] <= budget - sum(costs[two] for two in payment) for one in dear if one not in payment):
        tried, left_over = _buy(election, dear, share + election.step)
        if sum(costs[one] for one in tried) > budget:
            break
        payment, purse, share = tried, left_over, share + election.step
    funded = free + list(payment)
    for one in by_votes:
        if one not in funded and costs[one] + sum(costs[other] for other in funded) <= budget:
            funded.append(one)
    return Shares(funded, share, payment, purse)


def _buy(election: Election, open_projects: list[int], share: Fraction) -> tuple[dict[int, Fraction], list[Fraction]]:
    """One pass: again and again the project that asks the smallest part of its cost of the one who pays most.

    Returns:
        The largest payment for each project bought, in order, and what each voter has left.
    """
    purse = [share] * election.voters
    supporters = {one: [int(voter) for voter in election.voter_of[election.approved == one]] for one in open_projects}
    bought: dict[int, Fraction] = {}
    while True:
        payment: dict[int, Fraction] = {}
        for one in open_projects:
            if one not in bought:
                asked = _payment([purse[voter] for voter in supporters[one]], int(election.cost[one]))
                if asked is not None:
                    payment[one] = asked
        if not payment:
            return bought, purse
        best = min(payment, key=lambda one: (payment[one] / int(election.cost[one]), int(election.tie_rank[one])))
        for voter in supporters[best]:
            purse[voter] -= min(purse[voter], payment[best])
        bought[best] = payment[best]


def _payment(purses: list[Fraction], cost: int) -> Fraction | None:
    """What everyone pays who can, so that together with all that the others have it makes up the cost."""
    missing = Fraction(cost)
    for place, purse in enumerate(sorted(purses)):
        if purse * (len(purses) - place) >= missing:
            return missing / (len(purses) - place)
        missing -= purse
    return None


def phragmen(election: Election) -> list[int]:
    """Sequential Phragmén: next comes whoever's voters have earned the cost first; what does not fit ends it."""
    spent_at = [Fraction(0)] * election.voters
    left, funded = election.budget, list[int]()
    cost = [Fraction(int(each)) for each in election.cost]
    taking_part = [one for one in range(election.projects) if election.votes[one] and election.cost[one] <= left]
    supporters = {one: election.voter_of[election.approved == one].tolist() for one in range(election.projects)}
    while True:
        moment = {
            one: sum((spent_at[voter] for voter in supporters[one]), cost[one]) / len(supporters[one])
            for one in taking_part
            if one not in funded
        }
        tied = [one for one in moment if moment[one] == min(moment.values())]
        if not tied or any(election.cost[one] > left for one in tied):
            return funded
        best = min(tied, key=lambda one: int(election.tie_rank[one]))
        for voter in supporters[best]:
            spent_at[voter] = moment[best]
        left -= int(election.cost[best])
        funded.append(best)
