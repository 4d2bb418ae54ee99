"""What is shown of a revealed quarter, and of the debrief: sentences and tables, and a chart beside its table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ....experiments.comparing.sentences import behind_verdict, label, label_with_unit, sentence, verdict_word
from ....experiments.reports.wording import words as wording
from ....experiments.rooms import debrief, playing
from ....experiments.rooms.debrief import Effect, Marked
from ....experiments.rooms.records import AS_IT_WAS, RECOMMENDED, Room
from ....model.declare import Declaration
from ....model.observation.indicators import INDICATORS
from ....model.parameters import all_parameters
from ....model.parameters.words import choice_words
from ....scenarios.rooms import RoleLever
from ....scenarios.shelf import find_policy
from ...widgets.download import as_text
from ...widgets.drawn import draw
from ...widgets.language import Words
from ...widgets.plain import html
from . import live

_ARROWS = {"better": "▲", "worse": "▼", "differs": "≠", "no_difference": "=", "unclear": "?"}


def name(say: Words, indicator: str) -> str:
    """An indicator in words."""
    return label(indicator, say.language)


def figure(say: Words, indicator: str, value: float) -> str:
    """Its value with its unit."""
    return wording(say.language).number(value, INDICATORS[indicator].unit)


def part_name(say: Words, part: str, key: str) -> str:
    """A row of the funnel, of the channels or of the money."""
    if part == "money":
        return say.get(f"roommoney.{key}", key)
    return say.shared(f"{'funnel' if part == 'funnel' else 'channel'}.{key}")


def lever_about(key: str) -> Declaration:
    """What is declared of a lever."""
    return all_parameters()[key].about


def lever_value(say: Words, key: str, value: Any) -> str:
    """A setting of a lever as people read it."""
    if isinstance(value, bool):
        return say("rooms.yes" if value else "rooms.no")
    if isinstance(value, str):
        return choice_words(value, say.language)
    if value == 0 and lever_about(key).zero_is_never:
        return say("rooms.never")
    unit = lever_about(key).unit
    if unit.startswith("share"):
        return f"{100 * value:g} %"
    counted = "" if "per " in unit else wording_of_unit(say, unit)  # what a label says already is not said again
    one = counted.removesuffix("s") if value == 1 and say.language == "en" else counted
    return f"{value:g} {one}".rstrip()


def wording_of_unit(say: Words, unit: str) -> str:
    """The unit of a lever in this language."""
    from ....model.parameters.words import unit_words

    return unit_words(unit, say.language)


def facts(say: Words, head: str, rows: Iterable[tuple[str, str]]) -> None:
    """A heading over names and figures."""
    del say
    cells = "".join(f"<tr><th scope='row'>{html(one)}</th><td>{html(value)}</td></tr>" for one, value in rows)
    st.html(f'<table class="shapan-classes"><caption>{html(head)}</caption>{cells}</table>')


def desk_name(say: Words, room: Room, desk: int) -> str:
    """A table as people call it; also the district without change, and the recommended policy."""
    if desk == AS_IT_WAS:
        return say("rooms.as_it_was")
    if desk == RECOMMENDED:
        return say("rooms.recommended", policy=find_policy(room.rules.reference).header.title[say.language])
    return say("rooms.table", n=desk + 1)


def table(frame: pd.DataFrame) -> None:
    """A table read from top to bottom, its words as text."""
    st.table(as_text(frame), hide_index=True, border="horizontal")


def _person(say: Words, room: Room, one: Marked) -> str:
    role = room.rules.role(one.seat.role)
    return f"{role.title[say.language] if role else one.seat.role} {one.seat.name}".strip()


def show_marks(say: Words, room: Room, found: list[Marked]) -> None:
    """Predictions beside what came: range, value, whether it lies inside, score."""
    rows = [
        {
            say("rooms.who"): f"{say('rooms.table', n=one.seat.desk + 1)} · {_person(say, room, one)}",
            say("rooms.what"): name(say, indicator),
            say(
                "rooms.expected"
            ): f"{figure(say, indicator, mark.expected.lo)} – {figure(say, indicator, mark.expected.hi)}",
            say("rooms.came"): figure(say, indicator, mark.value),
            say("rooms.held"): say("rooms.inside" if mark.inside else "rooms.outside"),
            say("rooms.score"): f"{mark.score:.1f}",
        }
        for one in found
        for indicator, mark in one.marks.items()
    ]
    if not rows:
        st.caption(say("rooms.no_predictions"))
        return
    st.html(f"<h4>{html(say('rooms.predictions'))}</h4>")
    table(pd.DataFrame(rows))
    st.caption(say("rooms.score_about"))


def show_decisions(say: Words, room: Room, quarter: int, desk: int) -> None:
    """What every role of a table decided in a quarter."""
    by_role = playing.decisions(live.file(), room.id).get(quarter, {}).get(desk, {}) if room.revealed(quarter) else {}
    rows = []
    for role in room.rules.roles:
        if role.id not in by_role:
            continue
        decision = by_role[role.id]
        said = [
            f"{say.of(lever_about(one.key), 'label')}: {_setting(say, one, decision.levels[one.key])}"
            for one in role.levers
            if decision.levels.get(one.key)
        ]
        said += [play.title[say.language] for play in room.rules.plays_of(role.id) if play.id in decision.plays]
        rows.append(
            {say("rooms.role"): role.title[say.language], say("rooms.decided"): "; ".join(said) or say("rooms.nothing")}
        )
    if rows:
        st.html(f"<h4>{html(say('rooms.decisions', n=desk + 1))}</h4>")
        table(pd.DataFrame(rows))


def _setting(say: Words, lever: RoleLever, level: int) -> str:
    return lever_value(say, lever.key, lever.levels[level].value)


def show_tables(say: Words, room: Room, quarter: int) -> None:
    """Every table beside the unchanged district and the recommended policy, in the world that was played."""
    found = debrief.played(room, playing.revealed_outcomes(live.file(), room), quarter)
    order = sorted(found, key=lambda desk: (desk < 0, abs(desk)))
    rows = []
    for desk in order:
        row = {say("rooms.table_label"): desk_name(say, room, desk)}
        for indicator in debrief.indicators_of(room):
            value = found[desk].indicators.get(indicator)
            row[label_with_unit(indicator, say.language)] = "–" if value is None else figure(say, indicator, value)
        rows.append(row)
        if found[desk].error:
            st.error(say("rooms.failed"))
    table(pd.DataFrame(rows))
    st.caption(say("rooms.one_world"))
    marks = debrief.marks(live.file(), room, quarter)
    show_marks(say, room, marks)
    for desk in order:
        show_decisions(say, room, quarter, desk)


def show_debrief(say: Words, room: Room) -> None:
    """Scores of all quarters, then what the tables' measures changed, in pairs over other worlds."""
    _standings(say, room)
    st.html(f"<h4>{html(say('rooms.effects', n=room.rules.pairs))}</h4><p>{html(say('rooms.effects_about'))}</p>")
    effects = debrief.effects(live.file(), room)
    if not effects:
        st.caption(say("rooms.not_yet"))
        return
    for desk in dict.fromkeys(one.desk for one in effects):
        _sentence(say, room, next(one for one in effects if one.desk == desk))
    draw(say, _chart(say, room, effects), "debrief", alt=say("rooms.effects_alt"))
    table(_effects_table(say, room, effects))
    st.caption(say("rooms.given"))


def _standings(say: Words, room: Room) -> None:
    marks = debrief.all_marks(live.file(), room)
    by_desk = debrief.of_desks(marks)
    if not by_desk:
        return
    st.html(f"<h4>{html(say('rooms.standings'))}</h4>")
    best = sorted(by_desk.items(), key=lambda one: one[1])
    table(
        pd.DataFrame(
            [{say("rooms.table_label"): say("rooms.table", n=d + 1), say("rooms.score"): f"{s:.1f}"} for d, s in best]
        )
    )
    st.caption(say("rooms.score_about"))


def _sentence(say: Words, room: Room, effect: Effect) -> None:
    """The first indicator of a table, as every comparison says it."""
    pair = effect.paired
    who = desk_name(say, room, effect.desk)
    text = sentence(effect.indicator, who, say("rooms.as_it_was"), pair, say.language)
    look = pair.verdict if pair.verdict in ("better", "worse") else ""
    st.html(f'<div class="shapan-verdict {look}"><p>{_ARROWS[pair.verdict]} <b>{html(who)}</b> {html(text)}</p></div>')


def effects_frame(say: Words, room: Room, effects: list[Effect]) -> pd.DataFrame:
    """Effects as numbers, shares in points: table, indicator, difference, ends of the interval of the verdict."""
    rows = []
    for one in effects:
        scale = 100.0 if INDICATORS[one.indicator].unit == "share" else 1.0
        lo, hi, _ = behind_verdict(one.paired)
        ends = {"lo": lo, "hi": hi}
        shown = {key: None if end is None else scale * end for key, end in ends.items()}
        about = {"table": desk_name(say, room, one.desk), "indicator": name(say, one.indicator)}
        word = f"{_ARROWS[one.paired.verdict]} {verdict_word(one.paired, wording(say.language))}"
        rows.append({**about, "difference": scale * one.paired.difference, **shown, "verdict": word})
    return pd.DataFrame(rows)


def _effects_table(say: Words, room: Room, effects: list[Effect]) -> pd.DataFrame:
    tell, rows = wording(say.language), []
    for one in effects:
        unit = INDICATORS[one.indicator].unit
        lo, hi, _ = behind_verdict(one.paired)
        between = f"[{tell.change(lo, unit, with_unit=False)}, {tell.change(hi, unit, with_unit=False)}]"
        rows.append(
            {
                say("rooms.table_label"): desk_name(say, room, one.desk),
                say("rooms.what"): name(say, one.indicator),
                say("rooms.difference"): tell.change(one.paired.difference, unit),
                say("rooms.interval"): between,
                say("rooms.verdict"): f"{_ARROWS[one.paired.verdict]} {verdict_word(one.paired, tell)}",
            }
        )
    return pd.DataFrame(rows)


def _chart(say: Words, room: Room, effects: list[Effect]) -> alt.LayerChart:
    """The first indicator: a dot and a bar a table, and a rule where nothing changes; the same is in the table."""
    first = effects[0].indicator
    frame = effects_frame(say, room, [one for one in effects if one.indicator == first])
    unit = "points" if INDICATORS[first].unit == "share" else INDICATORS[first].unit
    title = say("rooms.axis", label=name(say, first), unit=wording(say.language).unit(unit))
    y = alt.Y("table:N", title=None, sort=list(frame["table"]), axis=alt.Axis(labelLimit=200))
    bars = alt.Chart(frame).mark_rule(size=3, color="#0072b2").encode(x=alt.X("lo:Q", title=title), x2="hi:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=110, color="#0072b2").encode(x="difference:Q", y=y)
    words = alt.Chart(frame).mark_text(dy=-13).encode(x="difference:Q", y=y, text="verdict:N")
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(strokeDash=[4, 3], color="#4a5563").encode(x="x:Q")
    return alt.layer(zero, bars, dots, words).properties(height=48 * len(frame) + 30, description=title)
