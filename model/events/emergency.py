"""Events of emergencies: a shock comes and goes, measures are taken and lifted, people fall ill and are shut in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyEvent(Event):
    """Something in an emergency; `about` is its kind, `number` which shock of the run it is."""

    institution: ClassVar[str] = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShockBegan(EmergencyEvent):
    """An emergency began.

    Attributes:
        days: How long it lasts, without its tail.
        strength: What its needs are multiplied with.
    """

    days: int = quantity("days", said="{0.about}_began_for")
    strength: float = quantity("times", said="{0.about}_strength")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShockEnded(EmergencyEvent):
    """An emergency and its tail are over.

    Attributes:
        born: Needs it has brought so far, of every shock since the first.
        met_on_time: Of these, met within their hours.
        lapsed: Of these, given up.
        open: Of these, still open.
    """

    born: int = quantity("needs", said="{0.about}_needs")
    met_on_time: int = quantity("needs", said="{0.about}_met_on_time")
    lapsed: int = quantity("needs", said="{0.about}_given_up")
    open: int = quantity("needs", said="{0.about}_open_at_its_end")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorShut(EmergencyEvent):
    """Doors (`about`: centres, activities, terminals) were shut, or opened again (`how`).

    Attributes:
        days: For how many days they had been shut; 0 when they are shut.
    """

    days: int = quantity("days", said="{0.about}_{0.how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindSuspended(EmergencyEvent):
    """A kind of everyday need (`about`) was suspended, or is served again (`how`).

    Attributes:
        born: Needs of this kind that arose while nobody served them; 0 when it is suspended.
        days: For how many days it had been suspended.
    """

    born: int = quantity("needs", said="{0.about}_{0.how}_needs")
    days: int = quantity("days", said="{0.about}_{0.how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class IllnessOfWeek(EmergencyEvent):
    """A week in a community: who is ill, and who is shut in.

    Attributes:
        ill: Share of people who are ill.
        households: Shut in on the first day of the week on which the emergency acts.
    """

    ill: float = quantity("share", said="ill_in_community_{0.community}")
    households: int = quantity("households", said="shut_in_in_community_{0.community}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPutOff(EmergencyEvent):
    """A meeting in a community (`about`: of whom) was not held, since residents may not meet.

    Attributes:
        matters: What was ready to be decided and waits for the next meeting.
    """

    matters: int = quantity("matters", said="matters_put_off_at_{0.about}")
