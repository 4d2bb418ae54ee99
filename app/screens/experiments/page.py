"""The page Experiments: the studies there are, one of them in full, and the robustness cards of comparisons."""

from __future__ import annotations

import streamlit as st

from shapan import __version__

from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.parts import chosen_part
from ...widgets.plain import markdown
from .cards import show_robustness
from .shelf import kept_folders, kept_studies, shown_kept, shown_shipped
from .shipped import show_shipped

PARTS = ("shipped", "kept", "robustness")


def experiments_page(say: Words) -> None:
    """Draw the part in the address, the shipped studies where none is named."""
    st.subheader(say("studies.title"), anchor=False)
    st.html(f'<p class="shapan-about">{say("studies.about")}</p>')
    part = chosen_part(say("studies.part"), {name: say(f"studies.parts.{name}") for name in PARTS}, "experiments")
    with guarded(say):
        {"shipped": _shipped, "kept": _kept, "robustness": show_robustness}[part](say)
    st.html(f'<p class="shapan-footer">{say("page.footer", version=__version__)}</p>')


def _shipped(say: Words) -> None:
    name = shown_shipped(say)
    with guarded(say):
        show_shipped(say, name)


def _kept(say: Words) -> None:
    found = kept_studies()
    if not found:
        st.info(say("studies.none", folders=markdown(", ".join(str(one) for one in kept_folders()))))
        return
    shown_kept(say, found)
