"""What somebody looks at on the page Map, and how its figures are written, there and in tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ....experiments.mapping.figures import SHARES, Mapped, Pieces, by_day, by_step, days_of, pieces_of
from ...widgets.language import Words

Time = Literal["step", "day"]
TIMES: tuple[Time, ...] = ("step", "day")
MOST_DAYS = 366
"""Days that one slider goes through; longer runs are looked at year by year."""
NONE = -(2**30)
"""What stands for no figure where figures are whole tenths."""


@dataclass(frozen=True)
class View:
    """What is looked at: an indicator of the first scenario and another one, on pieces of land.

    Attributes:
        mapped: The comparison.
        names: What its scenarios are called.
        indicator: One of `figures.INDICATORS`.
        kind: Pieces of land.
        other: The scenario beside the first.
        time: Whether it is told by month (by week of a short run) or by day.
        year: Which MOST_DAYS of the run are told by day, from 0.
    """

    mapped: Mapped
    names: tuple[str, ...]
    indicator: str
    kind: Pieces
    other: int
    time: Time = "step"
    year: int = 0

    @property
    def pieces(self) -> NDArray[np.int64]:
        """The piece of each cell."""
        return pieces_of(self.mapped, self.kind)

    @property
    def share(self) -> bool:
        """Whether the indicator is a share, told in per cent."""
        return self.indicator in SHARES

    @property
    def steps(self) -> tuple[str, ...]:
        """What each step of the slider is called."""
        if self.time == "step":
            return self.mapped.steps
        return tuple(day.isoformat() for day in self.days)

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The dates told by day."""
        return years_of(self.mapped)[self.year]

    @property
    def values(self) -> NDArray[np.float64]:
        """The indicator of the first scenario and of the other one: shape (2, steps, pieces)."""
        if self.time == "step":
            return by_step(self.mapped, self.indicator, self.pieces)[[0, self.other]]
        first = self.year * MOST_DAYS
        return by_day(self.mapped, self.indicator, self.pieces, range(first, first + len(self.days)))[[0, self.other]]

    def word(self, say: Words, name: str) -> str:
        """A word of the page that hangs on how time is told: `month`, `week` or `day` follows its name."""
        unit = "day" if self.time == "day" else "week" if self.mapped.weekly else "month"
        return say(f"map.{name}.{unit}")


def years_of(mapped: Mapped) -> list[tuple[dt.date, ...]]:
    """The measured days in parts of at most MOST_DAYS."""
    days = days_of(mapped)
    return [days[first : first + MOST_DAYS] for first in range(0, len(days), MOST_DAYS)]


def piece_names(say: Words, mapped: Mapped, kind: Pieces) -> list[str]:
    """What each piece of land is called, by its number."""
    pieces, community = pieces_of(mapped, kind), mapped.cells["community"].to_numpy()
    if kind == "community":
        return [say("map.community", n=n) for n in range(int(pieces.max()) + 1)]
    home = {int(piece): int(one) for piece, one in zip(pieces, community, strict=True)}
    return [say(f"map.{kind}", n=n, community=home[n]) for n in sorted(home)]


def tenths(values: NDArray[np.float64], share: bool) -> NDArray[np.int64]:
    """Figures as they are written, in whole tenths of a per cent or of what is counted; NONE where there is none."""
    found = np.rint(np.asarray(values, float) * (1000.0 if share else 10.0))
    return np.where(np.isfinite(found), found, NONE).astype(np.int64)


def figure(value: float, share: bool) -> str:
    """A figure as maps and tables write it; a dash where there is none."""
    whole = int(tenths(np.array(value), share))
    if whole == NONE:
        return "–"
    return f"{whole / 10:.1f} %" if share else f"{whole / 10:,.1f}"


def change(value: float, share: bool) -> str:
    """A difference with arrow and sign; what is rounded to nothing has an equals sign."""
    whole = int(tenths(np.array(value), share))
    if whole == NONE:
        return "–"
    if whole == 0:
        return "= 0.0"
    return f"▲ +{whole / 10:,.1f}" if whole > 0 else f"▼ −{-whole / 10:,.1f}"
