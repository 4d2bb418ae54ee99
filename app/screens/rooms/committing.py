"""The form of one quarter: a range for every indicator, the levers of the role, a play; committed together."""

from __future__ import annotations

import streamlit as st

from ....experiments.reports.wording import words as wording
from ....experiments.rooms import playing
from ....experiments.rooms.records import Decision, Expected, Room, Seat
from ....experiments.rooms.rules import points
from ....model.observation.indicators import INDICATORS
from ....scenarios.rooms import Role, RoleLever
from ...widgets.language import Words
from ...widgets.plain import html, markdown
from . import live, shown
from .door import done_or_said


def show_form(say: Words, room: Room, seat: Seat) -> None:
    """Ask for a prediction and a decision, and commit them."""
    role = seat.role_in(room.rules)
    st.html(f"<h4>{html(say('rooms.predict_head'))}</h4><p>{html(say('rooms.predict_about'))}</p>")
    expected = _predict(say, room)
    st.html(f"<h4>{html(say('rooms.decide_head'))}</h4>")
    decision = _decide(say, room, seat, role)
    spent = points(room.rules, role, decision)
    over = spent > role.budget
    line = say("rooms.over" if over else "rooms.spent", spent=spent, budget=role.budget)
    st.html(f'<p role="status"><b>{html(line)}</b></p>')
    st.caption(say("rooms.commit_about"))

    def act() -> None:
        playing.commit(live.file(), seat, room.quarter, expected, decision)

    pressed = st.button(say("rooms.commit"), type="primary", key="commit", disabled=over, icon=":material/lock:")
    if pressed and done_or_said(say, act):
        st.rerun()


def _predict(say: Words, room: Room) -> dict[str, Expected]:
    """Ranges typed so far, in the indicator's own unit; one left open is not there."""
    found = {}
    for name in room.rules.predict:
        share = INDICATORS[name].unit == "share"
        st.html(f"<p><b>{html(shown.name(say, name))}</b> {html(_unit(say, name))}</p>")
        ends = []
        for column, end in zip(st.columns(2), ("lo", "hi"), strict=True):
            label = say(f"rooms.{end}", label=shown.name(say, name))
            key = f"{end}-{room.quarter}-{name}"
            most = 100.0 if share else 1e6
            ends.append(
                column.number_input(label, min_value=0.0, max_value=most, value=None, step=1.0, key=key, format="%g")
            )
        if None not in ends:
            lo, hi = (float(end) / (100.0 if share else 1.0) for end in ends)
            found[name] = Expected(lo, hi)
    return found


def _unit(say: Words, name: str) -> str:
    """The unit in which an indicator is typed."""
    unit = INDICATORS[name].unit
    return say("rooms.in_percent") if unit == "share" else f"({wording(say.language).unit(unit)})"


def _decide(say: Words, room: Room, seat: Seat, role: Role) -> Decision:
    reached: dict[str, int] = {}
    before = playing.own_decisions(live.file(), seat)
    for one in before.values():
        reached |= one.levels
    levels = {lever.key: _lever(say, lever, reached.get(lever.key, 0), room.quarter) for lever in role.levers}
    played = [play for one in before.values() for play in one.plays]
    plays = []
    for play in room.rules.plays_of(role.id):
        left = play.times - played.count(play.id)
        name = say("rooms.play", title=play.title[say.language], points=play.points, left=left)
        about = markdown(play.about[say.language])
        if st.checkbox(name, key=f"play-{room.quarter}-{play.id}", disabled=left < 1, help=about):
            plays.append(play.id)
    return Decision(levels, tuple(plays))


def _lever(say: Words, lever: RoleLever, now: int, quarter: int) -> int:
    about = shown.lever_about(lever.key)

    def label_of(number: int) -> str:
        level = lever.levels[number]
        return say("rooms.level", value=shown.lever_value(say, lever.key, level.value), points=level.points)

    chosen = st.radio(
        markdown(say.of(about, "label")),
        range(len(lever.levels)),
        index=now,
        format_func=label_of,
        key=f"lever-{quarter}-{lever.key}",
        horizontal=True,
        help=markdown(say.of(about, "help")),
    )
    return int(chosen or 0)
