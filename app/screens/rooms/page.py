"""The page Rooms: the door, the trainer's view or a seat, as the address and the browser say."""

from __future__ import annotations

import streamlit as st

from shapan import __version__

from ....experiments.rooms import entering
from ....experiments.rooms.records import Room, Seat
from ....experiments.runs.refusing import Refused
from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.plain import markdown
from . import live
from .door import show_door, show_join
from .seat import show_seat
from .trainer import show_trainer

_REFUSED = "room_refused"


def rooms_page(say: Words) -> None:
    """Draw what whoever looks may see."""
    st.subheader(say("rooms.title"), anchor=False)
    room = None
    with guarded(say):
        _say_refusal(say)
        room = _room()
        if room is None:
            show_door(say)
        elif not _guest() and (chair := entering.chair_of(live.file(), room.code, live.caller())):
            show_trainer(say, room, chair)
        elif (seat := _seat(room)) is not None:
            show_seat(say, room, seat)
        else:
            show_join(say, room)
    _foot(say, room)


def _foot(say: Words, room: Room | None) -> None:
    st.html(f'<p class="shapan-footer">{say("page.footer", version=__version__)}</p>')
    if room is not None:
        live.drawn_to_the_end(room)


def _guest() -> bool:
    """Whether the address asks for a seat, also in the browser of the trainer."""
    return live.SEAT in st.query_params or live.GUEST in st.query_params


def _say_refusal(say: Words) -> None:
    """What the address asked for and was refused, once."""
    fault = st.session_state.pop(_REFUSED, None)
    if fault is not None:
        st.warning(markdown(fault.text(say.language)), icon=":material/block:")


def _refused(fault: Refused, name: str) -> None:
    """Take what was refused out of the address, so that it is not tried again at every turn."""
    st.query_params.pop(name, None)
    st.session_state[_REFUSED] = fault
    st.rerun()


def _room() -> Room | None:
    code = st.query_params.get(live.ROOM, "")
    if not code:
        return None
    try:
        return entering.find(live.file(), code, live.caller())
    except Refused as fault:
        _refused(fault, live.ROOM)
    return None


def _seat(room: Room) -> Seat | None:
    """The seat of the address, else the one this browser has in the room."""
    token = st.query_params.get(live.SEAT, "")
    if token:
        try:
            found = entering.come_back(live.file(), token, live.caller())
        except Refused as fault:
            _refused(fault, live.SEAT)
            return None
        if found.room == room.id:
            return found
    return entering.seat_here(live.file(), room, live.caller())
