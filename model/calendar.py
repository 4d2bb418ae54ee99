"""When institutions act. The calendar is one table; between two of its days needs only live and move.

Read it aloud (ODD 3): on the first of a month, and before a policy switches on, what the days gone by cost is paid. On
the first measured day the policy switches on, dated steps of it on their date, and pilots in their communities. On
New Year's day good projects are awarded, contracts let, departments rated, government and communities grade each other
and agree on tasks, secretaries report and are reviewed, and whoever sits for street-front shops answers for their
promises. On the first of a month staff leave and learn, surveys, meetings and leader visits whose month it is are held,
recorded satisfaction is noted, organisations and volunteers close their month, estates settle fees, upkeep and funds,
collective matters are raised, councils of women and of children and supervision committees meet, joint Party
committees take up what is stuck, departments move capacity and put on overtime where cases wait. On Mondays
street-front shops see to what they promised, councils and estates meet, departments send tasks down, and grid teams,
residents' committees, centres, units, first secretaries, volunteers, members who receive, Party-mass workers, Party
branches and mediators make the week's roster, and a policy that answers what is seen looks at its figures and judges
its pilots; on Thursdays the desk where residents order sits again.
After everybody has acted, how often needs arise from now on is set once. While a shock acts, every morning begins with
everyday service as it usually stands, and ends with the emergency's own day and what it takes of that service.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .mechanism import Mechanism, acts

if TYPE_CHECKING:
    from .district import District


class Entry(NamedTuple):
    """One line of the calendar."""

    name: str
    falls_on: Callable[[District, dt.date], bool]
    act: Callable[[District, dt.date], None]


def weekly(district: District, date: dt.date) -> bool:
    """On Mondays."""
    return date.weekday() == 0


def monthly(district: District, date: dt.date) -> bool:
    """On the first of a month."""
    return date.day == 1


def yearly(district: District, date: dt.date) -> bool:
    """On New Year's day."""
    return date.day == 1 and date.month == 1


def settling(district: District, date: dt.date) -> bool:
    """On the first of a month, and before other levers are put in force."""
    return monthly(district, date) or date in district.levers_from


def putting_in_force(district: District, date: dt.date) -> bool:
    """On the days on which levers are put in force."""
    return date in district.levers_from


def midweek(district: District, date: dt.date) -> bool:
    """Thursdays, where residents order."""
    return date.weekday() == 3 and district.parameters.levers.volunteers.ordering


def any_of_these(district: District, date: dt.date) -> bool:
    """Whenever anybody may have acted."""
    return weekly(district, date) or settling(district, date)


def calendar(mechanisms: Sequence[Mechanism] = ()) -> tuple[Entry, ...]:
    """Everything institutions do, in the order they do it on a day when several things fall together.

    Args:
        mechanisms: Of packages of somebody's own; they act after Shapan's, before how often needs arise is set.
    """
    from .emergency import process as emergency
    from .need_rates import set_need_rates

    falls_on = {"weekly": weekly, "monthly": monthly, "yearly": yearly}
    theirs = [Entry(name, falls_on[when], act) for one in mechanisms for when, name, act in acts(one)]
    return (
        Entry("everyday service as usual", emergency.acts, emergency.morning),
        *_accounts_and_staff(),
        *_meetings_and_choices(),
        *_days_of_the_week(),
        *theirs,
        Entry("how often needs arise is set", any_of_these, lambda district, date: set_need_rates(district)),
        Entry("emergency's day", emergency.acts, emergency.daily),
    )


def _accounts_and_staff() -> tuple[Entry, ...]:
    """What falls on New Year's day, the first of a month and the days on which levers change: accounts and people."""
    # Here and below inside the functions: whoever only names a district does not load every process of it.
    from .money import allocation, settlement
    from .monitoring import satisfaction, survey
    from .organisations import process as organisations
    from .party import process as party
    from .pilots import process as pilots
    from .projects import awards
    from .shops import process as shops
    from .staffing import rosters, turnover
    from .tasks import process as tasks
    from .volunteers import process as volunteers

    return (
        Entry("the month's money", settling, settlement.monthly),
        Entry("pilots begin and end", putting_in_force, pilots.take_effect),
        Entry("policy takes effect", putting_in_force, rosters.adopt_levers),
        Entry("staff leave and learn", monthly, turnover.monthly),
        Entry("needs survey", monthly, survey.monthly),
        Entry("recorded satisfaction is noted", monthly, satisfaction.monthly),
        Entry("project money is split", monthly, allocation.monthly),
        Entry("good projects are awarded", yearly, awards.yearly),
        Entry("tender and incubation", yearly, organisations.yearly),
        Entry("organisations' month and ratings", monthly, organisations.monthly),
        Entry("volunteers' month", monthly, volunteers.monthly),
        Entry("departments are rated", yearly, party.yearly),
        Entry("tasks are graded and agreements signed", yearly, tasks.yearly),
        Entry("street-front shops' year", yearly, shops.yearly),
    )


def _meetings_and_choices() -> tuple[Entry, ...]:
    """What falls on New Year's day and the first of a month: meetings, ratings, matters and projects."""
    from .deliberation import process as deliberation
    from .deliberation import supervision
    from .departments import capacity, overtime
    from .emergency.force import process as force
    from .estates import process as estates
    from .group_councils import process as group_councils
    from .joint import process as joint
    from .party import process as party
    from .projects import foundations
    from .projects import process as projects
    from .secretaries import process as secretaries
    from .street import process as street

    return (
        Entry("meetings and claims", monthly, party.monthly),
        Entry("secretaries report and are reviewed", yearly, secretaries.yearly),
        Entry("streets rate, teams agree", yearly, street.yearly),
        Entry("lists and leader visits", monthly, street.monthly),
        Entry("fees, upkeep and owners' funds", monthly, estates.monthly),
        Entry("collective matters are raised", monthly, deliberation.monthly),
        Entry("councils of women and of children meet", monthly, group_councils.monthly),
        Entry("supervision committees meet", monthly, supervision.monthly),
        Entry("joint committees settle matters", monthly, joint.monthly),
        Entry("foundations' month", monthly, foundations.monthly),
        Entry("projects are chosen", monthly, projects.monthly),
        Entry("departments move capacity", monthly, capacity.monthly),
        Entry("departments catch up", monthly, overtime.monthly),
        Entry("duty rooms drill", monthly, force.monthly),
    )


def _days_of_the_week() -> tuple[Entry, ...]:
    """What falls on Mondays and Thursdays."""
    from .branches import process as branches
    from .deliberation import process as deliberation
    from .emergency.force import process as force
    from .frontline import process as frontline
    from .party import process as party
    from .pilots import process as pilots
    from .projects import process as projects
    from .secretaries import process as secretaries
    from .shops import process as shops
    from .staffing import rosters
    from .street import process as street
    from .tasks import process as tasks
    from .triggers import process as triggers
    from .volunteers import order_desk
    from .volunteers import process as volunteers

    return (
        Entry("projects begin and end", weekly, projects.weekly),
        Entry("streets begin their week", weekly, street.begin_week),
        Entry("street-front shops keep promises", weekly, shops.weekly),
        Entry("councils and estates meet", weekly, deliberation.weekly),
        Entry("departments send tasks", weekly, tasks.weekly),
        Entry("weekly roster of grid teams", weekly, rosters.plan_grid_week),
        Entry("weekly roster of committees", weekly, rosters.plan_committee_week),
        Entry("centres lend hours", weekly, rosters.lend_between_centres),
        Entry("reminders and teams of units", weekly, party.weekly),
        Entry("secretaries answer for the year", weekly, secretaries.weekly),
        Entry("first secretaries' week", weekly, street.weekly),
        Entry("volunteers' programme", weekly, volunteers.weekly),
        Entry("receptions and Party-mass workers", weekly, frontline.weekly),
        Entry("Party branches' week, and mediators", weekly, branches.weekly),
        Entry("duty rooms' week", weekly, force.weekly),
        Entry("policies answer what is seen", weekly, triggers.weekly),
        Entry("pilots are judged", weekly, pilots.weekly),
        Entry("order desk", midweek, order_desk.midweek),
    )
