"""Rooms for a class: which district its tables take over, who decides on what, what a measure costs, who sees what.

A room is a TOML file in `rooms/`, or of one's own, in Chinese and English. Points are a rule of the game, not evidence:
what measures cost in yuan the model counts itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .checking import Layer, check_levers
from .header import Header, Text
from .schedule import PlannedStep

if TYPE_CHECKING:
    from .scenario import Scenario

QUARTERS = 4
TABLES = ("funnel", "channels", "money", "groups")
"""What a role may see of its own table beside indicators: where needs end, how they were heard, money, groups."""
GROUPS = ("coverage_elder", "coverage_child", "coverage_disabled", "coverage_migrant", "coverage_low_income")


@dataclass(frozen=True)
class Level:
    """One setting of a lever, and the points that it takes of a role's budget in every quarter in which it stands."""

    value: Any
    points: int


@dataclass(frozen=True)
class RoleLever:
    """A lever that one role decides on; its first level is how the room begins."""

    key: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Role:
    """Who sits at a table.

    Attributes:
        budget: Points a quarter.
        sees: Indicators of its own table that are shown to it.
        tables: Of `TABLES`, those shown to it.
    """

    id: str
    title: Text
    card: Text
    budget: int
    sees: tuple[str, ...]
    tables: tuple[str, ...]
    levers: tuple[RoleLever, ...]


@dataclass(frozen=True)
class Play:
    """Something a role may do for one quarter; afterwards the levers stand as before.

    Attributes:
        times: In how many quarters a table may play it.
    """

    id: str
    role: str
    title: Text
    about: Text
    points: int
    times: int
    set: Mapping[str, Any]


@dataclass(frozen=True)
class RoomFile:
    """One room as its file says.

    Attributes:
        set: Lever -> value on top of the policy, from the beginning.
        reference: The policy that is recommended, compared in the debrief.
        seed: Of the world in which every table plays.
        pairs: Worlds of the debrief, decided beforehand; other seeds than the one played.
        predict: Indicators that everybody predicts.
    """

    header: Header
    place: str
    policy: str
    set: Mapping[str, Any]
    reference: str
    seed: int
    pairs: int
    predict: tuple[str, ...]
    roles: tuple[Role, ...]
    plays: tuple[Play, ...] = field(default=())

    @property
    def id(self) -> str:
        return self.header.id

    def role(self, name: str) -> Role | None:
        """The role of this id."""
        return next((one for one in self.roles if one.id == name), None)

    def plays_of(self, role: str) -> tuple[Play, ...]:
        """What a role may play."""
        return tuple(one for one in self.plays if one.role == role)

    def start(self) -> Scenario:
        """The district as all tables take it over."""
        from .library import load

        return load(self.policy).with_place(self.place).set_many(self.set)

    def recommended(self) -> Scenario:
        """The reference policy on the same place."""
        from .library import load

        return load(self.reference).with_place(self.place)

    def first_days(self) -> tuple[dt.date, ...]:
        """The first day of each quarter, and the day after the last."""
        start = self.start().parameters.place.start
        months = [start.month - 1 + 3 * number for number in range(QUARTERS + 1)]
        return tuple(start.replace(year=start.year + month // 12, month=month % 12 + 1) for month in months)

    def days(self, quarters: int) -> int:
        """Measured days from the beginning to the end of so many quarters."""
        first = self.first_days()
        return (first[quarters] - first[0]).days


def with_quarters(start: Scenario, first_days: Sequence[dt.date], changes: Sequence[Mapping[str, Any]]) -> Scenario:
    """A district that changes its levers at the beginning of quarters.

    Args:
        start: As it begins.
        changes: Lever -> value that is set on the first day of each quarter, as many as were decided.

    Raises:
        InputFault: Values that do not go together.
    """
    begun = start.set_many(changes[0]) if changes and changes[0] else start
    days = zip(first_days[1:], changes[1:], strict=False)
    steps = tuple(PlannedStep(day, Layer("set", check_levers(one))) for day, one in days if one)
    policy = replace(begun.policy_file, steps=(*begun.policy_file.steps, *steps))
    made = replace(begun, policy_file=policy)
    made.steps  # noqa: B018  every step is built now, so that what does not go together is said here
    return made
