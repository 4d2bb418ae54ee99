"""What is left of a working day for residents, once everything else has had its hours (ODD 7.6)."""

from __future__ import annotations

from ..parameters import Parameters
from ..place.world import World
from ..working_days import WORKING_DAYS_A_YEAR

USUAL_OPEN_HOURS = 40.0
USUAL_SHARING = 0.1  # registers joined today: the administrative share is stated as it is with these


def staff_useful_share(parameters: Parameters, world: World, centres: int) -> float:
    """Share of community staff's hours left for residents in a usual week.

    Taken off are lending, administration, training, longer opening, stations and activities.
    """
    levers, staffing, service = parameters.levers, parameters.assumptions.staffing, parameters.assumptions.service
    communities = world.territory.communities
    posts = levers.staff.workers_per_10000 * len(world.residents.cell) / 10_000
    weekly = 5.0 * posts * service.hours_per_day * (1.0 - service.absence_share)
    elsewhere = staffing.opening_cost * centres * (levers.centres.open_hours_per_week - USUAL_OPEN_HOURS)
    elsewhere += staffing.station_hours * communities * levers.centres.stations_per_community
    elsewhere += staffing.activity_hours * communities * levers.centres.activities_per_week
    at_home = hours_at_home(parameters) * (1.0 - usual_administration(parameters))
    return max(at_home - elsewhere / weekly, 0.0)


def social_hours_at_stations(parameters: Parameters, communities: int, centres: int) -> float:
    """Hours a week that social workers of centres sit in one estate station: at most half of what is not casework.

    (YT-15)
    """
    levers, assumed = parameters.levers.centres, parameters.assumptions
    service, stations = assumed.service, communities * levers.stations_per_community
    posts = centres * levers.social_workers_each
    theirs = 5.0 * posts * service.hours_per_day * (1.0 - service.absence_share) * (1.0 - service.casework_share)
    return min(assumed.units.station_social_hours, 0.5 * theirs / stations) if stations else 0.0


def hours_at_home(parameters: Parameters) -> float:
    """Share of community staff's hours that is neither lent upward nor spent in training."""
    staff = parameters.levers.staff
    return (1.0 - staff.secondment_share) * (1.0 - staff.training_days_per_year / WORKING_DAYS_A_YEAR)


def usual_administration(parameters: Parameters) -> float:
    """Share of staff's hours that administration takes in a usual week, before anybody stops, refuses or delegates it.

    Joined registers save filling a form twice.
    """
    return parameters.levers.staff.admin_share * forms_left(parameters)


def forms_left(parameters: Parameters) -> float:
    """What joined registers leave of administrative work, against registers joined as usual."""
    cut, sharing = parameters.assumptions.staffing.forms_cut, parameters.levers.channels.data_sharing
    return (1.0 - cut * sharing) / (1.0 - cut * USUAL_SHARING)


def lists_kept(parameters: Parameters) -> float:
    """How far residents find on the lists whom to ask: more where the community may rate government as well."""
    base = parameters.assumptions.staffing.lists_kept
    return base + (1.0 - base) * parameters.levers.compact.mutual_rating


def patrol_visit_service(parameters: Parameters) -> tuple[float, float, float]:
    """Shares of a grid team's free hours; with visits closed their hours go to service."""
    grid = parameters.levers.grid
    visit = grid.visit_share if parameters.levers.channels.visits else 0.0
    return grid.patrol_share, visit, 1.0 - grid.patrol_share - visit
