"""Volunteers: who comes this week, for what, and what becomes of orders (ODD 7.7)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arrays import Bools, Floats, Ids
from ..columns import DONE, LAPSED_WAITING, SOCIAL, VOLUNTEER
from ..events.residents import (
    HoursOfOtherUse,
    HoursUnused,
    HoursWithoutNeed,
    PointsExchanged,
    ShiftsServed,
    TimeBankKept,
)
from ..staffing.capacity import (
    give_hours_each,
    kinds_mask,
    set_kinds,
    set_pace,
    set_poor_share,
    set_useful_share,
)
from ..working_days import WORKING_DAYS_A_WEEK
from . import corps as rules
from . import duty as duty_rules
from . import order_desk, points, stairwells, standing, stewards
from .programme import (
    gather_guests,
    give_back,
    hold_activities,
    own_needs,
    plan_year,
    run_teams,
    within_their_power,
)
from .records import Volunteers, Week, new_volunteers
from .teams import form_teams
from .time_bank import (
    ask_back,
    draw_orders,
    hours_wanted,
    serve_draws,
    settle_draws,
)

if TYPE_CHECKING:
    from ..district import District

WEEKS_BEFORE = 60
"""Weeks the corps has lived before the first morning, so that habits and dates of service are as usual."""

TURNOUT_KEPT = 0.9
"""Of a community's usual turnout, from week to week: the organiser remembers about ten weeks."""


class Shifts(NamedTuple):
    """Who comes in one week.

    Attributes:
        who, hours: Residents, and the hours of each.
        community: Where each serves.
        activity: The activity each comes to, −1 for none.
        venues: The community of each activity.
        duty: Who came on duty.
    """

    who: Ids
    hours: Floats
    community: NDArray[np.integer]
    activity: NDArray[np.int64]
    venues: NDArray[np.int64]
    duty: Bools


def initialise(district: District) -> None:
    """The corps of registered volunteers on the first morning, as a year under the status quo left it."""
    named = ["volunteer" in kind.served_by for kind in district.world.place.needs]
    kinds = np.flatnonzero(np.array(named))
    office = new_volunteers(district.world, kinds, len(district.kinds.ids), district.parameters, district.plan.seed)
    district.keep(office)
    _enrol(district)
    _assign_teams(district)
    date = district.plan.first_day - dt.timedelta(days=district.plan.first_day.weekday() + 7 * WEEKS_BEFORE)
    for _ in range(WEEKS_BEFORE):
        month = date.month
        _gather(district, date, np.zeros(len(office.skill)))
        date += dt.timedelta(days=7)
        if date.month != month:
            _turn_month(district, date)
    plan_year(district)
    _lead(district)


def on_new_levers(district: District) -> None:
    """New levers: who is registered, led or in a team, and places for their shifts."""
    corps = district.of(Volunteers).corps
    registered = corps.members.copy()
    _enrol(district)
    if not np.array_equal(corps.members, registered):
        _assign_teams(district)
    stairwells.show_example(district.of(Volunteers).corps, district.world, district.parameters)
    _lead(district)
    office = district.of(Volunteers)
    office.heard_at_events = np.zeros_like(office.heard_at_events)
    standing.let_be_felt(district)
    _stand_at_pools(district, office.hours)


def weekly(district: District, date: dt.date) -> None:
    """Shifts of the week that begins."""
    office, levers = district.of(Volunteers), district.parameters.levers.volunteers
    theirs = own_needs(district)
    _look_back(district, theirs)
    settle_draws(district)
    draws = ask_back(district)
    shifts = _gather(district, date, hours_wanted(district, draws))
    if levers.time_bank:
        cap = district.parameters.assumptions.volunteer_work.bank_cap_hours
        household = district.world.residents.household[shifts.who]
        office.bank.deposit(household, office.corps.community[shifts.who], shifts.hours, cap)
    offered = np.bincount(shifts.community, shifts.hours, len(office.skill)).astype(float)
    give_back(district, offered, theirs)
    _weigh_skill(district, shifts)
    given = _stand_at_pools(district, offered)
    office.weeks.append(Week(district.day, len(shifts.who), offered, given))
    left = _plan_use(district, shifts, draws)
    district.record(HoursWithoutNeed(hours=float(left.sum())))
    came = duty_rules.Came(shifts.who, shifts.hours, shifts.duty)
    unused = duty_rules.serve(district, date.toordinal() // 7, left, came)
    _tell_use(district, left, unused)
    each = levers.points_yuan_per_hour
    yuan = office.points.give(shifts.who, shifts.hours, each) / points.FEN if each > 0.0 else None
    district.record(ShiftsServed(participations=len(shifts.who), points_yuan=yuan))


def _tell_use(district: District, left: Floats, unused: Floats) -> None:
    """What programmes did with the hours left; teams have so much less of them, and the rest is unused."""
    office = district.of(Volunteers)
    taken = office.programmes.uses.sum()
    office.weeks[-1] = office.weeks[-1]._replace(otherwise=float(taken))
    for name, hours in zip(standing.USES, office.programmes.uses.sum(axis=1).tolist(), strict=True):
        if hours > 0.0:
            district.record(HoursOfOtherUse(about=name, hours=hours))
    district.record(HoursUnused(hours=float(unused.sum())))
    kept = np.divide(unused, left, out=np.zeros(len(left)), where=left > 0.0)
    for team in office.teams.each if office.teams else ():
        team.left *= float(kept[team.community])


def monthly(district: District, date: dt.date) -> None:
    """Who stays, who tires, what neighbours learn from each other, what banks owe; stewards are found, teams learn."""
    _exchange_points(district, date)
    _turn_month(district, date)
    if district.parameters.levers.volunteers.ordering:
        order_desk.monthly(district)
    stewards.monthly(district, date)
    office = district.of(Volunteers)
    if date.month == 1:
        office.corps.times_this_year[:] = 0
        office.corps.hours_this_year[:] = 0.0
        plan_year(district)
    if district.parameters.levers.volunteers.time_bank:
        saved, honoured, broken = float(office.bank.saved.sum()), office.bank.honoured, office.bank.broken
        district.record(TimeBankKept(hours_saved=saved, draws_honoured=honoured, draws_broken=broken))


def _exchange_points(district: District, date: dt.date) -> None:
    """Points become something at the station, and only then they cost money."""
    office, ledger = district.of(Volunteers), district.ledger
    if not office.points.fen.any():
        return
    exchanged = points.exchange(
        office.points, 12 * date.year + date.month, date.toordinal(), district.plan.seed, district.parameters
    )
    fen = np.zeros(len(office.skill), np.int64)
    np.add.at(fen, office.corps.community[exchanged.who], exchanged.fen)
    ledger.pay_each(district.day, "treasury", "points", fen, "points")
    outstanding = float(office.points.fen.sum()) / points.FEN
    district.record(
        PointsExchanged(people=len(exchanged.who), yuan=float(fen.sum()) / points.FEN, outstanding=outstanding)
    )


def _assign_teams(district: District) -> None:
    """Teams by skill; with levers they are formed anew where their number changes."""
    office = district.of(Volunteers)
    before, office.teams = office.teams, form_teams(district, office.corps, office.teams)
    if before is not None and office.teams is not before:
        office.desk.teams_dissolved()
    _stand_in_teams(district)


def _stand_in_teams(district: District) -> None:
    """The keen of every team meet every week, where there are programmes for it."""
    office, corps = district.of(Volunteers), district.of(Volunteers).corps
    corps.team[:] = -1
    if district.parameters.levers.volunteers.project_teams and office.teams is not None:
        members = corps.who[rules.keen(corps, district.parameters)]
        corps.team[members] = office.teams.of_resident[members]


def _enrol(district: District) -> None:
    corps, parameters = district.of(Volunteers).corps, district.parameters
    rules.enrol(corps, district.world, parameters)
    _stand_in_teams(district)
    rules.lead(corps, _places_with_social_workers(district), parameters)


def _turn_month(district: District, date: dt.date) -> None:
    """Monthly update: who leaves, who registers, experience of standing teams, spread of the norm."""
    office, parameters = district.of(Volunteers), district.parameters
    work = parameters.assumptions.volunteer_work
    kept = office.points.kept(date.toordinal(), parameters)
    office.left += rules.leave(office.corps, date.year * 12 + date.month, parameters, kept)
    stairwells.spread_norm(office.corps, district.world, parameters)
    _enrol(district)
    missing = 1.0 - office.corps.practice if parameters.levers.volunteers.project_teams else -office.corps.practice
    office.corps.practice += missing / max(work.learning_months, 1.0)


def _gather(district: District, date: dt.date, wanted: Floats) -> Shifts:
    """Who comes this week, for how long, and where.

    Offers wait for an activity of their street, unless somebody ordered, the offer is a standing team's or of a member
    on duty, or a programme or a draw on the time bank calls for them (`wanted` hours by community).
    """
    office, parameters = district.of(Volunteers), district.parameters
    corps, week, ordering = office.corps, date.toordinal() // 7, parameters.levers.volunteers.ordering
    rules.rest_week(corps, parameters)
    bank = office.bank.appeal(corps.members, parameters)
    motive = rules.weekly_motive(corps, district.state.minds.trust, bank, parameters)
    willing = rules.offers(corps, motive, week, parameters)
    corps.called[corps.who[willing]] = False
    if parameters.levers.party.duty_per_year > 0.0:
        owed = rules.on_duty(corps, date.timetuple().tm_yday, parameters) & ~willing & ~corps.waiting[corps.who]
        corps.called[corps.who[owed]] = True
        willing |= owed
    fresh = corps.who[willing & ~corps.waiting[corps.who]]
    corps.turnout *= TURNOUT_KEPT
    corps.turnout += (1.0 - TURNOUT_KEPT) * np.bincount(corps.community[fresh], minlength=len(office.skill))
    corps.waiting[fresh] = True
    ready = corps.who[corps.waiting[corps.who]]
    community, activity = corps.community[ready], np.full(len(ready), -1)
    venues = np.zeros(0, np.int64)
    if not ordering:
        wanted = wanted + standing.planned(district, week).sum(axis=0)
        called = _first_of_each(community, np.ceil(wanted / parameters.assumptions.volunteering.shift_hours))
        single = (corps.team[ready] >= 0) | called | corps.called[ready]
        activity[~single], venues = gather_guests(district, community[~single], week)
        comes = single | (activity >= 0)
        ready, community, activity = ready[comes], community[comes], activity[comes]
    encouraged = 1.0 + parameters.assumptions.volunteer_work.signed_habit * office.of_use * ordering
    duty = corps.called[ready].copy()
    hours = rules.come(corps, ready, week, date.toordinal(), parameters)
    rules.grow_used(corps, ready, encouraged, parameters)
    if len(venues):
        community = np.where(activity >= 0, venues[activity], community)
    return Shifts(ready, hours, community, activity, venues, duty=duty)


def _first_of_each(community: NDArray[np.int32], places: Floats) -> NDArray[np.bool_]:
    """As many of each community as there are places, in their order."""
    order = np.argsort(community, kind="stable")
    start = np.searchsorted(community[order], np.arange(len(places)))
    chosen = np.zeros(len(community), np.bool_)
    chosen[order] = np.arange(len(order)) - start[community[order]] < places[community[order]]
    return chosen


def _weigh_skill(district: District, shifts: Shifts) -> None:
    """Led volunteers and practised teams come close to staff; the others are slower and do more poor work."""
    office, parameters = district.of(Volunteers), district.parameters
    corps, work, who = office.corps, parameters.assumptions.volunteer_work, shifts.who
    learned = np.where(corps.team[who] >= 0, corps.practice[corps.community[who]], 0.0)
    if parameters.levers.volunteers.ordering and office.teams is not None:
        learned = np.maximum(learned, office.teams.practice_of(who))
    learned = work.learned_share * np.maximum(learned, corps.led[who])
    total = np.bincount(shifts.community, shifts.hours, len(office.skill))
    skilled = np.bincount(shifts.community, shifts.hours * learned, len(office.skill))
    office.skill = np.divide(skilled, total, out=office.skill, where=total > 0.0)


def _stand_at_pools(district: District, hours: Floats) -> Floats:
    """Hours of the week stand at each community's pool; posts in the middle of a need go on with it.

    Nobody is sent there by routing: the desk sends, and whoever comes by takes along.

    Returns the hours that now stand there.
    """
    state, office, parameters = district.state, district.of(Volunteers), district.parameters
    work, shift = parameters.assumptions.volunteer_work, parameters.assumptions.volunteering.shift_hours
    numbers = np.array(district.pool_map.numbers(VOLUNTEER))
    set_pace(state, numbers, 1.0 + (work.slowness - 1.0) * (1.0 - office.skill))
    set_kinds(state, numbers, kinds_mask(()))
    usual = parameters.assumptions.service.poor_work_share
    set_poor_share(state, numbers, usual + (work.poor_share - usual) * (1.0 - office.skill))
    busy = np.bincount(state.servers.pool, state.servers.need >= 0, len(state.pools))[numbers]
    daily = hours / WORKING_DAYS_A_WEEK
    # As many posts go on as are in the middle of a need; with hours for less than one shift there is one.
    give_hours_each(district, numbers, daily, np.minimum(shift, daily / np.maximum(busy, 1.0)))
    return np.asarray(state.pools.daily_hours[numbers] * WORKING_DAYS_A_WEEK)


def _plan_use(district: District, shifts: Shifts, draws: NDArray[np.int64]) -> Floats:
    """Draws on the time bank first, then orders or, without ordering, standing teams and activities.

    Returns the hours of each community for which nothing was found.
    """
    office = district.of(Volunteers)
    count, team = len(office.skill), np.where(shifts.duty, -1, office.corps.team[shifts.who])
    left = serve_draws(district, draws, office.hours)
    # By community: what draws on the time bank leave of the hours; by shift: the same share of each.
    share = np.divide(left, office.hours, out=np.zeros(count), where=office.hours > 0.0)
    hours = shifts.hours * share[shifts.community]
    if district.parameters.levers.volunteers.ordering:
        return _send_teams(district, shifts, hours)
    found = office.hours - left
    waiting = within_their_power(district) if len(team) else np.zeros(0, np.int64)
    if (team >= 0).any() and office.teams is not None:
        by_team = np.bincount(team[team >= 0], hours[team >= 0], len(office.teams.each)).astype(float)
        found = found + run_teams(district, waiting, by_team)
    guests = shifts.activity >= 0
    if guests.any():
        each = np.bincount(shifts.activity[guests], hours[guests], len(shifts.venues)).astype(float)
        found = found + hold_activities(district, waiting, shifts.venues, each)
    return np.asarray(np.maximum(office.hours - found, 0.0))


def _send_teams(district: District, shifts: Shifts, hours: Floats) -> Floats:
    """The desk sits with the hours of the week; what earlier orders still take is none of them. Returns hours left."""
    office, state = district.of(Volunteers), district.state
    assert office.teams is not None, "teams are formed on the first morning"
    # By community first, then by team, and back again: teams spend hours that communities offered.
    numbers = np.array(district.pool_map.numbers(VOLUNTEER))
    offered = np.bincount(shifts.community, hours, len(office.skill)).astype(float)
    free = np.maximum(offered - state.pools.backlog_hours[numbers], 0.0)
    own = np.divide(free, offered, out=np.zeros(len(free)), where=offered > 0.0)[shifts.community]
    mine, count = office.teams.of_resident[shifts.who], len(office.teams.each)
    with_teams = duty_rules.waits_for_orders(district, shifts.who, shifts.duty)
    by_team = np.bincount(mine, hours * own * with_teams, count).astype(float)
    order_desk.open_week(district, by_team)
    order_desk.sit(district)
    spent = by_team - np.array([team.left for team in office.teams.each])
    home = np.array([team.community for team in office.teams.each])
    return np.asarray(np.maximum(free - np.bincount(home, spent, len(free)), 0.0))


def _look_back(district: District, theirs: Ids) -> None:
    """What last week's hours were good for."""
    office, state = district.of(Volunteers), district.state
    first, last = district.pool_map.starts[VOLUNTEER], district.pool_map.starts[VOLUNTEER + 1]
    needs = state.needs.view(np.ndarray)
    served = theirs[(needs["state"][theirs] == DONE) & (needs["bin"][theirs] != LAPSED_WAITING)]
    served = served[needs["done_time"][served] >= office.looked]
    draw_orders(district, served)
    pool = needs["pool"][served]
    work = np.bincount(pool - first, needs["first_hours"][served] * state.pools.slowness[pool], last - first)
    office.of_use = np.minimum(np.divide(work, office.hours, out=np.zeros(len(work)), where=office.hours > 0.0), 1.0)
    office.looked = int(state.facts.working_index[district.day])


def _places_with_social_workers(district: District) -> Floats:
    """Volunteers that social workers can lead, by community."""
    communities = district.world.territory.communities
    centres = np.bincount(district.centres.community, minlength=communities)
    levers = district.parameters.levers
    return np.asarray(levers.volunteers.per_social_worker * levers.centres.social_workers_each * centres)


def _lead(district: District) -> None:
    """Leading takes casework hours of the social workers in that community."""
    corps, arranged, state = district.of(Volunteers).corps, district.in_force, district.state
    led = np.bincount(corps.home, corps.led[corps.who], district.world.territory.communities)
    if not led.any():
        return
    assumed, levers = district.parameters.assumptions, district.parameters.levers
    each = WORKING_DAYS_A_WEEK * assumed.service.hours_per_day * assumed.service.casework_share
    communities = district.world.territory.communities
    workers = np.bincount(district.centres.community, minlength=communities) * levers.centres.social_workers_each
    spent = assumed.volunteer_work.leading_hours * led / np.maximum(workers * each, 1e-9)
    theirs = np.flatnonzero(state.pools.type[state.servers.pool] == SOCIAL)
    community = state.pools.community[state.servers.pool[theirs]]
    arranged.usual_useful_share[theirs] *= 1.0 - np.minimum(spent, 1.0)[community]
    set_useful_share(state, theirs, arranged.usual_useful_share[theirs])
