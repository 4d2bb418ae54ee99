"""The robustness card of a comparison: in how many sets of assumptions it holds, and what it hangs on."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ....experiments.comparing.sentences import label
from ....experiments.reports.wording import words
from ....experiments.worlds.card import Card
from ....experiments.worlds.telling import SHOWN, card_lines
from ...jobs.result import Finding
from ...widgets.charts import INK, ROOM, dress
from ...widgets.drawn import draw
from ...widgets.language import Words
from ...widgets.plain import html

WIDE, NARROW, DOT = "#9ec5e0", "#0072b2", "#1c2733"


def card_lines_of(say: Words, finding: Finding, names: tuple[str, ...]) -> dict[str, list[str]]:
    """Scenario -> its robustness in a few lines, ready for HTML; empty where no sets of assumptions were asked for."""
    return {
        name: [html(line.strip()) for line in card_lines(cards, name, names[0], words(say.language))]
        for name, cards in finding.cards.items()
        if any(indicator in cards for indicator in SHOWN)
    }


def show_cards(say: Words, finding: Finding, names: tuple[str, ...]) -> None:
    """A picture for every scenario beside the baseline; nothing where no sets of assumptions were asked for.

    What a card says in words stands with the verdict.
    """
    if not finding.cards:
        return
    st.subheader(say("result.robust"), anchor=False, divider="gray")
    st.markdown(say("result.robust_about"))
    for name, cards in finding.cards.items():
        shown = [cards[indicator] for indicator in SHOWN if indicator in cards]
        if not shown:
            continue
        alternative = say("chart.card_alt", name=name, n=str(shown[0].worlds))
        draw(say, card_chart(shown, say), "robustness", alt=alternative)


def card_chart(cards: list[Card], say: Words) -> Any:
    """A wide bar for assumptions and luck together, the narrow bar of luck alone in it, a dot for every world.

    Args:
        cards: Of one scenario, all in shares; differences are drawn in points.
    """
    order = [label(card.indicator, say.language) for card in cards]
    bars = pd.DataFrame([row for card in cards for row in _bars(card, say)])
    dots = pd.DataFrame(
        {"label": label(card.indicator, say.language), "x": 100.0 * gap} for card in cards for gap in card.differences
    )
    kinds = [say("chart.card_both"), say("chart.card_luck")]
    rows = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=230, ticks=False, domain=False))
    across = alt.X("lo:Q", title=say("chart.points"), axis=alt.Axis(tickCount=5))
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=kinds, range=[WIDE, NARROW]),
        legend=alt.Legend(
            title=None,
            orient="top",
            columns=1,
            labelLimit=480,
            symbolType="stroke",
            symbolSize=400,
            symbolStrokeWidth=6,
        ),
    )
    size = alt.Size("kind:N", scale=alt.Scale(domain=kinds, range=[16, 5]), legend=None)
    tips = [alt.Tooltip("kind:N", title=" "), alt.Tooltip("shown:N", title=say("table.difference"))]
    ranges = alt.Chart(bars).mark_rule().encode(y=rows, x=across, x2="hi:Q", color=colour, size=size, tooltip=tips)
    worlds = alt.Chart(dots).mark_tick(thickness=1, size=20, color=DOT, opacity=0.55).encode(y=rows, x="x:Q")
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(color=INK, strokeWidth=1).encode(x="x:Q")
    return dress((zero + ranges + worlds).properties(height=ROOM + 34 * len(order)))


def _bars(card: Card, say: Words) -> list[dict[str, Any]]:
    spans = [("chart.card_both", (card.lo, card.hi)), ("chart.card_luck", card.luck)]
    return [
        {
            "label": label(card.indicator, say.language),
            "kind": say(key),
            "lo": 100.0 * span[0],
            "hi": 100.0 * span[1],
            "shown": f"{100.0 * span[0]:+.1f} … {100.0 * span[1]:+.1f}".replace("-", "−"),
        }
        for key, span in spans
        if span is not None
    ]
