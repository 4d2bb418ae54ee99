"""`why`: what each changed lever contributed to the difference between two scenarios, told so that it adds up."""

from __future__ import annotations

import argparse
from typing import Any

from ... import __version__
from ..comparing.intervals import Interval
from ..comparing.why import LATER, PAIRS_OF_ORDERS, STAGES, Change, Contribution, Explained, Part, change, explain
from ..reports.wording import Words
from ..runs.cores import cores
from ..runs.refusing import Refused
from ..runs.task import Finished
from . import choosing
from .making import check, make, seeds_of
from .printing import print_json, say_aside
from .runs import note_all
from .why_where import check_where, located, print_where, where_object

FORMAT = 1


def why(chosen: argparse.Namespace, say: Words) -> int:
    """Two scenarios through the same seeds, with every combination of their differences that is needed."""
    names = chosen.names
    if len(names) != 2:
        raise Refused("usage.why_two", count=len(names))
    if chosen.orders is not None and not 1 <= chosen.orders <= 1000:
        raise Refused("refused.number", key="orders", value=chosen.orders, low=1, high=1000)
    _check_indicator(chosen.indicator)
    check_where(chosen)
    first, second = choosing.several(chosen).values()
    check(chosen, {names[0]: first, names[1]: second})
    of = change(first, second, chosen.by, chosen.orders or PAIRS_OF_ORDERS)
    note_all(dict(zip(names, (first, second), strict=True)), chosen, say)
    runs = len(of.coalitions) * chosen.reps
    key = "attributed.beforehand_sampled" if of.orders else "attributed.beforehand"
    counts = {"parts": len(of.parts), "coalitions": len(of.coalitions), "orders": len(of.orders)}
    say_aside(say(key, runs=runs, workers=min(chosen.workers or cores(), runs), reps=chosen.reps, **counts))

    def tell(finished: list[Finished], interrupted: bool) -> None:
        found = explain(of, seeds_of(chosen), finished)
        if interrupted or not found.seeds:
            return
        if chosen.where is not None:
            explained.append(found)  # places are read from the folder, once everything is in it
        elif chosen.json:
            print_json(as_object(found, names, chosen, say))
        else:
            _print(found, chosen, say)

    explained: list[Explained] = []
    code = make(of.scenarios, chosen, say, tell)
    for found in explained:
        _tell_where(found, chosen, say)
    return code


def _tell_where(found: Explained, chosen: argparse.Namespace, say: Words) -> None:
    """All that is told without places, and then the places."""
    there, parts = located(found, chosen), found.change.parts
    if chosen.json:
        about = as_object(found, chosen.names, chosen, say)
        print_json({**about, "where": where_object(there, [part.name for part in parts])})
        return
    _print(found, chosen, say)
    print_where(there, [_label(part, say) for part in parts], say)


def _check_indicator(name: str) -> None:
    from ...model.observation.indicators import INDICATORS
    from ..runs.doors import known

    known("refused.indicator", name, INDICATORS)


def as_object(found: Explained, names: list[str], chosen: argparse.Namespace, say: Words) -> dict[str, Any]:
    """What `shapan why --json` prints; docs/how-to-why.md says what it holds."""
    of = found.change
    parts = [{"part": part.name, "label": _label(part, say), "changes": _changes(of, part)} for part in of.parts]
    indicators = {
        name: {
            "difference": _interval(total),
            "parts": {
                part.name: {
                    **_interval(one.value),
                    "order_error": one.order_error,
                    "alone": one.alone,
                    "last": one.last,
                }
                for part, one in zip(of.parts, found.contributions[name], strict=True)
            },
        }
        for name, total in found.totals.items()
    }
    head = {"format": FORMAT, "from": names[0], "to": names[1], "place": of.first.place_id}
    head |= {"seeds": list(found.seeds), "days": chosen.days, "warmup": chosen.warmup}
    head |= {"exact": not of.orders, "orders": len(of.orders) or None, "coalitions": len(of.coalitions)}
    return {**head, "parts": parts, "indicators": indicators, "says": say("attributed.says"), "version": __version__}


def _interval(one: Interval) -> dict[str, float | None]:
    return {"value": one.value, "lo": one.lo, "hi": one.hi}


def _changes(of: Change, part: Part) -> dict[str, list[Any]]:
    """Key -> its value before and after."""
    return {key: [of.first.values[key], of.second.values[key]] for key in part.keys}


def _label(part: Part, say: Words) -> str:
    """A part in words: the label of its lever, how many levers its group has, or what is dated."""
    from ...model.parameters import all_parameters
    from ...model.parameters.words import group_words

    if part.name == LATER:
        return say("attributed.later")
    if part.name in part.keys:
        about = all_parameters()[part.name].about
        return about.label_zh if say.language == "zh" else about.label_en
    return say("attributed.group", title=group_words(part.name, say.language), count=len(part.keys))


def _print(found: Explained, chosen: argparse.Namespace, say: Words) -> None:
    """The difference in one indicator and what it consists of, then the same for every stage a need can end at."""
    from .tables import console

    out, name = console(), chosen.indicator
    if name not in found.totals:
        out.print(say("attributed.unknown", name=name))
        return
    out.print(say("attributed.head", first=chosen.names[0], second=chosen.names[1]), style="bold", markup=False)
    out.print(_indicator_table(found, name, say))
    out.print(say("attributed.says"))
    out.print(say("attributed.orders", orders=len(found.change.orders)) if found.change.orders else _all_orders(say))
    if all(f"funnel.{stage}" in found.totals for stage in STAGES):
        out.print()
        out.print(say("attributed.stages"), style="bold")
        out.print(_stage_table(found, say))


def _all_orders(say: Words) -> str:
    return say("attributed.exact")


def _indicator_table(found: Explained, name: str, say: Words) -> Any:
    from ...model.observation.indicators import INDICATORS
    from ..comparing.sentences import label_with_unit
    from .tables import spread_of_change, table

    unit, sampled = INDICATORS[name].unit, bool(found.change.orders)
    heads = [label_with_unit(name, say.language), say("attributed.part"), say("attributed.luck")]
    heads += [say("attributed.error")] if sampled else [say("attributed.alone"), say("attributed.last")]

    def row(title: str, value: Interval, *more: float | None) -> list[object]:
        changes = [say.change(one, unit, with_unit=False) for one in more]
        return [title, say.change(value.value, unit), spread_of_change(value, unit, say), *changes]

    def rest(one: Contribution) -> tuple[float | None, ...]:
        return (one.order_error,) if sampled else (one.alone, one.last)

    pairs = sorted(
        zip(found.change.parts, found.contributions[name], strict=True), key=lambda pair: -abs(pair[1].value.value)
    )
    rows = [row(_label(part, say), one.value, *rest(one)) for part, one in pairs]
    blank = (None,) if sampled else (None, None)
    return table(heads, [*rows, row(say("attributed.total"), found.totals[name], *blank)])


def _stage_table(found: Explained, say: Words) -> Any:
    from .tables import table

    heads = [say("attributed.share"), *(say(f"funnel.{stage}") for stage in STAGES)]
    rows = [
        [_label(part, say), *(_points(found.contributions[f"funnel.{stage}"][number].value, say) for stage in STAGES)]
        for number, part in enumerate(found.change.parts)
    ]
    total = [say("attributed.total"), *(_points(found.totals[f"funnel.{stage}"], say) for stage in STAGES)]
    return table(heads, [*rows, total])


def _points(value: Interval, say: Words) -> str:
    return say.change(value.value, "share", with_unit=False)


COMMANDS = {"why": why}
