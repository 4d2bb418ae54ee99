"""Whose record is looked at: a notice over one of another browser, and the key to whoever began this one."""

from __future__ import annotations

import streamlit as st

from ....experiments.lessons.record import Record
from ....experiments.runs.refusing import Refused
from ...jobs.handle import at_the_machine
from ...widgets.language import Words
from ...widgets.plain import markdown
from . import desk


def show_whose(say: Words, held: Record) -> None:
    """Say that what is done here goes into a copy, and how to write into the record itself."""
    if desk.is_ours(held):
        return
    st.info(say("lessons.others"), icon=":material/content_copy:")
    with st.expander(say("lessons.key_head")), st.form("class-key"):
        typed = st.text_input(say("lessons.key"), type="password", max_chars=80, key="class-key-typed")
        if st.form_submit_button(say("lessons.use_key")):
            try:
                desk.show_key(typed)
            except Refused as fault:
                st.warning(markdown(fault.text(say.language)), icon=":material/block:")
            else:
                st.rerun()
    st.button(say("lessons.afresh"), key="class-afresh", on_click=desk.begin_afresh)


def show_key_once(say: Words) -> None:
    """The key of a record begun in this visit; nobody needs one on a server that listens to this machine only."""
    key = None if at_the_machine() else desk.key_at_hand()
    if key is None:
        return
    with st.expander(say("lessons.key_once")):
        st.caption(say("lessons.key_about"))
        st.code(key, language=None)
