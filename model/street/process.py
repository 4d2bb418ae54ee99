"""Streets and teams of departments: who there is, and what they do by week, month and year (ODD 7.16)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..agents.community_team import CommunityTeam
from ..agents.street_committee import StreetCommittee
from ..government import DEPARTMENTS
from ..party.whistle import press_departments
from . import department_duty, enlarged_committee, first_secretaries, petitions, pooled_staff, rating, working_through
from .agreements import adopt_communities, agree_anew, know_each_other
from .lists import Lists

if TYPE_CHECKING:
    from ..district import District


def initialise(district: District) -> None:
    """A committee for every street, a team for every community; departments are dealt out, nothing is known yet."""
    territory = district.world.territory
    district.keep(Lists())
    district.keep(pooled_staff.PooledStaff())
    for street in range(territory.streets):
        communities = np.flatnonzero(territory.street_of_community == street)
        StreetCommittee(district, street, communities, len(DEPARTMENTS))
    for community in range(territory.communities):
        CommunityTeam(district, community, leader=community)
    on_new_levers(district)


def on_new_levers(district: District) -> None:
    """Teams are formed where the number of departments is another; first secretaries go where they are wanted now."""
    adopt_communities(district)
    know_each_other(district)
    pooled_staff.assign(district)
    wanted = district.parameters.levers.party.first_secretaries
    streets: list[StreetCommittee] = list(district.agents_by_type[StreetCommittee])
    if any(len(one.secretaries) != min(wanted, len(one.communities)) for one in streets):
        first_secretaries.send(district)


def begin_week(district: District, date: dt.date) -> None:
    """Mondays, before anybody meets: the week's hours of the street's cadres, its meetings and the petitions due."""
    assumed = district.parameters.assumptions.street
    for street in district.agents_by_type[StreetCommittee]:
        street.begin_week(assumed.cadre_hours, assumed.secretary_hours)
    enlarged_committee.meet(district, date)
    petitions.review(district)


def weekly(district: District, date: dt.date) -> None:
    """First secretaries' week, after the community's office has sent its reminders, people on duty, pooled staff."""
    first_secretaries.work(district)
    department_duty.serve(district, date)
    pooled_staff.keep_them(district)
    press_departments(district)


def monthly(district: District, date: dt.date) -> None:
    """Lists, leaders' visits and deeds; pooled staff are sent where most waits."""
    pooled_staff.assign(district)
    working_through.monthly(district, date)
    press_departments(district)


def yearly(district: District, date: dt.date) -> None:
    """Streets rate, teams agree anew, first secretaries are chosen again."""
    rating.rate(district)
    agree_anew(district)
    if district.parameters.levers.party.first_secretaries > 0:
        first_secretaries.send(district)
    press_departments(district)
