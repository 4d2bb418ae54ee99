"""What is left of a working day for residents, once everything else has had its hours (ODD 7.6)."""

from __future__ import annotations

from ..parameters import Parameters
from ..place.world import World
from ..working_days import WORKING_DAYS_A_YEAR

USUAL_OPEN_HOURS = 40.0
USUAL_SHARING = 0.1  # registers joined today: the administrative share is stated as it is with these


def staff_useful_share(parameters: Parameters, world: World, centres: int) -> float:
    """Share of community staff's hours left for residents.

    Taken off are lending, administration, training, longer opening, stations and activities.
    """
    levers, staffing, service = parameters.levers, parameters.assumptions.staffing, parameters.assumptions.service
    communities = world.territory.communities
    posts = levers.staff.workers_per_10000 * len(world.residents.cell) / 10_000
    weekly = 5.0 * posts * service.hours_per_day * (1.0 - service.absence_share)
    elsewhere = staffing.opening_cost * centres * (levers.centres.open_hours_per_week - USUAL_OPEN_HOURS)
    elsewhere += staffing.station_hours * communities * levers.centres.stations_per_community
    elsewhere += staffing.activity_hours * communities * levers.centres.activities_per_week
    training = levers.staff.training_days_per_year / WORKING_DAYS_A_YEAR
    at_home = (1.0 - levers.staff.secondment_share) * (1.0 - staff_administrative_share(parameters)) * (1.0 - training)
    return max(at_home - elsewhere / weekly, 0.0)


def staff_administrative_share(parameters: Parameters) -> float:
    """Share of community staff's hours that administration takes, by where the tasks come from.

    The gate refuses its part of what other bodies push down, kept duty lists leave theirs where they belong, an
    agreement brings hours along, and joined registers save filling a form twice.
    """
    levers, assumed = parameters.levers, parameters.assumptions.staffing
    outside = assumed.outside_task_share * (1.0 - levers.staff.access_gate)
    outside *= 1.0 - levers.compact.duty_lists * lists_kept(parameters)
    outside *= 1.0 - levers.compact.agreement_share * assumed.agreement_brings
    forms = (1.0 - assumed.forms_cut * levers.channels.data_sharing) / (1.0 - assumed.forms_cut * USUAL_SHARING)
    return levers.staff.admin_share * (1.0 - assumed.outside_task_share + outside) * forms


def lists_kept(parameters: Parameters) -> float:
    """How far what stands on the duty lists is kept: more where the community may rate government as well."""
    base = parameters.assumptions.staffing.lists_kept
    return base + (1.0 - base) * parameters.levers.compact.mutual_rating


def patrol_visit_service(parameters: Parameters) -> tuple[float, float, float]:
    """Shares of a grid team's free hours; with visits closed their hours go to service."""
    grid = parameters.levers.grid
    visit = grid.visit_share if parameters.levers.channels.visits else 0.0
    return grid.patrol_share, visit, 1.0 - grid.patrol_share - visit
