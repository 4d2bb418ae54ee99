"""Party committees: units, whistles, visits, ratings, appraisal, mediators (branches: `branches/process.py`)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..agents.party_committees import DistrictCommittee, PartyCommittee
from ..columns import GRID
from ..estates import firms, mediators
from ..estates import process as estates
from ..events.party import HoursAppraised, MediatorsCalled
from ..staffing.capacity import divide_free_hours, queued_needs
from . import direct_election, joint_meeting, reminders, teams, whistle
from .claimed_projects import ClaimedProjects

if TYPE_CHECKING:
    from ..district import District


def initialise(district: District) -> None:
    """Committees, units and owners on the first morning; their promises already run."""
    territory = district.world.territory
    residents = np.bincount(territory.community_of_cell, territory.residents_of_cell, territory.communities)
    watch = DistrictCommittee(district, len(district.kinds.ids))
    if district.parameters.levers.party.department_rating > 0.0:
        watch.badly_rated[:] = whistle.UNRATED
    district.keep(direct_election.no_mandates(territory.communities))
    direct_election.hold_elections(district, district.date(district.day))
    for community, authority in enumerate(whistle.usual_authority(district).tolist()):
        PartyCommittee(district, community, float(residents[community]), authority)
    estates.initialise(district)
    district.keep(ClaimedProjects())
    on_new_levers(district)
    joint_meeting.recall_past(district, district.date(district.day))


def on_new_levers(district: District) -> None:
    """New levers: units join or leave, mediators and firms have other hours; authority and promises stay."""
    direct_election.hold_elections(district, district.date(district.day))
    joint_meeting.admit_units(district)
    teams.man_teams(district)
    firms.man(district)
    mediators.on_new_levers(district)
    teams.send_home(district)
    whistle.press_departments(district)
    weight = district.parameters.levers.party.secretary_appraisal
    if weight > 0.0:
        # Whoever is appraised by what is registered stays at the counter instead of visiting in idle hours.
        usual = district.state.service
        district.state = district.state._replace(
            service=usual._replace(idle_visit_share=usual.idle_visit_share * (1.0 - weight))
        )


def weekly(district: District, date: dt.date) -> None:
    """Reminders, this week of units' teams and firms, and where secretaries want their grids' hours."""
    whistle.rest(district)
    reminders.remind(district)
    whistle.press_departments(district)
    queued = queued_needs(district)
    teams.send_teams(district, date, queued)
    teams.send_home(district)
    firms.plan_week(district)
    follow_appraisal(district)


def monthly(district: District, date: dt.date) -> None:
    """Elections, joint and progress meetings and claims, whose month it is; owners found committees."""
    direct_election.hold_elections(district, date)
    joint_meeting.hold_meetings(district, date)
    whistle.press_departments(district)
    estates.form_committees(district)
    district.record(MediatorsCalled(hours=mediators.call(district)))
    mediators.tell_of_stations(district)


def yearly(district: District, date: dt.date) -> None:
    """The yearly rating of departments."""
    whistle.rate(district)
    whistle.press_departments(district)


def follow_appraisal(district: District) -> None:
    """Secretaries appraised by governance move grid hours to what is measured: registered requests that wait."""
    weight = district.parameters.levers.party.secretary_appraisal
    if weight <= 0.0:
        return
    most = district.parameters.assumptions.authority.appraisal_shift
    pools, grids = district.state.pools, district.pool_map.pools(GRID)
    hours = pools.daily_hours[grids]
    days = np.divide(pools.backlog_hours[grids], hours, out=np.zeros_like(hours), where=hours > 0.0)
    shift = weight * most * np.clip(days, 0.0, 1.0)
    patrol, visits, service = pools.patrol_share[grids], pools.visit_share[grids], pools.service_share[grids]
    stay = 1.0 - shift
    divide_free_hours(district.state, grids, patrol * stay, visits * stay, service + shift * (patrol + visits))
    district.record(HoursAppraised(share=float(shift.mean())))
