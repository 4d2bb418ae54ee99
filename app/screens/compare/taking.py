"""The section "Take away": files, a short link that stays, and files that somebody brings back."""

from __future__ import annotations

import json
from collections.abc import Sequence

import streamlit as st

from ....experiments.runs.refusing import Refused
from ....experiments.takeaway.capsule import MOST_BYTES
from ....experiments.takeaway.edited import CellFault
from ....scenarios.faults import InputFault
from ...jobs.request import Request
from ...jobs.result import Finding
from ...jobs.shares import MOST_OF_ONE, NoRoom
from ...widgets.language import Words
from ...widgets.plain import markdown
from ...widgets.taking import SHARED, downloads, received, share, taken_of

MOST_FAULTS = 10
TURN = "take_turn"
MOST_MB = MOST_BYTES // 1_000_000
MOST_TAKEN_MB = 50  # beyond it Streamlit refuses, in English


def show_take_away(say: Words, request: Request, finding: Finding, names: Sequence[str]) -> None:
    """Everything in which a finished comparison leaves the page, and the way back in.

    Args:
        finding: Its scenarios bear `names` already.
    """
    st.subheader(say("take.head"), anchor=False, divider="gray")
    if n := request.branch:  # no command, capsule or workbook can say it yet, and each would run something else
        st.info(say("take.branch", day=n))
        downloads(say, taken_of(request, finding, names), request.key[:12])
        bring_back(say)
        return
    st.markdown(say("take.about"))
    key = request.key[:12]
    taken = taken_of(request, finding, names)
    downloads(say, taken, key)
    if st.button(say("take.share"), key=f"take:share:{key}", icon=":material/link:"):
        try:
            st.session_state[f"take:shared:{key}"] = share(taken)
        except NoRoom as fault:
            _say_no_room(say, fault)
    which = st.session_state.get(f"take:shared:{key}")
    if which:
        st.markdown(say("take.shared"))
        st.code(_address(which, say), language=None)
    bring_back(say)


def _address(which: str, say: Words) -> str:
    """The link, on this server."""
    return f"{(st.context.url or '').split('?')[0].rstrip('/')}/?lang={say.language}&{SHARED}={which}"


def _say_no_room(say: Words, fault: NoRoom) -> None:
    """That no more links fit, of this visitor or of all."""
    if fault.of_one:
        st.warning(say("take.no_room_for_you", n=markdown(f"{MOST_OF_ONE:,}")), icon=":material/link_off:")
    else:
        st.warning(say("take.no_room"), icon=":material/link_off:")


def bring_back(say: Words) -> None:
    """The field for a capsule or an edited workbook."""
    # Streamlit's own words on the field are English only; the style hides them and shows this one.
    st.html(f"<style>:root {{ --shapan-browse: {json.dumps(say('votes.browse'), ensure_ascii=False)} }}</style>")
    # Files of any kind are taken, because our reader says what is wrong with them in the person's language.
    with st.container(key="bring_back"):
        about = {"help": say("take.bring_help"), "max_upload_size": MOST_TAKEN_MB}
        turn = st.session_state.setdefault(TURN, 0)
        brought = st.file_uploader(say("take.bring", mb=MOST_MB), key=f"take:brought:{turn}", **about)
    if brought is None:
        return
    try:
        received(brought.name, brought.getvalue())
    except CellFault as fault:
        for one in (fault, *fault.others[: MOST_FAULTS - 1]):
            st.error(markdown(one.text(say.language)), icon=":material/error:")
    except (Refused, InputFault) as fault:
        st.error(markdown(fault.text(say.language)), icon=":material/error:")
    except NoRoom as fault:
        _say_no_room(say, fault)
    else:
        st.session_state[TURN] = turn + 1  # the same field would bring the same file again, without end
        st.rerun()
