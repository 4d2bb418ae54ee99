"""Layers of differences laid over the defaults, until every lever and assumption has one value."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..model.parameters import Assumptions, Levers, all_parameters, groups_of
from .checking import Layer, built_group_fault
from .readonly import closed

Whole = TypeVar("Whole", Levers, Assumptions)


def values_of(layers: Iterable[Layer]) -> dict[str, Any]:
    """What the layers say together, later ones over earlier ones."""
    found: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.values.items():
            found.pop(key, None)
            found[key] = value
    return found


def build_levers(layers: Iterable[Layer]) -> Levers:
    """A complete policy."""
    return _build(Levers, tuple(layers))


def build_assumptions(layers: Iterable[Layer]) -> Assumptions:
    """A complete set of assumptions."""
    return _build(Assumptions, tuple(layers))


def _build(whole: type[Whole], layers: tuple[Layer, ...]) -> Whole:
    changes = values_of(layers)
    groups: dict[str, BaseModel] = {}
    try:
        for name, group in groups_of(whole).items():
            own = {key.partition(".")[2]: value for key, value in changes.items() if key.startswith(f"{name}.")}
            groups[name] = closed(group(**_fields(name, own))) if own else _as_declared(group)
        return whole.model_validate(groups)
    except ValidationError as error:
        raise built_group_fault(error, layers) from None


@lru_cache(maxsize=None)
def _as_declared(group: type[BaseModel]) -> BaseModel:
    """The group with every default: the same one for all who change nothing in it."""
    return closed(group())


def _fields(group: str, own: dict[str, Any]) -> dict[str, Any]:
    """Field -> value, with the rows of a table gathered over its default."""
    known = all_parameters()
    fields: dict[str, Any] = {}
    for key, value in own.items():
        field, _, row = key.partition(".")
        if row:
            fields.setdefault(field, dict(known[f"{group}.{field}"].default))[row] = value
        else:
            fields[field] = value
    return fields
