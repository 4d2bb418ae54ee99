"""What one person at a table sees: the role card, the form to commit, and after the reveal what came of it."""

from __future__ import annotations

import streamlit as st

from ....experiments.rooms import debrief, entering, playing
from ....experiments.rooms.records import Outcome, Room, Seat
from ....experiments.rooms.rules import seen_by
from ...widgets.language import Words
from ...widgets.plain import html
from . import live, shown
from .committing import show_form


def show_seat(say: Words, room: Room, seat: Seat) -> None:
    """The phase the room is in, for one seat."""
    _card(say, room, seat)
    st.html(f'<p class="shapan-about" role="status">{html(_where(say, room))}</p>')
    live.follow(say, room, all_of_it=False)
    if room.phase == "commit":
        if room.quarter in playing.own_decisions(live.file(), seat):
            st.success(say("rooms.committed"), icon=":material/lock:")
        else:
            show_form(say, room, seat)
    for quarter in range(room.revealed_quarters, 0, -1):
        with st.expander(say("rooms.quarter_head", n=quarter), expanded=quarter == room.revealed_quarters):
            _quarter(say, room, seat, quarter)
    if room.phase in ("debrief", "closed"):
        shown.show_debrief(say, room)


def _where(say: Words, room: Room) -> str:
    if room.quarter == 0 or room.phase in ("debrief", "closed"):
        return say(f"roomnow.{room.phase}")
    return f"{say('rooms.quarter_head', n=room.quarter)} · {say(f'roomnow.{room.phase}')}"


def _card(say: Words, room: Room, seat: Seat) -> None:
    role, lang = seat.role_in(room.rules), say.language
    mates = [
        f"{one.role_in(room.rules).title[lang]} {one.name}".strip()
        for one in entering.seats(live.file(), room.id)
        if one.desk == seat.desk and one.id != seat.id
    ]
    with_whom = say("rooms.mates", names="、".join(mates) if lang == "zh" else ", ".join(mates)) if mates else ""
    st.html(
        f'<div class="shapan-side"><h3 class="title">{html(role.title[lang])}</h3>'
        f"<p><b>{html(say('rooms.table', n=seat.desk + 1))}</b> {html(seat.name)}</p><p>{html(role.card[lang])}</p>"
        f"<p>{html(say('rooms.budget', points=role.budget))}</p><p class='small'>{html(with_whom)}</p></div>"
    )


def _quarter(say: Words, room: Room, seat: Seat, quarter: int) -> None:
    """What this seat may see of its own table, and how predictions at the table did."""
    found = debrief.played(room, playing.revealed_outcomes(live.file(), room), quarter)
    whole = found.get(seat.desk)
    if whole is None:
        st.info(say("rooms.no_outcome"))
        return
    if whole.error:
        st.error(say("rooms.failed"))
        return
    _figures(say, seen_by(seat.role_in(room.rules), whole))
    shown.show_marks(
        say, room, [one for one in debrief.marks(live.file(), room, quarter) if one.seat.desk == seat.desk]
    )
    shown.show_decisions(say, room, quarter, seat.desk)


def _figures(say: Words, seen: Outcome) -> None:
    shown.facts(
        say, say("rooms.you_see"), [(shown.name(say, n), shown.figure(say, n, v)) for n, v in seen.indicators.items()]
    )
    for part, word in (
        ("funnel", "rooms.see_funnel"),
        ("requests", "rooms.see_channels"),
        ("money", "rooms.see_money"),
    ):
        rows = seen.parts.get(part, {})
        if rows:
            shown.facts(say, say(word), [(shown.part_name(say, part, key), f"{v:,.0f}") for key, v in rows.items()])
