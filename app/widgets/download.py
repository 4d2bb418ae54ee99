"""The numbers beside a chart, to read and to take away."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from .language import Words
from .plain import markdown

MOST_AT_ONCE = 60  # rows a reader is shown whole; longer tables scroll
_NUMBER = re.compile(r"[+-]?[0-9][0-9,.]*( ?%)?")


def take_away(say: Words, table: pd.DataFrame, name: str, data: pd.DataFrame) -> None:
    """A table, closed at first, and its numbers as a file.

    Args:
        table: In the words of the screen.
        data: The same as files take it.
    """
    with st.expander(say("result.table"), key=f"table:{name}"):
        if len(table) <= MOST_AT_ONCE:
            st.table(as_text(table), hide_index=True, border="horizontal")
        else:
            st.dataframe(table, hide_index=True)
        download(say, data, name)


def as_text(table: pd.DataFrame) -> pd.DataFrame:
    """The same table with heads and words that markdown shows letter by letter."""
    found = table.map(lambda value: markdown(value) if isinstance(value, str) else value)
    return found.set_axis([markdown(str(head)) for head in table.columns], axis="columns")


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """The same table with a mark before every text that a spreadsheet would take for a formula."""
    return table.map(lambda value: f"'{value}" if isinstance(value, str) and _is_formula(value) else value)


def _is_formula(text: str) -> bool:
    if not text.startswith(("=", "+", "-", "@", "\t", "\r")):
        return False
    return _NUMBER.fullmatch(text) is None


def as_csv(data: pd.DataFrame) -> bytes:
    """The bytes of a file that a spreadsheet opens; the byte-order mark makes Excel read Chinese."""
    return harmless(data).to_csv(index=False).encode("utf-8-sig")


def download(say: Words, data: pd.DataFrame, name: str) -> None:
    """A table as a file."""
    st.download_button(
        say("result.download"), as_csv(data), f"shapan_{name}.csv", "text/csv", key=f"csv:{name}", on_click="ignore"
    )
