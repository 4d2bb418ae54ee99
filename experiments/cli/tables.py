"""Tables a planner reads: labels in words, numbers with units, the answer before the detail."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from ..intervals import Interval, Paired
from ..telling import FIRST, headline, label_with_unit
from ..wording import Words

if TYPE_CHECKING:
    from ..compare import Comparison

BINS = ("met_on_time", "met_late", "lapsed_waiting", "wrong_door", "never_heard")
NARROWEST, WIDEST = 80, 140
_COLOURS = {"better": "green", "worse": "red"}


def console() -> Console:
    """Standard output, as wide as the window; piped into a file it is wide enough for every column."""
    width = shutil.get_terminal_size((WIDEST, 40)).columns if sys.stdout.isatty() else WIDEST
    return Console(width=max(NARROWEST, width), highlight=False, soft_wrap=False)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1, title: str = "") -> Table:
    """A plain table: the first `words` columns are words, the rest are numbers."""
    made = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    for number, head in enumerate(heads):
        made.add_column(head, justify="left" if number < words else "right", overflow="fold", no_wrap=number == 0)
    for row in rows:
        made.add_row(*row)
    return made


def funnel_table(funnels: Mapping[str, Mapping[str, float]], say: Words) -> Table:
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


def indicator_table(values: Mapping[str, Interval], say: Words) -> Table:
    """Every indicator that the runs could know, with its interval where there is one."""
    from ...model.indicators import INDICATORS

    several = any(interval.n > 1 for interval in values.values())
    heads = [say("table.indicator"), say("table.value"), *([say("table.interval")] if several else [])]
    rows = []
    for name, interval in values.items():
        unit = INDICATORS[name].unit
        row = [label_with_unit(name, say.language), say.figure(interval.value, unit)]
        rows.append([*row, spread(interval.lo, interval.hi, unit, say)] if several else row)
    return table(heads, rows)


def spread(lo: float | None, hi: float | None, unit: str, say: Words) -> str:
    """An interval of values."""
    if lo is None or hi is None:
        return "–"
    return f"{say.figure(lo, unit)} … {say.figure(hi, unit)}"


def comparison_table(comparison: Comparison, name: str, say: Words) -> Table:
    """What one scenario changed against the baseline, indicator by indicator."""
    from ...model.indicators import INDICATORS

    heads = [say("table.indicator"), comparison.baseline, name, say("table.difference"), say("table.interval")]
    heads += [say("table.wins"), say("table.verdict")]
    means, rows = comparison.indicators, []
    for indicator, pair in comparison.paired[name].items():
        unit = INDICATORS[indicator].unit
        before, after = (means[indicator][side].value for side in (comparison.baseline, name))
        row = [label_with_unit(indicator, say.language), say.figure(before, unit), say.figure(after, unit)]
        row += [
            say.change(pair.difference, unit, with_unit=unit == "share"),
            _between(pair, unit, say),
            f"{pair.wins}/{pair.n}",
        ]
        rows.append([*row, verdict(pair, say)])
    return table(heads, rows)


def _between(pair: Paired, unit: str, say: Words) -> str:
    if pair.lo is None or pair.hi is None:
        return "–"
    return f"{say.change(pair.lo, unit, with_unit=False)} … {say.change(pair.hi, unit, with_unit=False)}"


def verdict(pair: Paired, say: Words) -> str:
    """The verdict in a word or two, with the pairs still needed where it is open."""
    told = say(f"verdict.{pair.verdict}")
    if pair.more_runs is not None:
        told = say(
            "verdict.more_one" if pair.more_runs == 1 else "verdict.more", verdict=told, more_runs=pair.more_runs
        )
    colour = _COLOURS.get(pair.verdict)
    return f"[{colour}]{told}[/{colour}]" if colour else told


def print_comparison(comparison: Comparison, say: Words, also: Iterable[str] = ()) -> None:
    """The verdict with what else has to be said at once, the funnels, then each difference with its interval."""
    out = console()
    for name, pairs in comparison.paired.items():
        if FIRST in pairs:
            out.print(headline(name, comparison.baseline, pairs[FIRST], say.language), markup=False)
    for line in also:
        out.print(line, markup=False)
    funnels = {name: comparison.mean_funnel(name) for name in comparison.names}
    out.print()
    out.print(funnel_table({name: bins for name, bins in funnels.items() if bins}, say))
    for name, pairs in comparison.paired.items():
        if pairs:
            out.print(say("compare.against", name=name, baseline=comparison.baseline), markup=False, style="bold")
            out.print(comparison_table(comparison, name, say))
    out.print(say("compare.note", n=max((len(pairs) for pairs in comparison.paired.values()), default=0)), markup=False)
