"""Events of pilots: who tries what, and what the district made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotBegan(Event):
    """A community (`community`) begins to try levers; `number` is which pilot, `about` the figure it will be judged by.

    `about` is empty where it keeps them for good.

    Attributes:
        tried: How many levers it tries.
    """

    institution: ClassVar[str] = "district"
    called: ClassVar[str] = "pilot {0.number}"

    tried: int = quantity("levers", said="levers_tried_in_community_{0.community}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotJudged(Event):
    """The district judges a pilot (`number`) by a figure (`about`): its communities against all others, before, after.

    `how` is `adopted` where the difference of the differences is on the better side, `dropped` where it is not,
    `unknown` where there was nothing to reckon it from, `not_possible` where the levers no longer go together with
    others; all but the first end it.

    Attributes:
        pilots_before, pilots_after: The figure of the communities that tried, in its own unit.
        others_before, others_after: That of all others.
        difference: By how much the first changed more than the second.
        communities: How many tried.
        lasted: Days.
    """

    institution: ClassVar[str] = "district"
    called: ClassVar[str] = "pilot {0.number}"

    pilots_before: float | None = quantity("of the figure", said="{0.about}_of_pilots_before", default=None)
    pilots_after: float | None = quantity("of the figure", said="{0.about}_of_pilots_after", default=None)
    others_before: float | None = quantity("of the figure", said="{0.about}_of_others_before", default=None)
    others_after: float | None = quantity("of the figure", said="{0.about}_of_others_after", default=None)
    difference: float | None = quantity("of the figure", said="{0.how}_at_a_difference_of", default=None)
    communities: int = quantity("communities")
    lasted: int = quantity("days", said="days_it_lasted")
