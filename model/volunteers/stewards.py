"""Residents' committees look for stewards, month by month; those they have found walk their rounds (YT-31)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..columns import STEWARD, STEWARD_ROUND
from ..events.residents import StewardsFound
from ..ledger.payments import people_by_community
from ..staffing.capacity import charge_counters, give_hours_each
from ..working_days import WORKING_DAYS_A_WEEK
from . import steward_supply as rules
from .records import Volunteers

if TYPE_CHECKING:
    from ..district import District

MONTHS_BEFORE = 36
"""Months a district that has stewards on its first morning has looked for them."""


def initialise(district: District) -> None:
    """Stewards on the first morning: those whom years of looking under the status quo found."""
    volunteers, seed = district.of(Volunteers), district.plan.seed
    district.keep(rules.new_stewards(district.world, volunteers.corps, district.parameters, seed))
    if district.parameters.levers.grid.stewards_per_1000 > 0.0:
        first = district.plan.first_day
        months = range(12 * first.year + first.month - 1 - MONTHS_BEFORE, 12 * first.year + first.month - 1)
        for month in months:
            _turn_month(district, dt.date(month // 12, month % 12 + 1, 1))
    _walk_rounds(district)


def on_new_levers(district: District) -> None:
    """New levers: where fewer are asked for some go; more are found from the next month on."""
    rules.let_go(district.of(rules.Stewards), places(district), district.of(Volunteers).corps)
    _walk_rounds(district)


def monthly(district: District, date: dt.date) -> None:
    """Draw who stops being a steward and who agrees, charge staff for asking, and set the stewards' rounds."""
    if district.parameters.levers.grid.stewards_per_1000 <= 0.0:
        return
    asked, found, left = _turn_month(district, date)
    assumed = district.parameters.assumptions.stewarding
    charge_counters(district, assumed.asking_hours * asked + assumed.induction_hours * found)
    _walk_rounds(district)
    serving = int(district.of(rules.Stewards).serves.sum())
    district.record(StewardsFound(asked=int(asked.sum()), found=int(found.sum()), left=int(left), in_force=serving))


def walk_rounds(district: District, part: float) -> None:
    """From now on stewards give the community only part of their everyday rounds and hours."""
    _walk_rounds(district, part)


def places(district: District) -> NDArray[np.int64]:
    """Stewards the lever asks for, by community."""
    each = district.parameters.levers.grid.stewards_per_1000 / 1000.0
    return np.rint(people_by_community(district) * each).astype(np.int64)


def stewards_by_community(district: District) -> Floats:
    """Stewards in force."""
    return district.of(rules.Stewards).by_community(district.of(Volunteers).corps)


def _turn_month(district: District, date: dt.date) -> tuple[Floats, Floats, int]:
    """Residents asked and stewards found by community, and how many gave up."""
    stewards, corps, parameters = district.of(rules.Stewards), district.of(Volunteers).corps, district.parameters
    today = date.toordinal()
    gone = rules.tire(stewards, 12 * date.year + date.month, today, parameters)
    vacancies = np.maximum(places(district) - stewards.by_community(corps).astype(np.int64), 0)
    asked, found = rules.recruit(stewards, vacancies, today, date.year, corps, parameters)
    return asked.astype(float), found.astype(float), len(gone)


def _walk_rounds(district: District, part: float = 1.0) -> None:
    """Stewards in force look around their community every day and settle small things in some hours of the week."""
    state, assumed, territory = district.state, district.parameters.assumptions, district.world.territory
    count = part * stewards_by_community(district)
    households = np.bincount(territory.community_of_cell, territory.households_of_cell, territory.communities)
    seen = assumed.outreach.steward_hazard * 100.0 * count / np.maximum(households, 1.0)
    for day in (state.hearing.workday, state.hearing.restday):
        day[:, STEWARD_ROUND] = seen[territory.community_of_cell]
    pools = np.array(district.pool_map.numbers(STEWARD))
    hours = count * assumed.service.steward_hours_per_week / WORKING_DAYS_A_WEEK
    give_hours_each(district, pools, hours * (1.0 - assumed.service.absence_share), np.zeros(len(pools)))
