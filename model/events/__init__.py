"""What institutions do and decide, as typed records: a class for every kind of event, its facts, their units.

A process says `district.record(SomethingDone(...))` on the day it happens; whoever reads a run reads the same records
as tables (`model.events.tables`). Somebody's own mechanism declares events of its own the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Any, ClassVar, NamedTuple

NOWHERE = -1
"""Community, matter or number of an event that is about none in particular."""


class Quantity(NamedTuple):
    """One measured fact of an event."""

    name: str
    value: float
    unit: str


def quantity(unit: str, said: str = "", default: Any = MISSING) -> Any:
    """Declare a measured fact of an event.

    Args:
        unit: In which it is measured.
        said: What the table `decisions` calls it, where that is not its name; may name other facts in braces.
        default: Its value where the event leaves it out; without one it may not.
    """
    return field(default=default, metadata={"unit": unit, "said": said})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something an institution did or decided.

    Attributes:
        institution: Whose doing it is (of the class).
        called: What the table `decisions` calls it, where that is more than the institution (of the class).
        number: Which of these institutions.
        community: Where; NOWHERE for the whole district.
        about: What it is about: a kind of need, a form of project, a department.
        how: In which way it went, where there are several.
    """

    institution: ClassVar[str] = ""
    called: ClassVar[str] = ""

    number: int = NOWHERE
    community: int = NOWHERE
    about: str = ""
    how: str = ""

    @classmethod
    def name(cls) -> str:
        """What kind of event it is, in the words of the tables: `MatterRaised` is `matter_raised`."""
        return _in_words(cls.__name__)

    def quantities(self) -> Iterator[Quantity]:
        """Its measured facts, without those nobody knows."""
        for name, unit, _ in _measured(type(self)):
            value = getattr(self, name)
            if value is not None:
                yield Quantity(name, float(value), unit)

    def who(self) -> str:
        """Whose doing it is, as the table `decisions` calls them."""
        return (self.called or self.institution).format(self)

    def decisions(self) -> Iterator[tuple[str, float]]:
        """What was decided and how much, as lines of the table `decisions`."""
        for name, _, said in _measured(type(self)):
            value = getattr(self, name)
            if value is not None:
                yield (said or name).format(self), float(value)


@cache
def _in_words(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


_FACTS: dict[type[Event], tuple[tuple[str, str, str], ...]] = {}


def _measured(kind: type[Event]) -> tuple[tuple[str, str, str], ...]:
    """The measured facts of a kind of event, in order: name, unit, what the table `decisions` calls it; kept."""
    if kind not in _FACTS:
        _FACTS[kind] = tuple(
            (one.name, one.metadata["unit"], one.metadata["said"]) for one in fields(kind) if "unit" in one.metadata
        )
    return _FACTS[kind]
