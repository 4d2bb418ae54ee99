"""Which levers and assumptions differ between scenarios, with every scenario's value and the row it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...model.declare import Parameter
from ...model.parameters import all_parameters
from ...model.parameters.words import choice_words, never, unit_words
from ...scenarios.describe import written
from ...scenarios.evidence import evidence_of
from ..reports.wording import Words

if TYPE_CHECKING:
    from ...scenarios.library import Scenario


@dataclass(frozen=True)
class Differing:
    """One value that is not the same in all scenarios.

    Attributes:
        name: Dotted name; `name.row` for one row of a table.
        values: One a scenario, in their order.
        rows: Rows of evidence that a file gives for any of them, none for what was typed.
        typed: Whether somebody set one of them by hand.
    """

    name: str
    parameter: Parameter
    values: tuple[Any, ...]
    rows: tuple[str, ...]
    typed: bool


def differing(scenarios: Mapping[str, Scenario]) -> list[Differing]:
    """Every lever and assumption that differs: those a planner sees first before the others, typed ones before all."""
    every = list(scenarios.values())
    found = [one for parameter in all_parameters().values() for one in _differing(parameter, every)]
    return sorted(found, key=lambda one: (not one.typed, not one.parameter.about.core))


def _differing(parameter: Parameter, scenarios: list[Scenario]) -> Iterator[Differing]:
    values = [scenario.values[parameter.name] for scenario in scenarios]
    if all(value == values[0] for value in values):
        return
    origins = {scenario.provenance[parameter.name] for scenario in scenarios}
    about = {"rows": _rows(parameter.name, scenarios), "typed": bool(origins & {"set", "--set", "assume", "--assume"})}
    if parameter.kind != "table":
        yield Differing(parameter.name, parameter, tuple(values), **about)
        return
    for row in values[0]:
        parts = tuple(value[row] for value in values)
        if any(part != parts[0] for part in parts):
            yield Differing(f"{parameter.name}.{row}", parameter, parts, **about)


def _rows(name: str, scenarios: list[Scenario]) -> tuple[str, ...]:
    """Rows that the files of the scenarios give for a value they set themselves."""
    own = [scenario for scenario in scenarios if scenario.provenance[name] != "default"]
    return tuple(dict.fromkeys(row for scenario in own for row in evidence_of(scenario, name).rows))


def lever_label(one: Differing, tell: Words) -> str:
    """What a value is called, with its row where it is one of a table."""
    about = one.parameter.about
    label = str(about.label_zh if tell.language == "zh" else about.label_en)
    row = one.name.removeprefix(one.parameter.name).lstrip(".")
    return f"{label}: {choice_words(row, tell.language)}" if row else label


def lever_value(parameter: Parameter, value: Any, tell: Words) -> str:
    """A value with its unit, as a planner reads it."""
    about = parameter.about
    if parameter.kind == "yes_no":
        return tell("show.yes" if value else "show.no")
    if parameter.kind == "choice":
        return choice_words(str(value), tell.language)
    if word := never(about, value, tell.language):
        return word
    if about.unit.startswith("share"):
        return f"{100 * value:.4g} %"
    unit = unit_words(about.unit, tell.language, value)
    return f"{written(value)}{'' if unit.startswith('/') else ' '}{unit}".rstrip()


def planned_lines(scenarios: Mapping[str, Scenario], tell: Words) -> Iterator[str]:
    """What scenarios change later, on a date or on a condition, and the emergencies they live through."""
    for name, scenario in scenarios.items():
        for step in scenario.planned_steps:
            kind = "brief.pilot" if step.is_pilot else "brief.step"
            yield tell(kind, name=name, date=step.at.isoformat(), told=_set(step.changes.values, tell))
        for one in scenario.triggers:
            when = {"indicator": one.indicator, "sign": one.sign, "bound": f"{one.bound:g}", "days": one.days}
            yield tell("brief.trigger", name=name, told=_set(one.changes.values, tell), **when)
        for shock in scenario.shocks:
            about = {"date": shock.start.isoformat(), "days": shock.days, "strength": f"{shock.strength:g}"}
            yield tell("brief.shock", name=name, kind=shock.about.title[tell.language], **about)


def _set(values: Mapping[str, Any], tell: Words) -> str:
    return ("，" if tell.language == "zh" else ", ").join(_one(key, value, tell) for key, value in values.items())


def _one(key: str, value: Any, tell: Words) -> str:
    known = all_parameters()
    parameter = known.get(key) or known[key.rpartition(".")[0]]
    values = (value,)
    label = lever_label(Differing(key, parameter, values, (), False), tell)
    return f"{label} = {lever_value(parameter, value, tell)}"
