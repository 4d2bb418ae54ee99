"""Where the money of a vote goes under each rule: a bar for every project or kind of project that any rule funds."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ....experiments.votes.count import Count
from ...widgets.charts import INK, ROOM, SCENARIO_COLOURS, dress
from ...widgets.language import Words
from .names import names_of
from .table import by_votes

MOST_BARS = 15  # projects or kinds; more cannot be read on a phone
MOST_KINDS = 12
COLOURS = [*SCENARIO_COLOURS[1:], SCENARIO_COLOURS[0], "#a6568a"]
# Said of each tick by itself, so that nothing is not called 0k.
LABELS = {
    "zh": "datum.value >= 10000 ? format(datum.value / 10000, ',.2~f') + '万' : format(datum.value, ',.2~f')",
    "en": "datum.value >= 1000 ? format(datum.value, '~s') : format(datum.value, ',.2~f')",
}


def has_kinds(counted: Count) -> bool:
    """Whether the file sorts its projects into kinds that a chart can show."""
    return 2 <= len(set(counted.election.category)) <= MOST_KINDS


def money(say: Words, counted: Count, by_kind: bool) -> pd.DataFrame:
    """Columns `group`, `rule`, `money` (unit of the file): what each rule spends on a project, or on a kind of them.

    Only what any rule funds; of many projects, those with most votes.
    """
    names, kinds = names_of(counted), counted.election.category
    spent: dict[tuple[str, str], float] = {}
    for project in by_votes(counted):
        group = (kinds[project] or "–") if by_kind else names[project]
        for rule, outcome in counted.outcomes.items():
            if outcome.reasons[project].step is not None:
                key = (group, say.shared(f"rule.{rule}"))
                spent[key] = spent.get(key, 0.0) + int(counted.election.cost[project]) / counted.scale
    groups = list(dict.fromkeys(group for group, _ in spent))
    if by_kind:
        groups.sort(key=lambda group: -max(value for (one, _), value in spent.items() if one == group))
    rows = [
        (group, rule, spent.get((group, rule), 0.0))
        for group in groups[:MOST_BARS]
        for rule in (say.shared(f"rule.{rule}") for rule in counted.outcomes)
    ]
    return pd.DataFrame(rows, columns=["group", "rule", "money"])


def funded_by_any(counted: Count) -> int:
    """How many projects any of the rules funds; the chart shows at most `MOST_BARS` of them."""
    return len({project for outcome in counted.outcomes.values() for project in outcome.funded})


def money_chart(say: Words, data: pd.DataFrame, currency: str) -> Any:
    """Bars stand in the order of the legend, so that nothing is said by colour alone.

    Args:
        say: The words of a language.
        data: Columns `group`, `rule`, `money`, as `money` gives them.
        currency: What the file calls its unit of money, or nothing.
    """
    rules = list(dict.fromkeys(data["rule"]))
    order = list(dict.fromkeys(data["group"]))
    rows = alt.Y("group:N", sort=order, title=None, axis=alt.Axis(labelLimit=150, ticks=False, domain=False))
    most = float(data["money"].max()) or 1.0
    title = say("votes.money_in", currency=currency) if currency else say("votes.money")
    across = alt.X(
        "money:Q",
        title=title,
        scale=alt.Scale(domain=[0, most * 1.2], nice=False),
        axis=alt.Axis(tickCount=4, labelExpr=LABELS[say.language]),
    )
    offset = alt.YOffset("rule:N", sort=rules)
    legend = alt.Legend(title=None, orient="top", direction="horizontal", columns=2)
    colour = alt.Color("rule:N", scale=alt.Scale(domain=rules, range=COLOURS[: len(rules)]), legend=legend)
    tips = [
        alt.Tooltip("group:N", title=say("votes.group")),
        alt.Tooltip("rule:N", title=say("votes.rule")),
        alt.Tooltip("money:Q", title=title, format=",.2~f"),
    ]
    base = alt.Chart(data)
    bars = base.mark_bar(cornerRadiusEnd=2).encode(y=rows, x=across, yOffset=offset, color=colour, tooltip=tips)
    text = (
        base.transform_filter("datum.money > 0")
        .mark_text(align="left", dx=3, fontSize=11, color=INK)
        .encode(y=rows, x=across, yOffset=offset, text=alt.Text("money:Q", format=",.2~f"))
    )
    return dress((bars + text).properties(height=ROOM + (15 * len(rules) + 8) * len(order)))
