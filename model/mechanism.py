"""A mechanism: somebody who does something, when, with records of their own; also one from somebody's own package.

A package announces its mechanisms under the entry point group `shapan.mechanisms`; every district then has them, after
those of Shapan in the calendar. `docs/how-to-add-a-mechanism.md` follows one from an empty folder to a tested run.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

if TYPE_CHECKING:
    from .district import District

GROUP = "shapan.mechanisms"
Record = TypeVar("Record")


class CannotLoad(ImportError):
    """A package announces a mechanism that cannot be had; the line says which and why."""


class Mechanism:
    """What a process of one's own may do, and when; whatever it leaves out is not called.

    It keeps what it remembers in the district, by type: `district.keep(Kitchens(...))`, `district.of(Kitchens)`; it
    says what it did as events: `district.record(KitchenOpened(...))`; it draws from a stream of its own:
    `Stream("kitchens", COMMUNITY, WEEK).of(district.plan.seed)`.

    Attributes:
        name: How the calendar calls it (of the class).
    """

    name: ClassVar[str] = ""

    def initialise(self, district: District) -> None:
        """The first morning of the warm-up, when everything of Shapan's own stands."""

    def before_new_levers(self, district: District) -> None:
        """Levers are about to be put in force; posts and queues still are what they were."""

    def on_new_levers(self, district: District) -> None:
        """Levers have just been put in force; `district.posts_redrawn` says whether posts and grids are others."""

    def at_end(self, district: District) -> None:
        """The measured days are over; what is still owed can be settled."""

    def weekly(self, district: District, date: dt.date) -> None:
        """Monday morning, after all of Shapan's own entries."""

    def monthly(self, district: District, date: dt.date) -> None:
        """The first of a month, after all of Shapan's own entries."""

    def yearly(self, district: District, date: dt.date) -> None:
        """New Year's day, after all of Shapan's own entries."""


class Announced(NamedTuple):
    """A mechanism and where it comes from.

    Attributes:
        name: Of the entry point.
        origin: Package and version.
        kind: Its class.
    """

    name: str
    origin: str
    kind: type[Mechanism]


@lru_cache(maxsize=1)
def announced() -> tuple[Announced, ...]:
    """Mechanisms of installed packages, by name.

    Raises:
        CannotLoad: One cannot be imported, or is no `Mechanism`.
    """
    found = [_loaded(one) for one in importlib.metadata.entry_points(group=GROUP)]
    return tuple(sorted(found, key=lambda one: (one.name, one.origin)))


def _loaded(point: importlib.metadata.EntryPoint) -> Announced:
    origin = f"{point.dist.name} {point.dist.version}" if point.dist is not None else point.value
    try:
        kind = point.load()
    except Exception as fault:  # whatever somebody else's module raises on import
        raise CannotLoad(f'mechanism "{point.name}" of {origin} cannot be loaded: {fault}') from fault
    if not (isinstance(kind, type) and issubclass(kind, Mechanism)):
        raise CannotLoad(f'mechanism "{point.name}" of {origin}: {point.value} is no shapan.model.mechanism.Mechanism')
    return Announced(point.name, origin, kind)


def acts(mechanism: Mechanism) -> Iterator[tuple[str, str, Callable[[Any, dt.date], None]]]:
    """When a mechanism acts: `weekly`, `monthly` or `yearly`, what the calendar calls that, and what is called."""
    for when in ("weekly", "monthly", "yearly"):
        if getattr(type(mechanism), when) is not getattr(Mechanism, when):
            yield when, f"{mechanism.name or type(mechanism).__name__}: {when}", getattr(mechanism, when)


class HasRecords:
    """A store of processes' records, one of each type."""

    _records: dict[type, Any]

    def keep(self, record: Record) -> Record:
        """Keep a process's record in place of the one of its type."""
        self._records[type(record)] = record
        return record

    def of(self, kind: type[Record]) -> Record:
        """The record of a type.

        Raises:
            KeyError: No process keeps one; the line names those that are kept.
        """
        if kind not in self._records:
            kept = ", ".join(sorted(one.__name__ for one in self._records)) or "none"
            raise KeyError(f"no process keeps a {kind.__name__}; kept are: {kept}")
        found: Record = self._records[kind]
        return found
