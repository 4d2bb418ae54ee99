"""The door: open a room, come in by a code, come back with the trainer's key, choose a seat."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ....experiments.rooms import entering
from ....experiments.rooms.records import MOST_DESKS, Room
from ....experiments.runs.refusing import Refused
from ....scenarios.room_files import shipped_rooms
from ...widgets.language import Words
from ...widgets.plain import html, markdown
from . import live

KEYS = "room_keys"
"""In the session: room -> the trainer's key, told once after opening."""


def done_or_said(say: Words, act: Callable[[], None]) -> bool:
    """Do something; where it is refused say so in one line. Whether it was done."""
    try:
        act()
    except Refused as fault:
        st.warning(markdown(fault.text(say.language)), icon=":material/block:")
        return False
    return True


def show_door(say: Words) -> None:
    """Where the address names no room."""
    st.html(f'<p class="shapan-about">{html(say("rooms.about"))}</p>')
    for room in entering.trainers_rooms(live.file(), live.caller()):
        name = say("rooms.go_to", code=room.code, phase=say(f"roomphase.{room.phase}"))
        st.button(name, key=f"to-{room.code}", on_click=_go, args=(room.code,), icon=":material/meeting_room:")
    _enter(say)
    with st.expander(say("rooms.open_head")):
        _open(say)
    with st.expander(say("rooms.key_head")):
        _with_key(say)


def _go(code: str) -> None:
    st.query_params[live.ROOM] = code


def _enter(say: Words) -> None:
    with st.form("enter-room"):
        typed = st.text_input(say("rooms.code"), max_chars=20, key="typed-code", autocomplete="off")
        sent = st.form_submit_button(say("rooms.enter"), type="primary")

    def act() -> None:
        _go(entering.find(live.file(), typed, live.caller()).code)

    if sent and done_or_said(say, act):
        st.rerun()


def _open(say: Words) -> None:
    rules = shipped_rooms()
    with st.form("open-room"):
        chosen = st.selectbox(
            say("rooms.which"), list(rules), format_func=lambda one: rules[one].header.title[say.language]
        )
        st.caption(rules[chosen].header.summary[say.language])
        desks = st.number_input(say("rooms.how_many"), min_value=1, max_value=MOST_DESKS, value=6)
        sent = st.form_submit_button(say("rooms.open"))

    def act() -> None:
        room, key = entering.open_room(live.file(), chosen, int(desks), live.caller())
        st.session_state.setdefault(KEYS, {})[room.id] = key
        _go(room.code)

    if sent and done_or_said(say, act):
        st.rerun()


def _with_key(say: Words) -> None:
    with st.form("trainer-key"):
        code = st.text_input(say("rooms.code"), max_chars=20, key="key-code", autocomplete="off")
        key = st.text_input(say("rooms.key"), type="password", max_chars=80, key="key-typed")
        sent = st.form_submit_button(say("rooms.use_key"))

    def act() -> None:
        entering.with_key(live.file(), code, key, live.caller())
        _go(entering.find(live.file(), code, live.caller()).code)

    if sent and done_or_said(say, act):
        st.rerun()


def _asked(room: Room) -> int:
    """The table that the address names, as a picture on one table would; else the first."""
    typed = str(st.query_params.get(live.TABLE, ""))
    return int(typed[:4]) - 1 if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= room.desks else 0


def show_join(say: Words, room: Room) -> None:
    """Choose a table and a role of a room."""
    rules, lang = room.rules, say.language
    st.html(f'<p class="shapan-about">{html(rules.header.summary[lang])}</p>')
    taken = {(seat.desk, seat.role) for seat in entering.seats(live.file(), room.id)}
    desk = st.selectbox(
        say("rooms.table_label"),
        range(room.desks),
        index=_asked(room),
        format_func=lambda n: say("rooms.table", n=n + 1),
    )
    free = [role for role in rules.roles if (desk, role.id) not in taken]
    if not free:
        st.info(say("rooms.full"))
        return
    titles = {role.id: role.title[lang] for role in free}
    chosen = st.radio(say("rooms.role"), list(titles), format_func=lambda one: titles[one], key=f"role-{desk}")
    name = st.text_input(
        say("rooms.name"), max_chars=entering.LONGEST_NAME, key="join-name", help=say("rooms.name_help")
    )

    def act() -> None:
        _, token = entering.join(live.file(), room, (int(desk), str(chosen)), name, live.caller())
        st.query_params[live.SEAT] = token

    if st.button(say("rooms.join"), type="primary", key="join") and done_or_said(say, act):
        st.rerun()
