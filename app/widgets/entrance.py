"""The door of a server on the local network: whoever sits at another machine types the access code once.

It guards every page, since none is drawn before. The machine itself is not asked. Who may come in is decided in
`experiments/machine/access.py`.
"""

from __future__ import annotations

import json
import os
from urllib.parse import quote, urlsplit

import streamlit as st

from ...experiments.machine.access import IN, LOG, SECRETS, VALID_SECONDS, WAIT, WITHIN_SECONDS, Gate, read_secrets
from ...experiments.runs.folders import data_folder
from .language import Words

ASKED = "SHAPAN_ACCESS"
"""Set by `shapan app --lan`: this server asks for the code."""
PASS = "shapan_pass"
"""The cookie, and the entry in the session, that hold a visitor's pass."""
PARAMETER = "enter"
"""The code in the address of the QR code; it leaves the address at once."""
_HERE = ("localhost", "127.0.0.1", "::1")


@st.cache_resource(show_spinner=False)
def gate() -> Gate | None:
    """One for all visitors of this server; None where nobody is asked.

    Raises:
        RuntimeError: A code is to be asked for and none can be read: nobody comes in.
    """
    if not os.environ.get(ASKED):
        return None
    folder = data_folder()
    found = read_secrets(folder)
    if found is None:
        raise RuntimeError(f"{folder / SECRETS} cannot be read, so nobody is let in")
    return Gate(found, folder / LOG)


def entered(say: Words) -> bool:
    """Whether this visitor may see pages; draws the door where they may not."""
    guard, brought = gate(), st.query_params.pop(PARAMETER, None)
    if guard is None or _sits_here():
        return True
    if guard.knows(st.session_state.get(PASS)):
        _remember(st.session_state[PASS])
        return True
    if guard.knows(st.context.cookies.get(PASS)):
        return True
    if brought and _tried(guard, brought) == IN:
        st.rerun()
    _door(say, guard)
    return False


def way_in() -> str:
    """What an address handed to people at other machines ends with, so that they need not type the code as well."""
    guard = gate()
    return "" if guard is None else f"&{PARAMETER}={quote(guard.secrets.code)}"


def _sits_here() -> bool:
    """Both by the connection and by the name typed, since a relay on this machine connects for others from here."""
    try:
        named = urlsplit(f"//{st.context.headers.get('Host') or ''}").hostname
    except ValueError:
        return False
    return st.context.ip_address is None and named in _HERE


def _tried(guard: Gate, typed: str) -> str:
    """The gate's answer; whoever is in has a pass in the session."""
    answer = guard.enter(str(typed)[:200], st.context.ip_address or "?")
    if answer == IN:
        st.session_state[PASS] = guard.new_pass()
    st.session_state["entrance_answer"] = answer
    return answer


def _door(say: Words, guard: Gate) -> None:
    st.subheader(say("entrance.head"), anchor=False)
    st.markdown(say("entrance.about"))
    with st.form("entrance", width=360):
        typed = st.text_input(say("entrance.code"), max_chars=60, key="entrance_code", autocomplete="off")
        sent = st.form_submit_button(say("entrance.enter"), type="primary")
    if sent and _tried(guard, typed) == IN:
        st.rerun()
    answer = st.session_state.get("entrance_answer")
    if answer == WAIT:
        n = round(WITHIN_SECONDS / 60)
        st.error(say("entrance.wait", n=n), icon=":material/timer:")
    elif answer is not None:
        st.error(say("entrance.wrong"), icon=":material/error:")


def _remember(found: str) -> None:
    """Give the pass to the browser, once a session, so that a reload or another tab does not ask again."""
    if st.session_state.get("entrance_kept") == found or st.context.cookies.get(PASS) == found:
        return
    st.session_state["entrance_kept"] = found
    kept = json.dumps(f"{PASS}={found}; path=/; max-age={int(VALID_SECONDS)}; SameSite=Strict")
    st.html(f"<script>document.cookie = {kept};</script>", unsafe_allow_javascript=True)
