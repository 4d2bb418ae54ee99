"""A world told month by month: captions of what was done about its collective matters, as the events name it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .matter import Attempt, MatterHistory
from .story import Step, name_of, sentence
from .wording import Words

ENDS = ("settled", "given_up")


@dataclass(frozen=True)
class Caption:
    """One thing that happened to a matter on a day: a step somebody took, a try at the table, or its end.

    Attributes:
        what: The step or the try; how it ended where it is text.
    """

    date: dt.date
    community: int
    kind: str
    what: Step | Attempt | str


def captions(stories: Iterable[MatterHistory], first: dt.date, last: dt.date) -> list[Caption]:
    """What happened from one day to another, both counted, in order.

    Of what happens to a matter several times on one day, say what each of ten units brings, the first stands for all.
    """
    found = [one for story in stories for one in _of_a_matter(story) if first <= one.date <= last]
    return sorted(found, key=lambda one: (one.date, one.community, one.kind, not isinstance(one.what, Step)))


def _of_a_matter(story: MatterHistory) -> list[Caption]:
    first = {(step.date, step.event): step for step in reversed(story.steps)}
    happened: list[tuple[dt.date, Step | Attempt | str]] = [(step.date, step) for step in first.values()]
    happened += [(one.date, one) for one in story.tries]
    if story.ended is not None and story.outcome in ENDS:
        happened.append((story.ended, story.outcome))
    return [Caption(date, story.community, story.kind, what) for date, what in happened]


def sentence_of(caption: Caption, say: Words) -> str:
    """A caption in words: which matter, where, and what was done."""
    about = {"kind": name_of(caption.kind, say), "community": caption.community}
    return say("scene.line", what=_what(caption.what, say), **about)


def _what(what: Step | Attempt | str, say: Words) -> str:
    if isinstance(what, Step):
        return sentence(what, say)
    if isinstance(what, str):
        return say(f"scene.{what}")
    passed = bool(what.reasons) and what.reasons[0] == "passed"
    key = "scene.passed" if passed else "scene.not_passed"
    if what.vote is None:
        return say(f"{key}_staff", number=what.number)
    return say(key, number=what.number, came=what.vote.came, seats=what.vote.seats)


def month_of(start: dt.date, number: int) -> tuple[dt.date, dt.date]:
    """First and last day of a month of the measured time, which begins on `start`; the first is 1."""
    months = start.year * 12 + start.month - 1 + number - 1
    first = dt.date(months // 12, months % 12 + 1, 1)
    following = dt.date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    return max(first, start), following - dt.timedelta(days=1)


def months_in(start: dt.date, days: int) -> int:
    """Months that so many measured days touch."""
    last = start + dt.timedelta(days=days - 1)
    return (last.year - start.year) * 12 + last.month - start.month + 1
