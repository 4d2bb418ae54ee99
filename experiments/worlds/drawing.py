"""Joint draws of all assumptions: a Latin hypercube whose columns have addresses.

Every assumption has a column of its own, drawn from the seed of the draw and its name. So a new assumption moves the
draws of no other, every scenario meets the same worlds, and so does every machine.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.parameters.believing import beliefs, drawn_value
from ...scenarios.worlds import QUESTIONS, World, rounded

DRAWS = 240
SEED = 2026
"""Of the draws shipped."""


def dimensions() -> tuple[str, ...]:
    """Everything that differs between worlds: assumptions with a belief wider than a point, then questions."""
    apart = [name for name, belief in beliefs().items() if not belief.fixed]
    return (*apart, *QUESTIONS)


def spread(name: str, draws: int, seed: int = SEED) -> NDArray[np.float64]:
    """`draws` numbers of one dimension, one in each of so many equal parts of 0 to 1, in an order of its own."""
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(1, rng=_generator(name, draws, seed)).random(draws)[:, 0])


def address(*parts: object) -> int:
    """A number that the words of an address settle, in every process."""
    return int.from_bytes(hashlib.sha256(" ".join(map(str, parts)).encode()).digest()[:16], "little")


def _generator(*parts: object) -> np.random.Generator:
    return np.random.default_rng(address("worlds", *parts))


@lru_cache(maxsize=4)
def joint_draws(draws: int = DRAWS, seed: int = SEED) -> tuple[World, ...]:
    """So many worlds, whether or not they fit any place."""
    names = dimensions()
    columns = [spread(name, draws, seed) for name in names]
    return tuple(
        World(
            f"{seed}-{draws}-{number:03d}",
            {name: value_at(name, float(column[number])) for name, column in zip(names, columns, strict=True)},
        )
        for number in range(draws)
    )


def value_at(name: str, u: float) -> Any:
    """What a dimension is at a share `u` of its belief, as a table of worlds holds it."""
    return QUESTIONS[name].at(u) if name in QUESTIONS else rounded(drawn_value(name, u))
