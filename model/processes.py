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
        mechanisms: Of packages of somebody's own; they come last.
    """
    from .decisions import (
        accounts,
        earlier_years,
        felt,
        late_cases,
        matters,
        party,
        projects,
        purchase,
        staffing,
        stewarding,
        survey,
        volunteering,
    )
    from .institutions import appointing

    return (
        Process("money", accounts.initialise, on_new_levers=accounts.on_new_levers, at_end=accounts.settle),
        Process("appointments", appointing.initialise, on_new_levers=appointing.on_new_levers),
        Process("satisfaction", felt.initialise, felt.note, felt.on_new_levers),
        Process("late cases", late_cases.initialise, on_new_levers=late_cases.on_new_levers),
        Process("turnover of staff", staffing.initialise, on_new_levers=staffing.on_new_levers),
        Process("needs surveys", survey.initialise, on_new_levers=survey.on_new_levers),
        Process("social organisations", purchase.initialise, on_new_levers=purchase.on_new_levers),
        Process("Party organisation", party.initialise, on_new_levers=party.on_new_levers),
        Process("projects", projects.initialise, on_new_levers=projects.on_new_levers),
        Process("collective matters", matters.initialise),
        Process("volunteers", volunteering.initialise, on_new_levers=volunteering.on_new_levers),
        Process("stewards", stewarding.initialise, on_new_levers=stewarding.on_new_levers),
        Process("how often needs arise", nothing, on_new_levers=matters.on_new_levers),
        Process("earlier years", earlier_years.initialise),
        *(_of(mechanism) for mechanism in mechanisms),
    )


def _of(one: Mechanism) -> Process:
    name = one.name or type(one).__name__
    return Process(name, one.initialise, one.before_new_levers, one.on_new_levers, one.at_end)
