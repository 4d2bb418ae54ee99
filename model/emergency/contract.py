"""What the demand side of an emergency asks, and what the answering side gives: the one door between the two.

Every morning on which a shock acts the process tells the force what is open (`Calls`); the force says who serves today
(`Crews`), and what that takes from everyday posts and departments (`Answer`). Whoever answers otherwise than by grid
posts puts a force of their own into `district.of(Emergency).force` on the first morning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ..arrays import Floats
from .shock import ANY, SKILLS, Shock

if TYPE_CHECKING:
    from ..district import District
    from .illness import Illness

ORIGINS = (
    "grid",
    "staff",
    "steward",
    "preregistered",
    "newcomer",
    "squad",
    "sent_down",
    "party",
    "unit",
    "firm",
)
"""Where those who serve come from; who finishes a need first in this order."""

__all__ = ["ANY", "ORIGINS", "SKILLS", "Answer", "Calls", "Crews", "Force"]


@dataclass(frozen=True)
class Calls:
    """What is open this morning.

    Attributes:
        day: Of the run.
        alarm_day: Day of the run on which the alarm of the first shock that acts was raised; the switch counts from it.
        shocks: Those that act today; how long posts work in one stands in its kind.
        needs: Open needs, shape (communities, skills).
        new: Needs that a day like this will add on average: the same shape.
        hours: Work they still take somebody who knows it, and what a day like this will add: the same shape.
        untrained: How fast somebody without the skill is, by skill; 1 for what needs none.
        posts_ill: Share of each post that is ill this week, shape (posts,).
        contact: Share of everyday contact that goes on, by contact (`shock.CONTACTS`).
        illness: Who is ill this week.
    """

    day: int
    alarm_day: int
    shocks: tuple[Shock, ...]
    needs: Floats
    new: Floats
    hours: Floats
    untrained: Floats
    contact: dict[str, float]
    posts_ill: Floats
    illness: Illness


@dataclass(frozen=True)
class Crews:
    """People of one origin who serve in one community today, at work of one skill.

    Attributes:
        origin: One of `ORIGINS`.
        community: Where.
        skill: One of `SKILLS`: the work they do all day; or `ANY`: every hour whatever is most severe.
        people: How many, on average over the day.
        hours: Hours they give.
        pace: Work an hour of theirs does, against somebody who knows it; of `ANY`, times the pace without the skill.
    """

    origin: str
    community: int
    skill: str
    people: float
    hours: float
    pace: float = 1.0


@dataclass(frozen=True)
class Answer:
    """Who serves today, and what everyday service does without.

    Attributes:
        crews: Who serves.
        turned: Share of its useful hours that each post gives to the emergency today, shape (posts,).
        away: Share of its cases that each department's queue leaves today since its people serve elsewhere, shape
            (departments' queues,).
    """

    crews: tuple[Crews, ...]
    turned: Floats
    away: Floats


class Force(Protocol):
    """Whoever answers an emergency."""

    def day(self, district: District, calls: Calls) -> Answer:
        """Who serves today."""
