"""What a scenario of a comparison costs once another one with its seed has been run: CPU seconds, in turn.

Both are the same policy on the same place, with warm-up; the first leaves its beginning behind, the second goes on from
a copy of it. Days after the switch are lived by both, so the longer a run, the nearer to 1 the ratio.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass

from .speed import WORLDS, YEAR, named

ROUNDS, QUICK_ROUNDS = 5, 2


@dataclass(frozen=True, slots=True)
class Pair:
    """CPU seconds of the first and of the second scenario, by round.

    Attributes:
        name: Place and policy.
        days: Measured days of each.
    """

    name: str
    days: int
    first: tuple[float, ...]
    second: tuple[float, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        return tuple(second / first for first, second in zip(self.first, self.second, strict=True))

    @property
    def median_ratio(self) -> float:
        return statistics.median(self.ratios)


def pairs(quick: bool = False, worlds: tuple[tuple[str, str], ...] = WORLDS, days: int = YEAR) -> list[Pair]:
    """Time the first and the second scenario of each world in turn, everything warm."""
    return [_pair(place, policy, days, QUICK_ROUNDS if quick else ROUNDS) for place, policy in worlds]


def _pair(place: str, policy: str, days: int, rounds: int) -> Pair:
    from ...model.ahead import another_follows
    from ...model.forking import forget
    from ...scenarios.library import load
    from ..runs.simulate import simulate

    scenario = load(policy).with_place(place)

    def cpu(more: bool) -> float:
        started = time.process_time()
        with another_follows(more):
            simulate(scenario, days=days)
        return time.process_time() - started

    first, second = [], []
    for turn in range(rounds + 1):
        forget()
        times = cpu(True), cpu(False)
        if turn:  # the one before is for what is compiled and cached
            first.append(times[0])
            second.append(times[1])
    forget()
    return Pair(named(place, policy), days, tuple(first), tuple(second))
