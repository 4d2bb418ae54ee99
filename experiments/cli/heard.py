"""`estimate-heard`: from duplicate reports in a ledger to how fast incidents are reported and how many never are."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ...scenarios.library import find_place
from ...scenarios.places import PlaceFile
from ..ledgers.facts import known_kinds, place_text, usable, windows
from ..ledgers.faults import LedgerFault
from ..ledgers.heard import AreaHeard, KindHeard, Span, heard
from ..ledgers.incidents import Incidents, incidents
from ..ledgers.rates import FEWEST
from ..ledgers.reading import Report, read
from ..reports.wording import Words
from ..runs.refusing import Refused
from ..runs.whole_file import whole_file
from .printing import print_json, say_aside

DONE, WRONG_INPUT = 0, 2
LONGEST_WINDOW = 3650


def estimate_heard(chosen: argparse.Namespace, say: Words) -> int:
    """Read, estimate, print, and write a place where asked to."""
    if chosen.window is not None and not 1 <= chosen.window <= LONGEST_WINDOW:
        raise Refused("refused.number", key="window", value=chosen.window, low=1, high=f"{LONGEST_WINDOW:,}")
    if chosen.out is not None and Path(chosen.out).exists():
        raise Refused("heard.taken", path=chosen.out)
    place = find_place(chosen.place)
    try:
        reports = known_kinds(read(chosen.ledger), place)
        lasting = windows(reports, place, chosen.window)
        found = incidents(reports, lasting, chosen.ledger)
    except LedgerFault as fault:
        for one in (fault, *fault.others):
            say_aside(f"{say('error.prefix')}{one.text(say.language)}")
        return WRONG_INPUT
    kinds = heard(found, lasting, chosen.pool)
    if chosen.out is not None:
        _write(Path(chosen.out), place, kinds, chosen.ledger)
    for note in _notes(found, kinds, chosen.pool, _Names(place, say)):
        say_aside(f"{say('warning.prefix')}{note}")
    if chosen.json:
        print_json(_as_object(chosen, place, reports, found, kinds))
        return DONE
    _tell(chosen, reports, found, kinds, _Names(place, say))
    return DONE


class _Names:
    """Words of a language, and what kinds of a place are called in it."""

    def __init__(self, place: PlaceFile, say: Words) -> None:
        self.say = say
        self.kinds = {one.id: one.label_zh if say.language == "zh" else one.label_en for one in place.place.needs}

    def of(self, kind: str) -> str:
        """A kind as a person reads it; one that the place does not know as the ledger writes it."""
        return self.kinds.get(kind, kind)


def _write(path: Path, place: PlaceFile, kinds: Sequence[KindHeard], ledger: str) -> None:
    kept = usable(kinds, place)
    if not kept:
        raise Refused("heard.nothing", place=place.id)
    try:
        with whole_file(path) as rough:
            rough.write_text(place_text(place, kept, ledger), encoding="utf-8")
    except OSError as fault:
        raise Refused("refused.out_unwritable", path=path, why=fault.strerror or "?") from None


def _notes(found: Incidents, kinds: Sequence[KindHeard], pool: bool, names: _Names) -> Iterator[str]:
    say = names.say
    if found.open.any():
        yield say("heard.open", count=f"{int(found.open.sum()):,}")
    if found.passed_over:
        yield say("heard.passed_over", count=f"{found.passed_over:,}")
    odd = {"heard.beyond": found.beyond, "heard.unlike": found.unlike, "heard.before": found.before}
    for phrase, count in odd.items():
        if count:
            yield say(phrase, count=f"{count:,}")
    for one in kinds:
        if one.window is None:
            yield say("heard.no_window", kind=names.of(one.kind))
        if one.shape is not None:
            yield say("heard.varies", kind=names.of(one.kind), spread=f"{one.shape**-0.5:.2f}")
        if pool and not any(area.leans for area in one.areas):
            yield say("heard.not_pooled", kind=names.of(one.kind))


def _tell(
    chosen: argparse.Namespace,
    reports: Sequence[Report],
    found: Incidents,
    kinds_heard: Sequence[KindHeard],
    names: _Names,
) -> None:
    """What was read, area by area, kind by kind, and on what it rests."""
    from .tables import console, table

    say, out = names.say, console()
    counts = {"reports": len(reports), "incidents": len(found.kind), "duplicates": int(found.duplicates.sum())}
    out.print(say("heard.head", file=chosen.ledger, days=f"{_days(reports):,.0f}", **counts))
    heads = [say("heard.kind"), say("heard.area"), say("heard.incidents"), say("heard.duplicates"), say("heard.days")]
    heads += [say("heard.rate"), say("heard.delay"), say("heard.unheard")]
    rows = [_row(area, names) for one in kinds_heard for area in one.areas]
    out.print(table(heads, rows, words=2))
    heads = [say("heard.all"), say("heard.incidents"), say("heard.window"), say("heard.share")]
    heads += [say("heard.at_least"), say("heard.covered")]
    out.print(table(heads, [_row_of_kind(one, names) for one in kinds_heard]))
    out.print()
    out.print(say("heard.assumed"))
    if chosen.out is not None:
        kinds = ", ".join(
            names.of(one.kind) for one in kinds_heard if one.heard is not None and one.kind in names.kinds
        )
        out.print(say("heard.kept", path=chosen.out, place=chosen.place, kinds=kinds))


def _days(reports: Sequence[Report]) -> float:
    times = [one.time for one in reports]
    return max(times) - min(times)


def _row(area: AreaHeard, names: _Names) -> list[str]:
    say = names.say
    start = [names.of(area.kind), area.area, f"{area.incidents:,}", f"{area.duplicates:,}", f"{area.days:,.0f}"]
    if area.rate is None:
        few = area.duplicates < FEWEST
        why = say("heard.unknown", got=area.duplicates, wanted=FEWEST) if few else say("heard.wide")
        return [*start, why, "–", "–"]
    return [*start, _span(area.rate, say), _span(area.delay, say), _span(area.unheard, say, "share")]


def _row_of_kind(one: KindHeard, names: _Names) -> list[str]:
    say = names.say
    window = "–" if one.window is None else f"{one.window:g}"
    covered, at_least = (say.number(part, "share") for part in (one.covered, one.at_least))
    return [names.of(one.kind), f"{one.incidents:,}", window, _span(one.heard, say, "share"), at_least, covered]


def _span(span: Span | None, say: Words, unit: str = "") -> str:
    if span is None:
        return "–"
    value, lo, hi = (say.figure(part, unit) for part in span)
    return say("heard.span", value=value, lo=lo, hi=hi)


def _as_object(
    chosen: argparse.Namespace,
    place: PlaceFile,
    reports: Sequence[Report],
    found: Incidents,
    kinds: Sequence[KindHeard],
) -> dict[str, Any]:
    """What `--json` prints; `docs/how-to-hear-the-unheard.md` says what it holds."""
    counts = {"reports": len(reports), "incidents": len(found.kind), "duplicates": int(found.duplicates.sum())}
    left = {"open": int(found.open.sum()), "passed_over": found.passed_over, "duplicates_needed": FEWEST}
    areas = [_area_object(area, one) for one in kinds for area in one.areas]
    head = {"format": 1, "file": chosen.ledger, "place": place.id, "days": _days(reports)}
    return {**head, **counts, **left, "areas": areas, "kinds": [_kind_object(one) for one in kinds]}


def _area_object(area: AreaHeard, one: KindHeard) -> dict[str, Any]:
    counts = {"incidents": area.incidents, "duplicates": area.duplicates, "days_at_risk": area.days}
    found = {"rate": _ends(area.rate), "delay_days": _ends(area.delay), "never_heard_share": _ends(area.unheard)}
    marks = {"identified": area.rate is not None, "pooled": area.leans}
    return {"area": area.area, "kind": area.kind, **counts, **marks, **found, "window_days": one.window}


def _kind_object(one: KindHeard) -> dict[str, Any]:
    counts = {"incidents": one.incidents, "covered_share": one.covered, "window_days": one.window}
    found = {"heard_share": _ends(one.heard), "heard_share_if_rates_vary": one.at_least, "gamma_shape": one.shape}
    return {"kind": one.kind, **counts, **found}


def _ends(span: Span | None) -> dict[str, float] | None:
    return None if span is None else dict(zip(("value", "lo", "hi"), span, strict=True))


COMMANDS = {"estimate-heard": estimate_heard}
