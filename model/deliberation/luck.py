"""What chance gives each household in one matter: the same household, the same luck, whoever else is asked."""

from __future__ import annotations

import numpy as np

from ..exact import Floats, Ints
from ..streams import addressed, marks, unit

MARKS_EACH = 16  # addresses set aside for one household


def under(key: np.uint64, part: int) -> np.uint64:
    """The key one step further down an address."""
    with np.errstate(over="ignore"):
        return np.uint64(addressed(key, part))


def mark_of(key: np.uint64, part: int) -> float:
    """One uniform mark at an address under a key."""
    return float(unit(under(key, part)))


def household_marks(key: np.uint64, household: Ints, which: int) -> Floats:
    """The `which`-th uniform mark of every household."""
    return marks(key, household * MARKS_EACH + which)


def household_normals(key: np.uint64, household: Ints, which: int) -> Floats:
    """Standard normal marks (Box and Muller 1958); each takes two uniform ones."""
    radius = np.sqrt(-2.0 * np.log(household_marks(key, household, which)))
    return np.asarray(radius * np.cos(2.0 * np.pi * household_marks(key, household, which + 1)))
