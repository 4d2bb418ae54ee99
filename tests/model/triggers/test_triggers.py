"""Policies that answer what a district sees: when they fire, what moves, what becomes of steps that come later."""

from __future__ import annotations

import datetime as dt
from functools import partial

import numpy as np
import pytest

from shapan.model.district import District
from shapan.model.district import Plan as AnyPlan
from shapan.model.events.staff import LeversAdopted
from shapan.model.events.triggers import TriggerFired
from shapan.model.observation.indicators import INDICATORS
from shapan.model.observation.need_log import measured
from shapan.model.observation.record import record
from shapan.model.parameters import Levers
from shapan.model.triggers.schedule import Trigger, TriggerState, differences, look, moved, rescheduled
from shapan.model.triggers.watched import WATCHED

Plan = partial(AnyPlan, earlier_years=False)
ADMIN = {"staff": {"admin_share": 0.1}}
LESS = {"staff": {"admin_share": 0.05}}
LARGER = {"grid": {"households_per_grid": 600.0}}


def trigger(when="registered_on_time_share < 0.5", days=14, changes=ADMIN, *, once=True):
    watched, sign, bound = when.split()
    return Trigger(watched, sign, float(bound), days, changes, once)


def fires(one, values, *, free=True):
    """Days on which a trigger fires where these values are seen on one Monday after the other."""
    state = TriggerState()
    return [7 * week for week, value in enumerate(values) if look(one, state, 7 * week, value, free=free)]


# --- when it fires ---------------------------------------------------------------------------------------------------


def test_a_condition_has_to_hold_without_a_break():
    assert fires(trigger(), [0.4, 0.4, 0.4, 0.4]) == [14]
    assert fires(trigger(), [0.4, 0.4, 0.6, 0.4, 0.4, 0.4]) == [35]
    assert fires(trigger(), [0.4, None, 0.4, 0.4, 0.4]) == [28], "what nobody knows breaks it"
    assert fires(trigger(), [0.5] * 9) == [] != fires(trigger("registered_on_time_share <= 0.5"), [0.5] * 9)
    assert fires(trigger(days=1), [0.4, 0.4]) == [7], "seen on two days at least"


def test_one_that_may_fire_again_waits_until_its_condition_has_been_gone_as_long():
    again = [0.4] * 4 + [0.6] * 2 + [0.4] * 4 + [0.6] * 3 + [0.4] * 3
    assert fires(trigger(once=False), again) == [14, 105], "two weeks of relief are none, three are"
    assert fires(trigger(once=True), again) == [14]


def test_a_lever_a_trigger_has_moved_stands_for_a_while():
    one, state = trigger(), TriggerState()
    assert not any(look(one, state, day, 0.4, free=False) for day in (0, 7, 14, 21))
    assert look(one, state, 28, 0.4, free=True), "it has held all the time"


# --- what moves ------------------------------------------------------------------------------------------------------

START, TODAY, LATER = dt.date(2026, 1, 1), dt.date(2026, 3, 1), dt.date(2026, 6, 1)


def test_later_steps_move_what_they_moved_and_leave_what_a_trigger_moved():
    first = Levers()
    later = moved(first, {"grid": {"households_per_grid": 250.0}})
    schedule = rescheduled({START: first, LATER: later}, TODAY, ADMIN, {})
    assert list(schedule) == [START, TODAY, LATER]
    assert schedule[START] == first and schedule[TODAY] == moved(first, ADMIN)
    assert differences(first, schedule[LATER]) == {**ADMIN, "grid": {"households_per_grid": 250.0}}


def test_a_later_step_of_the_same_lever_has_the_last_word():
    first = Levers()
    schedule = rescheduled(
        {START: first, LATER: moved(first, LARGER)}, TODAY, {"grid": {"households_per_grid": 90.0}}, {}
    )
    assert schedule[TODAY].grid.households_per_grid == 90.0
    assert schedule[LATER].grid.households_per_grid == 600.0


def test_a_step_moves_what_it_names_whatever_triggers_have_done_before():
    """Two triggers, the first of which moves a lever to where the step will have it: it still has the last word."""
    first, second = dt.date(2026, 1, 20), dt.date(2026, 3, 3)
    base = Levers()
    sunset = {LATER: {"staff": {"admin_share": 0.3}}}
    schedule = {START: base, LATER: moved(base, sunset[LATER])}
    schedule = rescheduled(schedule, first, {"staff": {"admin_share": 0.3}}, sunset)
    schedule = rescheduled(schedule, second, ADMIN, sunset)
    assert [levers.staff.admin_share for levers in schedule.values()] == [base.staff.admin_share, 0.3, 0.1, 0.3]
    back = {LATER: {"staff": {"admin_share": base.staff.admin_share}}}  # names what stands already
    schedule = rescheduled({START: base, LATER: base}, TODAY, ADMIN, back)
    assert schedule[LATER] == base != schedule[TODAY]


def test_on_the_day_of_a_step_both_move():
    first = Levers()
    schedule = rescheduled({START: first, TODAY: moved(first, LARGER)}, TODAY, ADMIN, {})
    assert differences(first, schedule[TODAY]) == {**ADMIN, **LARGER}


# --- in a district ---------------------------------------------------------------------------------------------------

ANSWERS = (
    trigger("open_requests_per_1000 > 0.1", 14, ADMIN),
    trigger("open_requests_per_1000 > 0.1", 14, LESS),
    trigger("open_requests_per_1000 > 0.1", 14, LARGER),
    trigger("satisfaction_recorded > 0.01", 14, {"grid": {"patrol_share": 0.9}}),
)
DAYS = 100


@pytest.fixture(scope="module")
def lived(town) -> District:
    district = District(Plan(town, seed=3, days=DAYS, warmup=10, triggers=ANSWERS))
    district.run_to(DAYS + 10)
    return district


def recorded(district, kind):
    return [(day, event) for day, event in district.events if isinstance(event, kind)]


def test_levers_move_on_the_day_after_and_the_log_says_by_what(lived):
    fired, adopted = recorded(lived, TriggerFired), recorded(lived, LeversAdopted)
    done = [(day, event) for day, event in fired if event.how == "fired"]
    assert [day + 1 for day, _ in done] == [day for day, event in adopted if day > 10]
    assert all(lived.date(day).weekday() == 0 and event.seen > event.bound for day, event in done)
    assert (
        lived.parameters.levers.staff.admin_share == 0.05 and lived.parameters.levers.grid.households_per_grid == 600.0
    )


def test_one_a_week_and_none_undoes_another_before_its_days_are_over(lived):
    on = {event.number: day for day, event in recorded(lived, TriggerFired)}
    assert on[0] + 7 == on[2], "one a week, in their order"
    assert on[1] == on[0] + 14, "what the first moved stands for the second's days"


def test_levers_that_do_not_go_together_stay_and_are_told(lived):
    (refused,) = [event for _, event in recorded(lived, TriggerFired) if event.how == "not_possible"]
    assert refused.number == 3 and refused.moved == 0
    assert lived.parameters.levers.grid.patrol_share != 0.9


@pytest.mark.parametrize("changes", [ADMIN, {"staff": {"admin_share": Levers().staff.admin_share}}])
def test_a_trigger_that_never_fires_or_moves_nothing_leaves_no_trace(town, changes):
    when = "registered_on_time_share < 0.0001" if changes is ADMIN else "open_requests_per_1000 > 0.1"
    never = (trigger(when, changes=changes),)
    runs = [District(Plan(town, seed=3, days=60, warmup=0, triggers=some)) for some in ((), never)]
    for district in runs:
        district.run_to(60)
    one, other = (record(district) for district in runs)
    assert one.indicators == other.indicators
    fired = [(event.how, event.moved) for _, event in recorded(runs[1], TriggerFired)]
    assert fired == ([] if changes is ADMIN else [("nothing_to_move", 0)])
    assert np.array_equal(runs[0].state.needs.done_time, runs[1].state.needs.done_time)


def test_nobody_answers_during_the_warm_up_nor_for_a_day_that_is_not_measured(lived, town):
    assert all(day >= 10 for day, _ in recorded(lived, TriggerFired))
    late = District(Plan(town, seed=3, days=21, warmup=4, triggers=(trigger("open_requests_per_1000 > 0", 21),)))
    late.run_to(25)
    assert not recorded(late, TriggerFired)


# --- what is seen ----------------------------------------------------------------------------------------------------


def test_what_is_seen_of_28_days_is_what_the_indicators_say_of_them(town):
    """A run of 28 measured days, seen on the morning after; of those days' requests alone both can say the same."""
    district = District(Plan(town, seed=5, days=28, warmup=0))
    district.run_to(28)
    seen = {name: one.seen(district) for name, one in WATCHED.items()}
    log = measured(district)
    people = len(district.world.residents.cell)
    heard = log.needs.heard_day
    assert seen["requests_per_1000"] == pytest.approx((heard >= 0).sum() / people * 1000.0 * 365.0 / 28.0)
    index = float(district.state.facts.working_index[28])
    closed = log.needs.closed_time < index
    soon = closed & (log.needs.closed_time - log.needs.heard_time <= 7.0)
    assert seen["handled_within_7_days_of_handled_share"] == pytest.approx(soon.sum() / closed.sum())
    due = log.needs.due_time < index
    on_time = due & (log.needs.closed_time <= log.needs.due_time)
    assert (
        seen["registered_on_time_share"] == pytest.approx(on_time.sum() / due.sum()) and 0 < on_time.sum() < due.sum()
    )
    waits = (heard >= 0) & (log.needs.closed_time > index) & (log.needs.done_time > index)
    assert seen["open_requests_per_1000"] == pytest.approx(waits.sum() / people * 1000.0)
    assert seen["spend_per_resident"] is None, "a month says nothing of a year's spending"
    assert seen["satisfaction_recorded"] == pytest.approx(record(district).indicators["satisfaction_recorded"])


def test_a_figure_that_a_run_tells_too_has_one_name_and_one_unit():
    both = set(WATCHED) & set(INDICATORS)
    assert len(both) >= 4
    for name in both:
        one, found = WATCHED[name], INDICATORS[name]
        assert (one.label_zh, one.label_en, one.unit) == (found.label_zh, found.label_en, found.unit)


def test_spending_is_seen_as_if_a_year_of_it(town):
    """After a year of measured days what a district sees is what the run says it spent."""
    district = District(Plan(town, seed=5, days=365, warmup=0))
    district.run_to(365)
    assert WATCHED["spend_per_resident"].seen(district) == pytest.approx(
        record(district).indicators["spend_per_resident"]
    )
