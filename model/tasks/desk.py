"""The street's desk: every task that departments push passes it, as far as the street's cadres have hours to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..agents.street_committee import StreetCommittee
from ..arrays import Bools, Int64s
from ..events.street import TasksLookedAt
from ..streams import COMMUNITY, TASK, WEEK, Stream
from .stream import NUMBERS, Fates, by_sender

if TYPE_CHECKING:
    from ..district import District

ON_THE_DESK = Stream("tasks: order on the street's desk", COMMUNITY, TASK, WEEK)


def look_at(district: District, pushed: Int64s, week: int) -> Bools:
    """Which of the tasks that departments push this week their street has the hours to look at."""
    seen, hours = np.zeros(pushed.shape, np.bool_), district.parameters.assumptions.street.check_hours
    lots = ON_THE_DESK.of(district.plan.seed).at(np.arange(len(pushed))[:, None], NUMBERS, week).uniform()
    for street in district.agents_by_type[StreetCommittee]:
        here = street.communities
        seen[here] = street.look_at(pushed[here], lots[here], hours)
    return seen


def tell(district: District, pushed: Int64s, looked_at: Bools, fates: Fates) -> None:
    """Enter what became of the tasks on every street's desk, and remember it of each department."""
    hours, stopped = district.parameters.assumptions.street.check_hours, fates.stopped | fates.returned
    for street in district.agents_by_type[StreetCommittee]:
        here = street.communities
        seen, held = pushed[here] * looked_at[here], pushed[here] * stopped[here]
        street.looked_at += by_sender(seen.sum(axis=0))
        street.pushed += by_sender(held.sum(axis=0))
        number, refused = int(seen.sum()), int(held.sum())
        event = TasksLookedAt(
            number=street.street,
            stopped=refused,
            let_through=number - refused,
            slipped=int(pushed[here].sum()) - number,
            hours=number * hours,
        )
        district.record(event)
