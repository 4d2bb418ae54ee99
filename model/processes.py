"""Every process of a district in one table: who begins how, and who hears of new levers, in this order.

A process is one of Shapan's own modules or a mechanism of somebody's own package; both follow the contract of
`mechanism.Mechanism`. When each acts is told by `calendar.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .mechanism import Mechanism

if TYPE_CHECKING:
    from .district import District


def nothing(district: District) -> None:
    """What a process does where it has nothing to do."""


class Process(NamedTuple):
    """What a process does at the turning points of a run.

    Attributes:
        name: What to call it.
        initialise: The first morning of the warm-up.
        before_new_levers: Levers are about to be put in force; posts and queues still are what they were.
        on_new_levers: Levers have just been put in force; `district.posts_redrawn` says whether posts moved.
        at_end: The measured days are over.
    """

    name: str
    initialise: Callable[[District], None]
    before_new_levers: Callable[[District], None] = nothing
    on_new_levers: Callable[[District], None] = nothing
    at_end: Callable[[District], None] = nothing


def processes(mechanisms: Sequence[Mechanism] = ()) -> tuple[Process, ...]:
    """Every process in the order in which they begin and hear of new levers.

    Args:
        mechanisms: Of packages of somebody's own; they come last but for how often needs arise, which all of them move.
    """
    from .branches import process as branches
    from .deliberation import process as deliberation
    from .deliberation import supervision
    from .emergency import process as emergency
    from .emergency.force import process as force
    from .frontline import process as frontline
    from .group_councils import process as group_councils
    from .history import earlier_years
    from .joint import process as joint
    from .money import settlement
    from .monitoring import satisfaction, survey
    from .need_rates import set_need_rates
    from .organisations import process as organisations
    from .party import process as party
    from .pilots import process as pilots
    from .projects import process as projects
    from .secretaries import process as secretaries
    from .shops import process as shops
    from .staffing import appointing, late_cases, turnover
    from .street import process as street
    from .tasks import process as tasks
    from .triggers import process as triggers
    from .volunteers import process as volunteers
    from .volunteers import stewards

    return (
        Process("money", settlement.initialise, on_new_levers=settlement.on_new_levers, at_end=settlement.settle),
        Process("appointments", appointing.initialise, on_new_levers=appointing.on_new_levers),
        Process("satisfaction", satisfaction.initialise, satisfaction.before_new_levers, satisfaction.on_new_levers),
        Process("late cases", late_cases.initialise, on_new_levers=late_cases.on_new_levers),
        Process("turnover of staff", turnover.initialise, on_new_levers=turnover.on_new_levers),
        Process("tasks from departments", tasks.initialise, on_new_levers=tasks.on_new_levers),
        Process("needs surveys", survey.initialise, on_new_levers=survey.on_new_levers),
        Process("social organisations", organisations.initialise, on_new_levers=organisations.on_new_levers),
        Process("Party organisation", party.initialise, on_new_levers=party.on_new_levers),
        Process("projects", projects.initialise, on_new_levers=projects.on_new_levers),
        Process("collective matters", deliberation.initialise),
        Process("supervision committees", supervision.initialise, on_new_levers=supervision.on_new_levers),
        Process("councils of groups", group_councils.initialise, on_new_levers=group_councils.on_new_levers),
        Process("reports of secretaries", secretaries.initialise, on_new_levers=secretaries.on_new_levers),
        Process("streets and teams", street.initialise, on_new_levers=street.on_new_levers),
        Process("joint committees", joint.initialise, on_new_levers=joint.on_new_levers),
        Process("street-front shops", shops.initialise, on_new_levers=shops.on_new_levers),
        Process("volunteers", volunteers.initialise, on_new_levers=volunteers.on_new_levers),
        Process("stewards", stewards.initialise, on_new_levers=stewards.on_new_levers),
        Process("those who go to residents", frontline.initialise, on_new_levers=frontline.on_new_levers),
        Process("Party branches", branches.initialise, on_new_levers=branches.on_new_levers),
        Process("triggers", triggers.initialise),
        Process("emergencies", emergency.initialise),
        Process("duty rooms", force.initialise, at_end=force.pay),
        Process("pilots", pilots.initialise),
        Process("earlier years", earlier_years.initialise),
        *(_of(mechanism) for mechanism in mechanisms),
        Process("how often needs arise", set_need_rates),
    )


def _of(one: Mechanism) -> Process:
    name = one.name or type(one).__name__
    return Process(name, one.initialise, one.before_new_levers, one.on_new_levers, one.at_end)
