"""A finished comparison as the sections of the page draw it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from ...jobs.request import Request
from ...jobs.result import Finding
from ...widgets import files
from ...widgets.download import take_away
from ...widgets.language import Words
from ...widgets.plain import markdown


@dataclass(frozen=True)
class Shown:
    """A finished comparison as it is drawn: scenarios bear the names of the request that is open."""

    request: Request
    finding: Finding
    names: tuple[str, ...]

    @property
    def id(self) -> str:
        """Names the widgets whose choices are these scenarios."""
        return self.request.key[:12]


def head(say: Words, key: str, **values: str) -> None:
    """The title of a section and what it shows."""
    st.subheader(say(f"result.{key}"), anchor=False, divider="gray")
    st.markdown(say(f"result.{key}_about", **values))


def keep(say: Words, shown: Shown, name: str, table: pd.DataFrame, data: pd.DataFrame) -> None:
    """The table beside a chart, and its numbers as a file that says where they are from."""
    take_away(say, table, name, files.of_run(data, shown.request))


def other_of(say: Words, shown: Shown, section: str) -> int:
    """Which scenario a section puts beside the baseline; asked only where there are several."""
    if len(shown.names) == 2:
        return 1
    label = say("result.map_other", baseline=markdown(shown.names[0]))
    key = f"other:{section}:{shown.id}:{say.language}"
    chosen = st.selectbox(label, range(1, len(shown.names)), format_func=lambda one: shown.names[one], key=key)
    return chosen or 1
