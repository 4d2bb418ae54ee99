"""How long runs take on this machine: measured where it has been, else a stated first guess."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .request import Request
from .store import JobStore

# Seconds per simulated resident and day until this machine has measured its own; generous, so that people are
# surprised only pleasantly. The base is what a run costs however small the place is, and what the years before the
# first morning cost is as good as so many days more.
FIRST_GUESS_SECONDS = 6e-8
FIRST_GUESS_BASE = 0.5
FIRST_GUESS_EARLIER_DAYS = 240


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of runs, by place and days; `residents_of` tells how many live at a place, `size` how many work."""

    store: JobStore
    residents_of: Callable[[str], int]
    size: int

    def seconds_per_run(self, request: Request) -> tuple[float, bool]:
        """Seconds of one run, and whether that was measured here."""
        days, place = request.days + request.warmup, request.columns[0].place
        measured = sorted(wall / max(1, past) for past, wall in self.store.timings(place))
        if measured:
            return measured[len(measured) // 2] * days + 0.05, True
        lived = self.residents_of(place) * (days + FIRST_GUESS_EARLIER_DAYS)
        return FIRST_GUESS_BASE + FIRST_GUESS_SECONDS * lived, False

    def seconds_left(self, request: Request, runs_left: float, others: int, tasks: list[Any]) -> float:
        """Seconds until so many runs are done, beside so many of other people's."""
        walls = [task["wall_s"] for task in tasks if task["wall_s"]]
        each = sum(walls) / len(walls) if walls else self.seconds_per_run(request)[0]
        share = self.size / 2 if others >= self.size else self.size
        return max(1.0, runs_left * each / max(1.0, share))
