"""Whom to follow through two worlds of one seed: residents who gained, who lost, and for whom as many needs failed.

Of those who gained or lost, the first are those with the largest change and the others are drawn at random, so that
what is told is not of the most striking lives alone. What a resident gains is said in `who`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Fate = Literal["gained", "lost", "unchanged"]
FATES: tuple[Fate, ...] = ("gained", "lost", "unchanged")
MOST, DRAWN = 3, 3
"""Of each fate: so many with the largest change, and so many drawn at random among the others."""
COLUMNS = ("fate", "chosen", "resident", "before", "after")


def whom_to_follow(before: NDArray[np.int16], after: NDArray[np.int16], seed: int) -> pd.DataFrame:
    """A few residents of each fate.

    Args:
        before: Needs left unmet of each resident in the first world (`runs.fates`).
        after: The same in the second.
        seed: Seed of both worlds; the same residents are drawn whenever it is asked again.

    Returns:
        Columns fate, chosen (`most` or `drawn`), resident, before, after. Of residents for whom as many needs failed
        in both worlds, only those with any are drawn, since of the others there is little to tell.
    """
    import pandas as pd

    change = after.astype(np.int32) - before
    generator = np.random.default_rng(seed)
    rows = []
    for fate in FATES:
        there = {"gained": change < 0, "lost": change > 0, "unchanged": (change == 0) & (before > 0)}[fate]
        who = np.flatnonzero(there)
        ranked = who[np.lexsort((who, -np.abs(change[who])))]
        most = [] if fate == "unchanged" else ranked[:MOST].tolist()
        others = np.setdiff1d(who, most)
        drawn = sorted(generator.choice(others, min(len(others), MOST + DRAWN - len(most)), replace=False).tolist())
        for chosen, found in (("most", most), ("drawn", drawn)):
            rows += [(fate, chosen, one, int(before[one]), int(after[one])) for one in found]
    return pd.DataFrame(rows, columns=list(COLUMNS))
