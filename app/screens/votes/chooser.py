"""What a person chooses on the page about votes: a file, or the example, and the rules to count it under."""

from __future__ import annotations

import json

import streamlit as st

from ....model.elections import RULES
from ...widgets.language import Words
from .file import MOST_CELLS, MOST_MB, MOST_TAKEN_MB, Handed, example

USUAL = ("greedy", "equal_shares", "phragmen")
FILE, TURN = "votes:file", "votes:turn"  # what was handed in, and how often the field was emptied
CHOSEN = "votes:rules"


def choose_votes(say: Words) -> tuple[Handed, tuple[str, ...]]:
    """The field for a file, the rules, and the way back to the example."""
    with st.container(border=True, key="votes"):
        left, right = st.columns(2)
        with left:
            _upload(say)
        with right:
            rules = _rules(say)
        handed = st.session_state.get(FILE)
        with st.container(horizontal=True, gap="small"):
            if handed is not None:
                st.button(say("votes.back"), icon=":material/undo:", key="votes:back", on_click=_forget)
            invented = example(say.language)
            st.download_button(
                say("votes.get_example"),
                invented.content,
                invented.name,
                "text/plain",
                icon=":material/download:",
                key="votes:example",
                on_click="ignore",
            )
    return handed or invented, rules


def _upload(say: Words) -> None:
    # The file is kept beside the field, because the field forgets it when another page is opened.
    key = f"votes:upload:{st.session_state.setdefault(TURN, 0)}"

    def given() -> None:
        file = st.session_state[key]
        if file is None:
            st.session_state.pop(FILE, None)
        else:
            st.session_state[FILE] = Handed.of(file.name, file.getvalue())

    # Streamlit says "Upload" and the limit in English only; the label above says the limit in the person's language.
    st.html(f"<style>:root {{ --shapan-browse: {json.dumps(say('votes.browse'), ensure_ascii=False)} }}</style>")
    # Files of any kind are taken, because our reader says what is wrong with them in the person's language.
    st.file_uploader(say("votes.upload", mb=MOST_MB), key=key, on_change=given, max_upload_size=MOST_TAKEN_MB)
    st.caption(say("votes.upload_about", cells=f"{MOST_CELLS:,}"))


def _forget() -> None:
    st.session_state.pop(FILE, None)
    st.session_state[TURN] += 1


def _rules(say: Words) -> tuple[str, ...]:
    key = f"{CHOSEN}:{say.language}"
    chosen = st.multiselect(
        say("votes.rules"),
        list(RULES),
        list(st.session_state.get(CHOSEN, USUAL)),
        key=key,
        format_func=lambda rule: say.shared(f"rule.{rule}"),
        placeholder=say("votes.no_rule"),
        select_all=False,
    )
    st.session_state[CHOSEN] = list(chosen)
    st.caption(say("votes.rules_about"))
    return tuple(rule for rule in RULES if rule in chosen)
