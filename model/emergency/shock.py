"""What an emergency is: a kind, stated as data, that begins on a date, lasts some days and has a strength.

Its **level** runs from 0 to 1 over its days and dies away in a tail; its **pressure** is strength times level. Needs,
quarantine and illness grow with the pressure. Measures (doors shut, kinds suspended, contact limited, departments
turned to the emergency) are in force while the pressure is at least `measures_from`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from ..parameters.facts import Id, Record, Share, Words, as_tuple

SKILLS = ("medical", "carrying", "order", "phones")
"""What work of an emergency asks for; `carrying` needs no training."""
ANY = "any"
"""Crews that see every hour to whatever is most severe, each skill at the pace of somebody without it."""
PER_RESIDENTS, PER_ILL, PER_SHUT_IN = "residents", "ill", "shut_in"
PERS = (PER_RESIDENTS, PER_ILL, PER_SHUT_IN)
"""Whose needs they are: of residents, of those ill this week, of households shut in."""
MEETINGS = "meetings"
CLOSABLE = ("centres", "activities", "terminals", MEETINGS)
"""What may be shut: the doors residents walk to, what brings them together, machines, and their councils."""
CONTACTS = ("visits", "patrol", "stewards", "volunteers", "organisations")
"""Who meets residents at their homes and in the street."""


Closable = Literal["centres", "activities", "terminals", "meetings"]
Spread = Annotated[float, Field(ge=0, le=3, allow_inf_nan=False)]


class ShockNeed(Record):
    """A kind of need that only an emergency brings.

    Attributes:
        id, title: Its name.
        per: `residents` or `ill`: the rate is per 1,000 of them and day; `shut_in`: per household shut in and day.
        rate: Needs a day; those of residents grow with the pressure, for the others their number does.
        hours: Work of somebody who knows it, on average.
        hours_sigma: Spread of its logarithm.
        skill: One of `SKILLS`.
        untrained: How fast somebody without the skill is, 0 (cannot) to 1.
        severity: 1 to 4; the most severe is served first.
        deadline_hours: Hours after which help comes late.
        patience: After so many times the deadline nobody waits any more.
    """

    id: Id
    title: Words
    per: Literal["residents", "ill", "shut_in"]
    rate: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
    hours: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
    hours_sigma: Spread = 0.5
    skill: Literal["medical", "carrying", "order", "phones"]
    untrained: Share = 1.0
    severity: Annotated[int, Field(ge=1, le=4)]
    deadline_hours: Annotated[float, Field(gt=0, le=720, allow_inf_nan=False)]
    patience: Annotated[float, Field(ge=1, le=20, allow_inf_nan=False)] = 3.0


class ShockKind(Record):
    """A kind of emergency.

    Attributes:
        id, title: Its name.
        warning_days: Days before the first one on which the alarm is raised.
        rise_share: Of its days, until it is at full level.
        tail_days: Days over which it dies away after the last one.
        measures_from: Pressure from which measures are in force.
        needs: What it brings.
        falls: Everyday kind -> share of its needs that do not arise at pressure 1 and above.
        suspended: Everyday kinds that arise and that nobody serves while measures are in force.
        ill_share: Of people, ill in a week at pressure 1.
        ill_sigma: Spread of the logarithm of what a week and community have in common.
        ill_most: No more of them are ill than this.
        shut_in_share: Of households, shut in anew on a day at pressure 1.
        shut_in_days: Days a household stays shut in.
        doors: Which doors are shut, of `DOORS`.
        by_phone: Of what residents would say at a centre, the share that they say by phone while its doors are shut.
        contacts: Which contacts go on, and how much of them: of `CONTACTS` -> share left.
        departments: Everyday kind -> share of the cases its department leaves for the emergency.
        first_hour, last_hour: Between which of the day's hours crews work, in shifts and on every day of the week.
        post_hours: Hours a day that a post turned to the emergency works.
        most_turned: No more of a post's day is turned to it than this.
    """

    id: Id
    title: Words
    warning_days: Annotated[int, Field(ge=0, le=60)] = 0
    rise_share: Share = 0.0
    tail_days: Annotated[int, Field(ge=0, le=365)] = 0
    measures_from: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 0.5
    needs: Annotated[tuple[ShockNeed, ...], BeforeValidator(as_tuple), Field(max_length=40)] = ()
    falls: Annotated[dict[Id, Share], Field(default_factory=dict)]
    suspended: Annotated[tuple[Id, ...], BeforeValidator(as_tuple)] = ()
    ill_share: Share = 0.0
    ill_sigma: Spread = 0.0
    ill_most: Share = 0.6
    shut_in_share: Share = 0.0
    shut_in_days: Annotated[int, Field(ge=0, le=365)] = 0
    doors: Annotated[tuple[Closable, ...], BeforeValidator(as_tuple)] = ()
    by_phone: Share = 0.5
    contacts: Annotated[
        dict[Literal["visits", "patrol", "stewards", "volunteers", "organisations"], Share], Field(default_factory=dict)
    ]
    departments: Annotated[dict[Id, Share], Field(default_factory=dict)]
    first_hour: Annotated[int, Field(ge=0, le=23)] = 6
    last_hour: Annotated[int, Field(ge=1, le=24)] = 22
    post_hours: Annotated[float, Field(gt=0, le=16, allow_inf_nan=False)] = 10.0
    most_turned: Share = 0.8


@dataclass(frozen=True)
class Shock:
    """One emergency of a run.

    Attributes:
        kind: What it is.
        start: Its first day.
        days: How long it lasts, without its tail.
        strength: What its level is multiplied with; at 0 it leaves no trace.
    """

    kind: ShockKind
    start: dt.date
    days: int
    strength: float

    @property
    def alarm(self) -> dt.date:
        """The day on which the alarm is raised."""
        return self.start - dt.timedelta(days=self.kind.warning_days)

    @property
    def end(self) -> dt.date:
        """The first day without any of it."""
        return self.start + dt.timedelta(days=self.days + self.kind.tail_days)

    def level(self, date: dt.date) -> float:
        """How far it has come on a date, 0 to 1."""
        day = (date - self.start).days
        rise, tail = self.kind.rise_share * self.days, self.kind.tail_days
        if not 0 <= day < self.days + tail:
            return 0.0
        if day < rise:
            return (day + 0.5) / (rise + 0.5)
        return 1.0 if day < self.days else 1.0 - (day - self.days + 1) / (tail + 1)

    def pressure(self, date: dt.date) -> float:
        """Strength times level."""
        return self.strength * self.level(date)

    def measures(self, date: dt.date) -> bool:
        """Whether its measures are in force."""
        return self.strength > 0.0 and self.pressure(date) >= self.kind.measures_from
