"""Effects of projects in force: hours at the pool of projects, lower rates beside works and goods, activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Floats, Int64s
from ..backend import transfer
from ..columns import ACTIVITY as HEARD_AT_ACTIVITIES
from ..columns import NOBODY, PROJECT, TO_POOL
from ..ledger.payers import PAID_BY, Payers
from ..needs.channels import set_hazard
from ..staffing.capacity import give_hours_each, kinds_mask, queued_needs, set_kinds, set_people
from .effects import (
    Acting,
    activities_a_week,
    dispute_factors,
    part_of_works,
    rate_factors,
    reaches_km,
    service_hours_a_day,
)
from .kinds import (
    ACTIVITY,
    FORMS,
    GOODS,
    SERVICE,
    WORKS,
)
from .records import (
    CLAIMS,
    USES,
    Project,
    ProjectBook,
)

if TYPE_CHECKING:
    from ..district import District

WORKING_DAYS_A_WEEK, WORKING_SHARE = 5.0, 5.0 / 7.0
LEAST_DAYS = 1.0


def put_in_force(district: District, afresh: bool) -> None:
    """Set hours, routing, rates and activities to those of the projects in force today, if these have changed.

    Args:
        afresh: Levers have changed, so that pools, channels and posts may have been drawn anew.
    """
    book, day = district.of(ProjectBook), district.day
    acting = [one for one in book.running if one.acts(day)]
    building = [one for one in book.running if one.form == WORKS and one.under_way(day)]
    now = tuple(one.number for one in (*acting, *building))
    if now == book.acting and not afresh:
        return
    if afresh:
        book.usual_activities = district.state.hearing.workday[:, HEARD_AT_ACTIVITIES].copy()
    book.acting = now
    _lower_rates(district, acting, building)
    _add_activities(district, acting)
    _serve(district, acting)


def table_of(projects: list[Project]) -> Acting:
    """Projects as arrays, one row a project; shape (projects,) each."""
    table = np.array([(one.form, one.kind, one.cell, one.worth_fen) for one in projects], np.int64).reshape(-1, 4)
    return Acting(*table.T.copy())


def _lower_rates(district: District, acting: list[Project], building: list[Project]) -> None:
    book, assumed = district.of(ProjectBook), district.parameters.assumptions.delivery
    lowering = table_of([one for one in acting if one.form in (WORKS, GOODS)])
    # Factors of rates, shape (cells, kinds); those of works alone are kept apart, to split what was averted.
    book.factors = rate_factors(lowering, book.catchments, len(district.kinds.ids), assumed)
    built = Acting(*(column[lowering.form == WORKS] for column in lowering))
    by_works = rate_factors(built, book.catchments, len(district.kinds.ids), assumed)
    book.works_share_averted = part_of_works(by_works, book.factors)
    informed = np.array([one.informed for one in building], np.bool_)  # shape (works under way,): with notice
    book.dispute_factor = dispute_factors(table_of(building), informed, book.catchments, assumed)


def _add_activities(district: District, acting: list[Project]) -> None:
    """Add the hazard of detection at activities of projects, near their cells, to that of the centres' activities."""
    hearing, territory, assumed = district.state.hearing, district.world.territory, district.parameters.assumptions
    activities = table_of([one for one in acting if one.form == ACTIVITY])
    extra = np.zeros(territory.cells)  # activities a week that reach each cell, by Gaussian decay with distance
    weekly = activities_a_week(activities.form, activities.cost_fen, assumed.delivery)
    weight_of_cells = _felt_from(district, activities.cell[weekly > 0.0])
    for row in np.flatnonzero(weekly > 0.0):
        extra += weekly[row] * weight_of_cells[int(activities.cell[row])]
    hazard = district.of(ProjectBook).usual_activities + assumed.outreach.activity_hazard * extra
    set_hazard(hearing, HEARD_AT_ACTIVITIES, workday=hazard, restday=hazard)


def _felt_from(district: District, cells: Int64s) -> dict[int, Floats]:
    """How far an activity in each of these cells is felt in every cell, 0 to 1; kept while activities go on there."""
    territory, book = district.world.territory, district.of(ProjectBook)
    reach, known = district.parameters.assumptions.hearing.walk_in_radius_km, book.felt_from

    def felt(cell: int) -> Floats:
        away = np.hypot(territory.x_km - territory.x_km[cell], territory.y_km - territory.y_km[cell])
        return np.asarray(np.exp(-0.5 * (away / reach) ** 2))

    book.felt_from = {cell: known[cell] if cell in known else felt(cell) for cell in set(cells.tolist())}
    return book.felt_from


def _serve(district: District, acting: list[Project]) -> None:
    """Set hours, kinds and reach of every community's pool of projects; route needs again where pools open or close."""
    territory, state, assumed = district.world.territory, district.state, district.parameters.assumptions
    rows = np.array(list(district.pool_map.numbers(PROJECT)))  # shape (communities,): one pool each
    acting = [one for one in acting if one.form in (SERVICE, ACTIVITY)]
    table = table_of(acting)
    hours_each = _hours_a_day(district, acting, table)
    where = np.array([one.community for one in acting], np.int64)
    # What is bound to a group has hours for members of it only, week by week (`group_programmes`).
    bound = np.array([bool(one.group) for one in acting], np.bool_)
    book = district.of(ProjectBook)
    book.open_hours = np.bincount(where, np.where(bound, 0.0, hours_each), len(rows)).astype(float)
    hours = book.open_hours + book.bound_hours
    # A pool takes the kinds of all its projects from every cell that any of them reaches.
    reached = book.catchments.reached(table.cell, reaches_km(table.form, table.cost_fen, assumed.delivery))
    open_to = np.zeros(territory.cells, np.bool_)
    masks = np.zeros(len(rows), np.int64)
    for place, project in enumerate(acting):
        if hours_each[place] > 0.0 and not bound[place]:
            cells = reached[place]
            open_to[cells[territory.community_of_cell[cells] == project.community]] = True
            masks[project.community] |= kinds_mask([project.kind])
    # Residents within reach are the weight by which needs are routed to this pool rather than to others.
    people = territory.residents_of_cell * open_to
    known_to = np.bincount(territory.community_of_cell, people, len(rows))
    set_people(state, rows, np.maximum(known_to, 1.0))
    _remember_payers(district, acting, hours_each)
    before = state.pools.daily_hours[rows] > 0.0
    give_hours_each(district, rows, hours, np.full(len(rows), assumed.service.hours_per_day))
    after = state.pools.daily_hours[rows] > 0.0
    # Shape (communities,): a queue whose kinds or reach changed is emptied like one that closed.
    changed = (state.pools.kinds[rows] != masks) & (before | after)
    set_kinds(state, rows, masks)
    pool_map = np.where(open_to, rows[territory.community_of_cell], NOBODY)
    changed |= np.bincount(territory.community_of_cell, state.pool_map.pool[:, PROJECT] != pool_map, len(rows)) > 0
    state.pool_map.pool[:, PROJECT] = pool_map
    closed = rows[before & (changed | ~after)]
    if len(closed) or (after & ~before).any():
        hand_on(district, closed)


def _remember_payers(district: District, acting: list[Project], hours_each: np.ndarray) -> None:
    """Record which budget line pays how many hours a day at every community's pool; shape (communities, lines)."""
    lines = PAID_BY[PROJECT]
    daily = np.zeros((district.ledger.communities, len(lines)))
    for project, hours in zip(acting, hours_each.tolist(), strict=True):
        daily[project.community, lines.index(CLAIMS if project.claimed else USES[FORMS[project.form]])] += hours
    district.of(Payers).shares[PROJECT].change(district.day, daily)


def hours_a_day(district: District, acting: list[Project]) -> np.ndarray:
    """Hours each project gives on a working day: those its money buys, or claimed hours, spread over its term.

    Activities give their hours for needs of culture in the same pool.

    Returns:
        Hours a working day, in the order of `acting`; shape (projects,).
    """
    return _hours_a_day(district, acting, table_of(acting))


def _hours_a_day(district: District, acting: list[Project], table: Acting) -> np.ndarray:
    """The same where these projects stand in a table already."""
    assumed = district.parameters.assumptions
    days = np.array([max((one.acts_until_day - one.acts_from_day) * WORKING_SHARE, LEAST_DAYS) for one in acting])
    hours = service_hours_a_day(table.form, table.cost_fen, days, assumed.delivery)
    for row, one in enumerate(acting):
        if one.claimed and one.form == SERVICE:
            hours[row] = one.part * one.claim_hours / days[row]
    weekly = activities_a_week(table.form, table.cost_fen, assumed.delivery)
    meets = assumed.outreach.activity_meets_hours * weekly / WORKING_DAYS_A_WEEK
    return np.where(table.form == ACTIVITY, meets, hours)


def hand_on(district: District, closed: np.ndarray) -> None:
    """Route again the needs queued at pools `closed`, and the needs no pool took."""
    queued = queued_needs(district)
    theirs = district.state.needs.pool[queued]
    moved = queued[(theirs == NOBODY) | np.isin(theirs, closed)]
    transfer(moved.astype(np.int32), np.full(len(moved), TO_POOL, np.int32), district.state)
    district.seen_queued = None
