"""How figures of stored evidence are written: changes with their interval, and who made a table."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ....experiments.evidence.marked_tables import UNKNOWN
from ....experiments.evidence.model_mark import model_mark
from ....experiments.evidence.shown import Table
from ....experiments.reports.wording import words as wording
from ....model.observation.indicators import INDICATORS
from ...widgets.language import Words
from ...widgets.phrases import listed
from ...widgets.plain import markdown
from ...widgets.settings import arrow

MOST_ROWS = 40
"""So many rows of a table on the page; the file has all."""


def show_marks(say: Words, table: Table[Any]) -> None:
    """Say which model made a table, as a warning where it is not the one installed."""
    if not table.marks:
        st.info(say("evidence.not_run"), icon=":material/hourglass_empty:")
        return
    made = listed(say, [say("evidence.unmarked") if mark == UNKNOWN else mark for mark in table.marks])
    if table.ours:
        st.caption(say("evidence.same_model", made=markdown(made)))
    else:
        here = model_mark()
        st.warning(say("evidence.other_model", made=markdown(made), here=markdown(here)), icon=":material/history:")


def effect(say: Words, indicator: str, difference: float, interval: tuple[float, float]) -> str:
    """A paired difference with its interval and unit; 0 where not one pair differs."""
    low, high = interval
    if difference == low == high == 0.0:
        return say("evidence.no_pair_differs")
    tell, unit = wording(say.language), INDICATORS[indicator].unit
    if unit == "share":  # single levers move hundredths of a point
        middle, *ends = (f"{100 * one:+.2f}".replace("-", "−") for one in (difference, low, high))
    else:
        middle, *ends = (tell.change(one, unit, with_unit=False) for one in (difference, low, high))
    named = tell.unit("points" if unit == "share" else unit)
    return f"{arrow(difference)} {middle} [{ends[0]}, {ends[1]}] {named}".rstrip()


def show_count(say: Words, shown: int, found: int) -> None:
    """How many rows of how many stand on the page."""
    if found > shown:
        st.caption(say("evidence.more", shown=shown, found=f"{found:,}"))
