"""What a district is given: a place as it is, levers somebody decides, assumptions about people."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from ..declare import Group, Parameter, declared_fields
from .assumptions import Assumptions
from .formats import Format
from .levers import Levers
from .place import NeedKind, Place
from .words import with_words

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Assumptions",
    "Levers",
    "NeedKind",
    "Parameters",
    "Place",
    "all_parameters",
    "changed_levers",
    "groups_of",
]


class Parameters(BaseModel):
    """Everything one run of a district depends on besides its seed and its dates."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    place: Place
    levers: Levers = Levers()
    assumptions: Assumptions = Assumptions()
    formats: dict[str, Format] = {}


def groups_of(role: type[BaseModel]) -> dict[str, type[Group]]:
    """Group name -> the class that declares it, for levers or assumptions."""
    found: dict[str, type[Group]] = {}
    for name, info in role.model_fields.items():
        group = info.annotation
        if not (isinstance(group, type) and issubclass(group, Group)):
            raise TypeError(f"{role.__name__}.{name} is not a group of parameters")
        found[name] = group
    return found


@lru_cache(maxsize=1)
def all_parameters() -> Mapping[str, Parameter]:
    """Dotted name -> what is declared about it, with its words; levers first, then assumptions, in the order written.

    Raises:
        TypeError: A name is declared twice.
        WordsDoNotFit: A parameter has no words in `words/`, or words there have no parameter.
    """
    found: dict[str, Parameter] = {}
    for role in (Levers, Assumptions):
        for name, group in groups_of(role).items():
            for parameter in declared_fields(group, f"{name}.").values():
                if parameter.name in found:
                    raise TypeError(f"{parameter.name} is declared twice")
                found[parameter.name] = parameter
    return MappingProxyType(with_words(found))


def changed_levers(before: Levers, after: Levers) -> int:
    """How many levers that act stand at another value than before."""
    old, new, known = before.model_dump(), after.model_dump(), all_parameters()
    return sum(
        old[group][lever] != value and known[f"{group}.{lever}"].about.built
        for group, levers in new.items()
        for lever, value in levers.items()
    )
