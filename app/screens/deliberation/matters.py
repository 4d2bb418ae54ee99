"""The lower part of the page Deliberation: how both tables did, which matters there were, and one of them followed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ....experiments.reports.matters import Pair, side_by_side
from ...jobs.result import Finding
from ...widgets.download import take_away
from ...widgets.drawn import draw
from ...widgets.files import of_run
from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.plain import markdown
from .cards import assumed_html, form_html, headline_html, side_html
from .charts import beliefs, ends_of, points, reach_of, table_talk
from .classes import classes_html
from .request import NO_TABLE, TwoTables, title_of
from .story import matter_html, story_html
from .words import ending, kind_words, know, place_words

MOST_LISTED = 60  # matters to choose from at once; a city has a thousand
LIST_HEIGHT = 330
EVERY, APART = "every", "apart"
SIDES = "ABCD"
"""What formats are called, in their order, where a column has no room for their names."""


def show_matters(say: Words, job: str, asked: TwoTables, finding: Finding) -> None:
    """Verdict, a card for each side, the list, the matter chosen, and what all this assumes."""
    titles = [title_of(name, say) for name in asked.formats]
    pairs = side_by_side(*finding.stories) if len(finding.stories) == len(titles) else ()
    if len(set(asked.formats)) < len(asked.formats):
        st.info(say("tables.same_format"), icon=":material/balance:")
    if pairs:
        st.html(headline_html(say, titles, pairs))
        cards = "".join(side_html(say, title, finding, side) for side, title in enumerate(titles))
        st.html(f'<div class="shapan-sides">{cards}</div>')
        st.html(classes_html(say, titles, finding.stories))
        st.caption(say("tables.one_world"))
        with guarded(say):
            _follow(say, job, asked, pairs)
    else:
        st.info(say("tables.no_matter"), icon=":material/event_busy:")
    with guarded(say), st.expander(say("tables.assumed"), key="assumed"):
        st.html(assumed_html(say))
        for name in dict.fromkeys(one for one in asked.formats if one != NO_TABLE):
            st.html(form_html(say, name))


@st.fragment
def _follow(say: Words, job: str, asked: TwoTables, pairs: tuple[Pair, ...]) -> None:
    """The list to choose from and the matter chosen. A fragment, so that choosing redraws nothing else."""
    titles = [title_of(name, say) for name in asked.formats]
    st.subheader(say("tables.list"), anchor=False, divider="gray")
    wanted = _filtered(say, job, pairs)
    if not wanted:
        st.info(say("tables.none_such"), icon=":material/filter_alt_off:")
        return
    shown = wanted[:MOST_LISTED]
    more = say("tables.listed", shown=len(shown), all=len(wanted))
    st.caption(f"{say('tables.order')} {more}" if len(wanted) > len(shown) else say("tables.order"))
    with st.container(height=min(LIST_HEIGHT, 40 + 58 * len(shown)), border=True, key="matters"):
        chosen = st.radio(
            say("tables.pick"),
            [pairs.index(pair) for pair in shown],
            format_func=lambda number: _label(say, pairs[number]),
            captions=[_captions(say, titles, pair) for pair in shown],
            key=f"matter:{job}:{say.language}",
            label_visibility="collapsed",
        )
    take_away(say, _table(say, titles, pairs), "matters", of_run(matters_file(titles, pairs), asked.plain()))
    if chosen is not None:
        _matter(say, titles, pairs[chosen])


def _filtered(say: Words, job: str, pairs: tuple[Pair, ...]) -> list[Pair]:
    """The matters of one kind, or that ended differently; those that did come first, those raised at one only last."""
    kinds = list(dict.fromkeys(know(pair).kind for pair in pairs))
    left, right = st.columns(2)
    kind = left.selectbox(
        say("tables.kind"),
        [EVERY, *kinds],
        format_func=lambda one: say("tables.every_kind") if one == EVERY else kind_words(one, say),
        key=f"matters:kind:{job}:{say.language}",
    )
    ended = right.selectbox(
        say("tables.ended"),
        [EVERY, APART],
        format_func=lambda one: say("tables.every_end" if one == EVERY else "tables.apart"),
        key=f"matters:ended:{job}:{say.language}",
    )
    wanted = [
        pair
        for pair in pairs
        if kind in (EVERY, None, know(pair).kind) and (ended in (EVERY, None) or ended_apart(pair))
    ]
    return sorted(wanted, key=lambda pair: (not ended_apart(pair), not all(pair)))


def ended_apart(pair: Pair) -> bool:
    """Whether the matter stands otherwise at one table than at another; one raised at one only does not."""
    return len({story.outcome for story in pair if story is not None}) > 1


def _label(say: Words, pair: Pair) -> str:
    story = know(pair)
    return say(
        "tables.label", kind=kind_words(story.kind, say), place=place_words(story, say), date=story.date.isoformat()
    )


def _captions(say: Words, titles: list[str], pair: Pair) -> str:
    captions = [
        say("tables.side", form=title, end=ending(story, say)) for title, story in zip(titles, pair, strict=True)
    ]
    return " · ".join(captions)


def _table(say: Words, titles: list[str], pairs: tuple[Pair, ...]) -> pd.DataFrame:
    """Every matter in the words of the screen."""
    rows = [
        [
            know(pair).date.isoformat(),
            kind_words(know(pair).kind, say),
            place_words(know(pair), say),
            know(pair).households,
            *(ending(story, say) for story in pair),
        ]
        for pair in pairs
    ]
    heads = [say(f"table.{key}") for key in ("raised", "matter", "place", "households")]
    ends = [f"{side} · {title}" for side, title in zip(SIDES, titles, strict=False)]
    return pd.DataFrame(rows, columns=[*heads, *ends])


def matters_file(titles: list[str], pairs: tuple[Pair, ...]) -> pd.DataFrame:
    """Every matter as numbers and codes: where, how many it touches, and how it ended at both tables."""
    rows = []
    for pair in pairs:
        found = know(pair)
        row: dict[str, object] = {"raised": found.date.isoformat(), "kind": found.kind, "community": found.community}
        row |= {"estate": found.estate, "households": found.households}
        for side, title, story in zip(SIDES.lower(), titles, pair, strict=False):
            outcome, days = (story.outcome, story.days) if story is not None else ("not_raised", None)
            row |= {f"format_{side}": title, f"standing_{side}": outcome, f"days_{side}": days}
        rows.append(row)
    days = dict.fromkeys((f"days_{side.lower()}" for side in SIDES[: len(titles)]), "Int64")
    return pd.DataFrame(rows).astype({"estate": "Int64", **days})


def _matter(say: Words, titles: list[str], pair: Pair) -> None:
    """The matter chosen, side by side: beliefs try by try on one scale, then what happened."""
    st.subheader(_label(say, pair), anchor=False, divider="gray")
    st.html(matter_html(say, know(pair)))
    ends, reach = ends_of(pair), reach_of(pair)
    beside = [place for _ in range(0, len(titles), 2) for place in st.columns(2)]
    for place, title, story in zip(beside, titles, pair, strict=False):
        with place:
            st.markdown(f"##### {markdown(title)}")
            if story is None:
                st.info(say("tables.not_raised"))
                continue
            if ends is not None and points(story):
                alt = say("tables.chart_alt", form=title)
                draw(say, beliefs(story, ends, say), "opinions", alt=alt)
            if reach is not None and any(one.opinions for one in story.tries):
                alt = say("tables.talk_alt", form=title)
                draw(say, table_talk(story, reach, say), "table_talk", alt=alt)
            st.html(story_html(say, story))
    st.caption(say("tables.belief_about"))
    if reach is not None:
        st.caption(say("tables.talk_about"))
    if any(story is not None and story.while_open is not None for story in pair):
        st.caption(say("tables.everyday_about"))
