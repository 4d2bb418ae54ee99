"""Hazard of detection of each channel in each cell under a set of levers (ODD 7.2).

Grid size enters here through three quantities only: familiarity of the team with residents, walking distance, and
households per hour. The best size is an outcome, not an input.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import Bools, Floats, Ids, Rows
from ..columns import (
    ACTIVITY,
    APP,
    AT_TERMINAL,
    CHANNELS,
    DOOR_VISIT,
    LISTED_VISIT,
    PATROL,
    PERSON,
    PROACTIVE,
    SENSOR,
    STEWARD_ROUND,
    UNHEARD_NOW,
    WALK_IN,
    Hearing,
    State,
    rows,
)
from ..parameters import Parameters
from ..place.familiarity import familiarity
from ..place.ground import Ground
from ..place.territory import Territory
from ..place.world import World
from ..streams import CELL, RESIDENT, Stream

PARTY_UNIT = Stream("party unit", CELL)
WOMEN = Stream("women", RESIDENT)
MATCHED = Stream("matched by registers", RESIDENT)
REGULARS = Stream("regulars", RESIDENT)
FRAIL = Stream("frail", RESIDENT)
FETCHED = Stream("fetched", RESIDENT)
SERVES_HERSELF = Stream("serves herself", RESIDENT)
ON_THE_LIST = Stream("on the list", RESIDENT)
APP_USER = Stream("app user", RESIDENT)

MEAN_DISTANCE_IN_SQUARE = 0.52  # between two random points of a unit square
USUAL_DOOR_HOURS = 8.0
LONGEST_WORKDAY_OPENING = 12.0
CHILD, ADULT, ELDER = 0, 1, 2


def new_hearing(world: World, kinds: int, parameters: Parameters) -> Hearing:
    """State of detection before the first day: no hazard accumulated, every rate at its ceiling (intensity one)."""
    cells, people = world.territory.cells, len(world.residents.cell)
    assumed = parameters.assumptions.hearing
    # Hazards lie by cell and channel, intensities by cell and kind; a weight for working days and one for days of rest.
    return Hearing(
        accumulated=np.zeros((cells, CHANNELS)),
        today=np.zeros((cells, CHANNELS)),
        patrol_per_hour=np.zeros(cells),
        listed_per_hour=np.zeros(cells),
        door_per_hour=np.zeros(cells),
        workday=np.zeros((cells, CHANNELS)),
        restday=np.zeros((cells, CHANNELS)),
        weight=np.zeros((2, CHANNELS)),
        people=rows(people, PERSON),
        intensity=np.ones((cells, kinds)),
        sensor_share=np.zeros(1),
        app_hazard=assumed.app_hazard,
        efficacy_slope=assumed.efficacy_slope,
        frail_walk_factor=parameters.assumptions.outreach.frail_walk_factor,
    )


def set_channels(hearing: Hearing, ground: Ground, parameters: Parameters, seed: int) -> None:
    """Write the hazards of one set of levers into `hearing`; accumulated hazards stay.

    Args:
        hearing: State of detection, written to.
        ground: Grids and centres of the levers.
        parameters: Levers and assumptions in force.
        seed: Seed of the run.
    """
    _describe_people(hearing.people, ground.world, parameters, seed)
    _say_who_hears_what(hearing, parameters)
    _set_walking(hearing, ground, parameters, seed)
    hearing.workday[:] = 0.0
    hearing.restday[:] = 0.0
    _set_doors(hearing, ground, parameters)
    _set_outreach(hearing, ground, parameters)


def _say_who_hears_what(hearing: Hearing, parameters: Parameters) -> None:
    """Set each channel's weight for personal and for public needs; `hearing.weight` has shape (2, CHANNELS)."""
    personal, public = hearing.weight
    personal[[LISTED_VISIT, DOOR_VISIT, WALK_IN, APP, PROACTIVE, ACTIVITY, AT_TERMINAL]] = 1.0
    personal[STEWARD_ROUND] = parameters.assumptions.outreach.steward_personal
    public[[PATROL, WALK_IN, APP, STEWARD_ROUND, SENSOR]] = 1.0
    hearing.sensor_share[0] = parameters.levers.channels.sensor_share


def familiarity_by_cell(ground: Ground, parameters: Parameters, seed: int) -> NDArray[np.float64]:
    """Familiarity of each cell's team with its grid, 1 for 400 households, more with Party units; shape (cells,)."""
    familiar = familiarity(ground.layout.residents_of_grid.astype(float), parameters, ground.world)
    face = parameters.assumptions.outreach.party_face
    return np.asarray(familiar[ground.layout.grid_of_cell] * (1.0 + face * party_units(ground, parameters, seed)))


def has_party_unit(territory: Territory, parameters: Parameters, seed: int) -> Bools:
    """Whether a Party unit lives in each cell, by one draw a cell; shape (cells,)."""
    draws = PARTY_UNIT.of(seed).at(np.arange(territory.cells)).uniform()
    return np.asarray(draws < parameters.levers.grid.party_unit_share)


def party_units(ground: Ground, parameters: Parameters, seed: int) -> NDArray[np.float64]:
    """Share of residents of each cell's grid with a Party unit nearby, by one draw a cell; shape (cells,)."""
    territory, layout = ground.world.territory, ground.layout
    present = has_party_unit(territory, parameters, seed) * territory.residents_of_cell
    grids = len(layout.residents_of_grid)
    # Shape (grids,): drawn by cell, so that a cell keeps its unit however grids are drawn.
    covered = np.bincount(layout.grid_of_cell, present, grids) / np.maximum(layout.residents_of_grid, 1)
    return np.asarray(covered[layout.grid_of_cell])


def _set_walking(hearing: Hearing, ground: Ground, parameters: Parameters, seed: int) -> None:
    """Set the hazard per hour of patrol and of visits in each cell."""
    levers, assumed = parameters.levers, parameters.assumptions.hearing
    world, layout = ground.world, ground.layout
    grid = layout.grid_of_cell
    familiar = familiarity_by_cell(ground, parameters, seed)  # shape (cells,); the next arrays have shape (grids,)
    households = np.maximum(layout.households_of_grid, 1.0)
    owed = assumed.familiarity_share_of_patrol
    walk_km = assumed.detour_factor * MEAN_DISTANCE_IN_SQUARE * np.sqrt(layout.area_km2_of_grid)
    visits = 1.0 / (assumed.visit_hours + walk_km / assumed.walking_km_per_hour)  # an hour
    cells_listed = np.bincount(world.residents.cell, hearing.people.listed, world.territory.cells)
    listed = np.bincount(grid, cells_listed, len(households))  # residents on the list of each grid
    # Visits an hour to each listed resident, and to each household by stairwell.
    to_each_listed = np.divide(assumed.listed_visit_share * visits, listed, out=np.zeros_like(visits), where=listed > 0)
    to_each_door = (1.0 - assumed.listed_visit_share) * visits * assumed.stairwell_households / households
    # Shape (cells,): hazard per hour; the factor of visits is 0 where the channel is closed.
    hearing.patrol_per_hour[:] = assumed.patrol_hazard * (100.0 / households)[grid] * (1.0 - owed + owed * familiar)
    opened = 1.0 + (parameters.assumptions.outreach.elected_doors if levers.party.direct_election else 0.0)
    pool_map = opened if levers.channels.visits else 0.0
    hearing.listed_per_hour[:] = pool_map * to_each_listed[grid] * np.minimum(assumed.visit_reveals * familiar, 1.0)
    hearing.door_per_hour[:] = pool_map * to_each_door[grid] * np.minimum(assumed.door_reveals * familiar, 1.0)


def _set_doors(hearing: Hearing, ground: Ground, parameters: Parameters) -> None:
    """Set the hazards of walking in to centres and stations, and of the app."""
    levers, assumed = parameters.levers, parameters.assumptions
    works, rests = opening(levers.centres.open_hours_per_week, levers.centres.shifted_hours_share)
    radius = assumed.hearing.walk_in_radius_km
    # Gaussian decay with distance, shape (cells,); a station counts by its share of a centre's opening hours.
    near = np.exp(-0.5 * (ground.centres.distance_km_of_cell / radius) ** 2)
    station = assumed.outreach.station_open_share * np.exp(-0.5 * (ground.station_km_of_cell / radius) ** 2)
    if levers.channels.walk_in:
        # Centre and station are alternatives, 1 − (1 − centre) (1 − station); the centre's term alone may exceed 1.
        hearing.workday[:, WALK_IN] = near * works + station * np.maximum(1.0 - near * works, 0.0)
        hearing.restday[:, WALK_IN] = near * rests
    # Without registered adults the app is closed, also for needs that arose while their resident was registered.
    app = levers.channels.app_ease if levers.channels.app_reach > 0.0 else 0.0
    hearing.workday[:, APP] = hearing.restday[:, APP] = app


def _set_outreach(hearing: Hearing, ground: Ground, parameters: Parameters) -> None:
    """Set the hazards of cameras, registers, activities and terminals (of stewards: volunteers/stewards.py)."""
    levers, assumed = parameters.levers, parameters.assumptions.outreach
    for day in (hearing.workday, hearing.restday):
        day[:, SENSOR] = assumed.sensor_hazard if levers.channels.sensor_share > 0.0 else 0.0
        terminals = levers.channels.terminals_per_community
        day[:, AT_TERMINAL] = assumed.terminal_hazard * np.sqrt(terminals)
    radius = parameters.assumptions.hearing.walk_in_radius_km
    # Activities take place at the centre or the station, whichever is nearer to a cell; shape (cells,).
    nearest = np.minimum(ground.centres.distance_km_of_cell, ground.station_km_of_cell)
    near = np.exp(-0.5 * (nearest / radius) ** 2)
    activities = near * assumed.activity_hazard * levers.centres.activities_per_week
    hearing.workday[:, ACTIVITY] = hearing.restday[:, ACTIVITY] = activities
    base = parameters.assumptions.hearing.list_completeness
    complete = base + (1.0 - base) * levers.channels.data_sharing
    if levers.channels.proactive_share > 0.0:
        hearing.workday[:, PROACTIVE] = assumed.proactive_hazard * complete


def direct(
    hearing: Hearing, *, patrol: Floats | None = None, door: Floats | None = None, listed: Floats | None = None
) -> None:
    """Set the hazard per hour of grid teams' work; what is None stays as it is.

    Args:
        hearing: State of detection, written to.
        patrol: Hazard per hour of patrol; shape (cells,).
        door: Hazard per hour of visits by stairwell; shape (cells,).
        listed: Hazard per hour of visits by list; shape (cells,).
    """
    columns = ((hearing.patrol_per_hour, patrol), (hearing.door_per_hour, door), (hearing.listed_per_hour, listed))
    for column, hazard in columns:
        if hazard is not None:
            column[:] = hazard


def set_hazard(hearing: Hearing, channel: int, *, workday: Floats | None = None, restday: Floats | None = None) -> None:
    """Set the daily hazard of one channel; what is None stays as it is.

    Args:
        hearing: State of detection, written to.
        channel: Number of the channel (`columns`).
        workday: Hazard on a working day; shape (cells,).
        restday: Hazard on a day of rest; shape (cells,).
    """
    if workday is not None:
        hearing.workday[:, channel] = workday
    if restday is not None:
        hearing.restday[:, channel] = restday


def let_tell(state: State, places: Ids, channel: int) -> None:
    """Unheard needs are told to whoever came by or sat there: they are heard before this day is over.

    Args:
        state: The district's columns.
        places: Rows of the list of needs nobody has heard (`state.waiting`).
        channel: Number of the channel through which they are heard.
    """
    waiting = state.waiting.view(np.ndarray)
    waiting["due"][places, channel] = state.hearing.accumulated[waiting["cell"][places], channel]


def can_be_told(state: State, day: int, places: Ids | None = None) -> Bools:
    """Which needs nobody had heard this morning can be told today; in the order of `state.waiting`.

    Not those told to somebody earlier today, nor those given up this evening because their window closes.

    Args:
        state: The district's columns.
        day: Today, from the first day on.
        places: Rows of that list to ask about; None for all of it.
    """
    waiting = state.waiting.view(np.ndarray)[: int(state.tallies.tally[UNHEARD_NOW])]
    which: Any = slice(None) if places is None else places
    due, cell, closes = waiting["due"][which], waiting["cell"][which], waiting["closes"][which]
    heard = (due <= state.hearing.accumulated[cell]).any(axis=1)
    return np.asarray(~heard & (closes > int(state.facts.working_index[day])))


def opening(hours_per_week: float, shifted: float = 0.0) -> tuple[float, float]:
    """Factor of the walk-in hazard on a working day and on a day of rest, 1 for eight opening hours a day.

    Up to twelve hours on working days; what is beyond goes to the weekend, and so does the share that is shifted there.
    """
    on_workday = min((1.0 - shifted) * hours_per_week / 5.0, LONGEST_WORKDAY_OPENING)
    at_weekend = min((hours_per_week - 5.0 * on_workday) / 2.0, 24.0)
    usual = 1.0 - np.exp(-1.0)
    return (
        float((1.0 - np.exp(-on_workday / USUAL_DOOR_HOURS)) / usual),
        float((1.0 - np.exp(-at_weekend / USUAL_DOOR_HOURS)) / usual),
    )


def _describe_people(people: Rows, world: World, parameters: Parameters, seed: int) -> None:
    """Draw residents' traits for channels (list, app, registers, activities, frail, paying, terminals); by resident."""
    levers, assumed, who = parameters.levers, parameters.assumptions.outreach, world.residents
    resident = np.arange(len(who))  # every array here has shape (residents,)
    elder, child = who.age_band == ELDER, who.age_band == CHILD

    def among(stream: Stream, share: Any) -> NDArray[np.bool_]:
        return np.asarray(stream.of(seed).at(resident).uniform() < share)

    people.listed[:] = on_the_list(world, parameters, seed)
    people.app_user[:] = app_users(world, parameters, seed)
    # Place files do not state sex: every other resident, by a draw, counts as a woman.
    women = WOMEN.of(world.place.population_seed).at(resident).uniform() < 0.5
    people.reached[:] = (elder | child | women) & among(MATCHED, levers.channels.proactive_share)
    people.attends[:] = among(REGULARS, np.where(elder, assumed.elder_regulars_share, assumed.regulars_share))
    # Old and disabled: the larger of the two shares, not their sum.
    frail = np.where(elder, assumed.frail_elder_share, 0.0)
    frail = np.maximum(frail, np.where(who.disabled, assumed.frail_disabled_share, 0.0))
    people.frail[:] = among(FRAIL, frail)
    people.fetched[:] = (people.frail == 1) & among(FETCHED, levers.centres.agency_share)
    people.pays[:] = ~who.low_income
    able = np.where(child, 0.0, np.where(elder, assumed.self_serving_elders, assumed.self_serving_adults))
    people.self_serving[:] = among(SERVES_HERSELF, able)


def on_the_list(world: World, parameters: Parameters, seed: int) -> NDArray[np.int8]:
    """Whether each resident is on the grid's list: living alone, disabled or poor, as completely as data allow."""
    people = world.residents
    alone = people.alone & (people.age_band == ELDER)
    base = parameters.assumptions.hearing.list_completeness
    complete = base + (1.0 - base) * parameters.levers.channels.data_sharing
    draws = ON_THE_LIST.of(seed).at(np.arange(len(people.cell))).uniform()
    return np.asarray((people.disabled | people.low_income | alone) & (draws < complete), np.int8)


def app_users(world: World, parameters: Parameters, seed: int) -> NDArray[np.int8]:
    """Whether each resident is registered on the app: the stated share of adults, elders less often, no children."""
    people, reach = world.residents, parameters.levers.channels.app_reach
    elders = float((people.age_band == ELDER).sum())
    adults = float((people.age_band == ADULT).sum())
    ratio = parameters.assumptions.hearing.elder_app_ratio
    of_adults = reach * (adults + elders) / max(adults + ratio * elders, 1.0)
    of_elders = ratio * of_adults
    if of_adults > 1.0:
        of_adults, of_elders = 1.0, (reach * (adults + elders) - adults) / max(elders, 1.0)
    draws = APP_USER.of(seed).at(np.arange(len(people.cell))).uniform()
    return (draws < np.where(people.age_band == ELDER, of_elders, of_adults)).astype(np.int8)
