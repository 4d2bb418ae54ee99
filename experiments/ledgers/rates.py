"""Reporting rates from duplicate reports.

From the first report of an incident on, further reports of it arrive as a Poisson process with the incident's reporting
rate until it is closed. Their number over the days at risk estimates that rate although nobody knows when the incident
began (Liu, Bhandaram and Garg, "Quantifying spatial under-reporting disparities in resident crowdsourcing", Nature
Computational Science 4, 57–65, doi:10.1038/s43588-023-00572-6). Every function here is one of numbers alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from ...model.arrays import Floats

FEWEST = 10
"""Duplicates without which a rate is not identifiable: from ten on, its 95 % interval stays within a factor of two."""
OUTSIDE = 0.05
"""The part of all intervals that may miss."""
JEFFREYS = 0.5
"""What the interval adds to the count; one that never covers less than 95 % covers 97 to 99 % where counts are few."""
FEWEST_AREAS = 3
"""Areas without which nothing can be said of how areas differ."""
SPREADS = np.sqrt(np.linspace(0.001, 4.0, 60))
"""Coefficients of variation of rates over areas that are weighed; the smallest is as good as none."""
MEANS = np.linspace(-1.5, 1.5, 41)
"""Logs of their mean that are weighed, from that of all areas together."""
BLOCK = 64
"""Areas weighed at a time: 10,000 at once would take a gigabyte."""


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

    Rates of areas follow a gamma distribution. Its mean and spread are weighed by the marginal (negative binomial)
    likelihood of all counts rather than fitted once: with the likeliest spread alone, which is often none, intervals
    would be far too narrow. The estimate is the mean over all of them, the interval that of a gamma distribution with
    the same mean and variance. Days at risk are taken as saying nothing of the rate; where areas have alike many
    incidents, the loud have more of them in the ledger and more days, and quiet areas come out somewhat too loud.
    """
    count, at_risk = np.asarray(duplicates, np.float64), np.asarray(days, np.float64)
    if (at_risk > 0.0).sum() < FEWEST_AREAS or count.sum() < FEWEST:
        return None
    shape, mean, weight = _over_areas(count, at_risk)
    per = shape / mean
    rate, square = np.empty_like(count), np.empty_like(count)
    for block, each, lasting in _blocks(count, at_risk):
        of_each = (each + shape) / (lasting + per)
        rate[block] = of_each @ weight
        square[block] = (of_each**2 + of_each / (lasting + per)) @ weight
    variance = square - rate**2
    return _of_gamma(rate, rate**2 / variance, rate / variance)


def never_heard(rate: ArrayLike, window: ArrayLike) -> Floats:
    """Share of incidents that end by themselves before anybody reports: exp(−rate × window), both in days."""
    return np.asarray(np.exp(-np.asarray(rate, np.float64) * np.asarray(window, np.float64)))


def _of_gamma(rate: Floats, shape: Floats, days: Floats) -> Rates:
    lo, hi = (special.gammaincinv(shape, part) / days for part in (OUTSIDE / 2, 1 - OUTSIDE / 2))
    return Rates(rate, lo, hi, shape)


def _over_areas(count: Floats, days: Floats) -> tuple[Floats, Floats, Floats]:
    """Shapes and means of gamma distributions from which areas' rates may come, and how likely each is.

    Every squared coefficient of variation is as likely beforehand as any other, and so is every log of the mean.
    """
    whole = count.sum() / days.sum()
    shape, mean = (part.ravel() for part in np.meshgrid(SPREADS**-2.0, whole * np.exp(MEANS)))
    per = shape / mean
    value = np.zeros_like(shape)
    for _, each, lasting in _blocks(count, days):
        part = special.gammaln(each + shape) - special.gammaln(shape) - each * np.log(lasting + per)
        value += np.sum(part - shape * np.log1p(lasting / per), axis=0)
    weight = np.exp(value - value.max())
    return shape, mean, weight / weight.sum()


def _blocks(count: Floats, days: Floats) -> Iterator[tuple[slice, Floats, Floats]]:
    """Some areas after others: where they stand, their counts and days; shape (areas of the block, 1)."""
    for start in range(0, len(count), BLOCK):
        block = slice(start, start + BLOCK)
        yield block, count[block, None], days[block, None]


def _positive(days: ArrayLike) -> Floats:
    """Days at risk, NaN where there are none."""
    at_risk = np.asarray(days, np.float64)
    return np.where(at_risk > 0.0, at_risk, np.nan)
