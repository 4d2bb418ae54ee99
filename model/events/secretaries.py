"""Events of secretaries who report once a year: scores, what they answer for, hours they turn, who is replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretaryEvent(Event):
    """Something that a secretary of a community did or met with; `about` is a part of the score."""

    institution: ClassVar[str] = "secretary"
    called: ClassVar[str] = "secretary of community {0.community}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretaryReviewed(SecretaryEvent):
    """A secretary reported and was scored (`how`: passed or called_to_account); `about` is the weakest part.

    Attributes:
        score: By the weights of the three parts, 0 to 1.
        mean: Of all communities.
        requests, matters, meeting: The parts, 0 to 1; none where there was nothing to count.
        good, fair, poor: Representatives of members and residents who said so.
        years_below: Years running below the bar, this one included.
    """

    score: float = quantity("share", said="scored_at_the_report")
    mean: float = quantity("share", said="mean_score_at_the_reports")
    requests: float | None = quantity("share", said="scored_for_requests")
    matters: float | None = quantity("share", said="scored_for_matters")
    meeting: float | None = quantity("share", said="scored_by_the_meeting")
    good: int = quantity("people", said="said_good")
    fair: int = quantity("people", said="said_fair")
    poor: int = quantity("people", said="said_poor")
    years_below: int = quantity("years", said="years_below_the_bar")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretaryReplaced(SecretaryEvent):
    """A secretary was below the bar too long and somebody new took the post, with the weakest part to put right.

    Attributes:
        years: Years running below the bar.
    """

    years: int = quantity("years", said="replaced_after_years")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursTurned(SecretaryEvent):
    """For a week a secretary called to account turned hours of the grids to what was found weakest (`about`).

    Attributes:
        share: Of the grids' free hours, mean over grids.
    """

    share: float = quantity("share", said="grid_hours_turned_to_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilConvened(SecretaryEvent):
    """A secretary called to account for matters convened the council once more.

    Attributes:
        matters: Taken up that had found no place or had been put off.
        tasks: Of departments that stood in no register, entered now.
        hours: It took community staff.
    """

    matters: int = quantity("matters", said="matters_convened_for")
    tasks: int = quantity("tasks", said="tasks_entered")
    hours: float = quantity("h", said="hours_to_convene")
