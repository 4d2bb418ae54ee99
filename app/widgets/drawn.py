"""Where every chart is put on a page: with a menu that saves it as a picture, in the reader's language.

Pictures are made in the browser by what drew the chart, so that nothing leaves the machine; the numbers beside a chart
are a file of their own (`download.take_away`).
"""

from __future__ import annotations

from typing import Any, Literal

import streamlit as st

from .language import Words

Width = Literal["stretch", "content"]


def draw(say: Words, chart: Any, name: str, *, alt: str, width: Width = "stretch") -> None:
    """Draw a chart.

    Args:
        chart: As Altair made it, dressed.
        name: What its files are called, after `shapan_`.
        alt: What is said of it to those who cannot see it.
        width: Of the page, or its own.
    """
    st.altair_chart(savable(say, chart, name), theme=None, width=width, alt=alt)


def savable(say: Words, chart: Any, name: str) -> Any:
    """The chart with a menu of two entries; the entries that show its source or send it to an editor are left out."""
    found = chart.copy(deep=False)
    found.usermeta = {
        "embedOptions": {
            "actions": {"export": {"svg": True, "png": True}, "source": False, "compiled": False, "editor": False},
            "forceActionsMenu": True,
            "downloadFileName": f"shapan_{name}",
            "scaleFactor": {"png": 2},
            "i18n": {
                "CLICK_TO_VIEW_ACTIONS": say("chart.save"),
                "SVG_ACTION": say("chart.save_svg"),
                "PNG_ACTION": say("chart.save_png"),
            },
        }
    }
    return found
