"""What surveys of needs have found, for whoever plans by it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ..district import District


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What the latest survey found.

    Attributes:
        date: When it was held.
        needs: Needs a year by community and kind, heard or not, as the answers of those asked suggest.
        unheard: Personal needs never heard a year, by cell; answers of a cell lean on those of its community.
        latent: The same by cell and kind, as the kinds stand to each other in the community's answers.
    """

    date: dt.date
    needs: NDArray[np.float64]
    unheard: NDArray[np.float64]
    latent: NDArray[np.float64]


@dataclass(slots=True, eq=False)
class Surveys:
    """What is known from surveys, and when the next one falls due.

    Attributes:
        latest: What the latest found; None before the first, and where none is held.
        next_month: Month since the beginning of the calendar; None where the next month will do.
    """

    latest: Survey | None = None
    next_month: int | None = None


def latest_survey(district: District) -> Survey | None:
    """What the latest survey found; None where there is none."""
    return district.of(Surveys).latest
