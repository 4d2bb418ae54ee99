"""The numbers beside a chart, to read and to take away."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from .language import Words

MOST_AT_ONCE = 60  # rows a reader is shown whole; longer tables scroll
_NUMBER = re.compile(r"[+-]?[0-9][0-9,.]*( ?%)?")


def take_away(say: Words, table: pd.DataFrame, name: str) -> None:
    """A table, closed at first, and the same as a file."""
    with st.expander(say("result.table"), key=f"table:{name}"):
        if len(table) <= MOST_AT_ONCE:
            st.table(table, hide_index=True, border="horizontal")
        else:
            st.dataframe(table, hide_index=True)
        download(say, table, name)


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """The same table with a mark before every text that a spreadsheet would take for a formula."""
    return table.map(lambda value: f"'{value}" if isinstance(value, str) and _is_formula(value) else value)


def _is_formula(text: str) -> bool:
    if not text.startswith(("=", "+", "-", "@", "\t", "\r")):
        return False
    return _NUMBER.fullmatch(text) is None


def download(say: Words, table: pd.DataFrame, name: str) -> None:
    """A table as a file."""
    # The byte-order mark makes Excel read Chinese.
    data = harmless(table).to_csv(index=False).encode("utf-8-sig")
    st.download_button(
        say("result.download"), data, f"shapan_{name}.csv", "text/csv", key=f"csv:{name}", on_click="ignore"
    )
