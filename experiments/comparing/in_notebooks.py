"""A comparison as a notebook shows it: the verdict first, then every difference with arrow, interval and wins."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..reports.rich_tables import arrow, html_table
from ..reports.wording import Words, words
from .any_look import CONFIDENCE
from .intervals import FEWEST_PAIRS, Paired
from .sentences import FIRST, behind_verdict, headline, label, label_with_unit, level, verdict_word

if TYPE_CHECKING:
    from .compare import Comparison


def comparison_html(comparison: Comparison, language: str) -> str:
    """One table for every scenario beside the baseline, and how far its verdicts go."""
    say = words(language)
    tables = "".join(_against_baseline(comparison, name, say) for name in comparison.names[1:])
    others = sum(indicator != FIRST for pairs in comparison.paired.values() for indicator in pairs)
    key = "compare.interval_any" if comparison.looks == "any" else "compare.interval_once"
    which = say(key, level=level(CONFIDENCE), fewest=FEWEST_PAIRS)
    return f"{tables}<p>{escape(which + say('compare.note', n=others, first=label(FIRST, language)))}</p>"


def _against_baseline(comparison: Comparison, name: str, say: Words) -> str:
    pairs = comparison.paired[name]
    title = say("compare.against", name=name, baseline=comparison.baseline)
    judged = say("table.interval_any" if comparison.looks == "any" else "table.interval_once", level=level(CONFIDENCE))
    heads = [say("table.indicator"), say("table.difference"), judged, say("table.wins"), say("table.verdict")]
    below = headline(name, comparison.baseline, pairs[FIRST], say.language) if FIRST in pairs else ""
    return html_table(title, heads, (difference_row(one, pair, say) for one, pair in pairs.items()), below)


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
