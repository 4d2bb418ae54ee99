"""What staff have settled by themselves and comes up again they may not settle by themselves again.

Those whom it bothers go to the street (信访复查). Whoever handled a complaint may not answer it a second time
in the same way, and the next higher body has a month for its review. The community writes a report; the street's
cadres read it and call a meeting (`street.petitions`), and until then the matter stays open. What residents decided at
a table goes back to that table instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..events.matters import MatterPetitioned
from ..parameters.facts import Words
from ..parameters.formats import Format, Stage
from .matter import Matter

if TYPE_CHECKING:
    from ..district import District

DAYS_A_WEEK = 7
STREET_REVIEW = Format(
    id="street_review",
    title=Words(zh="街道复查会", en="Review by the street"),
    rows=("S151", "S152"),
    stages=(
        Stage(name=Words(zh="复查会", en="Review meeting"), act="discuss", days=0, meeting=True),
        Stage(name=Words(zh="复查意见", en="Finding"), act="decide", days=0),
    ),
    seat_mix={"residents": 0.7, "residents_committee": 0.3},
    plenary_rounds=1,
    talk_sweeps=0,
    decision="vote",
)
"""The street's meeting with those who petitioned and their neighbours; one meeting, shares of seats are ours (D)."""


@dataclass(slots=True, eq=False)
class Petition:
    """Households have gone to the street over a settlement.

    Attributes:
        matter: The matter.
        lodged: Day.
        due: Monday from which on the street can meet.
    """

    matter: Matter
    lodged: int
    due: int

    def put_off(self, day: int) -> None:
        """The street meets on that Monday, or the first after; nobody takes the matter up before."""
        self.due = day + (-(day - self.lodged)) % DAYS_A_WEEK
        self.matter.ready = self.due


@dataclass(slots=True)
class Petitions:
    """Petitions the streets have not answered yet, in the order in which they were lodged."""

    open: list[Petition] = field(default_factory=list)


def barred(district: District, matter: Matter, form: Format) -> bool:
    """Whether staff would settle by themselves what they have settled so and what has come up again since."""
    most = district.parameters.assumptions.aftermath.alone_most
    return form.decision == "staff" and matter.reopened > 0 and matter.alone >= most


def lodge(district: District, matter: Matter) -> float:
    """Households petition the street on a Monday; returns the hours of staff for the report it asks for."""
    assumed = district.parameters.assumptions.street
    petition = Petition(matter, district.day, district.day)
    petition.put_off(district.day + assumed.petition_days)
    district.of(Petitions).open.append(petition)
    facts: dict[str, Any] = {"households": len(matter.reporters), "times": matter.reopened}
    street = int(district.world.territory.street_of_community[matter.community])
    district.record(MatterPetitioned(**matter.facts, how=f"street {street}", **facts))
    return assumed.petition_report_hours
