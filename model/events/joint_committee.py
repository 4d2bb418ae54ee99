"""Events of joint Party committees: minutes of meetings, votes, what units bring, and the projects they claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity
from .matters import MatterEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesKept(Event):
    """A joint Party committee met: who came, what was on its agenda, what it decided, what it called up.

    Attributes:
        about: What for: `progress` of promises, `joint` planning, or both.
        came: Numbers of the units that came.
        agenda: Numbers of the matters on its agenda, in this order.
        decided: Those of them for which units brought means together.
        to_council: Those it put before the residents' council, for nobody had agreed to them yet.
        chair: Number of the unit in the chair; −1 where the community's secretary presides.
        units: Member units that came.
        seats: Of them, units whose head has a seat and a vote.
        called_up: What units owed and was not done yet.
    """

    institution: ClassVar[str] = "party_committee"
    called: ClassVar[str] = "party_committee {0.community}"

    came: tuple[int, ...]
    agenda: tuple[int, ...]
    decided: tuple[int, ...]
    to_council: tuple[int, ...]
    chair: int
    units: int = quantity("units", said="units_that_came")
    seats: int = quantity("people", said="part_time_members_that_came")
    called_up: int = quantity("tasks", said="tasks_called_up")

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield from Event.decisions(self)
        if self.chair >= 0:
            yield "unit_in_the_chair", float(self.chair)
        yield from ((f"unit_{unit}_came", 1.0) for unit in self.came)
        yield from (("matter_on_the_agenda", float(matter)) for matter in self.agenda)
        yield from (("means_decided_for_matter", float(matter)) for matter in self.decided)
        yield from (("matter_put_before_the_council", float(matter)) for matter in self.to_council)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterTakenUp(MatterEvent):
    """A joint Party committee took a matter up.

    Attributes:
        how: What came of it: `units_bring` means, `to_council`, or `left` as it was.
        units: Member units that came.
    """

    units: int = quantity("units", said="units_that_took_it_up")


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleReported(Event):
    """A member unit brought what troubles it where it sits; it became a matter.

    Attributes:
        about: The kind of matter.
        matter: Its number.
    """

    institution: ClassVar[str] = "resident_unit"
    called: ClassVar[str] = "resident_unit {0.number} of community {0.community}"

    matter: int = quantity("matter", said="brought_matter")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsVoted(Event):
    """Heads of units with a seat voted on what is shared for a matter (`number`).

    Attributes:
        about: The kind of matter.
        heads: Each head that voted, by the number of its unit, and whether it was for it.
        passed: Whether more were for it than against.
    """

    institution: ClassVar[str] = "party_committee"
    called: ClassVar[str] = "party_committee {0.community}"

    heads: tuple[tuple[int, bool], ...]
    yes: int = quantity("votes", said="heads_for_sharing_over_matter_{0.number}")
    no: int = quantity("votes", said="heads_against_sharing_over_matter_{0.number}")
    passed: bool = quantity("yes or no", said="sharing_passed_over_matter_{0.number}")

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield from Event.decisions(self)
        yield from ((f"head_of_unit_{unit}_voted", float(yes)) for unit, yes in self.heads)

    @property
    def matter(self) -> int:
        """The matter they voted on."""
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTaskEvent(Event):
    """Something about what a unit is to bring for a matter.

    Attributes:
        number: Of the unit in its community.
        about: What it brings: `money`, `ground` or `hands`.
        matter: For which.
    """

    institution: ClassVar[str] = "resident_unit"
    called: ClassVar[str] = "resident_unit {0.number} of community {0.community}"

    matter: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTaskEntered(UnitTaskEvent):
    """A named unit is to bring something for a matter, by a date.

    Attributes:
        yuan: What it is worth to the matter.
        days: Until it is due.
    """

    yuan: float = quantity("yuan", said="to_bring_{0.about}_for_matter_{0.matter}")
    days: int = quantity("days", said="due_in")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTaskEnded(UnitTaskEvent):
    """A unit has brought what it was to bring (`how`: done), never did (broken), or need not (lapsed).

    Attributes:
        yuan: What it is worth to the matter.
        calls: Meetings that called it up.
        days: Since it was decided.
    """

    yuan: float = quantity("yuan", said="{0.how}_{0.about}_for_matter_{0.matter}")
    calls: int = quantity("meetings", said="called_up_times")
    days: int = quantity("days", said="{0.how}_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomEvent(Event):
    """Something about a room that a unit (`number`) lends to its community."""

    institution: ClassVar[str] = "resident_unit"
    called: ClassVar[str] = "resident_unit {0.number} of community {0.community}"

    estate: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomAgreed(RoomEvent):
    """At a joint meeting a unit agreed to lend a room in its estate, by a date.

    Attributes:
        days: Until it is due.
    """

    days: int = quantity("days", said="room_in_estate_{0.estate}_due_in")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOpened(RoomEvent):
    """The room is open; who sits in places of the community sits there as well.

    Attributes:
        calls: Meetings that called it up.
        days: Since it was agreed on.
    """

    calls: int = quantity("meetings", said="called_up_times")
    days: int = quantity("days", said="room_in_estate_{0.estate}_open_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomUsed(RoomEvent):
    """Meetings about an estate's matter (`about`) were held in a lent room.

    Attributes:
        estate: Whose matter it was.
        near: How near its homes are.
    """

    meetings: int = quantity("meetings", said="tables_of_estate_{0.estate}_in_room")
    near: float = quantity("share", said="nearness_of_homes")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomEnded(RoomEvent):
    """A room is lent no longer (`how`): taken_back by its unit, broken before it opened, or left with its unit.

    Attributes:
        days: Since it was opened; since it was agreed on where it never was.
    """

    days: int = quantity("days", said="room_{0.how}_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedProjectEvent(Event):
    """Something that happened to a claimed project.

    Attributes:
        number: Of the project, in the order in which they were claimed.
        about: The kind of need it serves.
        unit: Whose it is, by its number in its community.
    """

    institution: ClassVar[str] = "claimed_project"
    called: ClassVar[str] = "claimed_project {0.number}"

    unit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectClaimed(ClaimedProjectEvent):
    """A member unit claimed a project of the year at the signing."""

    items: int = quantity("items", said="items_of_unit_{0.unit}_of_community_{0.community}_for_{0.about}")
    hours: float = quantity("h", said="hours_it_takes")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectUnderWay(ClaimedProjectEvent):
    """A unit's team set to work on a claimed project.

    Attributes:
        days: Since it was claimed.
    """

    days: int = quantity("days", said="begun_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsDone(ClaimedProjectEvent):
    """Items of a claimed project were done.

    Attributes:
        items: So many by now.
    """

    items: int = quantity("items", said="items_done")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedProjectEnded(ClaimedProjectEvent):
    """A claimed project came to its end (`how`): done, or broken off at the next signing.

    Attributes:
        items: Done.
        hours: Given.
        days: Since it was claimed.
    """

    items: int = quantity("items", said="{0.how}_with_items")
    hours: float = quantity("h", said="hours_given")
    days: int = quantity("days", said="{0.how}_after")
