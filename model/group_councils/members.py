"""Who sits on the councils of women and of children, and which kinds of need each speaks of (YT-35)."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Int64s
from ..place.residents import CHILD, Residents
from ..streams import RESIDENT, Part, Stream

WOMAN = Stream("who is a woman", RESIDENT)
SITS = Stream("who sits on the council of a group", RESIDENT)
COMES = Stream("who comes to the council of a group", RESIDENT, Part("month", 100_000))


class Group(NamedTuple):
    """Whose council it is.

    Attributes:
        name: As the log calls it.
        brings: Kinds of need its members bring to the community's counter.
        tables: Kinds of public need of which it makes a matter where they pile up.
    """

    name: str
    brings: tuple[str, ...]
    tables: tuple[str, ...]


WOMEN = Group("women", ("care", "child", "livelihood", "dispute"), ("facility", "litter"))
CHILDREN = Group("children", ("child", "facility", "hazard"), ("hazard", "facility"))
GROUPS = (WOMEN, CHILDREN)
"""Women's councils: families, and rights in the family; children's: what concerns them, and public places (YT-35)."""


def belongs(group: Group, people: Residents, seed: int, women_share: float) -> Bools:
    """Who could sit on a group's council; the register of residents does not say who is a woman, so it is drawn."""
    child = people.age_band == CHILD
    if group is CHILDREN:
        return np.asarray(child)
    everybody = np.arange(len(child))
    return np.asarray(~child & (WOMAN.of(seed).at(everybody).uniform() < women_share))


def chosen(eligible: Bools, community: Int64s, communities: int, seed: int, seats: int) -> list[Int64s]:
    """Who sits on the council of each community: so many by lot, fewer where there are fewer; rows of residents.

    Args:
        eligible: Who belongs to the group; shape (residents,).
        community: Of every resident; shape (residents,).
    """
    who = np.flatnonzero(eligible)
    who = who[np.lexsort((SITS.of(seed).at(who).uniform(), community[who]))]
    bounds = np.searchsorted(community[who], np.arange(communities + 1))
    return [who[first : min(first + seats, after)] for first, after in pairwise(bounds.tolist())]
