"""One line at the top of the page: sign in, or who is signed in. Nothing where nobody can sign in."""

from __future__ import annotations

import streamlit as st

from ..jobs.signed_in import account, name, offered
from .language import Words
from .plain import markdown


def may_go_on(say: Words) -> bool:
    """Whether this visitor may see pages; draws the line, and the door where one has to sign in first."""
    how = offered()
    if not how:
        return True
    if account() is not None:
        with st.container(horizontal=True, vertical_alignment="center", key="signed_in"):
            st.markdown(say("signin.as", name=markdown(name() or say("signin.nameless"))), width="content")
            st.button(say("signin.out"), key="sign_out", icon=":material/logout:", on_click=st.logout)
        return True
    if how == "required":
        st.subheader(say("signin.head"), anchor=False)
        st.markdown(say("signin.about"))
    with st.container(horizontal=True, vertical_alignment="center", key="sign_in_row"):
        if how != "required":
            st.markdown(say("signin.optional"), width="content")
        st.button(say("signin.in"), key="sign_in", icon=":material/login:", on_click=st.login)
    return how != "required"
