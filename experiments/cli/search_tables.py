"""A Pareto set in tables: what each candidate sets, and each objective on the seeds it was chosen by and on others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...model.observation.indicators import INDICATORS
from ..comparing.sentences import label_with_unit
from ..reports.wording import Words
from .plain import PlainTable
from .tables import spread, spread_of_change, table, verdict

if TYPE_CHECKING:
    from ..searching.findings import Candidate, Found


def candidate_tables(found: Found, say: Words) -> Iterator[PlainTable]:
    """Levers first, then a table for every indicator."""
    yield _levers(found, say)
    for name in found.file.indicators:
        yield _indicator(found, name, say)


def _levers(found: Found, say: Words) -> PlainTable:
    from ...model.parameters import all_parameters
    from ...model.parameters.words import unit_words

    heads = [say("search.candidate")]
    for factor in found.file.factors:
        about = all_parameters()[factor.name].about
        unit = unit_words(about.unit, say.language) if about.unit and about.unit != "share" else ""
        text = about.label_zh if say.language == "zh" else about.label_en
        heads.append(f"{text} ({unit})" if unit else text)
    rows = [
        [_name(one, say), *(_value(factor.name, _set(found, one, factor.name), say) for factor in found.file.factors)]
        for one in (found.reference, *found.candidates)
    ]
    return table(heads, rows)


def _set(found: Found, one: Candidate, name: str) -> Any:
    scenario = one.trial.scenario
    assert scenario is not None
    return one.trial.values.get(name, scenario.values.get(name))


def _value(name: str, value: Any, say: Words) -> str:
    from ...model.parameters import all_parameters

    if isinstance(value, bool):
        return say("search.yes" if value else "search.no")
    if isinstance(value, str):
        from ...model.parameters.words import choice_words

        return choice_words(value, say.language)
    if isinstance(value, int | float):
        return say.figure(value, "share" if all_parameters()[name].about.unit == "share" else "")
    return str(value)


def _indicator(found: Found, name: str, say: Words) -> PlainTable:
    unit = INDICATORS[name].unit
    heads = [label_with_unit(name, say.language), say("search.at_choice"), say("search.held"), say("table.interval")]
    heads += [say("search.against"), say("table.interval"), say("table.verdict")]
    rows = []
    for one in (found.reference, *found.candidates):
        held, pair = one.held_out[name], one.paired.get(name)
        row: list[object] = [_name(one, say), say.figure(one.chosen_by[name].value, unit), say.figure(held.value, unit)]
        row.append(spread(held.lo, held.hi, unit, say))
        if pair is None:
            rows.append([*row, "", "", ""])
            continue
        change = say.change(pair.difference, unit, with_unit=False)
        between = spread_of_change(_between(pair), unit, say)
        rows.append([*row, change, between, verdict(pair, say)])
    return table(heads, rows)


def _between(pair: Any) -> Any:
    from ..comparing.intervals import Interval

    return Interval(pair.difference, pair.lo, pair.hi, pair.n)


def _name(one: Candidate, say: Words) -> str:
    if not one.number:
        return say("search.reference")
    marks = "" if one.stands else say("search.fallen") if one.keeps else say("search.beyond")
    return f"{one.number}{marks}"
