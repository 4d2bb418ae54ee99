"""Text of people (names of scenarios, titles, names of files) as text: never markup, wherever it is drawn.

Every sink has one helper: `html` for what goes through st.html, `markdown` for whatever Streamlit reads as markdown,
which is every heading, label, tab, button, table and message. Charts, boxes to choose from and code are plain already.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection
from html import escape

JOINER = "\u2060"
"""A mark without width. Streamlit turns `:name:`, `->`, `--`, `www.` and addresses into pictures, arrows and links even
where every sign of them is escaped; a joiner between the signs keeps them what they are."""

_MARKS = re.compile(r"[!-/:-@\[-`{-~]")
_PAIRED = re.compile(r":(?=[\w/+-])|[<>~-](?=[-=>])|@|(?<=www)\.", re.IGNORECASE)


def free_name(name: str, taken: Collection[str]) -> str:
    """The name itself, else the first of "name #2", "name #3", … that nothing else has."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name} #{number}"
    return found


def html(text: str) -> str:
    """For the inside of an element or of a quoted attribute."""
    return escape(text)


def markdown(text: str) -> str:
    """One line that markdown shows letter by letter."""
    line = " ".join(str(text).split())
    return _MARKS.sub(lambda sign: f"\\{sign[0]}", _PAIRED.sub(lambda sign: f"{sign[0]}{JOINER}", line))


def picture(png: bytes, alt: str, width: str = "100%") -> str:
    """A picture with words for whoever does not see it, which Streamlit's own pictures have not.

    Args:
        alt: What it shows; the caller does not escape it.
        width: As style sheets state it.
    """
    data = base64.b64encode(png).decode("ascii")
    return f'<img src="data:image/png;base64,{data}" alt="{html(alt)}" style="width: {width}; max-width: 100%">'
