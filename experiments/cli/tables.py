"""Tables a planner reads: labels in words, numbers with units, the answer before the detail."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.text import Text

from ..comparing.any_look import CONFIDENCE
from ..comparing.intervals import FEWEST_PAIRS, MOST_PAIRS, Interval, Paired
from ..comparing.sentences import FIRST, headline, label, label_with_unit, level, verdict_word
from ..comparing.surges import DAYS
from ..reports.wording import Words
from .plain import PlainTable, Printer

if TYPE_CHECKING:
    from ..comparing.compare import Comparison

BINS = ("met_on_time", "met_late", "lapsed_waiting", "wrong_door", "never_heard")
NARROWEST, WIDEST = 80, 140
_COLOURS = {"better": "green", "worse": "red"}


def console() -> Printer:
    """Standard output, as wide as the window; in a pipe as wide as COLUMNS says, or enough for most tables."""
    asked = os.environ.get("COLUMNS", "")
    known = sys.stdout.isatty() or (asked.isascii() and asked.isdigit())
    width = shutil.get_terminal_size((WIDEST, 40)).columns if known else WIDEST
    return Printer(width=max(NARROWEST, width))


def table(heads: Sequence[object], rows: Iterable[Sequence[object]], *, words: int = 1) -> PlainTable:
    """A plain table: the first `words` columns are words, the rest are numbers."""
    return PlainTable(heads, rows, words)


def funnel_table(funnels: Mapping[str, Mapping[str, float]], say: Words) -> PlainTable:
    """How needs ended, scenario by scenario: counts, and shares of those that could end."""
    heads = [say("funnel.head"), *funnels]
    rows = [[say("funnel.born"), *(f"{bins['born']:,.0f}" for bins in funnels.values())]]
    rows += [[say(f"funnel.{name}"), *(_part(bins, name) for bins in funnels.values())] for name in BINS]
    rows.append([say("funnel.open"), *(f"{bins['open']:,.0f}" for bins in funnels.values())])
    return table(heads, rows)


def _part(bins: Mapping[str, float], name: str) -> str:
    closed = bins["born"] - bins["open"]
    share = f"{100 * bins[name] / closed:.1f} %" if closed else "–"
    return f"{bins[name]:,.0f}  {share:>7}"


def indicator_table(
    values: Mapping[str, Interval], say: Words, marks: Mapping[str, str] = MappingProxyType({})
) -> PlainTable:
    """Every indicator that the runs could know, with its interval where there is one; marks stand beside its name."""
    from ...model.observation.indicators import INDICATORS

    several = any(interval.n > 1 for interval in values.values())
    heads = [say("table.indicator"), say("table.value"), *([say("table.interval")] if several else [])]
    rows = []
    for name, interval in values.items():
        unit = INDICATORS[name].unit
        row = [label_with_unit(name, say.language) + marks.get(name, ""), say.figure(interval.value, unit)]
        rows.append([*row, spread(interval.lo, interval.hi, unit, say)] if several else row)
    return table(heads, rows)


def class_table(values: Mapping[str, Interval], say: Words) -> PlainTable:
    """Collective matters by class, contested ones apart: settled, days, heed and later compliance."""
    from ..reports.matters_by_class import class_rows

    heads = [say(f"matters.{key}") for key in ("head", "settled", "days", "heed", "kept")]
    return table(heads, class_rows({name: interval.value for name, interval in values.items()}, say))


def spread(lo: float | None, hi: float | None, unit: str, say: Words) -> str:
    """An interval of values."""
    if lo is None or hi is None:
        return "–"
    return f"{say.figure(lo, unit)} … {say.figure(hi, unit)}"


def spread_of_change(one: Interval, unit: str, say: Words) -> str:
    """An interval of differences."""
    if one.lo is None or one.hi is None:
        return "–"
    return f"{say.change(one.lo, unit, with_unit=False)} … {say.change(one.hi, unit, with_unit=False)}"


def comparison_table(comparison: Comparison, name: str, say: Words) -> PlainTable:
    """What one scenario changed against the baseline, indicator by indicator."""
    from ...model.observation.indicators import INDICATORS

    judged = say("table.interval_any" if comparison.looks == "any" else "table.interval_once", level=level(CONFIDENCE))
    heads = [say("table.indicator"), comparison.baseline, name, say("table.difference"), judged]
    heads += [say("table.wins"), say("table.verdict")]
    means = comparison.indicators
    rows: list[list[object]] = []
    for indicator, pair in comparison.paired[name].items():
        unit = INDICATORS[indicator].unit
        before, after = (means[indicator][side].value for side in (comparison.baseline, name))
        known, runs = pair.n, len(comparison.seeds)
        some = say("table.some_pairs", n=known, runs=runs) if indicator == DAYS and known < runs else ""
        row: list[object] = [label_with_unit(indicator, say.language) + some]
        row += [say.figure(before, unit), say.figure(after, unit)]
        row += [
            say.change(pair.difference, unit, with_unit=unit == "share"),
            _between(pair, unit, say),
            f"{pair.wins}/{pair.n}",
        ]
        rows.append([*row, verdict(pair, say)])
    return table(heads, rows)


def _between(pair: Paired, unit: str, say: Words) -> str:
    """The interval on which the verdict rests."""
    lo, hi = pair.judged_lo, pair.judged_hi
    if lo is None or hi is None:
        return "–"
    return f"{say.change(lo, unit, with_unit=False)} … {say.change(hi, unit, with_unit=False)}"


def verdict(pair: Paired, say: Words) -> Text:
    """The verdict in a word or two, with the pairs still needed where it is open."""
    text = verdict_word(pair, say)
    if pair.tied:
        text = say("verdict.tied", changed=pair.changed, n=pair.n)
    elif pair.more_runs is not None and pair.more_runs >= MOST_PAIRS:
        text = say("verdict.too_close", verdict=text)
    elif pair.more_runs is not None:
        text = say(
            "verdict.more_one" if pair.more_runs == 1 else "verdict.more", verdict=text, more_runs=pair.more_runs
        )
    return Text(text, style=_COLOURS.get(pair.verdict, ""))


def print_comparison(comparison: Comparison, say: Words, also: Iterable[str] = (), above: Iterable[str] = ()) -> None:
    """What differs beside the policy, the verdict and what goes with it, the funnels, then each difference."""
    out = console()
    for line in above:
        out.print(line)
    for name, pairs in comparison.paired.items():
        if FIRST in pairs:
            out.print(headline(name, comparison.baseline, pairs[FIRST], say.language))
    for line in also:
        out.print(line)
    funnels = {name: comparison.mean_funnel(name) for name in comparison.names}
    out.print(funnel_table({name: bins for name, bins in funnels.items() if bins}, say))
    for name, pairs in comparison.paired.items():
        if pairs:
            out.print()
            out.print(say("compare.against", name=name, baseline=comparison.baseline), style="bold")
            out.print(comparison_table(comparison, name, say))
    others = sum(indicator != FIRST for pairs in comparison.paired.values() for indicator in pairs)
    key = "compare.interval_any" if comparison.looks == "any" else "compare.interval_once"
    which = say(key, level=level(CONFIDENCE), fewest=FEWEST_PAIRS)
    out.print(which + say("compare.note", n=others, first=label(FIRST, say.language)))
