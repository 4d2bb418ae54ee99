"""A finished comparison with everything that is told of it when it leaves the machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from ...scenarios.library import Scenario
    from ..comparing.compare import Comparison
    from ..worlds.card import Card


@dataclass(frozen=True)
class Taken:
    """What is taken away.

    Attributes:
        comparison: Finished runs over the same seeds; its names are those that people read.
        scenarios: The same names -> scenario, the baseline first.
        days, warmup: Of every run.
        command: The line that makes it again.
        residents, communities: Of the place; 0 where unknown.
        redraw: Whether every seed drew the place anew.
        draws: How many kept sets of assumptions were asked for besides.
        branch: Measured days after which the others go on from where the first stands; 0 where all begin by themselves.
            No command, capsule or workbook can say it, so that FOR_READING are its only forms (`forms`).
        cards: Scenario -> indicator -> robustness card; empty where no sets of assumptions were tried.
        daily: Means over the seeds, columns scenario, indicator, unit, date, value, lo, hi; None where none told days.
    """

    comparison: Comparison
    scenarios: Mapping[str, Scenario]
    days: int
    warmup: int
    command: str
    residents: int = 0
    communities: int = 0
    redraw: bool = False
    draws: int = 0
    branch: int = 0
    cards: Mapping[str, Mapping[str, Card]] = field(default_factory=dict)
    daily: pd.DataFrame | None = None

    @property
    def baseline(self) -> str:
        return self.comparison.baseline

    @property
    def others(self) -> tuple[str, ...]:
        return self.comparison.names[1:]

    @property
    def place(self) -> Any:
        """The file of the place of the first scenario."""
        return self.scenarios[self.baseline].place_file
