"""Events of policies that answer what a district sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerFired(Event):
    """A figure (`about`) has stayed beyond its bound long enough, and levers move tomorrow; `number` is which trigger.

    Where `how` is `nothing_to_move` they stand there already. Where it is `not_possible` they would not go together
    with others as these stand by now, and stay.

    Attributes:
        seen: The figure this morning, in its own unit.
        bound: What it has stayed beyond.
        held: For how many days it had to.
        moved: How many levers move.
    """

    institution: ClassVar[str] = "district"
    called: ClassVar[str] = "trigger {0.number}"

    seen: float = quantity("of the figure", said="{0.about}")
    bound: float = quantity("of the figure", said="bound")
    held: int = quantity("days", said="days_it_had_to_hold")
    moved: int = quantity("levers", said="levers_to_move")
