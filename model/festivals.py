"""Public holidays of China: which days of a year are festivals.

Days are those of the Regulation on Public Holidays for National Annual Festivals and Memorial Days (State Council,
revised 2013 and 2024): New Year, Spring Festival, Qingming, Labour Day, Dragon Boat, Mid-Autumn, National Day; from
2025 on with the eve of Spring Festival and a second day in May. Working days moved to make longer holidays are decreed
every autumn for one year and are not in here. Lunar dates are those of the traditional calendar (first of the first
month, fifth of the fifth, fifteenth of the eighth), worked out with a calendar program.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

MORE_SINCE = 2025

LUNAR = {
    2015: ((2, 19), (6, 20), (9, 27)),
    2016: ((2, 8), (6, 9), (9, 15)),
    2017: ((1, 28), (5, 30), (10, 4)),
    2018: ((2, 16), (6, 18), (9, 24)),
    2019: ((2, 5), (6, 7), (9, 13)),
    2020: ((1, 25), (6, 25), (10, 1)),
    2021: ((2, 12), (6, 14), (9, 21)),
    2022: ((2, 1), (6, 3), (9, 10)),
    2023: ((1, 22), (6, 22), (9, 29)),
    2024: ((2, 10), (6, 10), (9, 17)),
    2025: ((1, 29), (5, 31), (10, 6)),
    2026: ((2, 17), (6, 19), (9, 25)),
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)),
    2035: ((2, 8), (6, 10), (9, 16)),
    2036: ((1, 28), (5, 30), (10, 4)),
    2037: ((2, 15), (6, 18), (9, 24)),
    2038: ((2, 4), (6, 7), (9, 13)),
    2039: ((1, 24), (5, 27), (10, 2)),
    2040: ((2, 12), (6, 14), (9, 20)),
    2041: ((2, 1), (6, 3), (9, 10)),
    2042: ((1, 22), (6, 22), (9, 28)),
    2043: ((2, 10), (6, 11), (9, 17)),
    2044: ((1, 30), (5, 31), (10, 5)),
    2045: ((2, 17), (6, 19), (9, 25)),
    2046: ((2, 6), (6, 8), (9, 15)),
    2047: ((1, 26), (5, 29), (10, 4)),
    2048: ((2, 14), (6, 15), (9, 22)),
    2049: ((2, 2), (6, 4), (9, 11)),
    2050: ((1, 23), (6, 23), (9, 30)),
}
"""Month and day of the Spring Festival, the Dragon Boat Festival and the Mid-Autumn Festival of each year."""


@lru_cache(maxsize=None)
def festivals(year: int) -> frozenset[dt.date]:
    """Public holidays of a year; of years outside `LUNAR` only those with a date of their own."""
    days = {dt.date(year, 1, 1), _qingming(year), dt.date(year, 5, 1)}
    days |= {dt.date(year, 10, day) for day in (1, 2, 3)}
    if year in LUNAR:
        spring, dragon_boat, mid_autumn = (dt.date(year, month, day) for month, day in LUNAR[year])
        days |= {spring + dt.timedelta(days=day) for day in range(3)} | {dragon_boat, mid_autumn}
        if year >= MORE_SINCE:
            days.add(spring - dt.timedelta(days=1))
    if year >= MORE_SINCE:
        days.add(dt.date(year, 5, 2))
    return frozenset(days)


def _qingming(year: int) -> dt.date:
    """The solar term of Qingming; the usual formula for the 21st century."""
    short = year - 2000
    return dt.date(year, 4, int(0.2422 * short + 4.81) - short // 4)
