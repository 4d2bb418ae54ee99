"""One month of both worlds: numbers that run, and what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from ....experiments.reports.matter import MatterHistory
from ....experiments.reports.scenes import captions, month_of, sentence_of
from ....experiments.reports.wording import words as wording
from ...widgets.language import Words
from ...widgets.plain import html

SHOWN = ("coverage", "trust", "heard", "never_heard", "backlog")
"""Numbers of the daily table that run along."""
SHARES = ("coverage", "trust")
MOST = 8


def numbers(daily: pd.DataFrame, scenario: str, start: dt.date, months: int) -> dict[int, dict[str, float]]:
    """Month -> number -> its mean over that month's days, of one world."""
    own = daily[(daily["scenario"] == scenario) & daily["indicator"].isin(SHOWN)]
    month = (own["date"].dt.year - start.year) * 12 + own["date"].dt.month - start.month + 1
    mean = own.groupby([month.rename("month"), "indicator"], observed=True)["value"].mean()
    found: dict[int, dict[str, float]] = {number: {} for number in range(1, months + 1)}
    for (number, name), value in mean.items():
        if number in found:
            found[number][str(name)] = float(value)
    return found


def figure(name: str, value: float | None, say: Words) -> str:
    """A number as it is read."""
    return wording(say.language).figure(value, "share" if name in SHARES else "")


def side_html(
    title: str,
    now: Mapping[str, float],
    before: Mapping[str, float],
    stories: Sequence[MatterHistory],
    days: tuple[dt.date, dt.date],
    say: Words,
) -> str:
    """One world in one month: its numbers with an arrow against the month before, then captions in order."""
    moved = {say(f"daily.{name}"): _moved(name, now.get(name), before.get(name), say) for name in SHOWN}
    rows = "".join(f"<div><dt>{html(label)}</dt><dd>{html(value)}</dd></div>" for label, value in moved.items())
    found = captions(stories, *days)
    tell = wording(say.language)
    lines = list(dict.fromkeys(f"{one.date:%m-%d} {sentence_of(one, tell)}" for one in found))
    items = "".join(f"<li>{html(line)}</li>" for line in lines[:MOST])
    if len(lines) > MOST:
        items += f"<li>{html(say('play.more', n=len(lines) - MOST))}</li>"
    body = f"<ul>{items}</ul>" if items else f"<p>{html(say('play.quiet'))}</p>"
    return f'<div class="shapan-side"><h4>{html(title)}</h4><dl>{rows}</dl>{body}</div>'


def _moved(name: str, now: float | None, before: float | None, say: Words) -> str:
    shown = figure(name, now, say)
    if now is None or before is None or shown == figure(name, before, say):
        return shown
    return f"{shown} {'▲' if now > before else '▼'}"


def all_months(
    worlds: Sequence[tuple[str, Mapping[int, Mapping[str, float]]]], start: dt.date, say: Words
) -> pd.DataFrame:
    """Every number of every month of both worlds, as a table."""
    rows = [
        {
            say("play.month"): f"{month_of(start, number)[0]:%Y-%m}",
            say("table.scenario"): title,
            **{say(f"daily.{name}"): figure(name, found.get(name), say) for name in SHOWN},
        }
        for title, months in worlds
        for number, found in months.items()
    ]
    return pd.DataFrame(rows)
