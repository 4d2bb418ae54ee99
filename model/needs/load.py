"""What a whole district has in common on a day: its weather, season, weekday and festivals, and plain good or bad luck.

City-wide daily counts are rougher than Poisson with a shape of about 38 (B8.1), however many communities add up to a
city; independent communities of shape 5 cannot give that. So every day has a factor that all communities share. It
belongs to the calendar and the seed alone: under every policy the same days are bad.

What we set out for, before any of it was run: the daily needs of a district have a coefficient of variation of about
0.16 (shape 38) to 0.18 (with the communities' own roughness) once weekday, season and festival are taken out, and of
0.15 to 0.25 as they stand. Over a year nothing arises more or less often than without: the factors of calendar days
have a mean of exactly one over every calendar year, those that are drawn have an expectation of one.
"""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtr

from ..arrays import Floats
from ..festivals import festivals
from ..parameters.assumptions.needs import NeedsAssumptions
from ..streams import DAY, Stream

COMMON_LOAD = Stream("common load", DAY)
WEATHER = Stream("weather", DAY)

WEATHERED = ("hazard", "facility")
OF_SUMMER = ("hazard", "facility", "litter")
OF_WINTER = ("care",)
AT_OFFICES = ("paperwork", "livelihood")
AMONG_NEIGHBOURS = ("litter", "parking", "dispute")
FOR_CULTURE = ("culture",)
MIDSUMMER = 196  # the middle of July, as a day of the year
NO_COMMON_LOAD = {
    "common_shape": 0.0,
    "weather_factor": 1.0,
    "season_summer": 0.0,
    "season_winter": 0.0,
    "weekday_office": 1.0,
    "weekday_neighbours": 1.0,
    "festival_office": 1.0,
    "festival_culture": 1.0,
    "festival_neighbours": 1.0,
}
"""Assumptions under which every day of a district is like every other but for the communities' own roughness."""


def common_load(
    kinds: tuple[str, ...], first_day: dt.date, days: int, assumed: NeedsAssumptions, seed: int
) -> NDArray[np.float64]:
    """Factor of each kind of need on each day of the run; shape (kinds, days)."""
    load = np.ones((len(kinds), days))
    for year in range(first_day.year, (first_day + dt.timedelta(days=max(days - 1, 0))).year + 1):
        begin = (dt.date(year, 1, 1) - first_day).days
        calendar = year_of_days(kinds, year, assumed)
        first, last = max(begin, 0), min(begin + calendar.shape[1], days)
        load[:, first:last] = calendar[:, first - begin : last - begin]
    load *= common_factor(days, assumed, seed)
    load[[row for row, kind in enumerate(kinds) if kind in WEATHERED]] *= weather(days, assumed, seed)
    return load


def year_of_days(kinds: tuple[str, ...], year: int, assumed: NeedsAssumptions) -> Floats:
    """Factor of each kind on each day of a calendar year, of mean one: its season, weekdays and festivals."""
    first = dt.date(year, 1, 1)
    count = (dt.date(year + 1, 1, 1) - first).days
    dates = [first + dt.timedelta(days=day) for day in range(count)]
    festival = np.array([date in festivals(year) for date in dates])
    weekend = np.array([date.weekday() >= 5 for date in dates]) & ~festival
    summer = np.cos(2.0 * math.pi * (np.arange(count) - MIDSUMMER) / count)
    factors = np.ones((len(kinds), count))
    for row, kind in enumerate(kinds):
        if kind in OF_SUMMER:
            factors[row] *= 1.0 + assumed.season_summer * summer
        if kind in OF_WINTER:
            factors[row] *= 1.0 - assumed.season_winter * summer
        if kind in AT_OFFICES:
            factors[row] *= _on(weekend, assumed.weekday_office) * _on(festival, assumed.festival_office)
        if kind in AMONG_NEIGHBOURS + FOR_CULTURE:
            factors[row] *= _on(weekend, assumed.weekday_neighbours)
        if kind in AMONG_NEIGHBOURS:
            factors[row] *= _on(festival, assumed.festival_neighbours)
        if kind in FOR_CULTURE:
            factors[row] *= _on(festival, assumed.festival_culture)
    return np.asarray(factors / factors.mean(axis=1, keepdims=True))


def common_factor(days: int, assumed: NeedsAssumptions, seed: int) -> Floats:
    """Gamma factors of mean one that all needs of a day share; a bad day is often followed by another."""
    shape = assumed.common_shape
    if shape <= 0.0:
        return np.ones(days)
    return np.asarray(gammaincinv(shape, ndtr(_persistent(COMMON_LOAD, days, assumed, seed))) / shape)


def weather(days: int, assumed: NeedsAssumptions, seed: int) -> Floats:
    """Factor of what weather brings about: higher on the share of days that are bad, lower on the others."""
    share, factor = assumed.weather_share, assumed.weather_factor
    if share <= 0.0:
        return np.ones(days)
    bad = ndtr(_persistent(WEATHER, days, assumed, seed)) > 1.0 - share
    return np.where(bad, factor, 1.0) / (1.0 + share * (factor - 1.0))


def _on(those: NDArray[np.bool_], factor: float) -> Floats:
    return np.where(those, factor, 1.0)


def _persistent(stream: Stream, days: int, assumed: NeedsAssumptions, seed: int) -> Floats:
    """Standard normal numbers of all days, each leaning on the day before (a first-order autoregression)."""
    kept = assumed.common_persistence
    fresh = stream.of(seed).at(np.arange(days)).normal()
    level, levels = 0.0, np.empty(days)
    for day in range(days):
        level = kept * level + math.sqrt(1.0 - kept * kept) * fresh[day] if day else fresh[day]
        levels[day] = level
    return levels
