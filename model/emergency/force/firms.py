"""Firms: groups of cadres call on each, settle what holds it up or hand it on, and some firms lend people (YT-06)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...arrays import Floats, Int64s
from ...parameters import Parameters
from ...streams import Part, Stream

STUCK = Stream("emergency: a firm is held up", Part("firm"))
SOLVED = Stream("emergency: a group settles what holds a firm up", Part("firm"))
LENDS = Stream("emergency: a firm lends somebody", Part("firm"))
FIRMS_OF_A_COMMUNITY = 1_000_000


class Round(NamedTuple):
    """What came of a day's visits to firms of one community."""

    firms: int
    stuck: int
    solved: int
    lent: int


def firms_of(people: Floats, parameters: Parameters) -> Int64s:
    """Firms of each community, by its residents."""
    return np.asarray(np.rint(parameters.place.firms_per_1000 * people / 1000.0).astype(np.int64))


def visits(community: int, before: int, firms: int, groups: int, parameters: Parameters, seed: int) -> Round:
    """The next firms of a community that its groups come to today, and what came of it; each is called on once.

    Args:
        before: Firms called on so far.
        firms: Firms there are.
        groups: Groups at work.
    """
    assumed = parameters.assumptions.force
    last = min(before + round(groups * assumed.firm_visits), firms)
    numbers = community * FIRMS_OF_A_COMMUNITY + np.arange(before, max(last, before))
    stuck = STUCK.of(seed).at(numbers).uniform() < assumed.firm_stuck
    solved = stuck & (SOLVED.of(seed).at(numbers).uniform() < assumed.firm_solved)
    lends = (~stuck | solved) & (LENDS.of(seed).at(numbers).uniform() < assumed.firm_lends)
    return Round(len(numbers), int(stuck.sum()), int(solved.sum()), int(lends.sum()))
