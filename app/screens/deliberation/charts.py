"""What households believe of a matter's common benefit, try by try and round by round; both sides on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from ....experiments.reports.matter import MatterHistory
from ....experiments.reports.matters import Pair
from ...widgets.charts import INK, dress
from ...widgets.language import Words

LEAST_SPAN = 0.1  # of belief, so that a hair's breadth does not look like a change of mind
COLOUR = "#0072b2"


@dataclass(frozen=True, slots=True)
class Ends:
    """Where both charts begin and end: days since the matter was raised, and belief."""

    days: int
    low: float
    high: float


def points(story: MatterHistory) -> list[tuple[int, float]]:
    """(days since raised, mean belief): on the day it was raised, where that is known, and after every try."""
    start = [] if story.first_belief is None else [(0, story.first_belief)]
    after = [((one.date - story.date).days, one.after) for one in story.tries if one.after is not None]
    return [*start, *after]


def ends_of(pair: Pair) -> Ends | None:
    """One scale for both sides; None where no belief is known."""
    lines = [story for story in pair if story is not None]
    known = [point for story in lines for point in points(story)]
    if not known:
        return None
    beliefs_known = [belief for _, belief in known]
    middle = (min(beliefs_known) + max(beliefs_known)) / 2
    half = max(LEAST_SPAN, 1.3 * (max(beliefs_known) - min(beliefs_known))) / 2
    last = max([day for day, _ in known] + [story.days or 0 for story in lines])
    return Ends(max(last, 1), max(0.0, middle - half), min(1.0, middle + half))


def beliefs(story: MatterHistory, ends: Ends, say: Words) -> Any:
    """A point for the day it was raised and for every try, with a rule where the matter ended."""
    data = pd.DataFrame(points(story), columns=["day", "belief"])
    data["try"] = range(story.first_belief is None, len(data) + (story.first_belief is None))
    across = alt.X(
        "day:Q",
        title=say("tables.since_raised"),
        scale=alt.Scale(domain=[0, ends.days], nice=False, padding=12),
        axis=alt.Axis(tickCount=4, tickMinStep=1),
    )
    up = alt.Y(
        "belief:Q",
        title=say("tables.mean_belief"),
        scale=alt.Scale(domain=[ends.low, ends.high], nice=False, zero=False),
        axis=alt.Axis(tickCount=4, format=".2f"),
    )
    tips = [
        alt.Tooltip("try:Q", title=say("tables.try")),
        alt.Tooltip("day:Q", title=say("tables.since_raised")),
        alt.Tooltip("belief:Q", title=say("tables.mean_belief"), format=".3f"),
    ]
    base = alt.Chart(data).encode(x=across, y=up)
    chart = base.mark_line(strokeWidth=2, color=COLOUR) + base.mark_point(
        size=70, filled=True, opacity=1, color=COLOUR
    ).encode(tooltip=tips)
    if story.days is not None:
        end = alt.Chart(pd.DataFrame({"day": [story.days]}))
        chart += end.mark_rule(color=INK, strokeDash=[4, 3]).encode(x=across)
    return dress(chart.properties(height=150))


@dataclass(frozen=True, slots=True)
class Reach:
    """Where both charts of the talk at the table end: moments from left to right, and belief."""

    moments: int
    low: float
    high: float


def moments(story: MatterHistory) -> pd.DataFrame:
    """One row for each moment at the table: try, round, place from left to right, mean and one deviation around it."""
    rows, place = [], 0
    for one in story.tries:
        for number, opinion in enumerate(one.opinions):
            low, high = max(0.0, opinion.mean - opinion.spread), min(1.0, opinion.mean + opinion.spread)
            rows.append((one.number, number, place + number, opinion.mean, low, high))
        place += len(one.opinions) + 1 if one.opinions else 0  # a gap, since between two tries nobody talks
    return pd.DataFrame(rows, columns=["try", "round", "place", "mean", "low", "high"])


def reach_of(pair: Pair) -> Reach | None:
    """One scale for the talk on both sides; None where nobody talked on either."""
    known = [table for story in pair if story is not None and len(table := moments(story))]
    if not known:
        return None
    every = pd.concat(known)
    return Reach(max(int(every["place"].max()), 1), float(every["low"].min()), float(every["high"].max()))


def table_talk(story: MatterHistory, reach: Reach, say: Words) -> Any:
    """A line for each try, from before anybody spoke to the last round, with how far households stand apart."""
    data = moments(story)
    starts = data[data["round"] == 0]
    named = ", ".join(f"'{place}': '{number}'" for place, number in zip(starts["place"], starts["try"], strict=True))
    across = alt.X(
        "place:Q",
        title=say("tables.try_by_try"),
        scale=alt.Scale(domain=[0, reach.moments], nice=False, padding=12),
        axis=alt.Axis(values=starts["place"].tolist(), labelExpr=f"({{{named}}})[datum.value]", grid=False),
    )
    scale = alt.Scale(domain=[reach.low, reach.high], nice=True, zero=False)
    up = alt.Y("mean:Q", title=say("tables.at_table"), scale=scale, axis=alt.Axis(tickCount=4, format=".2f"))
    tips = [alt.Tooltip("try:Q", title=say("tables.try")), alt.Tooltip("round:Q", title=say("tables.round"))]
    tips.append(alt.Tooltip("mean:Q", title=say("tables.at_table"), format=".3f"))
    base = alt.Chart(data).encode(x=across, detail="try:N")
    band = base.mark_area(color=COLOUR, opacity=0.18).encode(y=alt.Y("low:Q", scale=scale, title=""), y2="high:Q")
    line = base.mark_line(strokeWidth=2, color=COLOUR).encode(y=up)
    dots = base.mark_point(size=36, filled=True, opacity=1, color=COLOUR).encode(y=up, tooltip=tips)
    return dress((band + line + dots).properties(height=140))
