"""The street's desk: every task that departments push passes it, as far as the street's cadres have hours to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..agents.street_committee import StreetCommittee
from ..arrays import Bools, Int64s
from ..events.street import TasksLookedAt
from ..streams import COMMUNITY, TASK, WEEK, Stream
from .book import TaskBook
from .stream import NUMBERS, Fates, by_sender

if TYPE_CHECKING:
    from ..district import District

ON_THE_DESK = Stream("tasks: order on the street's desk", COMMUNITY, TASK, WEEK)


def look_at(district: District, tasks: Int64s, week: int) -> Bools:
    """Which of the week's tasks their street looks at; none where there is no gate.

    What nobody sends down, or goes by the agreement, needs no looking at.
    """
    seen, book = np.zeros(tasks.shape, np.bool_), district.of(TaskBook)
    if district.parameters.levers.staff.access_gate <= 0.0:
        return seen
    hours = district.parameters.assumptions.street.check_hours
    lots = ON_THE_DESK.of(district.plan.seed).at(np.arange(len(tasks))[:, None], NUMBERS, week).uniform()
    pushed = np.where(book.terms.cut | book.agreed, 0, tasks)
    for street in district.agents_by_type[StreetCommittee]:
        here = street.communities
        seen[here] = street.look_at(pushed[here], lots[here], hours)
    return seen


def tell(district: District, tasks: Int64s, looked_at: Bools, fates: Fates) -> None:
    """Enter what became of the tasks on every street's desk, and remember it of each department."""
    if district.parameters.levers.staff.access_gate <= 0.0:
        return
    hours, stopped = district.parameters.assumptions.street.check_hours, fates.stopped | fates.returned
    sent = tasks * ~(fates.cut | fates.delegated)
    for street in district.agents_by_type[StreetCommittee]:
        here = street.communities
        seen, held = sent[here] * looked_at[here], sent[here] * stopped[here]
        street.looked_at += by_sender(seen.sum(axis=0))
        street.pushed += by_sender(held.sum(axis=0))
        counts = {"stopped": held.sum(), "let_through": seen.sum() - held.sum(), "slipped": sent[here].sum() - seen.sum()}
        told = {name: int(count) for name, count in counts.items()}
        district.record(TasksLookedAt(number=street.street, hours=float(seen.sum()) * hours, **told))
