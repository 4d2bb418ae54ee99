"""A lever or an assumption is declared once, here is what one declaration says.

Everything a person meets about a parameter is derived from its declaration: validation, `--set`,
the browser form, sampling bounds, the JSON Schema and `docs/parameters.md`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, model_validator

from .belief import Belief, Weights

Role = Literal["lever", "assumption"]
Grade = Literal["A", "B", "C", "D"]
Kind = Literal["number", "count", "choice", "yes_no", "table"]
"""A table holds one number per named row, such as the weights of an index."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is known about one parameter besides its type and default.

    Attributes:
        unit: Unit as shown to people, in English; "" for pure numbers, choices and yes/no.
        low, high: Inclusive bounds, in `unit`; None for choices and yes/no.
        sources: Ids of `evidence/domain.md` rows (seed rows, tables, papers) that speak of it.
        grade: Evidence grade of the default: A official, B paper, C press or practitioner, D assumption.
        role: `lever` is chosen by somebody, `assumption` is uncertain about people.
        core: Whether a planner sees it first.
        moves: Names of the indicators it should move.
        built: Whether the process that reads it exists in this build.
        zero_is_never: Whether 0 months, days or years between two events means that there is none.
        belief: What is plausible for an assumption; None follows from default and grade (`parameters/believing.py`).
        label_zh, label_en, help_zh, help_en: Words on screen. `help` is one sentence on the mechanism. They stand in
            files of their own, so that a declaration by itself has none; `all_parameters` gives it with them.
    """

    unit: str
    low: float | None
    high: float | None
    sources: tuple[str, ...]
    grade: Grade
    role: Role
    core: bool = False
    moves: tuple[str, ...] = ()
    built: bool = True
    zero_is_never: bool = False
    belief: Belief | Weights | None = None
    label_zh: str = ""
    label_en: str = ""
    help_zh: str = ""
    help_en: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter with its full dotted name, type and default."""

    name: str
    kind: Kind
    default: Any
    choices: tuple[str, ...]
    about: Declaration

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]


class Group(BaseModel):
    """A frozen set of parameters that rejects unknown names, wrong types and values out of range."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @model_validator(mode="after")
    def _within_declared_bounds(self) -> Group:
        for field, low, high, parameter in _bounded_fields(type(self)):
            value = getattr(self, field)
            if low is not None and low <= value <= high:
                continue  # a number within its bounds, which nearly all are
            fault = out_of_range(parameter, value)
            if fault:
                raise ValueError(fault)
        return self


def out_of_range(parameter: Parameter, value: Any) -> str | None:
    """Say what is wrong with a numeric value, or None. Non-numeric kinds are checked by their type."""
    about = parameter.about
    if parameter.kind == "table":
        cell = replace(parameter, kind="number")
        faults = (out_of_range(replace(cell, name=f"{parameter.name}.{row}"), value[row]) for row in value)
        return next((fault for fault in faults if fault), None)
    if parameter.kind not in ("number", "count") or about.low is None or about.high is None:
        return None
    if not math.isfinite(value):
        return f"{parameter.name} = {value} is not a finite number"
    if not about.low <= value <= about.high:
        unit = f" {about.unit}" if about.unit else ""
        return f"{parameter.name} = {value:g} is outside {about.low:g}–{about.high:g}{unit}"
    return None


@lru_cache(maxsize=None)
def declared_fields(group: type[Group], prefix: str = "") -> dict[str, Parameter]:
    """Field name -> Parameter for every declared field of one group, in the order written."""
    hints = get_type_hints(group, include_extras=True)
    found = {}
    for field, info in group.model_fields.items():
        about = next((m for m in getattr(hints[field], "__metadata__", ()) if isinstance(m, Declaration)), None)
        if about is None:
            continue
        kind, choices = _kind(get_args(hints[field])[0])
        found[field] = Parameter(f"{prefix}{field}", kind, info.default, choices, about)
    return found


@lru_cache(maxsize=None)
def _bounded_fields(group: type[Group]) -> tuple[tuple[str, Any, Any, Parameter], ...]:
    """(field, low, high, declaration) of fields that may be out of range; bounds are None for tables."""
    found = []
    for field, parameter in declared_fields(group).items():
        low, high = parameter.about.low, parameter.about.high
        if low is not None and high is not None and parameter.kind in ("number", "count", "table"):
            single = parameter.kind != "table"
            found.append((field, low if single else None, high if single else None, parameter))
    return tuple(found)


def _kind(annotation: Any) -> tuple[Kind, tuple[str, ...]]:
    if get_origin(annotation) is Literal:
        return "choice", tuple(get_args(annotation))
    if get_origin(annotation) is dict:
        return "table", ()
    if annotation is bool:
        return "yes_no", ()
    if annotation is int:
        return "count", ()
    return "number", ()
