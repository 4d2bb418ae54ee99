"""What is believed of a number nobody has counted: a plausible range and how likely its parts are.

A belief is no limit of input. Whoever states a value may leave it, a belief says what somebody who knows the sources
would bet on. Its one use is `at`, which turns a number between 0 and 1 into a value, so that evenly spread numbers
become draws.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Shape = Literal["uniform", "log_uniform", "triangular", "beta"]
BETA_WEIGHT = 4.0
"""How sharply a beta belief peaks at its mode: as in the three-point estimates of project planning (PERT)."""


@dataclass(frozen=True, slots=True)
class Belief:
    """A plausible range of one number and its shape.

    Attributes:
        low, high: Ends of the plausible range, in the unit of the number.
        shape: Evenly, evenly on the log scale, as a triangle or as a beta curve over the range.
        mode: The likeliest value of a triangle or a beta curve; the middle where none is named.
        off: A value apart from the range that stands for "this does not happen"; None where there is none.
        off_weight: How likely that is.
    """

    low: float
    high: float
    shape: Shape = "log_uniform"
    mode: float | None = None
    off: float | None = None
    off_weight: float = 0.0

    def __post_init__(self) -> None:
        peak = self.middle
        known = all(math.isfinite(one) for one in (self.low, self.high, peak))
        if not known or not self.low <= peak <= self.high:
            raise ValueError(f"a belief needs low ≤ mode ≤ high, got {self.low}, {peak}, {self.high}")
        if self.shape == "log_uniform" and self.low <= 0.0:
            raise ValueError(f"a log-uniform belief lies above zero, got {self.low}")
        if not 0.0 <= self.off_weight < 1.0 or (self.off is None) != (self.off_weight == 0.0):
            raise ValueError("`off` and its weight, below 1, are stated together")

    @property
    def middle(self) -> float:
        """The mode, or the middle of the range."""
        return (self.low + self.high) / 2.0 if self.mode is None else self.mode

    @property
    def fixed(self) -> bool:
        """Whether there is only one value to draw."""
        return self.low == self.high and self.off is None

    def at(self, u: float) -> float:
        """The value below which a share `u` of the belief lies; `off` comes first.

        Args:
            u: In [0, 1].
        """
        if self.off is not None and u < self.off_weight:
            return self.off
        rest = (u - self.off_weight) / (1.0 - self.off_weight)
        return min(max(self._within(rest), self.low), self.high)

    def _within(self, u: float) -> float:
        low, span = self.low, self.high - self.low
        if span == 0.0:
            return low
        if self.shape == "log_uniform":
            return low * (self.high / low) ** u  # type: ignore[no-any-return]
        if self.shape == "uniform":
            return low + span * u
        peak = (self.middle - low) / span
        if self.shape == "beta":
            from scipy.special import betaincinv

            return low + span * float(betaincinv(1.0 + BETA_WEIGHT * peak, 1.0 + BETA_WEIGHT * (1.0 - peak), u))
        if u <= peak:
            return low + span * math.sqrt(u * peak)
        return low + span * (1.0 - math.sqrt((1.0 - u) * (1.0 - peak)))


@dataclass(frozen=True, slots=True)
class Weights:
    """How likely each answer to a question is that has no number: who goes first, which terms hold.

    Attributes:
        of: (answer, weight) pairs in a fixed order; weights are positive, and need not add up to 1.
    """

    of: tuple[tuple[str, float], ...]

    def __post_init__(self) -> None:
        if not self.of or any(not weight > 0.0 for _, weight in self.of):
            raise ValueError("every answer needs a weight above zero")

    @property
    def fixed(self) -> bool:
        """Whether there is only one answer."""
        return len(self.of) == 1

    def at(self, u: float) -> str:
        """The answer at a share `u` of all weight.

        Args:
            u: In [0, 1].
        """
        total, below = sum(weight for _, weight in self.of), 0.0
        for answer, weight in self.of:
            below += weight / total
            if u < below:
                return answer
        return self.of[-1][0]
