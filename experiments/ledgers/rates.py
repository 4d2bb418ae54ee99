"""Reporting rates from duplicate reports.

From the first report of an incident on, further reports of it arrive as a Poisson process with the incident's reporting
rate until it is closed. Their number over the days at risk estimates that rate although nobody knows when the incident
began (Liu, Bhandaram and Garg, "Quantifying spatial under-reporting disparities in resident crowdsourcing", Nature
Computational Science 4, 57–65, doi:10.1038/s43588-023-00572-6). Every function here is one of numbers alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special

Floats = NDArray[np.float64]

FEWEST = 10
"""Duplicates without which a rate is not identifiable: from ten on, its 95 % interval stays within a factor of two."""
OUTSIDE = 0.05
"""The part of all intervals that may miss."""
JEFFREYS = 0.5
"""What the interval adds to the count; one that never covers less than 95 % covers 97 to 99 % where counts are few."""
FEWEST_AREAS = 3
"""Areas without which nothing can be said of how areas differ."""
ALIKE = 1e4
"""The largest shape of the gamma distribution of rates over areas; beyond it areas do not differ."""


class Rates(NamedTuple):
    """Reports a day of an incident, with 95 % intervals; every field has the shape of what was counted.

    Attributes:
        rate: Reports an incident and day; NaN where nothing was observed.
        lo, hi: Ends of the interval.
        shape: Counts behind the interval, half a duplicate or what other areas lend included.
    """

    rate: Floats
    lo: Floats
    hi: Floats
    shape: Floats

    @property
    def identified(self) -> NDArray[np.bool_]:
        """Where there are duplicates enough for an interval within a factor of two."""
        return self.shape >= FEWEST + JEFFREYS


def rates_alone(duplicates: ArrayLike, days: ArrayLike) -> Rates:
    """Each rate by its own duplicates: the maximum likelihood estimate and Jeffreys' gamma interval.

    Args:
        duplicates: Reports after the first one, all incidents of an area and kind together.
        days: Days at risk after the first report, all those incidents together.
    """
    count, at_risk = np.asarray(duplicates, np.float64), _positive(days)
    return _of_gamma(count / at_risk, count + JEFFREYS, at_risk)


def rates_pooled(duplicates: ArrayLike, days: ArrayLike) -> Rates | None:
    """Rates of the areas of one kind that lean on each other (empirical Bayes), or None where areas are too few.

    Rates of areas follow a gamma distribution, fitted by the marginal (negative binomial) likelihood of all counts. The
    estimate is the posterior mean; the interval takes the fitted distribution as known.
    """
    count, at_risk = np.asarray(duplicates, np.float64), _positive(days)
    known = np.isfinite(at_risk)
    if known.sum() < FEWEST_AREAS or count[known].sum() < FEWEST:
        return None
    shape, per = _over_areas(count[known], at_risk[known])
    days_in_all = np.where(known, at_risk, 0.0) + per
    counts_in_all = count + shape
    return _of_gamma(counts_in_all / days_in_all, counts_in_all, days_in_all)


def never_heard(rate: ArrayLike, window: ArrayLike) -> Floats:
    """Share of incidents that end by themselves before anybody reports: exp(−rate × window), both in days."""
    return np.asarray(np.exp(-np.asarray(rate, np.float64) * np.asarray(window, np.float64)))


def _of_gamma(rate: Floats, shape: Floats, days: Floats) -> Rates:
    lo, hi = (special.gammaincinv(shape, part) / days for part in (OUTSIDE / 2, 1 - OUTSIDE / 2))
    return Rates(rate, lo, hi, shape)


def _over_areas(count: Floats, days: Floats) -> tuple[float, float]:
    """Shape and rate parameter (days) of the gamma distribution from which areas' rates come."""
    whole = count.sum() / days.sum()

    def loss(at: Floats) -> float:
        shape, mean = np.exp(at)
        per = shape / mean
        each = special.gammaln(count + shape) - special.gammaln(shape) - count * np.log(days + per)
        return -float(np.sum(each - shape * np.log1p(days / per)))

    bounds = [(np.log(0.05), np.log(ALIKE)), (np.log(whole) - 5.0, np.log(whole) + 5.0)]
    found = optimize.minimize(loss, np.log([2.0, whole]), method="L-BFGS-B", bounds=bounds)
    shape, mean = np.exp(found.x)
    return float(shape), float(shape / mean)


def _positive(days: ArrayLike) -> Floats:
    """Days at risk, NaN where there are none."""
    at_risk = np.asarray(days, np.float64)
    return np.where(at_risk > 0.0, at_risk, np.nan)
