"""What runs would show at assumptions nobody has run: a Gaussian process for every component.

A component is a straight line over the assumptions (as shares of their beliefs) plus a smooth rest with one length of
scale an assumption. Scales are the likeliest given the runs and a mild expectation of how runs bend (Rasmussen and
Williams 2006, chapters 2 and 5). Leaving one draw out is exact and costs a product.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, optimize

from ...model.arrays import Floats

SHORTEST, LONGEST = 0.2, 20.0
"""Lengths of scale, in shares of a belief."""
USUAL, APART = np.log(1.5), 0.6
"""Log length expected beforehand and its standard deviation: runs bend slowly, and a few of them would else be followed
through every wiggle of their luck."""
REST, REST_APART = np.log(0.2), 1.5
"""The same of the log variance of the smooth rest, in variances of the component."""
LINE = 100.0
"""Prior variance of the straight line's slopes, times that of the component."""
LEAST_LUCK = 1e-4
SMALLEST = 1e-3
JITTER = 1e-9


@dataclass(frozen=True)
class Process:
    """One component over the assumptions.

    Attributes:
        at: Where it was run, as shares of beliefs; shape (draws, assumptions).
        mean, spread: Of the component, which is standardised by them.
        scales: log variance of the smooth rest, then log length of every assumption.
        inverse: Of the covariance of the runs; shape (draws, draws).
        weights: `inverse` times the runs; shape (draws,).
    """

    at: Floats
    mean: float
    spread: float
    scales: Floats
    inverse: Floats
    weights: Floats

    @property
    def foreseen(self) -> float:
        """Share of the runs' variance that the other draws foresee, each draw left out once; at most 1."""
        apart = self.weights / np.diag(self.inverse)
        return float(1.0 - np.mean(apart**2))

    def predicted(self, places: Floats, without: int | None = None) -> tuple[Floats, Floats]:
        """Mean and variance of the component at places; shapes (places,).

        Args:
            without: A draw that is taken as never run.
        """
        return self.from_reach(*self.reach(places), without)

    def reach(self, places: Floats) -> tuple[Floats, Floats, Floats]:
        """What of a prediction is the same whichever draw is left out."""
        covariance = _kernel(places, self.at, self.scales)
        own = np.exp(self.scales[0]) + LINE * (1.0 + ((places - 0.5) ** 2).sum(axis=1))
        return covariance, covariance @ self.inverse, own

    def from_reach(
        self, covariance: Floats, reached: Floats, own: Floats, without: int | None = None
    ) -> tuple[Floats, Floats]:
        """Mean and variance from what `reach` gives."""
        mean = covariance @ self.weights
        variance = own - np.einsum("ij,ij->i", reached, covariance)
        if without is not None:
            pivot = self.inverse[without, without]
            mean = mean - reached[:, without] * (self.weights[without] / pivot)
            variance = variance + reached[:, without] ** 2 / pivot
        return self.mean + self.spread * mean, self.spread**2 * np.maximum(variance, 0.0)


def _kernel(left: Floats, right: Floats, scales: Floats) -> Floats:
    lengths = np.exp(scales[1:])
    a, b = left / lengths, right / lengths
    apart = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None, :] - 2.0 * a @ b.T
    line = 1.0 + (left - 0.5) @ (right - 0.5).T
    return np.asarray(np.exp(scales[0]) * np.exp(-0.5 * np.maximum(apart, 0.0)) + LINE * line)


def process_of(at: Floats, values: Floats, seed_noise: float) -> Process:
    """Fit one component.

    Args:
        at: Shape (draws, assumptions), shares of beliefs.
        values: Mean of the component over the seeds of each draw; shape (draws,).
        seed_noise: Variance of such a mean by luck.
    """
    mean, spread = float(values.mean()), max(float(values.std()), SMALLEST)
    standard = (values - mean) / spread
    noise = max(seed_noise / spread**2, LEAST_LUCK)
    width = at.shape[1]
    bounds = [(np.log(1e-3), np.log(10.0)), *[(np.log(SHORTEST), np.log(LONGEST))] * width]
    start = np.array([REST, *[USUAL] * width])
    found = optimize.minimize(_unlikely, start, (at, standard, noise), bounds=bounds, method="L-BFGS-B", jac=True)
    covariance = _kernel(at, at, found.x) + noise * np.eye(len(at))
    inverse = linalg.cho_solve(linalg.cho_factor(covariance), np.eye(len(at)))
    return Process(at, mean, spread, scales=found.x, inverse=inverse, weights=inverse @ standard)


def _unlikely(scales: Floats, at: Floats, values: Floats, noise: float) -> tuple[float, Floats]:
    """Minus the log of likelihood times what is expected of scales beforehand, and its slopes."""
    covariance = _kernel(at, at, scales)
    smooth = covariance - LINE * (1.0 + (at - 0.5) @ (at - 0.5).T)
    factor = linalg.cho_factor(covariance + (noise + JITTER) * np.eye(len(at)), lower=True)
    weights = linalg.cho_solve(factor, values)
    value = 0.5 * float(values @ weights) + float(np.log(np.diag(factor[0])).sum())
    pull = linalg.cho_solve(factor, np.eye(len(at))) - np.outer(weights, weights)
    slopes = [0.5 * float((pull * smooth).sum())]
    for column, length in zip(at.T, np.exp(scales[1:]), strict=True):
        apart = (column[:, None] - column[None, :]) ** 2 / length**2
        slopes.append(0.5 * float((pull * smooth * apart).sum()))
    before = np.array([REST, *[USUAL] * at.shape[1]])
    sure = np.array([REST_APART, *[APART] * at.shape[1]])
    return value + 0.5 * float((((scales - before) / sure) ** 2).sum()), np.array(slopes) + (scales - before) / sure**2


def emulator_of(at: Floats, components: Floats, seed_noise: Floats) -> list[Process]:
    """A process for every component.

    Args:
        components: Of every draw and seed; shape (draws, seeds, components).
        seed_noise: Variance of one run by luck; shape (components,).
    """
    seeds = components.shape[1]
    return [
        process_of(at, components[:, :, number].mean(axis=1), float(seed_noise[number]) / seeds)
        for number in range(components.shape[2])
    ]


def predicted(emulator: list[Process], places: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of every component at places; shapes (places, components)."""
    both = [one.predicted(places) for one in emulator]
    return np.stack([mean for mean, _ in both], axis=1), np.stack([variance for _, variance in both], axis=1)
