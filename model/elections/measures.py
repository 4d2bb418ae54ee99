"""How fairly a vote spread the money: who got anything, and how evenly it fell on those who voted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Floats
from .election import Election
from .outcome import Outcome


@dataclass(frozen=True, slots=True)
class Measures:
    """What a vote did for its voters; shares lie between 0 and 1, and what needs voters is absent without any.

    Attributes:
        funded: Projects paid for.
        spent: Money spent, in the unit of the election.
        spent_share: Part of the budget spent.
        spent_per_voter: Money spent for each voter.
        voters_with_project_share: Voters who approve of at least one funded project.
        approved_spending_share: Part of the money spent that a voter approves of, mean over voters.
        entitlement_met_share: How much of an equal part of the budget is spent on what a voter wants, mean over voters,
            nobody counted above 1. Each funded project counts in equal parts for those who approve of it. Spending all
            of the budget in proportion gives 1.
        spending_gini: Gini coefficient of those parts over voters: 0 if all got the same, near 1 if few got all.
    """

    funded: int
    spent: int
    spent_share: float | None
    spent_per_voter: float | None
    voters_with_project_share: float | None
    approved_spending_share: float | None
    entitlement_met_share: float | None
    spending_gini: float | None


def measure(election: Election, outcome: Outcome) -> Measures:
    """Measure one outcome."""
    spent_share = outcome.spent / election.budget if election.budget else None
    if not election.voters:
        return Measures(
            funded=len(outcome.funded),
            spent=outcome.spent,
            spent_share=spent_share,
            spent_per_voter=None,
            voters_with_project_share=None,
            approved_spending_share=None,
            entitlement_met_share=None,
            spending_gini=None,
        )
    chosen = outcome.is_funded()[election.approved] if len(election.approved) else np.empty(0, np.bool_)
    project, voter = election.approved[chosen], election.voter_of[chosen]
    count = np.bincount(voter, minlength=election.voters)
    approved = np.bincount(voter, weights=election.cost[project], minlength=election.voters)
    part = np.bincount(voter, weights=election.cost[project] / election.votes[project], minlength=election.voters)
    entitled = election.budget / election.voters
    return Measures(
        funded=len(outcome.funded),
        spent=outcome.spent,
        spent_share=spent_share,
        spent_per_voter=outcome.spent / election.voters,
        voters_with_project_share=float((count > 0).mean()),
        approved_spending_share=float(approved.mean() / outcome.spent) if outcome.spent else None,
        entitlement_met_share=float(np.minimum(part / entitled, 1.0).mean()) if entitled else None,
        spending_gini=gini(part.astype(np.float64)),
    )


def spent_on(election: Election, outcome: Outcome, project: int) -> dict[int, float]:
    """Under equal shares, what the voters of a project spent of their shares, and on which others; most first.

    Who cannot pay the largest payment pays all that he has, so shares and largest payments tell everything.

    Args:
        election: The election.
        outcome: What `equal_shares` made of it, without any condition.
        project: The project.
    """
    purse = np.full(election.voters, outcome.share or 0.0)
    voters = election.voter_of[election.approved == project]
    spent: dict[int, float] = {}
    for other in outcome.funded:
        payment = outcome.reasons[other].most_paid
        if payment is not None:
            payers = election.voter_of[election.approved == other]
            before = float(purse[voters].sum())
            purse[payers] -= np.minimum(purse[payers], payment)
            spent[other] = before - float(purse[voters].sum())
    worth = (outcome.share or 0.0) * 1e-9
    return {one: spent[one] for one in sorted(spent, key=lambda one: -spent[one]) if spent[one] > worth}


def gini(amount: Floats) -> float | None:
    """Gini coefficient of amounts of 0 or more; absent where there is nothing to share."""
    total = float(amount.sum())
    if total <= 0.0:
        return None
    place = np.arange(1, len(amount) + 1)
    return float((2.0 * place - len(amount) - 1.0) @ np.sort(amount) / (len(amount) * total))
