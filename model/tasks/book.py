"""What is remembered of tasks: what is owed when, what became of them, and how both sides stand to each other."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..arrays import Floats
from .stream import NUMBERS, SENDERS, Fates, Mask, Terms

ENDS = ("cut", "delegated", "kept", "returned", "stopped", "refused", "done")
"""Every task has one of these fates; what returned is owed again, as appraisal."""


@dataclass(slots=True, eq=False)
class Relations:
    """How departments and communities stand to each other.

    Attributes:
        lists: Chance that a department heeds the lists.
        agreements: Share of a delegated task's hours that a department pays for.
        naming: What is left of its having been named.
        grades: Last grade of every community.
    """

    lists: Floats
    agreements: Floats
    naming: Floats
    grades: Floats


@dataclass(slots=True, eq=False)
class TaskBook:
    """Tasks of the whole run.

    Attributes:
        first_week: The week (since the beginning of the calendar) that the columns of what follows begin with.
        owed: Hours of tasks to do in each week; shape (communities, weeks).
        own: Hours of the community's own reports in each week; same shape.
        borne: Hours of both that staff did; same shape. What they could not do is owed a week later.
        at_home: Hours that staff were at home; same shape.
        terms: Whose tasks are, which are listed and cut.
        agreed: Which tasks the year's agreement covers; shape (communities, recurring tasks).
        relations: How both sides stand to each other.
        hours: Hours of tasks by what became of them; shape (recurring tasks,) for each of ENDS.
        paid: Hours of temporary hands, by community.
        helped: Hours that cadres from above took off staff, by community.
        carried_in: Hours owed on the first morning.
        month, year: What was sent since the last monthly line and since departments were graded.
        round_gate: Hours since the last spot check; shape (communities, departments).
    """

    first_week: int
    owed: Floats
    own: Floats
    borne: Floats
    at_home: Floats
    terms: Terms
    agreed: Mask
    relations: Relations
    hours: dict[str, Floats]
    paid: Floats
    helped: Floats
    month: Month
    year: Year
    round_gate: Checked
    carried_in: float = 0.0


@dataclass(slots=True, eq=False)
class Month:
    """Since the last monthly line, by department: tasks that arose, hours sent and hours done above."""

    tasks: Floats = field(default_factory=lambda: np.zeros(len(SENDERS)))
    sent: Floats = field(default_factory=lambda: np.zeros(len(SENDERS)))
    done_above: Floats = field(default_factory=lambda: np.zeros(len(SENDERS)))


@dataclass(slots=True, eq=False)
class Year:
    """Since both sides were last graded, by department: hours of its own duties, and those it did or paid for."""

    weeks: int = 0
    own: Floats = field(default_factory=lambda: np.zeros(len(SENDERS)))
    kept: Floats = field(default_factory=lambda: np.zeros(len(SENDERS)))


@dataclass(slots=True, eq=False)
class Checked:
    """Since the last spot check, by community and department: hours of its own duties, and those round the gate."""

    own: Floats
    slipped: Floats


def new_checked(communities: int) -> Checked:
    """Nothing seen yet."""
    return Checked(np.zeros((communities, len(SENDERS))), np.zeros((communities, len(SENDERS))))


def nothing_sent() -> dict[str, Floats]:
    """Hours by fate before anything was sent."""
    return {name: np.zeros(len(NUMBERS)) for name in ENDS}


def enter(book: TaskBook, hours: Floats, fates: Fates) -> None:
    """Note what became of a week's hours."""
    for name in ENDS:
        book.hours[name] += (hours * getattr(fates, name)).sum(axis=0)
