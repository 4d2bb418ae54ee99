"""What the articles claim, sign by sign, beside what the model shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ....experiments.comparing.sentences import label
from ....experiments.evidence.claimed import POLICY, TODAY, Claim, study
from ....experiments.evidence.shown import Sign, in_words, signs
from ...widgets.catalogue import short_title
from ...widgets.charts import INK, ROOM, dress
from ...widgets.download import download, take_away
from ...widgets.drawn import draw
from ...widgets.language import Words
from ...widgets.phrases import span
from ...widgets.rows import rows_html
from ...widgets.settings import arrow, lever_words, settings_words, step_words
from .cells import MOST_ROWS, effect, show_count, show_marks

ARTICLES = ("SZ", "GD", "OR", "YT", "SU")
VERDICTS = ("agrees", "none", "against", "not_run")
COLOURS = {"agrees": "#0072b2", "none": "#9aa4b0", "against": "#d55e00", "not_run": "#dfe3e8"}
EVERY = "every"


def show_claims(say: Words) -> None:
    """Counts by article, then the signs somebody chose."""
    found = signs()
    st.markdown(say("evidence.claims_about", count=len({row.claim.id for row in found.rows}), signs=len(found.rows)))
    show_marks(say, found)
    counts = by_article(say, found.rows)
    draw(say, _chart(say, counts), "claims_by_article", alt=say("evidence.claims_alt"))
    heads = {"article": say("evidence.article"), "verdict": say("table.verdict"), "count": say("evidence.signs")}
    take_away(say, counts[list(heads)].rename(columns=heads), "claims_by_article", counts)
    left, right = st.columns(2)
    names = {EVERY: say("evidence.every"), **{one: article_words(say, one) for one in ARTICLES}}
    article = left.selectbox(say("evidence.article"), list(names), format_func=names.__getitem__, key="claims_of")
    words = {EVERY: say("evidence.every"), **{one: say(f"evidence.verdict.{one}") for one in VERDICTS}}
    verdict = right.selectbox(say("table.verdict"), list(words), format_func=words.__getitem__, key="claims_that")
    rows = wanted(found.rows, article, verdict)
    if not rows:
        st.info(say("evidence.nothing"))
        return
    heads_of = [say(f"evidence.claim.{name}") for name in ("claim", "contrast", "sign", "model", "verdict")]
    shown = [claim_row(say, row) for row in rows[:MOST_ROWS]]
    st.html(rows_html(say("evidence.claims_caption"), heads_of, shown))
    show_count(say, len(shown), len(rows))
    download(say, claims_frame(say, found.rows), "claims")


def article_of(row: Sign) -> str:
    """Letters of the article that claims it."""
    return row.claim.rows[0][:2]


def article_words(say: Words, letters: str) -> str:
    """What an article is called: its place."""
    return say(f"evidence.articles.{letters.lower()}")


def wanted(rows: Sequence[Sign], article: str, verdict: str) -> list[Sign]:
    """Signs of one article, or of every one, that came out so."""
    return [row for row in rows if article in (EVERY, article_of(row)) and verdict in (EVERY, row.verdict)]


def by_article(say: Words, rows: Sequence[Sign]) -> pd.DataFrame:
    """Article and verdict in words, and how many signs; `of` is the verdict's name."""
    counted = Counter((article_of(row), row.verdict) for row in rows)
    return pd.DataFrame(
        {
            "article": article_words(say, article),
            "of": verdict,
            "verdict": say(f"evidence.verdict.{verdict}"),
            "count": counted[article, verdict],
        }
        for article in ARTICLES
        for verdict in VERDICTS
        if counted[article, verdict]
    )


def _chart(say: Words, counts: pd.DataFrame) -> Any:
    """A bar an article, pieces by verdict, each with its number in it."""
    there = [one for one in VERDICTS if one in set(counts["of"])]
    words = [say(f"evidence.verdict.{one}") for one in there]
    scale = alt.Scale(domain=words, range=[COLOURS[one] for one in there])
    table = counts.assign(order=counts["of"].map(VERDICTS.index))
    base = alt.Chart(table).encode(
        y=alt.Y("article:N", sort=[article_words(say, one) for one in ARTICLES], title=None),
        x=alt.X("count:Q", stack="zero", title=say("evidence.signs")),
        order=alt.Order("order:Q"),
        tooltip=[alt.Tooltip("article:N", title=" "), alt.Tooltip("verdict:N", title=" "), "count:Q"],
    )
    legend = alt.Legend(title=None, orient="top", columns=2, labelLimit=320)
    bars = base.mark_bar(stroke=INK, strokeWidth=0.5).encode(color=alt.Color("verdict:N", scale=scale, legend=legend))
    middle = alt.X("count:Q", stack="zero", bandPosition=0.5)
    numbers = base.mark_text(color="#ffffff", fontSize=12, fontWeight="bold").encode(x=middle, text="count:Q")
    dark = alt.condition(alt.FieldOneOfPredicate("of", ["agrees"]), alt.value("#ffffff"), alt.value("#10161d"))
    return dress((bars + numbers.encode(color=dark)).properties(height=ROOM + 30 * len(ARTICLES)))


def claim_row(say: Words, row: Sign) -> list[str]:
    """One sign in the words of the page; the reason follows where the model is against."""
    stored, claim = row.stored, row.claim
    model = (
        say("evidence.verdict.not_run")
        if stored is None
        else effect(say, row.indicator, stored.difference, stored.interval)
    )
    verdict = say(f"evidence.verdict.{row.verdict}")
    if row.verdict == "against" and claim.why:
        verdict = f"{verdict}. {in_words(claim.why, say.language)}"
    claimed = f"{label(row.indicator, say.language)} {arrow(1.0 if row.claimed == '+' else -1.0)}"
    name = f"{claim.says[say.language]} ({article_words(say, article_of(row))} {', '.join(claim.rows)})"
    return [name, contrast_words(say, claim), claimed, model, verdict]


def contrast_words(say: Words, claim: Claim) -> str:
    """What changes, under what, beside what, for how long where that is not the usual."""
    changed = [
        step_words(say, lever, *ends)
        if lever == POLICY
        else f"{lever_words(say, lever)}: {step_words(say, lever, *ends)}"
        for lever, ends in claim.changes.items()
    ]
    if claim.on != TODAY:
        changed.append(say("evidence.under", policy=short_title("policy", claim.on, say)))
    if claim.beside:
        changed.append(say("evidence.beside", settings=", ".join(settings_words(say, claim.beside))))
    if claim.days != study("days"):
        changed.append(span(say, claim.days))
    return "; ".join(changed)


def claims_frame(say: Words, rows: Sequence[Sign]) -> pd.DataFrame:
    """All signs as numbers."""
    return pd.DataFrame(_numbers(say, row) for row in rows)


def _numbers(say: Words, row: Sign) -> dict[str, Any]:
    stored = row.stored
    said = {"claim": row.claim.id, "rows": " ".join(row.claim.rows), "says": row.claim.says[say.language]}
    said |= {"indicator": row.indicator, "claimed": "rises" if row.claimed == "+" else "falls", "verdict": row.verdict}
    if stored is None:
        return said
    low, high = stored.interval
    values = {"pairs": stored.pairs, "before": stored.before, "after": stored.after, "difference": stored.difference}
    return {**said, **values, "lo": low, "hi": high, "p_holm": stored.p_holm, "model": stored.model}
