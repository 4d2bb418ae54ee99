"""The rules by which project money can be given out, and what each of them promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .election import Election
from .lists import greedy, greedy_per_cost, staff_list
from .outcome import Outcome
from .phragmen import phragmen
from .shares import equal_shares


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and its promises; the tests hold every rule to them.

    Attributes:
        decide: From the ballots to what is funded.
        voting: Whether votes decide; otherwise they are only counted.
        exhaustive: Whether no project that could be funded is left out while the money for it is there. For a rule by
            votes these are the projects that somebody approves of.
        monotone: Whether one more vote for a funded project can never cost it the money.
        orderless: Whether the order in which projects and voters stand in the file is without effect.
    """

    decide: Callable[[Election], Outcome]
    voting: bool
    exhaustive: bool
    monotone: bool
    orderless: bool

    def __call__(self, election: Election) -> Outcome:
        return self.decide(election)


RULES: dict[str, Rule] = {
    "staff_list": Rule(staff_list, voting=False, exhaustive=True, monotone=True, orderless=False),
    "greedy": Rule(greedy, voting=True, exhaustive=True, monotone=True, orderless=True),
    "greedy_per_cost": Rule(greedy_per_cost, voting=True, exhaustive=True, monotone=True, orderless=True),
    "equal_shares": Rule(equal_shares, voting=True, exhaustive=True, monotone=False, orderless=True),
    "phragmen": Rule(phragmen, voting=True, exhaustive=False, monotone=False, orderless=True),
}
"""Every rule by the name it has in `projects.rule` and on the command line; `greedy_per_cost` is on the latter only."""
