"""Sequential Phragmén: voters earn money at the same pace and buy a project as soon as they can pay for it together.

The rule ends when a project could be paid for next but does not fit into what is left of the budget, as in the
literature and in pabutools; so money may stay unspent although something cheaper would fit.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ..arrays import Int64s
from .election import Election
from .loads import Earners, next_up, spend
from .outcome import Outcome, Reason, too_dear


def phragmen(election: Election) -> Outcome:
    """Fund projects in the order in which their voters have earned them, until the next one does not fit.

    Projects dearer than the whole budget do not take part. If any of several projects that come at the same moment
    does not fit, the rule ends; otherwise the one with more votes is first, then the cheaper, then by name. A project
    without votes is never reached.
    """
    votes, costs = election.votes, election.cost.tolist()
    earners = _earners(election)
    moments = _Moments(election, earners)
    left, funded, stopped = election.budget, dict[int, Reason](), set[int]()
    while count := next_up(earners):
        tied, when = moments.earliest(earners.asked[:count])
        stopped = {project for project in tied if costs[project] > left}
        if stopped:
            break
        project = min(tied, key=lambda one: int(election.tie_rank[one]))
        funded[project] = Reason("funded_load", int(votes[project]), step=len(funded) + 1, left=left)
        moments.spend(project, when)
        left -= costs[project]
    reasons = []
    for project in range(election.projects):
        if project in funded:
            reasons.append(funded[project])
        elif project in stopped:
            reasons.append(Reason("stopped_here", int(votes[project]), left=left))
        elif not votes[project]:
            reasons.append(Reason("no_votes", 0))
        elif costs[project] > election.budget:
            reasons.append(too_dear(election, project, left))
        else:
            reasons.append(Reason("not_reached", int(votes[project]), left=left))
    return Outcome(tuple(funded), tuple(reasons), election.budget - left)


def _earners(election: Election) -> Earners:
    """Initial state: voters have earned and spent nothing."""
    # Approvals sorted by project: voters of project p are voter[start[p]:start[p + 1]]; shape (approvals,).
    order = np.argsort(election.approved, kind="stable")
    votes = election.votes
    alone = election.cost / np.maximum(votes, 1)
    taking_part = (votes > 0) & (election.cost <= election.budget)
    return Earners(
        start=np.concatenate([[0], np.cumsum(votes)]).astype(np.int64),
        voter=election.voter_of[order],
        cost=election.cost,
        rank=election.tie_rank,
        open=taking_part.astype(np.int64),
        moment=np.zeros(election.voters),
        error=np.zeros(election.voters),
        last=np.full(election.voters, -1, np.int64),
        lower=alone * (1.0 - 1e-15),
        upper=alone * (1.0 + 1e-15),
        fresh=np.zeros(election.projects, np.int64),
        stamp=np.full(election.projects, -1, np.int64),
        asked=np.empty(election.projects, np.int64),
    )


class _Moments:
    """When projects were bought, in fractions where floats cannot tell two moments apart."""

    def __init__(self, election: Election, earners: Earners) -> None:
        self.earners = earners
        self.costs = election.cost.tolist()
        self.votes = election.votes.tolist()
        self.bought: list[tuple[int, Int64s, Int64s]] = []
        self.known: list[Fraction] = []
        self.found: dict[int, tuple[int, Fraction]] = {}

    def earliest(self, asked: Int64s) -> tuple[list[int], tuple[float, float]]:
        """The projects that come first, at exactly the same moment; and that moment with its error."""
        projects = asked.tolist()
        if len(projects) > 1:
            exact = {project: self._exactly(project) for project in projects}
            first = min(exact.values())
            projects = [project for project in projects if exact[project] == first]
            return projects, (float(first), 2.3e-16 * float(first))
        low, high = self.earners.lower[projects[0]], self.earners.upper[projects[0]]
        middle = (low + high) / 2.0
        return projects, (middle, (high - low) / 2.0 + 2.3e-16 * middle)

    def spend(self, project: int, when: tuple[float, float]) -> None:
        """The voters of a project buy it."""
        self.bought.append(self._past(project))
        spend(self.earners, project, len(self.bought) - 1, *when)

    def _exactly(self, project: int) -> Fraction:
        """The moment of one project, worked out again only if any of its voters spent since."""
        stamp = int(self.earners.stamp[project])
        found = self.found.get(project)
        if found is None or found[0] != stamp:
            found = self.found[project] = stamp, self._moment(*self._past(project))
        return found[1]

    def _past(self, project: int) -> tuple[int, Int64s, Int64s]:
        """A project with the steps at which its voters last spent everything, and how many did at each."""
        first, last = self.earners.start[project], self.earners.start[project + 1]
        steps, count = np.unique(self.earners.last[self.earners.voter[first:last]], return_counts=True)
        return project, steps[steps >= 0], count[steps >= 0]

    def _moment(self, project: int, steps: Int64s, count: Int64s) -> Fraction:
        """When the voters of a project will have earned its cost on top of what they spent."""
        while steps.size and len(self.known) <= int(steps.max()):
            self.known.append(self._moment(*self.bought[len(self.known)]))
        spent = sum(
            (number * self.known[step] for step, number in zip(steps.tolist(), count.tolist(), strict=True)),
            Fraction(self.costs[project]),
        )
        return Fraction(spent / self.votes[project])
