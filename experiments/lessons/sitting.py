"""One class going through one lesson: where it stands, what it ticked and voted for, what it committed itself to.

What is committed cannot be changed, and nothing is revealed before a prediction is committed or plainly declined. All
of it is plain data, so that a page, a room of many or a file can keep it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, cast

from ...scenarios.lessons import SHOWS, Lesson, Shows

Step = Literal["question", "causes", "measures", "predict", "reveal", "discuss"]
STEPS: tuple[Step, ...] = ("question", "causes", "measures", "predict", "reveal", "discuss")
"""The order of a structured discussion: question, causes, measures with a vote; then prediction, reveal, talk."""
BEHIND_THE_REVEAL: tuple[Step, ...] = ("reveal", "discuss")
LARGEST = 1e6


class NotYet(ValueError):
    """A step that is not open: it waits for a prediction, or what would be changed is committed."""


@dataclass(frozen=True)
class Prediction:
    """What a class says of one claim before it is shown: a direction, and perhaps by how much."""

    shows: Shows
    number: float | None = None


@dataclass(frozen=True)
class Sitting:
    """Immutable: every act returns a new one.

    Attributes:
        causes: Numbers of the causes ticked.
        votes: Votes for each measure by its number; a single trainee gives one.
        predictions: Claim -> what was predicted; empty until committed.
        declined: Whether somebody chose to be shown the result without predicting.
    """

    lesson: str
    step: Step = "question"
    causes: tuple[int, ...] = ()
    votes: Mapping[int, int] = field(default_factory=dict)
    predictions: Mapping[str, Prediction] = field(default_factory=dict)
    declined: bool = False

    @property
    def committed(self) -> bool:
        return bool(self.predictions)

    @property
    def may_reveal(self) -> bool:
        """Whether the result may be shown."""
        return self.committed or self.declined

    def at(self, step: Step) -> Sitting:
        """Go to a step.

        Raises:
            NotYet: It lies behind the reveal, and nothing is committed or declined.
        """
        if step in BEHIND_THE_REVEAL and not self.may_reveal:
            raise NotYet(step)
        return replace(self, step=step)

    def tick(self, causes: tuple[int, ...]) -> Sitting:
        """Tick causes."""
        return replace(self, causes=tuple(sorted(set(causes))))

    def vote(self, votes: Mapping[int, int]) -> Sitting:
        """Votes for measures, a count each.

        Raises:
            NotYet: The result has been shown; whoever votes now knows it.
        """
        if self.may_reveal:
            raise NotYet("measures")
        return replace(self, votes={number: count for number, count in sorted(votes.items()) if count > 0})

    def commit(self, lesson: Lesson, predictions: Mapping[str, Prediction]) -> Sitting:
        """Commit a prediction for every claim and go on to the reveal.

        Raises:
            NotYet: Something is committed or declined already, or a claim has no prediction.
        """
        wanted = {claim.id for claim in lesson.claims}
        if self.may_reveal or set(predictions) != wanted:
            raise NotYet("predict")
        return replace(self, predictions=dict(predictions), step="reveal")

    def decline(self) -> Sitting:
        """Be shown the result without predicting; this stays on record.

        Raises:
            NotYet: Something is committed already.
        """
        if self.committed:
            raise NotYet("predict")
        return replace(self, declined=True, step="reveal")

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        found = asdict(self)
        found["votes"] = {str(number): count for number, count in self.votes.items()}
        return found


def sitting_of(lesson: Lesson, plain: Mapping[str, Any]) -> Sitting:
    """What `plain` wrote, or as much of it as still fits the lesson; anything else begins anew."""
    try:
        return _read(lesson, plain)
    except (KeyError, TypeError, ValueError, AttributeError):
        return Sitting(lesson.id)


def _read(lesson: Lesson, plain: Mapping[str, Any]) -> Sitting:
    claims = {claim.id for claim in lesson.claims}
    predictions = {name: _prediction(one) for name, one in dict(plain["predictions"]).items()}
    if predictions and set(predictions) != claims:
        raise ValueError("the lesson has other claims now")
    votes = {int(number): int(count) for number, count in dict(plain["votes"]).items()}
    causes = tuple(int(number) for number in plain["causes"])
    if not set(votes) <= set(range(len(lesson.measures))) or not set(causes) <= set(range(len(lesson.causes))):
        raise ValueError("the lesson has other causes or measures now")
    found = Sitting(lesson.id, "question", causes, votes, predictions, declined=plain["declined"] is True)
    return found.at(cast("Step", plain["step"])) if plain["step"] in STEPS else found


def _prediction(plain: Mapping[str, Any]) -> Prediction:
    shows, number = plain["shows"], plain["number"]
    if shows not in SHOWS or not (number is None or (math.isfinite(number) and abs(number) <= LARGEST)):
        raise ValueError("no prediction")
    return Prediction(shows, None if number is None else float(number))
