"""What a district knows of its emergencies: needs, measures, who answers, and the book of its days."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ..arrays import Floats, Ids, Int64s
from .contract import Force
from .limits import Taken
from .needs import Homes, NeedTable
from .shock import Shock


class DayOfEmergency(NamedTuple):
    """One day, as the book has it; every array but `kept_off` and `put_off` has an entry for each community.

    Attributes:
        day: Of the run.
        born: Needs the emergency brought.
        states: Of all needs born so far, how many are open, met on time, met late, given up; shape (communities, 4).
        on_time_by: Of those met on time so far, by whom; shape (communities, origins).
        work: Work done today, by whom, in hours of somebody who knows it; shape (communities, origins).
        given: Hours crews gave today, by whom; shape (communities, origins).
        ill: Share of people who are ill.
        shut_in: Households shut in.
        kept_off: Everyday needs that do not arise today because their kind falls, by kind.
        put_off: Everyday needs of suspended kinds that arose yesterday, by kind.
    """

    day: int
    born: Int64s
    states: Int64s
    on_time_by: Int64s
    work: Floats
    given: Floats
    ill: Floats
    shut_in: Int64s
    kept_off: Int64s
    put_off: Int64s


@dataclass(eq=False)
class Lived:
    """What has come of the shocks of a run since the first of them began.

    Attributes:
        homes: Where people live.
        table: Every need the shocks brought.
        shut_until: Day until which each household is shut in.
        begun: Shocks that have begun, and those of them that are over.
        shut: Doors that are shut -> day since which.
        suspended: Everyday kinds nobody serves -> day since which.
        born_while: Needs of suspended kinds born while they were, by kind, until they are served again.
        recorded_week: The last week of which illness was told.
        days: The book.
        alarm_day: Day on which the alarm of what goes on was raised; None once it is over.
        shocks: Those that act, or acted last.
    """

    homes: Homes
    table: NeedTable
    shut_until: Ids
    begun: set[int] = field(default_factory=set)
    over: set[int] = field(default_factory=set)
    shut: dict[str, int] = field(default_factory=dict)
    suspended: dict[str, int] = field(default_factory=dict)
    born_while: dict[str, int] = field(default_factory=dict)
    recorded_week: int = -1
    days: list[DayOfEmergency] = field(default_factory=list)
    alarm_day: int | None = None
    shocks: tuple[Shock, ...] = ()


@dataclass(eq=False)
class Emergency:
    """What a district keeps for emergencies.

    Attributes:
        force: Whoever answers.
        lived: What has come of them; None until one begins.
        taken: What everyday service does without today; None on a day without an emergency.
    """

    force: Force
    lived: Lived | None = None
    taken: Taken | None = None


def nobody_shut_in(homes: Homes) -> Ids:
    """No household is shut in on any day."""
    return np.full(len(homes.community), -1, np.int64)
