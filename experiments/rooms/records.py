"""What a room consists of, as plain records, and which phase follows which."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, cast

from ...scenarios.room_files import find_room
from ...scenarios.rooms import QUARTERS, Role, RoomFile

Phase = Literal["lobby", "briefing", "commit", "run", "ran", "reveal", "debrief", "closed"]
IN_A_QUARTER: tuple[Phase, ...] = ("briefing", "commit", "run", "ran", "reveal")
PHASES: tuple[Phase, ...] = ("lobby", *IN_A_QUARTER, "debrief", "closed")
OPEN_TO_SEE: tuple[Phase, ...] = ("reveal", "debrief", "closed")
MOST_DESKS = 10
AS_IT_WAS, RECOMMENDED = -1, -2
"""Desks at which nobody sits: the district without any change, and the reference policy."""


@dataclass(frozen=True)
class Room:
    """One room as it stands.

    Attributes:
        code: What trainees type.
        desks: How many tables there are, numbered from 1 for people and from 0 here.
        quarter: From 1; 0 before the first.
        version: Grows with everything that others may see.
    """

    id: int
    code: str
    file: str
    desks: int
    phase: Phase
    quarter: int
    version: int

    @cached_property
    def rules(self) -> RoomFile:
        """What its file says."""
        return find_room(self.file)

    def revealed(self, quarter: int) -> bool:
        """Whether predictions and outcomes of a quarter may be seen by others than who made them."""
        return 1 <= quarter < self.quarter or (quarter == self.quarter and self.phase in OPEN_TO_SEE)

    @property
    def revealed_quarters(self) -> int:
        """The last quarter that may be seen; 0 if none."""
        return self.quarter if self.phase in OPEN_TO_SEE else max(self.quarter - 1, 0)

    def next(self) -> tuple[Phase, int] | None:
        """What the trainer goes on to; None where the room waits for its runs, or is closed."""
        if self.phase in ("run", "closed"):
            return None
        if self.phase == "lobby":
            return "briefing", 1
        if self.phase == "reveal":
            return ("briefing", self.quarter + 1) if self.quarter < QUARTERS else ("debrief", self.quarter)
        return PHASES[PHASES.index(self.phase) + 1], self.quarter


@dataclass(frozen=True)
class Seat:
    """One person at one table in one role."""

    id: int
    room: int
    desk: int
    role: str
    name: str

    def role_in(self, rules: RoomFile) -> Role:
        """What its role may do and see."""
        found = rules.role(self.role)
        assert found is not None, "a seat is only ever taken for a role of the room"
        return found


@dataclass(frozen=True)
class Expected:
    """The range in which somebody expects an indicator with 80 %."""

    lo: float
    hi: float


@dataclass(frozen=True)
class Decision:
    """What one seat decided for one quarter.

    Attributes:
        levels: Lever -> number of the level.
        plays: Ids of what was played.
    """

    levels: Mapping[str, int] = field(default_factory=dict)
    plays: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What one table's district shows from the beginning to the end of a quarter, in one world.

    Attributes:
        desk: A table, `AS_IT_WAS` or `RECOMMENDED`.
        parts: indicators, funnel, requests, money: name -> figure.
        error: Why there are no figures; empty where there are.
    """

    quarter: int
    desk: int
    seed: int
    parts: Mapping[str, Mapping[str, float]]
    error: str = ""

    @property
    def indicators(self) -> Mapping[str, float]:
        return self.parts.get("indicators", {})


@dataclass(frozen=True)
class Caller:
    """Who asks: the address of the machine, and the number that its browser keeps; empty for whoever sits here."""

    address: str = ""
    device: str = ""


@dataclass(frozen=True)
class Chair:
    """Somebody who has shown the trainer's key of a room."""

    room: int


def room_of(row: sqlite3.Row) -> Room:
    """A room from its row."""
    numbers = {name: int(row[name]) for name in ("id", "desks", "quarter", "version")}
    return Room(code=row["code"], file=row["file"], phase=cast("Phase", row["phase"]), **numbers)


def seat_of(row: sqlite3.Row) -> Seat:
    """A seat from its row."""
    numbers = {name: int(row[name]) for name in ("id", "room", "desk")}
    return Seat(role=row["role"], name=row["name"], **numbers)


def as_levels(plain: Mapping[str, Any]) -> dict[str, int]:
    """Levels from what JSON held."""
    return {str(lever): int(level) for lever, level in plain.items()}
