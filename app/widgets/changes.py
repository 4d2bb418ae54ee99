"""What a scenario changes on its place, lever by lever: from the place's own status quo, by whom, on which evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ...model.declare import Parameter
from ...model.parameters import all_parameters
from ...scenarios.header import Source
from ...scenarios.schedule import PlannedStep, Trigger
from ..jobs.request import Column
from ..jobs.work import baseline
from .catalogue import baseline_values, parent_of
from .lever_form import levers

Author = Literal["place", "policy", "person"]


@dataclass(frozen=True, slots=True)
class Change:
    """One lever that is not as it stands today.

    Attributes:
        parameter: The lever.
        before, after: Its value under the place's status quo, and here.
        by: Whose value it is: the place's own, the policy's, or moved by hand on this page.
        source: Rows, grade and note that the file gives; empty for what was moved by hand.
        otherwise: What it would be if somebody had not moved it by hand.
    """

    parameter: Parameter
    before: Any
    after: Any
    by: Author
    source: Source
    otherwise: Any = None

    @property
    def differs(self) -> bool:
        return bool(self.after != self.before)


@dataclass(frozen=True, slots=True)
class Later:
    """A change the policy plans for a date, or for when an indicator has stayed beyond a bound."""

    when: PlannedStep | Trigger
    values: tuple[tuple[Parameter, Any], ...]
    acts: bool


def changes_of(column: Column) -> list[Change]:
    """Every lever of a scenario that differs from its place's status quo, and every one moved by hand."""
    today, policy = baseline_values("status_quo", column.place), baseline_values(column.policy, column.place)
    here = {**policy, **column.changes}
    sources = baseline(column.policy, column.place).policy_file.header.sources
    found = []
    for name, parameter in levers().items():
        if name in column.changes:
            change = Change(
                parameter=parameter,
                before=today[name],
                after=here[name],
                by="person",
                source=Source(),
                otherwise=policy[name],
            )
        elif here[name] != today[name]:
            change = Change(parameter, today[name], here[name], "policy", source_in(sources, name, parameter))
        else:
            continue
        found.append(change)
    return found


def own_status_quo(place: str) -> list[Change]:
    """Every lever that the place itself has otherwise than usual, before any policy."""
    sources = baseline("status_quo", place).place_file.header.sources
    return [
        Change(parameter, parameter.default, value, "place", source_in(sources, f"status_quo.{name}", parameter))
        for name, value in baseline_values("status_quo", place).items()
        if (parameter := levers()[name]).default != value
    ]


def apart_from_parent(policy: str, place: str) -> list[tuple[Parameter, Any, Any]]:
    """(lever, the parent's value, the variant's value) where a variant of a policy does otherwise than its parent."""
    parent = parent_of("policy", policy)
    if parent is None:
        return []
    theirs, ours = baseline_values(parent, place), baseline_values(policy, place)
    return [(levers()[name], theirs[name], value) for name, value in ours.items() if theirs[name] != value]


def later_changes(column: Column) -> list[Later]:
    """What the policy plans for later: its dated steps, then its triggers."""
    scenario = baseline(column.policy, column.place)
    steps = [Later(step, tuple(_settings(step)), acts=True) for step in scenario.planned_steps]
    return steps + [Later(one, tuple(_settings(one)), acts=True) for one in scenario.triggers]


def _settings(when: PlannedStep | Trigger) -> Iterator[tuple[Parameter, Any]]:
    known = all_parameters()
    for name, value in when.changes.values.items():
        if name in known:
            yield known[name], value
        else:  # one row of a table
            table, _, row = name.rpartition(".")
            yield known[table], {row: value}


def source_in(sources: Mapping[str, Source], name: str, parameter: Parameter) -> Source:
    """What a file says of a value; else the rows of the whole file; else the rows that speak of the lever."""
    of_rows = (f"{name}.{row}" for row in parameter.default) if parameter.kind == "table" else ()
    for key in (name, *of_rows, name.rpartition(".")[0], ""):
        if key in sources:
            return sources[key]
    return Source(parameter.about.sources)
