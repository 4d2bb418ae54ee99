"""A comparison as a notebook shows it: the verdict first, then every difference with arrow, interval and wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..reports.rich_tables import arrow, html_table
from ..reports.wording import Words, words
from .intervals import Paired
from .sentences import FIRST, behind_verdict, headline, label_with_unit, level, verdict_word

if TYPE_CHECKING:
    from .compare import Comparison


def comparison_html(comparison: Comparison, language: str) -> str:
    """One table for every scenario beside the baseline."""
    return "".join(_against_baseline(comparison, name, words(language)) for name in comparison.names[1:])


def _against_baseline(comparison: Comparison, name: str, say: Words) -> str:
    pairs = comparison.paired[name]
    title = say("compare.against", name=name, baseline=comparison.baseline)
    heads = [say("table.indicator"), say("table.difference"), _interval_head(pairs, say)]
    heads += [say("table.wins"), say("table.verdict")]
    below = headline(name, comparison.baseline, pairs[FIRST], say.language) if FIRST in pairs else ""
    return html_table(title, heads, (difference_row(one, pair, say) for one, pair in pairs.items()), below)


def _interval_head(pairs: dict[str, Paired], say: Words) -> str:
    confidence = next((behind_verdict(pair)[2] for pair in pairs.values()), 0.95)
    looks = next((pair.looks for pair in pairs.values()), "any")
    return say("table.interval_any" if looks == "any" else "table.interval_once", level=level(confidence))


def difference_row(indicator: str, pair: Paired, say: Words) -> list[str]:
    """Label, difference with its arrow, interval, wins and verdict of one indicator."""
    from ...model.observation.indicators import INDICATORS

    unit = INDICATORS[indicator].unit
    lo, hi, _ = behind_verdict(pair)
    known = lo is not None and hi is not None
    between = f"{say.change(lo, unit, with_unit=False)} … {say.change(hi, unit, with_unit=False)}" if known else "–"
    difference = f"{arrow(pair.difference)} {say.change(pair.difference, unit, with_unit=unit == 'share')}"
    return [
        label_with_unit(indicator, say.language),
        difference,
        between,
        f"{pair.wins}/{pair.n}",
        verdict_word(pair, say),
    ]
