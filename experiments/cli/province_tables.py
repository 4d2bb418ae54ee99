"""Tables of a province: its areas one by one, and what they add up to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ...model.observation.indicators import INDICATORS
from ..comparing.province_totals import Figure
from ..comparing.sentences import label_with_unit
from ..reports.wording import Words
from ..runs.provinces import Stratum
from .plain import PlainTable
from .tables import spread, table

SHOWN = ("coverage", "never_heard_share", "no_capacity_in_time_share", "spend_per_resident")
"""Indicators shown area by area."""


def areas_table(
    by_area: Mapping[Stratum, Mapping[str, Figure]],
    born: Mapping[Stratum, Figure],
    whole: tuple[Mapping[str, Figure], Figure],
    say: Words,
) -> PlainTable:
    """One row an area and one of the province."""
    heads = [say("province.area"), say("province.districts"), say("province.communities")]
    heads += [say("province.residents"), say("funnel.born")]
    heads += [label_with_unit(name, say.language) for name in SHOWN]
    rows = []
    for stratum, figures in by_area.items():
        run_ = f"{len(stratum.chosen)} / {stratum.of}"
        sizes = [run_, f"{stratum.communities:,}", f"{stratum.residents:,}", f"{born[stratum].value:,.0f}"]
        rows.append([stratum.title[say.language], *sizes, *_shown(figures, say)])
    run_ = f"{sum(len(one.chosen) for one in by_area):,} / {sum(one.of for one in by_area):,}"
    communities, residents = sum(one.communities for one in by_area), sum(one.residents for one in by_area)
    sums = [run_, f"{communities:,}", f"{residents:,}", f"{whole[1].value:,.0f}"]
    return table(heads, [*rows, [say("province.total"), *sums, *_shown(whole[0], say)]])


def _shown(figures: Mapping[str, Figure], say: Words) -> list[str]:
    return [say.figure(figures[name].value, INDICATORS[name].unit) if name in figures else "–" for name in SHOWN]


def totals_table(
    figures: Mapping[str, Figure], say: Words, marks: Mapping[str, str] = MappingProxyType({})
) -> PlainTable:
    """Every indicator of the province, with the intervals there are; marks stand beside its name."""
    heads = [say("table.indicator"), say("table.value"), *_heads(figures, say)]
    rows = []
    for name, one in figures.items():
        unit = INDICATORS[name].unit
        ends = [spread(one.lo, one.hi, unit, say)] if _seeds(figures) else []
        label = _label(name, one, say) + marks.get(name, "")
        rows.append([label, say.figure(one.value, unit), *_halves(figures, name, say), *ends])
    return table(heads, rows)


def difference_table(
    before: Mapping[str, Figure],
    after: Mapping[str, Figure],
    changed: Mapping[str, Figure],
    say: Words,
    marks: Mapping[str, str] = MappingProxyType({}),
) -> PlainTable:
    """Every indicator under the first scenario and another, with the difference and its intervals."""
    heads = [say("table.indicator"), say("province.before"), say("province.after"), say("province.difference")]
    rows = []
    for name, one in changed.items():
        unit = INDICATORS[name].unit
        cells = [say.figure(figures[name].value, unit) for figures in (before, after)]
        cells.append(say.change(one.value, unit))
        ends = [f"{say.change(one.lo, unit)} … {say.change(one.hi, unit)}"] if _seeds(changed) else []
        rows.append([_label(name, one, say) + marks.get(name, ""), *cells, *_halves(changed, name, say), *ends])
    return table([*heads, *_heads(changed, say)], rows)


def _heads(figures: Mapping[str, Figure], say: Words) -> list[str]:
    sampled = [say("province.half")] if _sampled(figures) else []
    return [*sampled, *([say("table.interval")] if _seeds(figures) else [])]


def _sampled(figures: Mapping[str, Figure]) -> bool:
    return any(one.half != 0 for one in figures.values())


def _seeds(figures: Mapping[str, Figure]) -> bool:
    return any(one.n > 1 for one in figures.values())


def _halves(figures: Mapping[str, Figure], name: str, say: Words) -> list[str]:
    """Half of the sampling interval, of shares in points; none where everything was run."""
    if not _sampled(figures):
        return []
    half, unit = figures[name].half, INDICATORS[name].unit
    return ["?" if half is None else f"± {say.change(half, unit, with_unit=unit == 'share').lstrip('+')}"]


def _label(name: str, one: Figure, say: Words) -> str:
    label = label_with_unit(name, say.language)
    return f"{label} *" if one.how == "mean" else label
