"""Reporting rates that vary between incidents of one area and kind.

Rates of all incidents follow a gamma distribution with one shape a kind and one mean an area. A ledger does not hold
all incidents but those that somebody reported before they ended by themselves, and of the louder it holds more.
With rate λ, window W and days at risk E the likelihood of n duplicates is

    ∫ g(λ) (1 − exp(−λW)) Poisson(n; λE) dλ  /  ∫ g(λ) (1 − exp(−λW)) dλ ,

both integrals in closed form. Without a window nothing is known of those who are missing, and W is infinite.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import optimize, special

from ...model.arrays import Floats, Int64s

CLEARLY = 2.706
"""Twice the gain in log likelihood from which rates vary: 5 % by chance, the shape standing at the end of its range."""
SHAPES = (0.05, 1e3)
STEP = 1e-4
HALVINGS = 8


class Counted(NamedTuple):
    """Incidents of one kind.

    Attributes:
        duplicates: Further reports of each; shape (incidents,).
        days: Days at risk of each; same shape. Where there are none there are no duplicates.
        area: Area of each, a number from 0; same shape.
        window: Days after which an incident that nobody reported ends by itself; infinite where unknown.
    """

    duplicates: Floats
    days: Floats
    area: Int64s
    window: float


class Varying(NamedTuple):
    """A fitted distribution of rates.

    Attributes:
        shape: Of the gamma distribution: 1 / (coefficient of variation)².
        mean: Mean rate of all incidents, reported or not, by area; shape (areas,).
        covariance: Of log shape and log means; shape (1 + areas, 1 + areas).
        gain: Twice the log likelihood above that of rates that do not vary.
    """

    shape: float
    mean: Floats
    covariance: Floats
    gain: float

    @property
    def clear(self) -> bool:
        """Whether incidents differ by more than chance."""
        return self.gain > CLEARLY


def fit(counted: Counted, shape: float | None = None) -> Varying:
    """The gamma distribution of rates by maximum likelihood; every area needs a duplicate at least.

    Args:
        shape: The shape, where it is given and only means are sought.
    """
    areas = int(counted.area.max()) + 1
    sums = [np.bincount(counted.area, each, areas) for each in (counted.duplicates, counted.days)]
    alone = sums[0] / sums[1]
    ends = SHAPES if shape is None else (shape, shape)
    bounds = [tuple(float(np.log(end)) for end in ends), *((one - 4.0, one + 2.0) for one in np.log(alone))]
    start = np.concatenate([[min(max(0.0, bounds[0][0]), bounds[0][1])], np.log(alone)])
    found = optimize.minimize(
        lambda at: tuple(-part for part in log_likelihood(at, counted)),
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
    )
    steady = float(np.sum(special.xlogy(counted.duplicates, alone[counted.area] * counted.days))) - float(sums[0].sum())
    fitted, mean = float(np.exp(found.x[0])), np.exp(found.x[1:])
    return Varying(fitted, mean, _covariance(found.x, counted), 2.0 * (-float(found.fun) - steady))


def most_varied(counted: Counted) -> Varying:
    """The distribution with the smallest shape that the counts do not speak against: rates that vary the most."""
    best = fit(counted)
    low, high = np.log(SHAPES[0]), np.log(best.shape)
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        refuted = best.gain - fit(counted, float(np.exp(middle))).gain > CLEARLY
        low, high = (middle, high) if refuted else (low, middle)
    return fit(counted, float(np.exp(high)))


def log_likelihood(at: Floats, counted: Counted) -> tuple[float, Floats]:
    """The log likelihood, log n! left out, and its slopes.

    Args:
        at: Log shape, then the log mean of every area.
    """
    shape, mean = float(np.exp(at[0])), np.exp(at[1:])
    per = (shape / mean)[counted.area]
    n, days = counted.duplicates, counted.days
    value = special.gammaln(shape + n) - special.gammaln(shape) + shape * np.log(per) + special.xlogy(n, days)
    by_shape = special.digamma(shape + n) - special.digamma(shape) + np.log(per)
    by_per = shape / per
    for sign, power, base in ((1.0, shape + n, per + days), (-1.0, shape, per)):
        part, slope_power, slope_base = _left(power, base, counted.window, bare=sign < 0)
        value += sign * part
        by_shape += sign * slope_power
        by_per += sign * slope_base
    # per = shape / mean, so it grows with log shape and falls with log mean.
    slope = np.empty(len(at))
    slope[0] = np.sum(shape * by_shape + per * by_per)
    slope[1:] = -np.bincount(counted.area, per * by_per, len(mean))
    return float(np.sum(value)), slope


def _left(power: Floats | float, base: Floats, window: float, bare: bool) -> tuple[Floats, Floats, Floats]:
    """log(base^−power − (base + window)^−power) with its slopes by power and base; `bare`: times base^power."""
    log_base = np.log(base)
    value, by_power, by_base = -power * log_base, -log_base, -power / base
    if bare:
        value, by_power, by_base = np.zeros_like(base), np.zeros_like(base), np.zeros_like(base)
    if not np.isfinite(window):
        return value, by_power, by_base
    farther = np.log1p(window / base)
    lost = np.exp(-power * farther)
    odds = lost / -np.expm1(-power * farther)
    return (
        value + np.log(-np.expm1(-power * farther)),
        by_power + odds * farther,
        by_base - odds * power * (1.0 / base - 1.0 / (base + window)),
    )


def _covariance(at: Floats, counted: Counted) -> Floats:
    """Inverse of the observed information; given the shape, areas know nothing of each other."""
    step_shape, step_means = np.zeros(len(at)), np.full(len(at), STEP)
    step_shape[0], step_means[0] = STEP, 0.0
    across, along = (
        -(log_likelihood(at + step, counted)[1] - log_likelihood(at - step, counted)[1]) / (2.0 * STEP)
        for step in (step_shape, step_means)
    )
    own = np.maximum(along[1:], 1e-9)
    pull = across[1:] / own
    of_shape = 1.0 / max(across[0] - float(np.sum(across[1:] * pull)), 1e-9)
    towards = np.concatenate([[1.0], -pull])
    covariance: Floats = of_shape * np.outer(towards, towards)
    covariance[1:, 1:] += np.diag(1.0 / own)
    return covariance


def never_heard(found: Varying, window: float) -> tuple[Floats, Floats]:
    """Share of all incidents never reported, by area, and the slopes of its log(−log) by log shape and log means.

    The share is the mean of exp(−λW) over the gamma distribution, (1 + mean × W / shape)^−shape.
    """
    along = found.mean * window / found.shape
    depth = found.shape * np.log1p(along)
    slopes = np.zeros((len(found.mean), 1 + len(found.mean)))
    slopes[:, 1:] = np.diag(found.shape * along / (1.0 + along) / depth)
    slopes[:, 0] = 1.0 - np.diag(slopes[:, 1:])
    return np.exp(-depth), slopes
