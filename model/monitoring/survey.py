"""Needs surveys: unspoken needs by kind and cell, never by person, for whoever plans visits, contracts or activities.

A share of residents is asked at home what they needed in the past year, heard or not. Asking costs staff hours.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..columns import NEVER_HEARD
from ..events.staff import SurveyHeld
from ..ledger.payments import pay_for_survey
from ..needs.channels import direct
from ..staffing.capacity import charge_counters
from ..streams import RESIDENT, Stream
from .survey_records import Survey, Surveys, latest_survey

if TYPE_CHECKING:
    from ..district import District

SURVEYED = Stream("surveyed", RESIDENT)

DAYS_ASKED_ABOUT = 365


def initialise(district: District) -> None:
    """Keep the record of surveys, without any survey."""
    district.keep(Surveys())


def on_new_levers(district: District) -> None:
    """Set the month of the next survey anew; drop the latest survey where the levers have none."""
    if district.parameters.levers.channels.needs_survey_months == 0:
        district.of(Surveys).latest = None
    district.of(Surveys).next_month = None
    _direct_visits(district)


def monthly(district: District, date: dt.date) -> None:
    """Hold a survey if its month has come: ask, charge hours and money, direct visits by it."""
    months, surveys = district.parameters.levers.channels.needs_survey_months, district.of(Surveys)
    now = date.year * 12 + date.month
    if months == 0 or (surveys.next_month is not None and now < surveys.next_month):
        return
    surveys.next_month = now + months
    surveys.latest = ask(district, date)
    pay_for_survey(district)
    _direct_visits(district)


def ask(district: District, date: dt.date) -> Survey:
    """Ask a share of residents, the same for every scenario, and charge the hours to community staff."""
    assumed = district.parameters.assumptions.outreach
    territory, state = district.world.territory, district.state
    people = np.arange(len(district.world.residents.cell))
    asked = SURVEYED.of(district.plan.seed).at(people).uniform() < assumed.surveyed_share
    born = int(state.tallies.tally[0])
    first = int(np.searchsorted(state.needs.birth_day[:born], max(district.day - DAYS_ASKED_ABOUT, 0)))
    past = state.needs[first:born]
    past = past[asked[past.resident]]
    days = max(min(district.day, DAYS_ASKED_ABOUT), 1)
    scale = DAYS_ASKED_ABOUT / days / max(asked.mean(), 1e-9)
    kinds = len(state.kinds)
    # Answers by community and kind in one address; scaled from those asked, and days asked about, to everybody.
    community = territory.community_of_cell[past.cell]
    counts = np.bincount(community * kinds + past.kind, minlength=territory.communities * kinds)
    silent = past[(past.bin == NEVER_HEARD) & (state.kinds.public[past.kind] == 0)]
    of_cell = np.bincount(silent.cell, minlength=territory.cells).astype(float)
    hours = assumed.survey_hours * np.bincount(
        territory.community_of_cell[district.world.residents.cell[asked]], minlength=territory.communities
    )
    charge_counters(district, np.asarray(hours, np.float64))
    district.record(SurveyHeld(asked=int(asked.sum())))
    unheard = _lean_on_neighbours(of_cell, district, assumed.survey_shrinkage) * scale
    address = territory.community_of_cell[silent.cell] * kinds + silent.kind
    of_kind = np.bincount(address, minlength=territory.communities * kinds).reshape(territory.communities, kinds)
    mix = of_kind / np.maximum(of_kind.sum(axis=1, keepdims=True), 1)
    return Survey(
        date,
        needs=counts.reshape(territory.communities, kinds) * scale,
        unheard=unheard,
        latent=unheard[:, None] * mix[territory.community_of_cell],
    )


def _lean_on_neighbours(of_cell: NDArray[np.float64], district: District, strength: float) -> NDArray[np.float64]:
    """A few answers from a cell say little: mix them with the community's rate, as if so many more had answered."""
    territory = district.world.territory
    where, people = territory.community_of_cell, territory.residents_of_cell.astype(float)
    rate = np.bincount(where, of_cell, territory.communities) / np.bincount(where, people, territory.communities)
    expected = rate[where] * people
    answers = expected * (of_cell + strength)
    mixed = np.divide(answers, expected + strength, out=np.zeros_like(expected), where=expected > 0.0)
    return np.asarray(mixed)


def _direct_visits(district: District) -> None:
    """Visits go where more goes unheard: half as before, half by what the survey found, inside every grid."""
    hearing, arranged = district.state.hearing, district.in_force
    direct(hearing, door=arranged.even_door, listed=arranged.even_listed)
    survey = latest_survey(district)
    if survey is None:
        return
    territory, grid = district.world.territory, arranged.ground.layout.grid_of_cell
    households = territory.households_of_cell.astype(float)
    unheard = survey.unheard
    grids = int(grid.max()) + 1
    per_home = np.bincount(grid, unheard, grids) / np.maximum(np.bincount(grid, households, grids), 1.0)
    expected = per_home[grid] * households
    ratio = np.divide(unheard, expected, out=np.ones_like(unheard), where=expected > 0.0)
    attention = 1.0 + district.parameters.assumptions.outreach.survey_attention * (ratio - 1.0)
    direct(hearing, door=hearing.door_per_hour * attention, listed=hearing.listed_per_hour * attention)
