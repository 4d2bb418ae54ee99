"""A town answers an epidemic: who is led, what more people change, what it leaves behind.

Expected before any run: registering beforehand helps where hands are short and not where nobody is led in time; its
gain ends where leaders have all they can lead; people who burn out give fewer hours in peace afterwards; cadres sent
down cost their departments cases; without an emergency nothing of it leaves a trace but drills.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from shapan.model.columns import BORN, DEPARTMENT_DOOR, MET_ON_TIME
from shapan.model.district import District, Plan
from shapan.model.emergency.force.process import pay
from shapan.model.emergency.force.records import DutyRooms
from shapan.model.emergency.needs import ON_TIME
from shapan.model.emergency.records import Emergency
from shapan.model.emergency.shock import Shock
from shapan.model.events.force import (
    AnswerStoodDown,
    CadresSent,
    CrewsLed,
    DrillHeld,
    LeaderTook,
    TemporaryBranchDissolved,
    TemporaryBranchFormed,
    VolunteerGaveUp,
)
from shapan.model.volunteers.records import Volunteers

DAYS, WARMUP, BEGINS, LONG, STRONG = 170, 30, 20, 40, 8.0
AS_LARGE = {"force.span": 4.0, "grid.stewards_per_1000": 5.0}
"""Communities here are a sixth of usual ones, so that fewer come for each leader: leaders have as much less in view."""
READY = {"emergency.switch_days": 1}
ARMS: dict[str, dict[str, Any]] = {
    "unready": {"emergency.preregistered_share": 0.0, "emergency.switch_days": 30},
    "unprepared": {"emergency.preregistered_share": 0.0},
    "registered": {**READY, "emergency.preregistered_share": 0.05},
    "ready": {**READY, "emergency.preregistered_share": 0.0},
    "many": {**READY, "emergency.preregistered_share": 0.2},
    "most": {**READY, "emergency.preregistered_share": 0.3},
    "cadres": {**READY, "emergency.preregistered_share": 0.0, "emergency.sent_down_per_community": 10},
    "branches": {**READY, "emergency.preregistered_share": 0.2, "emergency.temporary_branches": True},
    "unbroken": {**READY, "emergency.preregistered_share": 0.2, "force.give_up_from": 2.0},
    "frail": {**READY, "emergency.preregistered_share": 0.2, "force.give_up_from": 0.2, "force.burnt_months": 12.0},
}


@pytest.fixture(scope="module")
def arms(town, changed, epidemic):
    """The same epidemic under each preparation, lived once when asked for; those about peace have more volunteers."""
    begun = town.place.start + dt.timedelta(days=BEGINS)
    lived: dict[str, District] = {}

    def of(name: str) -> District:
        if name not in lived:
            parameters = changed(town, {**AS_LARGE, **ARMS[name]})
            if name in ("unbroken", "frail"):
                volunteering = changed(parameters, {"volunteers.ordering": True, "volunteering.turnout_base": -4.5})
                place = town.place.model_copy(update={"volunteers_registered": 0.4})
                parameters = volunteering.model_copy(update={"place": place})
            shock = Shock(epidemic, begun, LONG, STRONG)
            plan = Plan(parameters, 3, DAYS, WARMUP, shocks=(shock,), earlier_years=False)
            lived[name] = District(plan)
            lived[name].run()
        return lived[name]

    return of


def recorded(district, kind):
    return [one for _, one in district.events if isinstance(one, kind)]


def on_time(district):
    """Share of the emergency's needs that is met within its hours."""
    needs = district.of(Emergency).lived.table.needs
    return float((needs.state == ON_TIME).mean())


def led(district):
    return sum(one.led for one in recorded(district, CrewsLed))


def everyday(district, first=0, last=DAYS):
    log = district.state.needs.view(np.ndarray)[: int(district.state.tallies.tally[BORN])]
    log = log[(log["birth_day"] >= WARMUP + first) & (log["birth_day"] < WARMUP + last)]
    return float((log["bin"] == MET_ON_TIME).mean())


def test_everybody_who_comes_is_somewhere(arms):
    district = arms("many")
    days = recorded(district, CrewsLed)
    assert days and all(one.came <= one.called_up for one in days)
    assert all(one.led + one.at_door + one.idle <= one.came for one in days)
    assert {one.how for one in recorded(district, LeaderTook)} <= {"preregistered", "newcomer", "steward"}
    given = sum(float(day.given.sum()) for day in district.of(Emergency).lived.days)
    assert 0.0 < given < sum(one.hours + one.posts for one in days), "who leads does no other work"


def test_registering_beforehand_helps_where_hands_are_short(arms):
    assert on_time(arms("registered")) > max(on_time(arms(one)) for one in ("ready", "unprepared", "unready"))


def test_its_gain_ends_where_leaders_have_all_they_can_lead(arms):
    """Of the last tenth of adults a person registered adds less than half of one of the first twentieth; more wait."""
    first = (led(arms("registered")) - led(arms("ready"))) / 0.05
    last = (led(arms("most")) - led(arms("many"))) / 0.1
    assert first > 0.0 and last < 0.5 * first
    doors = [sum(one.at_door for one in recorded(arms(name), CrewsLed)) for name in ("registered", "many", "most")]
    assert doors == sorted(doors) and doors[-1] > 0


def test_who_burns_out_gives_fewer_hours_in_peace(arms):
    tired, fresh = arms("frail"), arms("unbroken")
    assert len(recorded(tired, VolunteerGaveUp)) > 10 and not recorded(fresh, VolunteerGaveUp)
    over = WARMUP + BEGINS + LONG + 20
    weeks = ([week for week in one.of(Volunteers).weeks if week.day >= over] for one in (tired, fresh))
    ours, theirs = (sum(float(week.offered.sum()) for week in those) for those in weeks)
    assert ours < theirs


def test_cadres_serve_and_their_departments_do_without_them(arms):
    ours, theirs = arms("cadres"), arms("ready")
    sent = recorded(ours, CadresSent)
    assert sent and {one.about for one in sent} >= {"health", "civil_affairs"} and not recorded(theirs, CadresSent)
    assert on_time(ours) > on_time(theirs)
    assert cases(ours) < cases(theirs)


def cases(district):
    """Cases of departments of the emergency's days that were met on time."""
    log = district.state.needs.view(np.ndarray)[: int(district.state.tallies.tally[BORN])]
    log = log[(log["door"] == DEPARTMENT_DOOR) & (log["birth_day"] >= WARMUP + BEGINS)]
    log = log[log["birth_day"] < WARMUP + BEGINS + LONG]
    return int((log["bin"] == MET_ON_TIME).sum())


def test_branches_bring_leaders_and_are_dissolved(arms):
    ours, theirs = arms("branches"), arms("many")
    assert recorded(ours, TemporaryBranchFormed) and not recorded(theirs, TemporaryBranchFormed)
    assert len(recorded(ours, TemporaryBranchFormed)) == len(recorded(ours, TemporaryBranchDissolved))
    assert led(ours) > led(theirs)


def test_overtime_is_taken_off_and_everybody_goes_home(arms):
    district = arms("ready")
    (over,) = recorded(district, AnswerStoodDown)
    rooms = district.of(DutyRooms)
    assert over.owed > 0.0 and rooms.owed.sum() < over.owed and rooms.roll is None
    pay(district)
    assert rooms.volunteers.sum() == rooms.cadres.sum() == 0.0


def test_without_an_emergency_only_drills_leave_a_trace(town, changed):
    every = {**ARMS["branches"], "emergency.sent_down_per_community": 10, "emergency.squad_per_community": 10}
    runs = []
    for levers in ({}, every, {"emergency.drills_per_year": 12, "staff.training_days_per_year": 0.0}):
        district = District(Plan(changed(town, levers), 3, 60, 0, earlier_years=False))
        district.run()
        runs.append(district)
    usual, prepared = (one.state.needs.view(np.ndarray)["bin"] for one in runs[:2])
    assert np.array_equal(usual, prepared) and runs[0].events == runs[1].events
    assert recorded(runs[2], DrillHeld) and sum(one.beyond for one in recorded(runs[2], DrillHeld)) > 0.0
