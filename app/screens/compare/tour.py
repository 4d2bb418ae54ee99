"""The first visit: five steps over this page, each a box where it belongs; closed once, it does not come back.

A cookie of this browser says that it was closed, and nothing else. The box stands in the page and covers nothing, so it
is read and left by keyboard like everything else; turning to another step takes the focus along.
"""

from __future__ import annotations

import streamlit as st

from ...widgets.language import Words

STEPS = ("page", "scenarios", "run", "verdict", "tabs")
COOKIE = "shapan_tour"
CLOSED, STEP, MOVED, DRAWN = "tour_closed", "tour_step", "tour_moved", "tour_drawn"
_CLOSED_FOR_GOOD = f'<script>document.cookie = "{COOKIE}=closed; path=/; max-age=31536000; SameSite=Strict";</script>'
_COME_ALONG = """<script>
setTimeout(() => {
  const head = document.querySelector(".st-key-tour h3");
  if (!head) return;
  head.tabIndex = -1;
  head.scrollIntoView({ block: "center" });
  head.focus({ preventScroll: true });
}, 200);
</script>"""


def begin_tour() -> None:
    """Before anything of the page is drawn: nobody has drawn a step yet, and a browser keeps that it was closed."""
    st.session_state[DRAWN] = ""
    if st.session_state.get(CLOSED) and st.context.cookies.get(COOKIE) != "closed":
        st.html(_CLOSED_FOR_GOOD, unsafe_allow_javascript=True)


def tour(say: Words, step: str) -> None:
    """Draw a step where it belongs, if it is this one's turn."""
    if _closed() or _standing() != step:
        return
    st.session_state[DRAWN] = step
    number = STEPS.index(step)
    with st.container(border=True, key="tour"):
        text = say("tour.head", number=number + 1, of=len(STEPS), title=say(f"tour.{step}_title"))
        st.html(f"<h3 class='shapan-tour'>{text}</h3><p class='shapan-about'>{say(f'tour.{step}')}</p>")
        with st.container(horizontal=True, gap="small"):
            last = number == len(STEPS) - 1
            if not last and st.button(say("tour.next"), key="tour_next", type="primary"):
                _turn(STEPS[number + 1])
            if number and st.button(say("tour.back"), key="tour_back"):
                _turn(STEPS[number - 1])
            if st.button(
                say("tour.done" if last else "tour.close"), key="tour_close", type="primary" if last else "tertiary"
            ):
                st.session_state[CLOSED] = True
                st.rerun()
    if st.session_state.pop(MOVED, False):
        st.html(_COME_ALONG, unsafe_allow_javascript=True)


def end_tour(say: Words) -> None:
    """After everything: a step whose place is not on the page now, and, once closed, the way back to the tour."""
    if not _closed():
        if st.session_state.get(DRAWN) != _standing():
            tour(say, _standing())
    elif st.button(say("tour.again"), key="tour_again", type="tertiary", icon=":material/tour:"):
        st.session_state[CLOSED] = False
        _turn(STEPS[0])


def _closed() -> bool:
    """Closed in this visit, or in an earlier one of this browser."""
    return bool(st.session_state.get(CLOSED, st.context.cookies.get(COOKIE) == "closed"))


def _standing() -> str:
    return str(st.session_state.get(STEP, STEPS[0]))


def _turn(step: str) -> None:
    st.session_state[STEP], st.session_state[MOVED] = step, True
    st.rerun()
