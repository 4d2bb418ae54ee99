"""What each hearing channel is worth in each cell under a set of levers (ODD 7.2).

Grid size enters here through three quantities only: how well the team knows people, how far it walks, how many
households share its hours. Nobody says which size is best.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..columns import CHANNELS, Hearing
from ..parameters import Parameters
from ..people.posts import familiarity
from ..place.ground import Ground
from ..place.world import World
from ..streams import marks, stream_key

MEAN_DISTANCE_IN_SQUARE = 0.52  # between two random points of a unit square
USUAL_DOOR_HOURS = 8.0
LONGEST_WORKDAY_OPENING = 12.0
CHILD, ADULT, ELDER = 0, 1, 2


def new_hearing(world: World, kinds: int, parameters: Parameters) -> Hearing:
    """Hearing before any day has passed: nothing accumulated, every rate at its ceiling thinned to one."""
    cells = world.territory.cells
    assumed = parameters.assumptions.hearing
    return Hearing(
        accumulated=np.zeros((cells, CHANNELS)),
        today=np.zeros((cells, CHANNELS)),
        patrol_per_hour=np.zeros(cells),
        listed_per_hour=np.zeros(cells),
        door_per_hour=np.zeros(cells),
        walk_in_works=np.zeros(cells),
        walk_in_rests=np.zeros(cells),
        app=np.zeros(cells),
        listed=np.zeros(len(world.residents.cell), np.int8),
        app_user=np.zeros(len(world.residents.cell), np.int8),
        intensity=np.ones((cells, kinds)),
        app_hazard=assumed.app_hazard,
        efficacy_slope=assumed.efficacy_slope,
    )


def set_channels(hearing: Hearing, ground: Ground, parameters: Parameters, seed: int) -> None:
    """Write the hazards of one set of levers; what has accumulated stays."""
    levers, assumed = parameters.levers, parameters.assumptions.hearing
    world, layout, centres = ground.world, ground.layout, ground.centres
    known = familiarity(layout.residents_of_grid.astype(float), parameters, world)
    grid = layout.grid_of_cell
    households = np.maximum(layout.households_of_grid, 1.0)
    hearing.listed[:] = on_the_list(world, parameters, seed)
    hearing.app_user[:] = app_users(world, parameters, seed)
    owed = assumed.familiarity_share_of_patrol
    patrol = assumed.patrol_hazard * (100.0 / households) * (1.0 - owed + owed * known)
    walk_km = assumed.detour_factor * MEAN_DISTANCE_IN_SQUARE * np.sqrt(layout.area_km2_of_grid)
    visits = 1.0 / (assumed.visit_hours + walk_km / assumed.walking_km_per_hour)
    cells_listed = np.bincount(world.residents.cell, hearing.listed, world.territory.cells)
    listed = np.bincount(grid, cells_listed, len(households))
    to_each_listed = np.divide(assumed.listed_visit_share * visits, listed, out=np.zeros_like(visits), where=listed > 0)
    to_each_door = (1.0 - assumed.listed_visit_share) * visits * assumed.stairwell_households / households
    hearing.patrol_per_hour[:] = patrol[grid]
    open_doors = 1.0 if levers.channels.visits else 0.0
    hearing.listed_per_hour[:] = open_doors * (to_each_listed * np.minimum(assumed.visit_reveals * known, 1.0))[grid]
    hearing.door_per_hour[:] = open_doors * (to_each_door * np.minimum(assumed.door_reveals * known, 1.0))[grid]
    works, rests = opening(levers.centres.open_hours_per_week)
    near = np.exp(-0.5 * (centres.distance_km_of_cell / assumed.walk_in_radius_km) ** 2)
    hearing.walk_in_works[:] = near * works if levers.channels.walk_in else 0.0
    hearing.walk_in_rests[:] = near * rests if levers.channels.walk_in else 0.0
    # With nobody registered there is no app, not even for those who were when their need arose.
    hearing.app[:] = levers.channels.app_ease if levers.channels.app_reach > 0.0 else 0.0


def opening(hours_per_week: float) -> tuple[float, float]:
    """Chance of finding the door open on a working day and on a day of rest, relative to eight hours a day.

    Up to twelve hours on working days; what is beyond goes to the weekend.
    """
    on_workday = min(hours_per_week / 5.0, LONGEST_WORKDAY_OPENING)
    at_weekend = min((hours_per_week - 5.0 * on_workday) / 2.0, 24.0)
    usual = 1.0 - np.exp(-1.0)
    return (
        float((1.0 - np.exp(-on_workday / USUAL_DOOR_HOURS)) / usual),
        float((1.0 - np.exp(-at_weekend / USUAL_DOOR_HOURS)) / usual),
    )


def on_the_list(world: World, parameters: Parameters, seed: int) -> NDArray[np.int8]:
    """Who the grid's list names: people alone, disabled or poor, as completely as the data allow."""
    people = world.residents
    alone = people.alone & (people.age_band == ELDER)
    base = parameters.assumptions.hearing.list_completeness
    complete = base + (1.0 - base) * parameters.levers.channels.data_sharing
    luck = marks(stream_key(seed, "on the list"), np.arange(len(people.cell)))
    return np.asarray((people.disabled | people.low_income | alone) & (luck < complete), np.int8)


def app_users(world: World, parameters: Parameters, seed: int) -> NDArray[np.int8]:
    """Who is registered: the stated share of adults, elders less often; a child's need goes through a parent."""
    people, reach = world.residents, parameters.levers.channels.app_reach
    elders = float((people.age_band == ELDER).sum())
    adults = float((people.age_band == ADULT).sum())
    ratio = parameters.assumptions.hearing.elder_app_ratio
    of_adults = reach * (adults + elders) / max(adults + ratio * elders, 1.0)
    of_elders = ratio * of_adults
    if of_adults > 1.0:
        of_adults, of_elders = 1.0, (reach * (adults + elders) - adults) / max(elders, 1.0)
    luck = marks(stream_key(seed, "app user"), np.arange(len(people.cell)))
    return (luck < np.where(people.age_band == ELDER, of_elders, of_adults)).astype(np.int8)
