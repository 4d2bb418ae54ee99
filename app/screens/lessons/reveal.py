"""What the model shows beside what the class predicted: sentences first, then every pair as a dot and in a table."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from ....experiments.comparing.sentences import label
from ....experiments.lessons.figures import kept
from ....experiments.lessons.showing import NotKept, Shown, mark, shown
from ....experiments.lessons.sitting import Sitting
from ....experiments.lessons.telling import direction, expected_before, marked, measured, over_assumptions, provenance
from ....experiments.reports.wording import words as wording
from ....model.observation.indicators import INDICATORS
from ....scenarios.lessons import Lesson
from ...jobs.handle import ask
from ...jobs.request import Column, Request
from ...widgets.download import download
from ...widgets.drawn import draw
from ...widgets.language import Words
from ...widgets.plain import html, markdown

_LOOKS = {"better": "better", "worse": "worse"}
LUCK, DRAWN = "luck", "drawn"
REPS, DAYS = 6, 365


def show_reveal(say: Words, lesson: Lesson, sitting: Sitting) -> None:
    """Claim by claim: the prediction, the model, the pairs; then the vote and a run of one's own."""
    tell = wording(say.language)
    if sitting.declined:
        st.info(say("lessons.declined_note"), icon=":material/visibility:")
    try:
        found = shown(lesson, kept())
    except NotKept:
        st.warning(markdown(tell("lesson.not_kept")), icon=":material/help:")
        return
    for claim in lesson.claims:
        _claim(say, found[claim.id], sitting)
    _votes(say, lesson, sitting)
    st.caption(say("lessons.given", made=provenance(lesson, kept(), tell)))
    _run_here(say, lesson)


def _claim(say: Words, found: Shown, sitting: Sitting) -> None:
    tell, claim = wording(say.language), found.claim
    prediction = sitting.predictions.get(claim.id)
    did = "" if prediction is None else marked(mark(found, prediction.shows, prediction.number), found, tell)
    lines = [did, measured(found, tell), over_assumptions(found, tell), expected_before(found, tell)]
    body = "".join(f"<p>{html(line)}</p>" for line in (*lines, claim.why[say.language]) if line)
    look = _LOOKS.get(found.luck.verdict, "")
    st.html(
        f'<div class="shapan-lesson"><p class="asked">{html(claim.ask[say.language])}</p>'
        f'<div class="shapan-verdict {look}" role="status"><p class="first">{html(direction(found.shows, tell))}</p>'
        f"{body}</div></div>"
    )
    if not found.holds:
        st.warning(say("lessons.not_held"), icon=":material/help:")
    table = pairs_table(found, say)
    draw(say, _dots(found, say), f"lesson_{claim.id}", alt=label(claim.indicator, say.language))
    with st.expander(say("lessons.table", label=label(claim.indicator, say.language))):
        st.dataframe(table, hide_index=True, width="stretch")
        download(say, table, f"lesson_{claim.id}")


def pairs_frame(found: Shown) -> pd.DataFrame:
    """Pair by pair: kind (luck or drawn), its number, the difference; shares in points."""
    scale = 100.0 if INDICATORS[found.claim.indicator].unit == "share" else 1.0
    rows = [
        {"kind": kind, "pair": number, "difference": scale * one}
        for kind, values in ((LUCK, found.differences), (DRAWN, found.drawn_differences))
        for number, one in enumerate(values, start=1)
    ]
    return pd.DataFrame(rows, columns=["kind", "pair", "difference"])


def pairs_table(found: Shown, say: Words) -> pd.DataFrame:
    """The same in the words of the page."""
    frame = pairs_frame(found)
    return pd.DataFrame(
        {
            say("lessons.kind"): [say(f"lessons.{kind}") for kind in frame["kind"]],
            say("lessons.pair"): frame["pair"],
            _axis(found, say): frame["difference"].round(2),
        }
    )


def _axis(found: Shown, say: Words) -> str:
    unit = INDICATORS[found.claim.indicator].unit
    return say("lessons.axis", unit=wording(say.language).unit("points" if unit == "share" else unit))


def _dots(found: Shown, say: Words) -> alt.LayerChart:
    """A dot a pair, one line for luck and one for sets of assumptions, and a rule where nothing changes."""
    frame = pairs_frame(found)
    frame = frame.assign(shown=[say(f"lessons.{kind}") for kind in frame["kind"]])
    x = alt.X("difference:Q", title=_axis(found, say), scale=alt.Scale(zero=True))
    y = alt.Y("shown:N", title=None, axis=alt.Axis(labelLimit=260))
    shape = alt.Shape("kind:N", legend=None, scale=alt.Scale(domain=[LUCK, DRAWN], range=["circle", "diamond"]))
    tips = [alt.Tooltip("shown:N", title=say("lessons.kind")), alt.Tooltip("pair:Q", title=say("lessons.pair"))]
    tips.append(alt.Tooltip("difference:Q", title=_axis(found, say), format="+.2f"))
    dots = alt.Chart(frame).mark_point(size=110, filled=True, color="#0072b2", opacity=0.8)
    zero = alt.Chart(pd.DataFrame({"difference": [0.0]})).mark_rule(strokeDash=[4, 3], color="#4a5563")
    marks = dots.encode(x=x, y=y, shape=shape, tooltip=tips)
    about = say("lessons.chart", label=label(found.claim.indicator, say.language))
    return alt.layer(zero.encode(x="difference:Q"), marks).properties(height=110, description=about)


def _votes(say: Words, lesson: Lesson, sitting: Sitting) -> None:
    """How the class voted, where it did; nothing about who was right, since a vote is a choice."""
    if not sitting.votes:
        return
    items = "".join(
        f"<li>{html(lesson.measures[number].text[say.language])}: {count}</li>"
        for number, count in sitting.votes.items()
    )
    st.html(f'<div class="shapan-lesson"><h4>{html(say("lessons.voted"))}</h4><ul>{items}</ul></div>')


def request_of(lesson: Lesson, say: Words) -> Request | None:
    """The worlds of a lesson without emergencies as a comparison; None where fewer than two are left."""
    calm = [world for world in lesson.worlds if not world.shock]
    columns = tuple(Column(world.title[say.language], world.policy, lesson.place, dict(world.set)) for world in calm)
    return Request(columns, reps=REPS, days=lesson.days) if len(columns) > 1 else None


def _run_here(say: Words, lesson: Lesson) -> None:
    """Run the same worlds on this machine, with seeds of the page Compare, and a link to the comparison."""
    request = request_of(lesson, say)
    with st.expander(say("lessons.run_head")):
        st.caption(say("lessons.run_about", reps=REPS))
        if any(world.shock for world in lesson.worlds):
            st.caption(say("lessons.run_calm"))
        if request is None:
            return
        key = f"ran-{lesson.id}"
        if st.button(say("lessons.run"), key=f"run-{lesson.id}", icon=":material/play_arrow:"):
            st.session_state[key] = ask(request)
        if key in st.session_state:
            st.link_button(say("lessons.to_compare"), f"./?job={st.session_state[key]}&lang={say.language}")
