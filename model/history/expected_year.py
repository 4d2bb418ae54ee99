"""Needs of the years before a run begins, drawn from their expectation because there is no log of them.

Births follow the place's rates, reduced by the works in force at the time. The share of each kind that is detected, and
the share of those that is not met, are those of the stationary state (`AtRest`). Detection by cell follows from the
hazards of the channels in force (ODD 7.2) for a resident of average reach in every cell. All hazards of a kind are
scaled by one factor so that the district as a whole has the stationary share. Counts are Poisson draws and not
expectations, because lists of projects follow from few cases in a neighbourhood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import gammaincinv

from ..arrays import Floats, Int64s
from ..columns import (
    ACTIVITY,
    APP,
    AT_TERMINAL,
    CHANNELS,
    DOOR_VISIT,
    GRID,
    LISTED_VISIT,
    PATROL,
    PROACTIVE,
    SENSOR,
    WALK_IN,
)
from ..projects.year_of_needs import YearOfNeeds
from ..streams import (
    COMMUNITY,
    KIND,
    Layout,
    Part,
    Source,
    Stream,
    draws_of,
)
from .usual_losses import scaled, usual_losses

if TYPE_CHECKING:
    from ..district import District

DAYS_A_YEAR = 365.0
RESTDAYS_A_WORKDAY = 2.0 / 5.0
LEAST_SHARE = 1e-3
UNHEARD, LOST, BOOKED, ROUGH = range(4)
"""Draws under the key of a year: undetected, lost and met needs, and the gamma factor of its losses."""
YEARS = Stream("years before the first", Part("batch"))
ROUGHNESS = Layout("how rough a year's losses were", COMMUNITY, KIND)
USUALLY_LOST = 0.04
"""Share of detected needs that are not met, where no pilot run has measured it."""
HALVINGS = 50
HOUSEHOLDS_AT_ONCE = 4096
"""So many households' needs are drawn together, few enough for all that is computed on the way to stay in the cache."""
STRETCHED_MOST = 1e3
LOST_SHAPE = 6.0
"""Shape of that factor: over four years of the status quo losses of a community differ from year to year by 15 to 40 %
for public kinds, by more for rare personal ones (study and standard town, seeds 5, 401 and 405)."""


def unheard_share(district: District) -> Floats:
    """Share of needs that no channel detects within their window, under the levers in force; shape (cells, kinds)."""
    hearing, kinds = district.state.hearing, district.state.kinds
    cell, cells = district.world.residents.cell, district.world.territory.cells
    people = np.maximum(np.bincount(cell, minlength=cells), 1)
    # Mean factor of each channel's hazard over residents, shape (cells, kinds, CHANNELS).
    reach = np.ones((cells, len(kinds), CHANNELS))

    def among(column: str) -> Floats:
        return np.asarray(np.bincount(cell, hearing.people[column], cells) / people)[:, None]

    # Terms by kind have shape (1, kinds), terms by residents of a cell have shape (cells, 1).
    voice = kinds.severity_factor[None, :]
    reach[:, :, LISTED_VISIT] = among("listed")
    reach[:, :, WALK_IN] = kinds.report_hazard * voice
    reach[:, :, APP] = hearing.app_hazard * voice * among("app_user")
    reach[:, :, SENSOR] = hearing.sensor_share[0]
    reach[:, :, PROACTIVE] = among("reached")
    reach[:, :, ACTIVITY] = among("attends")
    reach[:, :, AT_TERMINAL] = kinds.at_counter * among("self_serving")
    # The share undetected is exp(−sum of the channels' hazards × window), window in working days.
    daily = _daily_hazards(district)[:, None, :] * hearing.weight[kinds.public][None, :, :]
    return np.asarray(np.exp(-(daily * reach).sum(axis=2) * kinds.window))


class Usual(NamedTuple):
    """Expected needs of a year without works, under the levers in force.

    Attributes:
        births: Needs a year of every household; shape (households, kinds).
        in_cell: The same by cell; shape (cells, kinds).
        unheard: Share of them that no channel detects; shape (cells, kinds).
        cell: The cell of every household; shape (households,).
    """

    births: Floats
    in_cell: Floats
    unheard: Floats
    cell: Int64s


def usual_year(district: District) -> Usual:
    """Expected needs of households in a year, and the share of them that stays undetected in their cell."""
    who = district.world.residents
    home = who.household.astype(np.int64)
    cell = np.zeros(int(home.max()) + 1, np.int64)
    cell[home] = who.cell
    births, unheard = births_at_home(district), unheard_share(district)
    counts = [np.bincount(cell, of_kind, len(unheard)) for of_kind in births.T]
    in_cell = np.stack(counts, axis=1).astype(np.float64)
    heard = np.array([district.at_rest.heard.get(kind, np.nan) for kind in district.kinds.ids])
    return Usual(births, in_cell, stretched(unheard, in_cell, heard), cell)


def stretched(unheard: Floats, births: Floats, heard: Floats) -> Floats:
    """Scale all hazards of a kind by one factor so that the district as a whole detects a given share; by bisection.

    Args:
        unheard: Share that no channel detects; shape (cells, kinds).
        births: Needs a year; same shape.
        heard: Share of each kind that the whole district detects, shape (kinds,); NaN leaves that kind as it is.

    Returns:
        Shares undetected after scaling; shape (cells, kinds).
    """
    # An undetected share s means a hazard of −ln s; `low` and `high`, shape (kinds,), enclose the factor.
    hazard = -np.log(np.clip(unheard, np.finfo(float).tiny, 1.0))
    weight = births / np.maximum(births.sum(axis=0), np.finfo(float).tiny)
    low, high = np.zeros(len(heard)), np.full(len(heard), STRETCHED_MOST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        too_much = (weight * np.exp(-hazard * middle)).sum(axis=0) < 1.0 - heard
        low, high = np.where(too_much, low, middle), np.where(too_much, middle, high)
    return np.asarray(np.exp(-hazard * np.where(np.isnan(heard), 1.0, high)))


def expected_year(district: District, number: int, factors: Floats, usual: Usual) -> YearOfNeeds:
    """Draw the counts of one year's needs.

    Args:
        district: The district.
        number: Number of the batch for which they are drawn; the address of its random numbers.
        factors: Share of needs that still arise beside the works and goods of that time; shape (cells, kinds).
        usual: Expected needs without them.

    Returns:
        Counts of needs on record and of unmet ones.
    """
    cells, kinds = factors.shape
    own = draws_of(YEARS.of(district.plan.seed).at(number).key())
    rough = roughness_of_losses(district, own)[district.world.territory.community_of_cell]
    # Works lower the load of pools near them and so the losses there; the next works are asked for elsewhere.
    lost = np.minimum(losses_beside(district, usual, factors) * rough, 1.0)
    draws = {which: draws_of(own.at(which).key()) for which in (UNHEARD, LOST, BOOKED)}
    never, nothing, met = (np.empty(usual.births.shape) for _ in range(3))  # each of shape (households, kinds)
    for first in range(0, len(never), HOUSEHOLDS_AT_ONCE):
        some = slice(first, first + HOUSEHOLDS_AT_ONCE)
        cell = usual.cell[some]
        yearly = usual.births[some] * factors[cell]
        heard = yearly * (1.0 - usual.unheard[cell])
        never[some] = _drawn(draws[UNHEARD], yearly - heard, first * kinds)
        nothing[some] = _drawn(draws[LOST], heard * lost[cell], first * kinds)
        met[some] = heard * (1.0 - lost[cell])
    address = (usual.cell[:, None] * kinds + np.arange(kinds)).ravel()

    def by_cell(counts: Floats) -> Floats:
        summed = np.bincount(address, counts.ravel(), cells * kinds)
        return np.asarray(summed.reshape(cells, kinds), np.float64)

    lost_by_cell = by_cell(nothing)
    booked = _drawn(draws[BOOKED], by_cell(met), 0) + lost_by_cell
    never += nothing
    return YearOfNeeds(booked, lost_by_cell, by_cell(never), never)


def _drawn(draws: Source, mean: Floats, first: int) -> Floats:
    """Poisson counts of these means; they stand in the table of all of them from number `first` on."""
    place = np.arange(first, first + mean.size, dtype=np.int64).reshape(mean.shape)
    return draws.at(place).poisson(mean)


def losses_beside(district: District, usual: Usual, factors: Floats) -> Floats:
    """Share of detected needs that are not met, beside the works in force; shape (cells, kinds)."""
    asked = usual.in_cell * factors * (1.0 - usual.unheard)
    level = np.array([district.at_rest.lost.get(kind, USUALLY_LOST) for kind in district.kinds.ids])
    return scaled(usual_losses(district, asked), asked, level)


def roughness_of_losses(district: District, year: Source) -> Floats:
    """Factor of one year's losses, shape (communities, kinds): gamma with mean one.

    Queues lose needs in bad weeks, so losses by community and year vary more than Poisson counts do.
    """
    communities, kinds = district.world.territory.communities, len(district.kinds.ids)
    draws = ROUGHNESS.under(year.at(ROUGH).key()).at(np.arange(communities)[:, None], np.arange(kinds)).uniform()
    return np.asarray(gammaincinv(LOST_SHAPE, draws) / LOST_SHAPE)


def births_at_home(district: District) -> Floats:
    """Expected latent needs of every household in a year; independent of levers; shape (households, kinds)."""
    facts, home = district.state.facts, district.world.residents.household
    # Each resident's share of their community's rate, shape (kinds, residents): `cumulative_rate` is a running sum
    # that starts again in every community, so the first resident of each takes the sum itself.
    share = facts.cumulative_rate.copy()
    share[:, 1:] -= facts.cumulative_rate[:, :-1]
    share[:, facts.community_start[:-1]] = facts.cumulative_rate[:, facts.community_start[:-1]]
    community = np.searchsorted(facts.community_start, np.arange(len(home)), side="right") - 1
    homes = int(home.max()) + 1
    yearly = (DAYS_A_YEAR * row * rate[community] for row, rate in zip(share, facts.daily_rate.T, strict=True))
    return np.stack([np.bincount(home, row, homes) for row in yearly], axis=1)


def _daily_hazards(district: District) -> Floats:
    """Increase of every channel's hazard from one working day to the next with usual hours; shape (cells, CHANNELS)."""
    hearing, pools = district.state.hearing, district.state.pools.view(np.ndarray)
    grid = district.pool_map.of_cell.pool[:, GRID]
    # A team's daily hours are those of service; divided by their share they are all free hours. Shape (cells,).
    hours = pools["daily_hours"][grid] / np.maximum(pools["service_share"][grid], LEAST_SHARE)
    daily = hearing.workday + RESTDAYS_A_WORKDAY * hearing.restday
    daily[:, PATROL] = hearing.patrol_per_hour * hours * pools["patrol_share"][grid]
    visits = hours * pools["visit_share"][grid]
    daily[:, LISTED_VISIT] = hearing.listed_per_hour * visits
    daily[:, DOOR_VISIT] = hearing.door_per_hour * visits
    return daily
