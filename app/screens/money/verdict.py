"""What a district spends under each scenario, what a need met costs, and what stays unspent: in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd

from ....experiments.comparing.compare import Comparison
from ....experiments.reports.wording import words as wording
from ....model.observation.indicators import INDICATORS
from ...widgets.files import differences_file
from ...widgets.language import Words
from ...widgets.tables import differences_table
from ...widgets.verdicts import label_of

SPENT, PER_NEED, UNSPENT = "spend_per_resident", "spend_per_need_met", "unspent_share"
SHOWN = (SPENT, PER_NEED, UNSPENT)
SAME_YUAN = 0.5  # a difference that rounds to nothing is called none


def money_verdict_html(say: Words, comparison: Comparison, here: Mapping[str, float]) -> str:
    """One box for each scenario but the baseline: money per resident first, then what it did.

    Args:
        here: Scenario -> yuan a resident and year in the first world, where it finished.
    """
    boxes = (
        '<div class="shapan-verdict differs" role="status">'
        f'<p class="first">{escape(_spent(say, comparison, name) + _in_this_world(say, comparison, name, here))}</p>'
        f"<p>{escape(_did(say, comparison, name))}</p></div>"
        for name in comparison.names[1:]
    )
    return "".join(boxes)


def money_figures(say: Words, comparison: Comparison) -> pd.DataFrame:
    """The same figures with their intervals, as the page Compare tells them."""
    table = differences_table(comparison, say)
    wanted = [label_of(indicator, say) for indicator in SHOWN]
    return table[table[say("table.indicator")].isin(wanted)].reset_index(drop=True) if len(table) else table


def money_file(say: Words, comparison: Comparison) -> pd.DataFrame:
    """The same as numbers."""
    return differences_file(comparison, say, SHOWN)


def _spent(say: Words, comparison: Comparison, name: str) -> str:
    """Yuan per resident and year, and how much more or less than under the baseline."""
    base = comparison.baseline
    after, before = _mean(comparison, SPENT, name), _mean(comparison, SPENT, base)
    if after is None or before is None:
        return say("money.unknown", name=name)
    change = after - before
    key = "same" if abs(change) < SAME_YUAN else "more" if change > 0 else "less"
    yuan = {"after": f"{after:,.0f}", "before": f"{before:,.0f}", "change": f"{abs(change):,.0f}"}
    return say(f"money.{key}", name=name, baseline=base, **yuan)


def _in_this_world(say: Words, comparison: Comparison, name: str, here: Mapping[str, float]) -> str:
    """The same of the first world alone, which the statement below is about."""
    if name not in here or comparison.baseline not in here:
        return ""
    text = say("money.this_world", after=f"{here[name]:,.0f}", before=f"{here[comparison.baseline]:,.0f}")
    return text if say.language == "zh" else f" {text}"


def _did(say: Words, comparison: Comparison, name: str) -> str:
    """What a need met costs, how sure the difference is, and what share stays unspent."""
    tell, figures = wording(say.language), {}
    for key, indicator in (("each", PER_NEED), ("left", UNSPENT)):
        for when, scenario in (("after", name), ("before", comparison.baseline)):
            figures[f"{key}_{when}"] = tell.figure(_mean(comparison, indicator, scenario), INDICATORS[indicator].unit)
    pair = comparison.paired[name].get(PER_NEED)
    known = pair is not None and pair.lo is not None
    sure = say.shared(f"verdict.{pair.verdict}") if pair is not None and known else say("money.one_world")
    return say("money.each", sure=sure, **figures)


def _mean(comparison: Comparison, indicator: str, name: str) -> float | None:
    means = comparison.indicators.get(indicator, {})
    return means[name].value if name in means else None
