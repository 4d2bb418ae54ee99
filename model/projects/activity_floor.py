"""The floor under activities: at least a share of what a year's project money is spent on goes to them.

It binds every community, each calendar year, or what is left of one once levers change. What activities are owed is set
aside before anything else is chosen, and what of it finds no activity is offered to activities again in the next batch;
at New Year it joins the new year's money. Other projects are paid only as far as activities have had their share of
what has been paid, so the floor holds on every evening of the year and not in the plan alone. (YT-12)
"""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from .kinds import ACTIVITY
from .records import NOT_PAID, Project, ProjectBook

if TYPE_CHECKING:
    from ..district import District

NONE = Fraction(0)


def floor_share(district: District) -> Fraction:
    """Least share of project money for activities; none in a place where no need is met at activities."""
    share = district.parameters.levers.funding.activity_earmark
    if share <= 0.0 or not district.of(ProjectBook).kinds.activity.any():
        return NONE
    return _as_written(share)


@lru_cache(maxsize=64)
def _as_written(share: float) -> Fraction:
    """A share as the fraction that its decimals say."""
    return Fraction(str(share))


def owed_to_activities(district: District, community: int, free_fen: int) -> int:
    """Fen of the free money that must go to activities, so that they have their share if all of it is spent."""
    share = floor_share(district)
    if not share:
        return 0
    others, activities = _promised(district, community)
    owed = math.ceil(share * (free_fen + others + activities)) - activities
    return min(max(owed, 0), free_fen)


def free_of_activities(district: District, community: int, free_fen: int) -> int:
    """Fen of the free money that may be promised to anything else: what activities are owed stays."""
    return free_fen - owed_to_activities(district, community, free_fen)


def may_be_paid(district: District, project: Project, fen: int) -> bool:
    """Whether so much may be paid for a project today: for one that is no activity, if these have had their share."""
    if project.purse != "projects" or project.form == ACTIVITY:
        return True
    return others_may_be_paid(district, project.community, fen)


def others_may_be_paid(district: District, community: int, fen: int) -> bool:
    """Whether so much of a community's project money may be paid today for anything that is no activity."""
    share = floor_share(district)
    return not share or fen <= _room(district, community, share)


def _room(district: District, community: int, share: Fraction) -> int:
    """Fen that others may still be paid, by what activities have been paid since the year began."""
    first, others, activities = _since(district), 0, 0
    for source, _, form, day, fen in district.of(ProjectBook).paid_in(community):
        if source == "projects" and day >= first:
            activities += fen * (form == ACTIVITY)
            others += fen * (form != ACTIVITY)
    return max(math.floor((1 - share) / share * activities) - others, 0)


def _promised(district: District, community: int) -> tuple[int, int]:
    """Fen paid or promised since the year began: for other projects and agreed works, and for activities."""
    first, others, activities = _since(district), int(district.of(ProjectBook).bound_fen[community]), 0
    for one in district.of(ProjectBook).chosen_in(community):
        ours = one.purse == "projects" and one.chosen_day >= first
        if ours and (one.money == NOT_PAID or not one.failed):
            activities += one.cost_fen * (one.form == ACTIVITY)
            others += one.cost_fen * (one.form != ACTIVITY)
    return others, activities


def _since(district: District) -> int:
    """Day of the run since which the floor is counted: New Year, or a later day on which levers changed."""
    date = district.date(district.day)
    new_year = dt.date(date.year, 1, 1)
    changed = [one for one in district.levers_from if new_year < one <= date]
    return int((max([new_year, *changed]) - district.plan.first_day).days)
