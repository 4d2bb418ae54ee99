"""The page Evidence: what stands behind the model, part by part; every figure is read from a stored table."""

from __future__ import annotations

import streamlit as st

from shapan import __version__

from ....experiments.evidence.model_mark import model_mark
from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.parts import chosen_part
from .claims import show_claims
from .levers import show_levers
from .parameters import show_parameters
from .patterns import show_patterns

PARTS = {"claims": show_claims, "levers": show_levers, "patterns": show_patterns, "parameters": show_parameters}


def evidence_page(say: Words) -> None:
    """Draw the part in the address, the claims where none is named."""
    st.subheader(say("evidence.title"), anchor=False)
    with st.spinner(say("evidence.reading")):  # the first to come waits a few seconds for the model's mark
        mark = model_mark()
    st.html(f'<p class="shapan-about">{say("evidence.about", mark=mark)}</p>')
    part = chosen_part(say("evidence.part"), {name: say(f"evidence.parts.{name}") for name in PARTS}, "evidence")
    with guarded(say):
        PARTS[part](say)
    st.html(f'<p class="shapan-footer">{say("page.footer", version=__version__)}</p>')
