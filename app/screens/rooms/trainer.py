"""The trainer's view: the code on the wall, who is there, the next phase, and what was revealed."""

from __future__ import annotations

import io

import streamlit as st

from ....experiments.rooms import entering, export, guard, playing
from ....experiments.rooms.records import Chair, Room, Seat
from ...jobs.handle import at_the_machine
from ...widgets.download import as_csv
from ...widgets.entrance import way_in
from ...widgets.language import Words
from ...widgets.plain import html, markdown
from . import live, shown
from .door import KEYS, done_or_said

_LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")


def show_trainer(say: Words, room: Room, chair: Chair) -> None:
    """Everything a trainer sees and does; predictions and outcomes are hidden from the trainer too until the reveal."""
    if room.phase != "closed":
        live.WARMING.begin(room.file)
    _way_in(say, room)
    head = say(f"roomphase.{room.phase}")
    head = head if room.quarter == 0 else f"{say('rooms.quarter_head', n=room.quarter)} · {head}"
    st.html(f'<h3 class="title" role="status">{html(head)}</h3><p>{html(say(f"roomhint.{room.phase}"))}</p>')
    live.follow(say, room, all_of_it=True)
    _next(say, room, chair)
    _who(say, room)
    for quarter in range(room.revealed_quarters, 0, -1):
        with st.expander(say("rooms.quarter_head", n=quarter), expanded=quarter == room.quarter):
            shown.show_tables(say, room, quarter)
    if room.phase in ("debrief", "closed"):
        shown.show_debrief(say, room)
        _take_away(say, room)
    _housekeeping(say, room, chair)


def _way_in(say: Words, room: Room) -> None:
    """Code, address and picture; and once after opening the key."""
    if room.phase == "closed":
        return
    link = f"{_address()}?{live.ROOM}={room.code}&lang={say.language}{way_in()}"
    text, picture = st.columns([3, 1], vertical_alignment="center")
    text.html(
        f'<div class="shapan-side"><p>{html(say("rooms.code_is"))}</p>'
        f'<p style="font-size:2.6rem;font-weight:700;letter-spacing:.18em;margin:0">{html(room.code)}</p>'
        f"<p>{html(link)}</p></div>"
    )
    picture.image(qr(link), caption=say("rooms.qr"), width=190)
    if at_the_machine():
        st.info(say("rooms.only_here"))
    key = st.session_state.get(KEYS, {}).get(room.id)
    if key:
        with st.expander(say("rooms.key_once")):
            st.caption(say("rooms.key_about"))
            st.code(key, language=None)


def qr(link: str) -> bytes:
    """A QR picture of an address, drawn here."""
    import segno

    sink = io.BytesIO()
    segno.make(link, error="m").save(sink, kind="png", scale=6, border=3)
    return sink.getvalue()


def _address() -> str:
    """The address of this page by which others on the network reach it."""
    url = str(st.context.url or "http://localhost/rooms").partition("?")[0]
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    name, colon, port = host.rpartition(":") if not host.endswith("]") and ":" in host else (host, "", "")
    address = str(st.get_option("browser.serverAddress") or "")
    if name in _LOOPBACK and address and not at_the_machine():
        name = address
    return f"{scheme}://{name}{colon}{port}{slash}{path}"


def _next(say: Words, room: Room, chair: Chair) -> None:
    following = room.next()
    if following is None:
        return
    if room.phase == "commit":
        seats = entering.seats(live.file(), room.id)
        st.caption(
            say("rooms.have_committed", n=len(playing.committed(live.file(), room.id, room.quarter)), of=len(seats))
        )

    def act() -> None:
        now = playing.go_on(live.file(), chair, (room.phase, room.quarter))
        if now.phase == "run":
            live.see_to_runs(room.id)

    if room.phase == "lobby" and not entering.seats(live.file(), room.id):
        st.caption(say("rooms.nobody"))
        return
    name = say(f"roomgo.{following[0]}", n=following[1])
    if room.phase == "debrief":
        return
    if st.button(name, type="primary", key="go-on", icon=":material/arrow_forward:") and done_or_said(say, act):
        st.rerun()


def _who(say: Words, room: Room) -> None:
    """Table by table who sits there, with a mark for who has committed."""
    done = playing.committed(live.file(), room.id, room.quarter) if room.phase == "commit" else set()
    seats, parts = entering.seats(live.file(), room.id), []
    for desk in range(room.desks):
        there = [
            f"{_role(say, room, one)} {one.name} {'✓' if one.id in done else ''}" for one in seats if one.desk == desk
        ]
        lines = "".join(f"<li>{html(line)}</li>" for line in there or [say("rooms.empty")])
        parts.append(f"<div class='shapan-side'><h4>{html(say('rooms.table', n=desk + 1))}</h4><ul>{lines}</ul></div>")
    st.html(f'<div class="shapan-sides">{"".join(parts)}</div>')


def _take_away(say: Words, room: Room) -> None:
    st.html(f"<h4>{html(say('rooms.take_away'))}</h4>")
    name = f"shapan_room_{room.code}"
    with st.container(horizontal=True):
        book = export.as_workbook(live.file(), room)
        st.download_button("xlsx", book, f"{name}.xlsx", key="room-xlsx", on_click="ignore")
        st.download_button(
            "JSON", export.as_json(live.file(), room), f"{name}.json", key="room-json", on_click="ignore"
        )
        for part, table in export.tables(live.file(), room).items():
            label = f"CSV: {say(f'roompart.{part}')}"
            st.download_button(
                label, as_csv(table), f"{name}_{part}.csv", "text/csv", key=f"room-{part}", on_click="ignore"
            )


def _housekeeping(say: Words, room: Room, chair: Chair) -> None:
    with st.expander(say("rooms.housekeeping")):
        st.caption(say("rooms.refused", n=guard.refused_tries(live.file())))
        seats = entering.seats(live.file(), room.id)
        if seats and room.phase != "closed":
            _free(say, room, chair, {one.id: _seat_name(say, room, one) for one in seats})
        sure = st.checkbox(say("rooms.close_sure"), key="close-sure")
        if room.phase != "closed" and st.button(say("rooms.close"), key="close", disabled=not sure):
            playing.close(live.file(), chair)
            st.rerun()
        if room.phase != "closed":
            st.button(say("rooms.guest"), key="guest", on_click=_become_guest)
        st.button(say("rooms.leave"), key="leave", on_click=_leave)


def _become_guest() -> None:
    st.query_params[live.GUEST] = "1"


def _leave() -> None:
    st.query_params.pop(live.ROOM, None)


def _role(say: Words, room: Room, seat: Seat) -> str:
    return seat.role_in(room.rules).title[say.language]


def _seat_name(say: Words, room: Room, seat: Seat) -> str:
    return f"{say('rooms.table', n=seat.desk + 1)} · {_role(say, room, seat)} {seat.name}"


def _free(say: Words, room: Room, chair: Chair, names: dict[int, str]) -> None:
    """A new link for a seat whose browser is gone."""
    chosen = st.selectbox(say("rooms.free_which"), list(names), format_func=names.__getitem__, key="free-which")
    if st.button(say("rooms.free"), key="free"):
        token = entering.free_seat(live.file(), chair, int(chosen))
        link = f"{_address()}?{live.ROOM}={room.code}&{live.SEAT}={token}&lang={say.language}{way_in()}"
        st.caption(markdown(say("rooms.free_about")))
        st.code(link, language=None)
        st.image(qr(link), width=190)
