"""Events of those who go to residents: receptions of Party committees, Party-mass workers, departments on duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionEvent(Event):
    """Something at a reception of a community's Party committee.

    Attributes:
        number: The resident who sat there, a member of the committee.
    """

    institution: ClassVar[str] = "party_committee"
    called: ClassVar[str] = "party_committee {0.community}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionHeld(ReceptionEvent):
    """A member of the committee (`number`) received residents in a station, a lent room or a centre (`how`).

    Attributes:
        came: Residents who came and were listened to.
        registered: Needs nobody had heard that were registered.
        followed: Cases the member took home to have them followed up.
        turned_away: Residents who came and for whom there was no time.
    """

    came: int = quantity("people", said="received_by_{0.number}")
    registered: int = quantity("needs", said="registered_at_reception")
    followed: int = quantity("cases", said="followed_up_after_reception")
    turned_away: int = quantity("people", said="turned_away_at_reception")
    hours: float = quantity("h", said="hours_of_reception")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReceived(ReceptionEvent):
    """What a resident said at a reception, of a kind (`about`): `registered`, `at_department` or `in_queue` (`how`).

    Attributes:
        need: Which.
    """

    need: int = quantity("number", said="need_received_{0.how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionBroughtMatter(ReceptionEvent):
    """What several households of an estate had said at receptions became a matter (`about`) on the docket.

    Attributes:
        matter: Its number.
    """

    matter: int = quantity("matter", said="brought_matter")


@dataclass(frozen=True, slots=True, kw_only=True)
class MassWorkerWeek(Event):
    """A Party-mass worker (`number`, 100 times the centre and a post of it) spent the week's hours with residents.

    Attributes:
        about: What on: `activity`, `visits` or `help`.
        how: Where an activity was: `station`, `room` or `centre`; `homes` and `counter` for the others.
        reached: Regular visitors near the activity, households called on, or residents helped.
        told: Needs nobody knew of that were told at homes.
    """

    institution: ClassVar[str] = "party_mass_worker"
    called: ClassVar[str] = "party_mass_worker {0.number} of community {0.community}"

    hours: float = quantity("h", said="hours_of_{0.about}")
    reached: int = quantity("people", said="within_reach_of_{0.about}")
    told: int = quantity("needs", said="told_on_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentServed(Event):
    """A department (`about`) sent its own people to serve for a day in the community it is paired with.

    Attributes:
        people: Who came.
        cases: Cases that the department did not do meanwhile.
        taken: Needs of the community that they took up.
    """

    institution: ClassVar[str] = "department"
    called: ClassVar[str] = "department {0.about}"

    people: int = quantity("people", said="served_in_community_{0.community}")
    hours: float = quantity("h", said="hours_of_service")
    cases: float = quantity("cases", said="cases_not_done_meanwhile")
    taken: int = quantity("needs", said="needs_taken_up")
