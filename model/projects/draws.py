"""The random numbers of projects: the same place, kind and batch, the same cost and snags, whoever proposes it.

One table of which number settles what. The numbers never move; a new draw takes a free one.
"""

from __future__ import annotations

import numpy as np

from ..arrays import Floats, Int64s, Keys
from ..hashing import box_muller
from ..streams import CELL, COMMUNITY, KIND, RESIDENT, YEAR, Layout, Part, Stream, draws_of

PROJECTS = Stream("projects", COMMUNITY)
BATCHES = Layout("batches of project money", YEAR, Part("batch", 4))
THOUGHTS = Layout("projects that might be", CELL, KIND)
TASTES = Layout("tastes for a project", RESIDENT, Part("draw", 2))

COST, FORM, MIND = 0, 2, 3
"""Of every cell and kind: what a project would cost (normal, two numbers), its form, and who thinks of it."""
PROJECT_KEY, VOTE_KEY = 8, 9
"""Under the key of a batch, beyond those: the keys of its projects and of its voters."""
INFEASIBLE, FOUND, STRUCK, TENDER, REDONE, CLAIMED, TASTE = 0, 1, 2, 3, 5, 6, 7
FIRM, DONE_POORLY, SEEN, MARKS = 8, 9, 10, 11
BOUND, WHICH_GROUP, AUTHOR = 12, 13, 14
DONORS_COME, DONORS_SEE, SUPERVISED = 15, 16, 17
"""Of a proposed project: whether it can be done, is found out, is struck off; its tender (normal, two numbers), whether
it is redone and claimed, and the key of residents' tastes for it; the firm that builds it, whether it is done poorly,
whether a visit sees that, and the key of those who review it; whether it is for a group alone, and for which;
which organisation proposed it; whether donors look at it, and whether they, or the supervision committee, see that
it is done poorly."""
ASKED, SAID = 0, 1
"""Under the key of a review: who is asked, and what each says."""


def batch_number(year: int, batch: int) -> int:
    """The number of a batch, counted from a fixed date, never from the start of a run."""
    return int(BATCHES.pack(year, batch))


def batch_key(seed: int, community: int, number: int) -> np.uint64:
    """The key of one community's batch of a `batch_number`."""
    return draws_of(PROJECTS.of(seed).at(community).key()).at(number).key()


def voting_key(batch: np.uint64) -> np.uint64:
    """The key of who votes in one batch."""
    return draws_of(batch).at(VOTE_KEY).key()


def thought_uniforms(batch: np.uint64, which: int, cell: Int64s, kinds: int) -> Floats:
    """The `which`-th uniform number of every cell and kind of one batch; shape (cells, kinds)."""
    return THOUGHTS.under(draws_of(batch).at(which).key()).at(cell[:, None], np.arange(kinds)).uniform()


def thought_normals(batch: np.uint64, which: int, cell: Int64s, kinds: int) -> Floats:
    """Standard normal numbers of every cell and kind; each takes two uniform ones."""
    return box_muller(thought_uniforms(batch, which, cell, kinds), thought_uniforms(batch, which + 1, cell, kinds))


def project_keys(batch: np.uint64, cell: Int64s, kind: Int64s) -> Keys:
    """The key of each project of a batch, by the cell it stands in and the kind of need it is for."""
    return THOUGHTS.under(draws_of(batch).at(PROJECT_KEY).key()).at(cell, kind).keys()


def project_uniforms(keys: Keys, which: int) -> Floats:
    """The `which`-th uniform number of every project."""
    return np.array([draws_of(key).at(which).uniform() for key in keys], np.float64)


def project_normals(keys: Keys, which: int) -> Floats:
    """Standard normal numbers of every project; each takes two uniform ones."""
    return box_muller(project_uniforms(keys, which), project_uniforms(keys, which + 1))


def review_key(key: np.uint64, reviews: int) -> np.uint64:
    """The key of who is asked at a review of a project, and what they say; each review asks others."""
    return draws_of(draws_of(key).at(MARKS).key()).at(reviews).key()


def tastes(key: np.uint64, resident: Int64s) -> Floats:
    """Standard normal likings of residents for one project, which have nothing to do with needs."""
    liking = TASTES.under(draws_of(key).at(TASTE).key())
    return box_muller(*liking.at(resident, np.arange(2)[:, None]).uniform())
