"""Duty rooms: drills in peace, the answer in an emergency, and what it leaves behind (ODD 7.17)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ...columns import COUNTER
from ...events.force import AnswerStoodDown, DrillHeld, TemporaryBranchDissolved
from ...ledger.ledger import fens_of
from ...ledger.payments import pay_for_cadres
from ...staffing.capacity import charge_counters
from ...volunteers import stewards
from ...volunteers.corps import come_home, stay_burnt_out
from ...volunteers.records import Volunteers
from ...working_days import meets
from ..process import acts as a_shock_acts
from ..records import Emergency
from . import posts, readiness
from .answer import Dispatcher
from .mobilising import facts_of
from .pulled_in import tell_worn_out, wear_of
from .records import DutyRooms, new_rooms
from .roll import registered
from .tiring import DAYS_A_WEEK
from .wearing import after

if TYPE_CHECKING:
    from ...district import District


def initialise(district: District) -> None:
    """A duty room in every community, as practised as years of drilling leave it; it answers if anything happens."""
    communities, month = district.world.territory.communities, district.plan.first_day.month
    district.keep(new_rooms(communities, readiness.at_rest(communities, month, district.parameters)))
    district.of(Emergency).force = Dispatcher()


def monthly(district: District, date: dt.date) -> None:
    """Practice fades; where the plan says so, communities drill."""
    rooms, parameters = district.of(DutyRooms), district.parameters
    if date.month == 1:
        rooms.drilled[:] = 0.0
    drills = meets(date.month, parameters.levers.emergency.drills_per_year) and rooms.roll is None
    rooms.practice = readiness.after_a_month(rooms.practice, drilled=drills, parameters=parameters)
    if drills:
        _drill(district, rooms)


def _drill(district: District, rooms: DutyRooms) -> None:
    """Staff, squad and those registered beforehand drill; staff take it out of their training days while these last."""
    assumed, facts = district.parameters.assumptions, facts_of(district)
    staff = posts.posts_of(district, COUNTER)
    hours = staff * assumed.force.drill_hours
    trained = staff * assumed.service.hours_per_day * district.parameters.levers.staff.training_days_per_year
    beyond = readiness.beyond_training(rooms.drilled, hours, trained)
    rooms.drilled = rooms.drilled + hours
    charge_counters(district, beyond)
    on_roll = np.bincount(facts.corps.community[registered(facts)], minlength=len(staff))
    squad = district.parameters.levers.emergency.squad_per_community
    people = np.rint(assumed.force.drill_turnout * on_roll).astype(np.int64) + squad
    for one in range(len(staff)):
        held = DrillHeld(
            community=one,
            staff=float(staff[one]),
            people=int(people[one]),
            staff_hours=float(hours[one]),
            people_hours=float(people[one] * assumed.force.drill_hours),
            beyond=float(beyond[one]),
            practice=float(rooms.practice[one]),
        )
        district.record(held)


def weekly(district: District, date: dt.date) -> None:
    """After an emergency everybody goes home, days off are taken, and whoever gave up stays away for months."""
    rooms = district.of(DutyRooms)
    if rooms.is_quiet:
        return
    if rooms.roll is not None and not a_shock_acts(district, date):
        _stand_down(district, rooms)
    if rooms.roll is None:
        _recover(district, rooms)
    still = rooms.burnt_until > district.day
    rooms.burnt, rooms.burnt_until = rooms.burnt[still], rooms.burnt_until[still]
    stay_burnt_out(district.of(Volunteers).corps, rooms.burnt, district.parameters.assumptions.force.burnt_fatigue)
    pay(district)


def _recover(district: District, rooms: DutyRooms) -> None:
    """Days off are taken, and whoever is worn out stays away until rested."""
    if rooms.owed.any() or rooms.owed_staff.any() or rooms.teams.resting.any():
        posts.take_days_off(rooms, district)
    before, nothing = rooms.teams, np.zeros(rooms.teams.missing.shape)
    rooms.teams = after(before, nothing, wear_of(district, 0.0), DAYS_A_WEEK)
    tell_worn_out(district, before, rooms.teams)


def _stand_down(district: District, rooms: DutyRooms) -> None:
    roll = rooms.roll
    assert roll is not None
    for branch in rooms.branches:
        if len(branch.members):
            gone, shifts = int(roll.gone[branch.members].sum()), int(roll.served[branch.members].sum())
            many = len(branch.members)
            over = TemporaryBranchDissolved(community=branch.community, members=many, gave_up=gone, shifts=shifts)
            district.record(over)
    served, owed = int((roll.served > 0).sum()), float(rooms.owed.sum() + rooms.owed_staff.sum())
    district.record(AnswerStoodDown(served=served, gave_up=int(roll.gone.sum()), owed=owed))
    rooms.roll, rooms.alarm, rooms.branches = None, -1, []
    come_home(district.of(Volunteers).corps)
    stewards.walk_rounds(district, 1.0)


def pay(district: District) -> None:
    """Hours given since the last time: meals and insurance of volunteers, time of cadres."""
    rooms, prices = district.of(DutyRooms), district.parameters.assumptions.prices
    if not (rooms.volunteers.any() or rooms.cadres.any()):
        return
    fen = fens_of(rooms.volunteers * prices.volunteer_hour_yuan)
    district.ledger.pay_each(district.day, "treasury", "volunteers", fen, "emergency")
    pay_for_cadres(district, rooms.cadres, "sent_down")
    rooms.volunteers, rooms.cadres = np.zeros(len(fen)), np.zeros(len(fen))
