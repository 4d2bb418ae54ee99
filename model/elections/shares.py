"""Equal shares: every voter holds the same part of the money, and projects are bought by those who want them.

The method of equal shares with cost as utility, made to spend more by raising everyone's share step by step (Add1)
and, when that would overspend, by filling up with what has most votes (D. Peters, G. Pierczyński, P. Skowron,
"Proportional participatory budgeting with additive utilities", NeurIPS 2021; completion as on equalshares.net).

**Add1 without trying every step.** What is bought may change back and forth as the share rises, so halving the
interval would be wrong. But one pass can tell how far the share may rise before it could buy anything else. As long as
the same projects are bought by the same voters in full, every purse is a straight line in the share. The payment that
a project asks for is then a convex function of the share, so its tangent bounds it from below; a pass stays the same
until a tangent crosses the line of a project bought instead of it, a voter's purse crosses a payment he makes, or
voters who could not afford a project come to. Steps before the first such crossing are skipped, and nothing else is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ..arrays import Floats, Int64s
from .buying import CONTENDERS, FINISHED, PROJECT_UNSURE, buy
from .election import Election
from .exactly import Ledger, Line
from .outcome import Outcome, Reason, down_the_list
from .purses import (
    ERROR,
    IN_DOUBT,
    IN_HEAP,
    LEFT,
    MEMBERS,
    NEVER,
    PAYING,
    ROUNDING,
    SLOPE,
    STEPS,
    Ballots,
    Purses,
    full_purses,
    remove,
    sink,
)

SURE = 1.0 - 1e-6  # a crossing is looked for this much before where floats put it


@dataclass(frozen=True, slots=True, eq=False)
class Pass:
    """What one pass bought.

    Attributes:
        chosen: Projects in the order in which they were bought.
        payment: Largest payment for each of them.
        spent: What they cost together.
        purses: What voters have left.
        steps: By how many steps the share may rise without changing any of it; None for as many as one likes.
    """

    chosen: list[int]
    payment: list[float]
    spent: int
    purses: Purses
    steps: int | None


def equal_shares(election: Election) -> Outcome:
    """Equal shares with cost as utility, completed by Add1 and then by votes.

    A project that costs nothing is funded if anybody approves of it. Voters who approve of nothing count when the money
    is divided. Add1 raises the share by `election.step` until a pass leaves no project affordable or overspends; the
    last pass within the budget holds. What is still left goes down the list of votes.
    """
    votes, costs = election.votes, election.cost
    free = np.flatnonzero((votes > 0) & (costs == 0))
    remaining = np.flatnonzero((votes > 0) & (costs > 0))
    taken = {
        int(project): Reason("free", int(votes[project]), step=number + 1)
        for number, project in enumerate(free[np.argsort(election.tie_rank[free])])
    }
    share = Fraction(election.budget, max(election.voters, 1))
    left = np.zeros(election.projects)
    if len(remaining):
        market = Market(election, remaining)
        last, share = market.add_one(share)
        left = market.left(last)
        for project, payment in zip(last.chosen, last.payment, strict=True):
            effective = int(costs[project]) / payment
            taken[project] = Reason(
                code="funded_shares",
                votes=int(votes[project]),
                step=len(taken) + 1,
                left=None,
                effective_votes=effective,
                most_paid=payment,
            )
    by_votes = np.argsort(election.tie_rank, kind="stable")
    outcome = down_the_list(election, by_votes[votes[by_votes] > 0], taken, rest=True)
    reasons = tuple(_out_of_purse(reason, float(left[project])) for project, reason in enumerate(outcome.reasons))
    return Outcome(outcome.funded, reasons, outcome.spent, float(share))


def _out_of_purse(reason: Reason, supporters_left: float) -> Reason:
    """A project that could be paid for neither by its voters nor out of what was left over at the end."""
    if reason.code != "not_enough_left":
        return reason
    return replace(reason, code="supporters_spent", supporters_left=supporters_left)


class Market:
    """Voters of one election, ready for pass after pass."""

    def __init__(self, election: Election, remaining: Int64s) -> None:
        self.election = election
        self.remaining = remaining
        self.ballots, self.rows = group_ballots(election)
        self.costs = election.cost.tolist()
        self.guess = election.cost / np.maximum(election.votes, 1)

    def add_one(self, share: Fraction) -> tuple[Pass, Fraction]:
        """The last pass within the budget as the share is raised step by step, and its share."""
        step, budget = self.election.step, self.election.budget
        kept = self.buy_all(share)
        held = share
        while not self._exhausted(kept) and kept.steps is not None:
            share += (kept.steps + 1) * step
            tried = self.buy_all(share)
            if tried.spent > budget:
                held += kept.steps * step  # the steps skipped were within the budget, and payments move with the share
                return (self.buy_all(held) if kept.steps else kept), held
            kept, held = tried, share
        return kept, held

    def _exhausted(self, done: Pass) -> bool:
        """Whether no project that anybody approves of would still fit into the budget."""
        out = np.ones(len(self.costs), np.bool_)
        out[self.remaining] = False
        out[done.chosen] = True
        return bool(out.all()) or int(self.election.cost[~out].min()) > self.election.budget - done.spent

    def buy_all(self, share: Fraction) -> Pass:
        """One pass with this share for everyone."""
        purses = full_purses(self.ballots, self.remaining, float(share), self.guess)
        ledger = Ledger(self.ballots, purses, self.rows, share)
        while True:
            asked = buy(self.ballots, purses, float(self.election.step))
            if asked == FINISHED:
                break
            if asked == PROJECT_UNSURE:
                self._look_exactly(purses, ledger)
            elif asked == CONTENDERS:
                self._choose_exactly(purses, ledger)
            else:
                self._pay_exactly(purses, ledger)
        self.guess = purses.payment
        chosen = purses.chosen[: purses.counts[STEPS]].tolist()
        room = max(float(purses.limit[0]), 0.0) * SURE / self.election.step
        steps = None if np.isinf(room) else int(room)
        spent = sum(self.costs[project] for project in chosen)
        return Pass(chosen, purses.payment[chosen].tolist(), spent, purses, steps)

    def left(self, done: Pass) -> Floats:
        """For each project of the election, what its voters have left together."""
        project = np.repeat(np.arange(len(self.costs)), np.diff(self.ballots.start))
        purse = done.purses.purse[self.ballots.group]
        together = np.bincount(project, purse[:, LEFT] * purse[:, MEMBERS], len(self.costs))
        return together.astype(np.float64)

    def _look_exactly(self, purses: Purses, ledger: Ledger) -> None:
        """Settle in fractions what one project costs its voters, or that they cannot pay."""
        project = int(purses.contenders[0])
        place = int(np.flatnonzero(purses.heap[: purses.counts[IN_HEAP]] == project)[0])
        price = ledger.price(project, known=False)
        if price is None:
            value, slope = ledger.total(ledger.supporters(project), int(purses.counts[STEPS]))
            if slope > 0:
                lower_limit(purses, (self.costs[project] - value) / slope)
            remove(purses, self.ballots.rank, place)
            return
        self._note(purses, project, price)
        sink(purses, self.ballots.rank, place)

    def _choose_exactly(self, purses: Purses, ledger: Ledger) -> None:
        """Settle in fractions which of several projects is bought; exact ties go by votes, cost and name."""
        contenders = purses.contenders[: purses.counts[IN_DOUBT]].tolist()
        prices: dict[int, Line] = {}
        for project in contenders:
            price = ledger.price(project, known=True)
            assert price is not None, "its voters were found able to pay"
            prices[project] = price
        best = min(contenders, key=lambda one: (prices[one][0] / self.costs[one], self.ballots.rank[one]))
        level, slope = (part / self.costs[best] for part in prices[best])
        for project in contenders:
            place = int(np.flatnonzero(purses.heap[: purses.counts[IN_HEAP]] == project)[0])
            self._note(purses, project, prices[project])
            if project == best:
                remove(purses, self.ballots.rank, place)
                continue
            sink(purses, self.ballots.rank, place)
            theirs, falling = (part / self.costs[project] for part in prices[project])
            if falling < slope:
                lower_limit(purses, (theirs - level) / (slope - falling))
        purses.counts[PAYING] = best

    def _note(self, purses: Purses, project: int, price: Line) -> None:
        """Keep an exact price as the narrowest bounds that floats allow."""
        cost = self.costs[project]
        level = float(price[0] / cost)
        purses.lower[project] = max(purses.lower[project], np.nextafter(level, 0.0))
        purses.upper[project] = np.nextafter(level, np.inf)
        purses.tangent[project] = float(price[1] / cost)
        purses.payment[project], purses.payment_slope[project] = float(price[0]), float(price[1])
        purses.blur[project] = ROUNDING * float(price[0])
        purses.seen[project] = purses.counts[STEPS]

    def _pay_exactly(self, purses: Purses, ledger: Ledger) -> None:
        """Let the voters of a project pay where fractions must tell who empties his purse."""
        project, step = int(purses.counts[PAYING]), int(purses.counts[STEPS])
        price = ledger.price(project, known=True)
        assert price is not None, "its voters were found able to pay"
        groups = ledger.supporters(project)
        near = float(purses.blur[project]) + purses.purse[groups, ERROR]
        close = np.abs(purses.purse[groups, LEFT] - float(price[0])) <= near
        for group in groups[close].tolist():
            left, slope = ledger.purse(group)
            gap, steeper = left - price[0], slope - price[1]
            if gap * steeper < 0 or (gap == 0 and steeper > 0):
                lower_limit(purses, abs(gap) / abs(steeper))
            if gap <= 0:
                purses.purse[group], purses.emptied[group] = 0.0, step
            else:
                purses.purse[group, :MEMBERS] = float(gap), ROUNDING * float(gap), float(steeper)
        self._pay_rest(purses, groups[~close], project)
        purses.bought[project], purses.chosen[step] = step, project
        purses.counts[STEPS], purses.counts[PAYING] = step + 1, NEVER

    def _pay_rest(self, purses: Purses, groups: Int64s, project: int) -> None:
        """The clear cases pay as they do elsewhere."""
        purse = purses.purse[groups]
        gap, steeper = purse[:, LEFT] - purses.payment[project], purse[:, SLOPE] - purses.payment_slope[project]
        closing = gap * steeper < 0.0
        if closing.any():
            room = np.abs(gap[closing]) - purses.blur[project] - purse[closing, ERROR]
            purses.limit[0] = min(purses.limit[0], float((room / np.abs(steeper[closing])).min()))
        rich = gap > 0.0
        purse[:, LEFT], purse[:, SLOPE] = gap, steeper
        purse[:, ERROR] += purses.blur[project] + ROUNDING * gap
        purses.purse[groups] = np.where(rich[:, np.newaxis], purse, 0.0)
        purses.emptied[groups[~rich]] = purses.counts[STEPS]


def lower_limit(purses: Purses, room: Fraction) -> None:
    """The share may rise by no more than this without changing what is bought."""
    purses.limit[0] = min(float(purses.limit[0]), float(room))


def group_ballots(election: Election) -> tuple[Ballots, tuple[Int64s, Int64s]]:
    """Voters with the same ballot as one group: who approves of each project, and what each group approves of."""
    order = np.lexsort((election.approved, election.voter_of))
    approved, start = election.approved[order], election.start
    number: dict[bytes, int] = {}
    firsts: list[int] = []
    group_of = np.empty(election.voters, np.int64)
    for voter in range(election.voters):
        ballot = approved[start[voter] : start[voter + 1]].tobytes()
        if ballot not in number:
            number[ballot] = len(number)
            firsts.append(voter)
        group_of[voter] = number[ballot]
    # Ballots of the groups one after the other, shape (approvals of groups,), and the same turned round by project.
    length = np.diff(start)[firsts]
    row_start = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    rows = [approved[start[voter] : start[voter + 1]] for voter in firsts]
    row_project = np.concatenate(rows) if rows else np.empty(0, np.int64)
    by_project = np.argsort(row_project, kind="stable")
    group = np.repeat(np.arange(len(firsts)), length)[by_project]
    counts = np.bincount(row_project, minlength=election.projects)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    # Projects that cost the same and have the same supporters are one to the rule: their number as twins.
    twins: dict[tuple[int, bytes], int] = {}
    costs = election.cost.tolist()
    twin = [
        twins.setdefault((costs[one], group[starts[one] : starts[one + 1]].tobytes()), len(twins))
        for one in range(election.projects)
    ]
    weight = np.bincount(group_of, minlength=len(firsts)).astype(np.int64)
    names = Ballots(
        start=starts,
        group=group,
        weight=weight,
        cost=election.cost,
        votes=election.votes,
        rank=election.tie_rank,
        twin=np.array(twin, np.int64),
    )
    return names, (row_start, row_project)
