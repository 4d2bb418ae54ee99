"""Conditions that a district sets on any rule: money kept for one kind of project, and how dear a kind may be."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np

from .election import Election
from .outcome import Outcome, Reason

Decide = Callable[[Election], Outcome]


def earmark(decide: Decide, share: float | Fraction, category: str) -> Decide:
    """Keep at least a share of the money for one kind of project (YT-12: a quarter for activities).

    The rule first gives out the earmarked part among projects of that kind, then the other part among all that are not
    funded yet. Earmarked money that found no project is given to nobody: it is there for that kind the next time. Each
    time everybody votes afresh with the ballots cast: whoever helped to pay in the first round starts the second with a
    full share of what is left.

    Args:
        decide: Any rule.
        share: Part of the budget, between 0 and 1, rounded down to a whole unit of money.
        category: The kind it is kept for.
    """
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"a share lies between 0 and 1, not {share}")

    def decided(election: Election) -> Outcome:
        kept = np.array([one == category for one in election.category], np.bool_)
        if share == 0.0:
            return decide(election)
        set_aside = int(Fraction(str(share)) * election.budget)
        part, numbers = election.only(kept, set_aside)
        first = decide(part)
        done = [int(numbers[project]) for project in first.funded]
        open_still = np.ones(election.projects, np.bool_)
        open_still[done] = False
        rest, rest_numbers = election.only(open_still, election.budget - set_aside)
        second = decide(rest)
        reasons: dict[int, Reason] = {
            project: dataclasses.replace(first.reasons[place], earmarked=True)
            for place, project in enumerate(numbers.tolist())
            if open_still[project] == 0
        }
        for place, project in enumerate(rest_numbers.tolist()):
            reasons[project] = _after(second.reasons[place], len(done), int(election.cost[project]), election.budget)
        funded = (*done, *(int(rest_numbers[project]) for project in second.funded))
        in_order = tuple(reasons[project] for project in range(election.projects))
        return Outcome(funded, in_order, first.spent + second.spent, second.share)

    return decided


def cap_costs(decide: Decide, most: Mapping[str, int]) -> Decide:
    """Take projects off the ballot that cost more than one of their kind may (B5: works and services have caps).

    Args:
        decide: Any rule.
        most: For each kind with a cap, the most that one project may cost, in units of money; the kind `""` stands for
            every kind that is not named.
    """

    def decided(election: Election) -> Outcome:
        kinds = election.category or ("",) * election.projects
        limit = [most.get(kind, most.get("")) for kind in kinds]
        costs = election.cost.tolist()
        over = np.array([cap is not None and cost > cap for cap, cost in zip(limit, costs, strict=True)], np.bool_)
        part, numbers = election.only(~over, election.budget)
        outcome = decide(part)
        reasons = {
            int(project): Reason("over_cap", int(election.votes[project]), limit=limit[project])
            for project in np.flatnonzero(over)
        }
        reasons |= {int(numbers[place]): reason for place, reason in enumerate(outcome.reasons)}
        funded = tuple(int(numbers[project]) for project in outcome.funded)
        in_order = tuple(reasons[project] for project in range(election.projects))
        return Outcome(funded, in_order, outcome.spent, outcome.share)

    return decided


def _after(reason: Reason, before: int, cost: int, budget: int) -> Reason:
    """A reason of the second round, told in steps of both; dearer than what was left is not dearer than the budget."""
    if reason.code == "dearer_than_budget" and cost <= budget:
        return dataclasses.replace(reason, code="not_enough_left")
    return reason if reason.step is None else dataclasses.replace(reason, step=reason.step + before)
