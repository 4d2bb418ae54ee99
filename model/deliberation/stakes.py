"""What a collective matter means to each household it affects: `value = v + c·b + transfer - share of cost`, in yuan.

v is private, known and settled by where one lives; c·b is the common benefit as the household believes in it, the only
part talk can move. Routine matters almost everybody gains from; works some neighbours bear the noise and loss of
while public money bears the cost; in contested ones all depends on position, and households may have to pay.
"""

from __future__ import annotations

import numpy as np

from ..arrays import Floats, Int64s
from ..parameters.assumptions.opinion import OpinionAssumptions
from .draws import BELIEF, PRIVATE, household_normals
from .kinds import MatterKind


def usual_value(kind: MatterKind, position: Floats) -> Floats:
    """v at each position, from 0, the worst placed, to 1; before what sets one household apart from its neighbours."""
    return np.interp(position, [0.0, kind.touched_share], [kind.worst, kind.best])


def private_value(kind: MatterKind, position: Floats, household: Int64s, key: np.uint64) -> Floats:
    """v of each household, in yuan: by its position, and by what is behind its own door."""
    return usual_value(kind, position) + kind.spread * household_normals(key, household, PRIVATE)


def first_belief(household: Int64s, assumed: OpinionAssumptions, key: np.uint64) -> Floats:
    """What each household believes of the common benefit, from 0 to 1, before anybody has talked."""
    belief = assumed.first_belief + assumed.belief_spread * household_normals(key, household, BELIEF)
    return np.clip(belief, 0.0, 1.0)


def leaning(belief: Floats, trust: Floats, usual_trust: float, assumed: OpinionAssumptions) -> Floats:
    """First beliefs of households that trust their community more, or less, than is usual."""
    return np.clip(belief + assumed.trust_belief * (trust - usual_trust), 0.0, 1.0)


def listening_bound(kind: MatterKind, assumed: OpinionAssumptions) -> float:
    """How far apart two beliefs may be for their owners to hear each other; the more is at stake, the less."""
    bounds = {"routine": assumed.bound_routine, "works": assumed.bound_works, "contested": assumed.bound_contested}
    return bounds[kind.matter_class]


def value_of(kind: MatterKind, private: Floats, belief: Floats, transfer: Floats | float = 0.0) -> Floats:
    """What the matter is worth to each household it affects, in yuan; above 0 they want it."""
    return np.asarray(private + kind.common * belief + transfer - kind.cost_share(len(private)))
