"""Parts of a yearly sum add up to it, however the year is cut."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shapan.model.ledger.instalments import Instalments

YEARS = st.sampled_from((2026, 2028))
SUMS = st.lists(st.integers(0, 10**12), min_size=1, max_size=5)


@given(year=YEARS, a_year=SUMS)
def test_twelve_months_are_a_year(year, a_year):
    owed, total = Instalments(len(a_year)), np.zeros(len(a_year), np.int64)
    for month in range(1, 13):
        first = dt.date(year, month, 1)
        days = ((first + dt.timedelta(days=31)).replace(day=1) - first).days
        total += owed.part(np.array(a_year), days, first)
    assert total.tolist() == a_year and not owed.owed.any()


@given(year=YEARS, a_year=SUMS, cuts=st.lists(st.integers(1, 364), max_size=20))
def test_parts_of_a_year_never_run_ahead_of_it(year, a_year, cuts):
    """Each part is within a fen of its share, and what is paid in less is never paid out in more."""
    days = 366 if year == 2028 else 365
    less = [fen // 2 for fen in a_year]
    into, out = Instalments(len(a_year)), Instalments(len(a_year))
    paid, spent, edges = np.zeros(len(a_year)), np.zeros(len(a_year)), sorted({0, *cuts, days})
    for start, end in pairwise(edges):
        date = dt.date(year, 1, 1) + dt.timedelta(days=start)
        part = into.part(np.array(a_year), end - start, date)
        assert (np.abs(part - np.array(a_year) * (end - start) / days) <= 1.0 + 1e-3).all()
        paid += part
        spent += out.part(np.array(less), end - start, date)
        assert (spent <= paid).all()
    assert paid.tolist() == a_year and spent.tolist() == less


def test_a_new_year_begins_without_fractions():
    owed = Instalments(1)
    assert owed.part(np.array([100]), 10, dt.date(2026, 1, 1)).tolist() == [2]
    assert owed.owed.any()
    owed.forget()
    assert not owed.owed.any()
