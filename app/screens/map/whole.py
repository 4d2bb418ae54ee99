"""Under the maps: all months together, piece by piece, with the interval and verdict that luck leaves."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ....experiments.comparing.any_look import CONFIDENCE
from ....experiments.comparing.intervals import FEWEST_PAIRS, Paired
from ....experiments.comparing.sentences import behind_verdict, level
from ....experiments.mapping.figures import paired_by_piece
from ...jobs.request import Request
from ...widgets import files
from ...widgets.download import as_csv, take_away
from ...widgets.language import Words
from .view import View, change, figure


def show_whole(say: Words, request: Request, view: View, called: list[str]) -> None:
    """A sentence that counts verdicts, and the tables behind the maps."""
    found = paired_by_piece(view.mapped, view.indicator, view.pieces, view.other)
    st.markdown(counted_verdicts(say, view, found))
    table = whole_table(say, view, called, found, level(CONFIDENCE))
    take_away(say, table, "map_whole", files.of_run(whole_file(view, found), request, len(view.mapped.seeds)))
    with st.expander(say("map.every_step"), key="map:steps"):
        _every_step(say, request, view)


MOST_SHOWN = 20_000
"""Rows of a table that a page carries; of longer ones it carries a button that makes the file."""


def _every_step(say: Words, request: Request, view: View) -> None:
    rows = len(view.steps) * (int(view.pieces.max()) + 1)
    if rows <= MOST_SHOWN:
        st.dataframe(_in_words(say, view, steps_file(view)), hide_index=True)
    else:
        st.caption(say("map.many_rows", n=f"{rows:,}"))

    def file() -> bytes:
        return as_csv(files.of_run(steps_file(view), request, len(view.mapped.seeds)))

    st.download_button(
        say("result.download"), file, "shapan_map_steps.csv", "text/csv", key="csv:map_steps", on_click="ignore"
    )


def counted_verdicts(say: Words, view: View, found: list[tuple[float, float, Paired | None]]) -> str:
    """How many pieces of land differ surely, or that one cannot know yet."""
    worlds = len(view.mapped.seeds)
    if worlds < FEWEST_PAIRS:
        return say("map.too_few", n=worlds, fewest=FEWEST_PAIRS)
    count = {name: sum(pair is not None and pair.verdict == name for *_, pair in found) for name in VERDICTS}
    parts = [f"{say.shared(f'verdict.{name}')} {n}" for name, n in count.items() if n]
    return say(
        "map.verdicts",
        n=len(found),
        worlds=worlds,
        parts="，".join(parts) if say.language == "zh" else ", ".join(parts),
    )


VERDICTS = ("better", "worse", "differs", "no_difference", "unclear")


def whole_table(
    say: Words, view: View, called: list[str], found: list[tuple[float, float, Paired | None]], sure: str
) -> pd.DataFrame:
    """Piece by piece over all steps, in the words of the screen."""
    rows = []
    for name, (before, after, pair) in zip(called, found, strict=True):
        ends = ("–", "–") if pair is None else tuple(_end(one, view.share) for one in behind_verdict(pair)[:2])
        verdict = "–" if pair is None else say.shared(f"verdict.{pair.verdict}")
        gap = "–" if pair is None else change(pair.difference, view.share)
        rows.append((name, figure(before, view.share), figure(after, view.share), gap, *ends, verdict))
    heads = [say(f"map.kind.{view.kind}"), view.names[0], view.names[view.other], say("table.difference")]
    heads += [say("table.judged_lo", level=sure), say("table.judged_hi", level=sure), say("table.verdict")]
    return pd.DataFrame(rows, columns=heads)


def _end(value: float | None, share: bool) -> str:
    return "–" if value is None else f"{100 * value if share else value:+,.1f}".replace("-", "−")


def whole_file(view: View, found: list[tuple[float, float, Paired | None]]) -> pd.DataFrame:
    """The same as numbers: shares from 0 to 1, amounts per 1,000 residents and step."""
    rows = []
    for piece, (before, after, pair) in enumerate(found):
        lo, hi, confidence = (None, None, None) if pair is None else behind_verdict(pair)
        gap, verdict = (None, None) if pair is None else (pair.difference, pair.verdict)
        rows.append((view.kind, piece, view.indicator, before, after, gap, lo, hi, confidence, verdict))
    heads = ["land", "number", "indicator", "baseline_value", "value", "difference", "judged_lo", "judged_hi"]
    return pd.DataFrame(rows, columns=[*heads, "level", "verdict"])


def steps_file(view: View) -> pd.DataFrame:
    """Every number on the maps: step, piece, both scenarios and their difference."""
    values = view.values
    steps, count = values.shape[1:]
    return pd.DataFrame(
        {
            "step": [name for name in view.steps for _ in range(count)],
            "number": list(range(count)) * steps,
            "baseline_value": values[0].ravel(),
            "value": values[1].ravel(),
            "difference": (values[1] - values[0]).ravel(),
        }
    )


def _in_words(say: Words, view: View, table: pd.DataFrame) -> pd.DataFrame:
    heads = [view.word(say, "step"), say("map.number"), view.names[0], view.names[view.other], say("table.difference")]
    return table.set_axis(heads, axis="columns")
