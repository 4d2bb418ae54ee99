"""Where floats cannot tell two prices apart, fractions do: exact purses of one pass of equal shares, on demand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ..arrays import Bools, Int64s
from .purses import ERROR, LEFT, NEVER, STEPS, Ballots, Purses

Line = tuple[Fraction, Fraction]
"""An amount at the share of this pass, and how it moves with the share."""


class Ledger:
    """Exact books of one pass, kept up to the step at which somebody asked.

    A purse is the share less the payments for what the group approves of, until the payment that emptied it. So each
    amount follows from the payments alone, and each payment from the purses that it emptied.
    """

    def __init__(self, ballots: Ballots, purses: Purses, rows: tuple[Int64s, Int64s], share: Fraction) -> None:
        self.ballots = ballots
        self.purses = purses
        self.row_start, self.row_project = rows
        self.share = share
        self.paid: list[Line] = []

    def price(self, project: int, known: bool) -> Line | None:
        """Largest payment for a project now, or None if its voters cannot pay it.

        Args:
            project: The project.
            known: Whether floats already say roughly what the payment is, so that most voters are clear cases.
        """
        purses, groups = self.purses, self.supporters(project)
        cost, step = Fraction(int(self.ballots.cost[project])), int(purses.counts[STEPS])
        if self.total(groups, step)[0] < cost:
            return None
        payment, blur = (purses.payment[project], purses.blur[project]) if known else (0.0, np.inf)
        off, left_now = blur + purses.purse[groups, ERROR], purses.purse[groups, LEFT]
        short = left_now < payment - off
        close = ~short & (left_now <= payment + off)
        spent, spent_slope = self.total(groups[short], step)
        rich = int(self.ballots.weight[groups[~short]].sum())
        for (left, slope), weight in self._lines(groups[close], step):
            if left * rich >= cost - spent:
                break
            spent, spent_slope, rich = spent + left * weight, spent_slope + slope * weight, rich - weight
        return (cost - spent) / rich, -spent_slope / rich

    def purse(self, group: int) -> Line:
        """What one member of a group has left now."""
        value, slope = self.total(np.array([group]), int(self.purses.counts[STEPS]))
        weight = int(self.ballots.weight[group])
        return value / weight, slope / weight

    def total(self, groups: Int64s, step: int) -> Line:
        """What all members of some groups have left before a step at which none of their purses is empty yet."""
        members = int(self.ballots.weight[groups].sum())
        value, slope = self.share * members, Fraction(members)
        entries, owner = self._entries(groups)
        bought = self.purses.bought[self.row_project[entries]]
        counts = (bought != NEVER) & (bought < step)
        times = np.bincount(bought[counts], weights=self.ballots.weight[groups][owner[counts]], minlength=step)
        self._book(step)
        for number in np.flatnonzero(times).tolist():
            payment, payment_slope = self.paid[number]
            value, slope = value - int(times[number]) * payment, slope - int(times[number]) * payment_slope
        return value, slope

    def _lines(self, groups: Int64s, step: int) -> list[tuple[Line, int]]:
        """Purses of groups with how many people hold such a one, the poorest first."""
        by_past: dict[bytes, list[int]] = {}
        entries, owner = self._entries(groups)
        bought = self.purses.bought[self.row_project[entries]]
        for number, group in enumerate(groups.tolist()):
            past = bought[owner == number] if len(groups) < 50 else bought[self._slice(owner, number)]
            by_past.setdefault(np.sort(past[past != NEVER]).tobytes(), []).append(group)
        found = []
        for same in by_past.values():
            one, weight = np.array(same[:1]), int(self.ballots.weight[same].sum())
            value, slope = self.total(one, step)
            each = int(self.ballots.weight[same[0]])
            found.append(((value / each, slope / each), weight))
        return sorted(found)

    @staticmethod
    def _slice(owner: Int64s, number: int) -> slice:
        return slice(int(np.searchsorted(owner, number)), int(np.searchsorted(owner, number + 1)))

    def _book(self, step: int) -> None:
        """Work out the payments of all steps before this one."""
        while len(self.paid) < step:
            number = len(self.paid)
            project = int(self.purses.chosen[number])
            first, last = self.ballots.start[project], self.ballots.start[project + 1]
            groups = self.ballots.group[first:last]
            emptied = self.purses.emptied[groups]
            there: Bools = (emptied == NEVER) | (emptied >= number)
            last_one = emptied == number
            rich = int(self.ballots.weight[groups[there & ~last_one]].sum())
            cost = Fraction(int(self.ballots.cost[project]))
            if last_one.any() and rich == 0:  # everyone paid all he had, which was just enough
                self.paid.append(max(line for line, _ in self._lines(groups[last_one], number)))
                continue
            spent, slope = self.total(groups[last_one], number) if last_one.any() else (Fraction(0), Fraction(0))
            self.paid.append(((cost - spent) / rich, -slope / rich))

    def supporters(self, project: int) -> Int64s:
        """Groups that approve of a project and have anything left."""
        groups = self.ballots.group[self.ballots.start[project] : self.ballots.start[project + 1]]
        holding: Int64s = groups[self.purses.emptied[groups] == NEVER]
        return holding

    def _entries(self, groups: Int64s) -> tuple[Int64s, Int64s]:
        """Places in the groups' rows of all that they approve of, and which of the groups each belongs to."""
        length = self.row_start[groups + 1] - self.row_start[groups]
        owner = np.repeat(np.arange(len(groups)), length)
        within = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length, length)
        return self.row_start[groups][owner] + within, owner
