"""What chance gives each project: the same place, kind and batch, the same cost and snags, whoever proposes it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..exact import Floats, Ints
from ..streams import addressed, marks, unit

Keys = NDArray[np.uint64]
MOST_KINDS = 64  # addresses set aside for the kinds of one cell
COST, FORM, MIND = 0, 2, 3
"""Which mark of every cell and kind settles a project's cost (two: it is normal), its form, and who thinks of it."""
INFEASIBLE, FOUND, STRUCK, TENDER, REDONE, CLAIMED, TASTE = 0, 1, 2, 3, 5, 6, 7
"""Which mark of a proposed project settles the rest; a tender's is normal and takes two."""
PROJECTS, VOTES = 8, 9
"""Parts of a batch's address under which projects and voters stand, beyond those of cells and kinds."""


def under(key: np.uint64, part: int) -> np.uint64:
    """The key one step further down an address."""
    with np.errstate(over="ignore"):
        return np.uint64(addressed(key, part))


def batch_key(key: np.uint64, community: int, number: int) -> np.uint64:
    """The key of one community's batch; `number` counts batches from a fixed date, never from the start of a run."""
    return under(under(key, community), number)


def voting_key(batch: np.uint64) -> np.uint64:
    """The key of who votes in one batch."""
    return under(batch, VOTES)


def thought_marks(batch: np.uint64, which: int, cell: Ints, kinds: int) -> Floats:
    """The `which`-th uniform mark of every cell and kind of one batch; shape (cells, kinds)."""
    return marks(under(batch, which), cell[:, None] * MOST_KINDS + np.arange(kinds)[None, :])


def thought_normals(batch: np.uint64, which: int, cell: Ints, kinds: int) -> Floats:
    """Standard normal marks of every cell and kind (Box and Muller 1958); each takes two uniform ones."""
    radius = np.sqrt(-2.0 * np.log(thought_marks(batch, which, cell, kinds)))
    return np.asarray(radius * np.cos(2.0 * np.pi * thought_marks(batch, which + 1, cell, kinds)))


def project_keys(batch: np.uint64, cell: Ints, kind: Ints) -> Keys:
    """The key of each project of a batch, by the cell it stands in and the kind of need it is for."""
    home = under(batch, PROJECTS)
    return np.array([under(home, int(part)) for part in cell * MOST_KINDS + kind], np.uint64)


def project_marks(keys: Keys, which: int) -> Floats:
    """The `which`-th uniform mark of every project."""
    return np.array([unit(under(key, which)) for key in keys], np.float64)


def project_normals(keys: Keys, which: int) -> Floats:
    """Standard normal marks of every project; each takes two uniform ones."""
    radius = np.sqrt(-2.0 * np.log(project_marks(keys, which)))
    return np.asarray(radius * np.cos(2.0 * np.pi * project_marks(keys, which + 1)))


def tastes(key: np.uint64, resident: Ints) -> Floats:
    """Standard normal likings of residents for one project, which have nothing to do with needs."""
    liking = under(key, TASTE)
    radius = np.sqrt(-2.0 * np.log(marks(liking, resident * 2)))
    return np.asarray(radius * np.cos(2.0 * np.pi * marks(liking, resident * 2 + 1)))
