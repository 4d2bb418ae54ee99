"""Parts of a page of which one is drawn at a time, kept in the address so that a link or a reload opens the same."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

PART = "part"
"""What the address says."""


def chosen_part(label: str, parts: Mapping[str, str], page: str) -> str:
    """The part somebody looks at; the first where the address names none of them.

    Args:
        parts: Name -> what it is called.
        page: Names its widget.
    """
    names, key = list(parts), f"part:{page}"
    asked = st.query_params.get(PART, "")
    part = asked if asked in parts else names[0]

    def turned() -> None:
        st.query_params[PART] = st.session_state[key]

    chosen = st.segmented_control(
        label,
        names,
        default=part,
        format_func=parts.__getitem__,
        key=key,
        label_visibility="collapsed",
        required=True,
        on_change=turned,
    )
    return chosen or part
