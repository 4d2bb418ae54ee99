"""Weekly rosters of grid teams, committees and centres."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..agents.grid_team import GridTeam
from ..agents.residents_committee import ResidentsCommittee
from ..agents.service_centre import ServiceCentre
from ..columns import COUNTER, SOCIAL
from ..events.staff import (
    AdministrationPostponed,
    GridHoursShifted,
    PostsLent,
)
from ..local_levers import at_grids
from ..needs.channels import direct
from .burden import Burden, put_off
from .capacity import divide_free_hours, set_useful_share

if TYPE_CHECKING:
    from ..district import District

EVENTS_KEPT = 0.75  # of last week's tally of public events; a team remembers about a month


def backlog_days(district: District) -> NDArray[np.float64]:
    """Days of work standing in each pool's queue."""
    pools = district.state.pools
    queued = np.maximum(pools.backlog_hours, 0.0)
    return np.asarray(np.divide(queued, pools.daily_hours, out=np.zeros_like(queued), where=pools.daily_hours > 0))


def adopt_levers(district: District, date: dt.date) -> None:
    """A policy, or a dated step of it, takes effect."""
    district.adopt(district.levers_from[date])


def plan_grid_week(district: District, date: dt.date) -> None:
    """Each grid team shifts hours towards a long queue and chooses where to patrol."""
    teams: list[GridTeam] = list(district.agents_by_type[GridTeam])
    parameters = district.parameters
    patrol, visit, service = at_grids(district)
    days = backlog_days(district).tolist()
    events = district.state.tallies.events.tolist()
    most = parameters.assumptions.staffing.shift_share
    attention = np.ones(len(events))
    shifts, cells, weights = np.zeros(len(days)), list[int](), list[float]()
    for team in teams:
        shifts[team.pool] = team.share_to_shift(days[team.pool], most)
        cells += team.cells
        weights += team.attention([events[cell] for cell in team.cells])
    attention[cells] = weights
    grids = slice(0, len(teams))
    shift = shifts[grids]
    stay = 1.0 - shift
    divide_free_hours(district.state, grids, patrol * stay, visit * stay, service + (patrol + visit) * shift)
    direct(district.state.hearing, patrol=district.in_force.even_patrol * attention)
    district.state.tallies.events[:] *= EVENTS_KEPT
    district.record(GridHoursShifted(share=float(shifts[grids].mean())))


def plan_committee_week(district: District, date: dt.date) -> None:
    """Each residents' committee puts off administrative work, or makes up for it, and says which disputes it takes."""
    state, parameters = district.state, district.parameters
    days = backlog_days(district).tolist()
    burden, kept = district.of(Burden), 1.0 - parameters.levers.staff.secondment_share
    freed = kept * parameters.assumptions.staffing.postponable_share * burden.share[state.pools.community]
    change = np.zeros(len(state.pools.backlog_hours))
    hard = parameters.assumptions.routing.hard_dispute_hours
    for committee in district.agents_by_type[ResidentsCommittee]:
        change[committee.pool] = committee.postpone(days[committee.pool])
        state.pools.hard_dispute_hours[committee.pool] = committee.hard_dispute_hours(days[committee.pool], hard)
    burden.put_off += change[district.pool_map.pools(COUNTER)] > 0
    put_off(district, (freed * change)[district.pool_map.pools(COUNTER)])
    district.record(AdministrationPostponed(committees=int((change > 0).sum())))


def lend_between_centres(district: District, date: dt.date) -> None:
    """Idle centres lend casework hours to the centre with the longest queue."""
    centres: list[ServiceCentre] = list(district.agents_by_type[ServiceCentre])
    servers, days = district.state.servers, backlog_days(district).tolist()
    neediest = max(centres, key=lambda centre: (days[centre.pool], -centre.pool))
    most = district.parameters.assumptions.staffing.lend_share
    usual = district.in_force.usual_useful_share
    theirs = district.state.pools.type[servers.pool] == SOCIAL
    useful = usual.copy()
    lent_posts = 0.0
    for centre in centres:
        share = centre.share_to_lend(days[centre.pool], days[neediest.pool], most)
        if share > 0.0:
            useful[servers.pool == centre.pool] *= 1.0 - share
            lent_posts += share * centre.posts
    if lent_posts > 0.0:
        useful[servers.pool == neediest.pool] *= 1.0 + lent_posts / neediest.posts
    set_useful_share(district.state, theirs, useful[theirs])
    district.record(PostsLent(posts=lent_posts))
