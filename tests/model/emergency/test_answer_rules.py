"""Rules of those who answer an emergency, as functions of facts: who is led, who waits, who tires, who is sent."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest

from shapan.model.emergency.contract import SKILLS
from shapan.model.emergency.force import cadres, dispatch, firms, readiness, tiring
from shapan.model.emergency.force.branches import LEAST_MEMBERS, TemporaryBranch, joins
from shapan.model.emergency.force.roll import (
    NEWCOMER,
    SENT_DOWN,
    SQUAD,
    Facts,
    joined,
    people_on_it,
    posts_on_it,
    registered,
    signed_up,
    skills,
    turn_up,
)
from shapan.model.government import kinds_of_departments
from shapan.model.place.residents import CHILD, ELDER
from shapan.model.place.world import build_world
from shapan.model.volunteers.corps import enrol, new_corps

MEDICAL, CARRYING, ORDER, PHONES = range(len(SKILLS))


@pytest.fixture(scope="module")
def facts(small_world, town, changed):
    """Residents of a small town, a twentieth of its adults registered beforehand."""
    parameters = changed(town, {"emergency.preregistered_share": 0.05})
    world = build_world(parameters.place)
    corps = new_corps(world, parameters, seed=3)
    enrol(corps, world, parameters)
    return Facts(world.residents, corps, parameters, 3)


# --- leaders -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("came", "can_lead", "heads", "led", "at_door", "taken"),
    [
        (10, (), 1, 10, 0, 1),
        (50, (), 1, 20, 30, 1),  # one head has twenty in view, thirty wait
        (50, (0, 1, 2), 1, 48, 0, 3),  # two of those who came lead as well
        (50, (0,), 0, 20, 29, 1),
        (5, (), 0, 0, 5, 0),  # nobody leads, nobody does anything
        (0, (), 3, 0, 0, 0),
    ],
)
def test_hands_are_led_as_far_as_leaders_go(came, can_lead, heads, led, at_door, taken):
    able = np.zeros(came, np.bool_)
    able[list(can_lead)] = True
    found = dispatch.lead(able, heads, span=20.0)
    assert (len(found.followers), found.at_door, found.heads + len(found.leaders)) == (led, at_door, taken)
    assert len(found.followers) + len(found.leaders) + found.at_door == came, "everybody who came is somewhere"


def test_more_people_than_leaders_have_in_view_change_nothing():
    """The gain of registering more saturates at the span."""
    led = [len(dispatch.lead(np.zeros(came, np.bool_), heads=2, span=20.0).followers) for came in range(0, 101, 10)]
    assert led[:5] == [0, 10, 20, 30, 40] and set(led[5:]) == {40}


def test_as_many_are_called_as_the_work_asks_for():
    expected = np.array([2.0, 2.0, 0.0, 2.0, 5.0])
    community = np.array([0, 1, 0, 0, 1])
    assert dispatch.called(expected, community, np.array([3.0, 0.0])).tolist() == [True, False, False, True, False]
    assert dispatch.called(expected, community, np.array([2.0, 9.0])).tolist() == [True, True, False, False, True]


# --- work --------------------------------------------------------------------------------------------------------


def test_everybody_does_what_they_know_while_any_is_left_and_then_what_is_left_most():
    left, untrained = np.array([1.0, 6.0, 0.0, 2.0]), np.array([0.0, 1.0, 1.0, 0.5])
    hands = [(3, MEDICAL, 4.0, 1.0), (3, ORDER, 4.0, 0.5), (4, PHONES, 4.0, 1.0), (4, MEDICAL, 4.0, 1.0)]
    work, busy = dispatch.share_out(hands, left, untrained)
    assert busy == [True, True, True, True]
    assert work[3, MEDICAL] == (1.0, 4.0, 4.0) and work[3, CARRYING] == (1.0, 4.0, 2.0)
    assert work[4, PHONES] == (1.0, 4.0, 4.0) and work[4, CARRYING] == (1.0, 4.0, 4.0)
    assert left.tolist() == [0.0, 0.0, 0.0, 0.0]


def test_nobody_is_given_what_they_cannot_do():
    left = np.array([5.0, 0.0, 0.0, 0.0])
    work, busy = dispatch.share_out([(3, CARRYING, 4.0, 1.0)], left, np.array([0.0, 1.0, 1.0, 1.0]))
    assert not work and busy == [False] and left[MEDICAL] == 5.0


def test_posts_take_what_is_left_and_no_more():
    left = np.array([5.0, 4.0, 0.0, 4.0])
    given = dispatch.posts_take(left, 4.0, ("carrying", "phones"))
    assert given.tolist() == [0.0, 2.0, 0.0, 2.0] and left.tolist() == [5.0, 2.0, 0.0, 2.0]
    assert dispatch.posts_take(left, 100.0, ("phones",)).sum() == 2.0
    assert dispatch.work_for_anybody(np.array([5.0, 4.0, 0.0, 3.0]), np.array([0.0, 1.0, 1.0, 0.5])) == 10.0


def test_newcomers_to_the_work_need_some_shifts():
    assert dispatch.pace(np.array([0, 5, 50]), 0.5, 10.0).tolist() == [0.5, 0.75, 1.0]


# --- who is on the roll ------------------------------------------------------------------------------------------


def test_so_many_adults_are_registered_and_more_add_to_them(facts, changed):
    adults = int((facts.people.age_band != CHILD).sum())
    few, many = (
        registered(facts),
        registered(
            Facts(
                facts.people, facts.corps, changed(facts.parameters, {"emergency.preregistered_share": 0.2}), facts.seed
            )
        ),
    )
    assert (len(few), len(many)) == (round(0.05 * adults), round(0.2 * adults))
    assert set(few.tolist()) < set(many.tolist()) and not (facts.people.age_band[many] == CHILD).any()


@pytest.mark.parametrize("odds", [0.0, 5e-324, 1e-300])
def test_elders_with_no_odds_or_next_to_none_leave_it_to_others(facts, changed, odds):
    levers = {"emergency.preregistered_share": 0.3, "force.newcomer_share": 0.02, "force.elders_odds": odds}
    rare = replace(facts, parameters=changed(facts.parameters, levers))
    elders, adults = facts.people.age_band == ELDER, facts.people.age_band != CHILD
    all_old = replace(rare, people=replace(facts.people, age_band=np.full_like(facts.people.age_band, ELDER)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        before, new = registered(rare), signed_up(rare, np.zeros(0, np.int64))
        of_elders = registered(all_old)
    assert len(before) == round(0.3 * int(adults.sum())) and not elders[before].any()
    assert len(new) == pytest.approx(0.02 * len(elders), abs=1) and not elders[new].any()
    assert len(of_elders) == (round(0.3 * len(elders)) if odds > 1e-301 else 0), "nobody waits for ever and comes"


def test_most_who_sign_up_are_members_and_far_fewer_serve(facts):
    before, new = registered(facts), signed_up(facts, registered(facts))
    assert not set(before.tolist()) & set(new.tolist())
    assert 0.6 < float((facts.people.party[new] > 0).mean()) < 0.85
    assert 0.1 < float(turn_up(before, facts).mean()) < 0.35


def test_few_know_medicine_and_the_rest_are_good_at_something():
    found = skills((np.arange(1000) + 0.5) / 1000.0, 0.03)
    assert np.bincount(found)[MEDICAL] == 30 and np.bincount(found)[1:].min() > 320


# --- tiring ------------------------------------------------------------------------------------------------------


def test_who_serves_tires_gives_up_and_does_not_come_again(facts):
    who = registered(facts)[:20]
    roll = people_on_it(who, NEWCOMER, np.zeros(20, np.int64), facts)
    served, days = np.ones(20, np.bool_), 0
    served[10:] = False
    while not roll.gone[:10].all() and days < 60:
        tiring.end_of_day(roll, served & ~roll.gone, facts.parameters)
        days += 1
    assert 4 <= days <= 40 and not roll.gone[10:].any()
    assert (roll.fatigue[:10] > 0.9).all() or days < 40


def test_whoever_comes_by_post_is_relieved_and_comes_back(facts):
    roll = posts_on_it(np.zeros(3, np.int64), SQUAD, 0, facts)
    relieved = [0] * 3
    for _ in range(150):
        tiring.end_of_day(roll, ~roll.resting, facts.parameters)
        relieved = [a + int(b) for a, b in zip(relieved, roll.resting, strict=True)]
    assert not roll.gone.any() and all(0 < days < 120 for days in relieved)


# --- drills ------------------------------------------------------------------------------------------------------


def test_practice_fades_and_drills_keep_it(town, changed):
    never, twice = town, changed(town, {"emergency.drills_per_year": 2, "emergency.switch_days": 10})
    assert not readiness.at_rest(2, 1, never).any()
    usual = readiness.at_rest(2, 1, twice)
    assert 0.3 < usual[0] < 0.8 and (readiness.after_a_month(usual, drilled=False, parameters=twice) < usual).all()
    assert readiness.days_to_switch(np.array([0.0, 1.0]), twice).tolist() == [10, 5]


def test_drills_come_out_of_training_days_while_these_last():
    beyond = readiness.beyond_training(np.array([0.0, 6.0, 20.0]), np.array([4.0, 4.0, 4.0]), np.array([8.0, 8.0, 8.0]))
    assert beyond.tolist() == [0.0, 2.0, 4.0]


# --- cadres, branches, firms -------------------------------------------------------------------------------------


def test_departments_send_no_more_than_they_can_spare_and_leave_as_much(town):
    staff = cadres.staff_of_departments(town)
    assert staff.sum() == pytest.approx(town.assumptions.force.officials_per_1000 * town.place.residents / 1000.0)
    community, department = cadres.sent(3, 2, town)
    assert np.bincount(community).tolist() == [2, 2, 2]
    for each in (2, 100):
        community, department = cadres.sent(3, each, town)
        away = np.bincount(department, minlength=len(staff))
        assert (away <= town.assumptions.force.sendable_share * staff + 1e-9).all()
    ids = tuple(kind.id for kind in town.place.needs)
    left = cadres.cases_left(away, ids, town)
    spare = np.floor(town.assumptions.force.sendable_share * staff)  # nobody is sent in part
    sends = np.zeros(len(ids))
    for name, rows in kinds_of_departments(ids).items():
        sends[rows] = spare[cadres.NAMES.index(name)]
    assert ((left > 0.2) == (sends > 0)).all() and (left <= town.assumptions.force.sendable_share).all()
    assert not cadres.cases_left(np.zeros(len(staff), np.int64), ids, town).any()


def test_three_members_form_a_branch_and_a_cadre_is_its_secretary(facts):
    roll = joined(
        [
            posts_on_it(np.zeros(1, np.int64), SENT_DOWN, 0, facts),
            people_on_it(
                np.flatnonzero(facts.people.party > 0)[:4].astype(np.int64), NEWCOMER, np.zeros(4, np.int64), facts
            ),
        ]
    )
    roll.department[0], roll.community[:] = 2, 0
    branch, nobody = TemporaryBranch(0), np.zeros(5, np.bool_)
    two = nobody.copy()
    two[1:LEAST_MEMBERS] = True
    assert not joins(branch, roll, two, 4) and branch.formed_on < 0
    assert joins(branch, roll, ~nobody, 5) and (branch.formed_on, branch.secretary) == (5, 0)
    assert not joins(branch, roll, ~nobody, 6) and branch.members.tolist() == [0, 1, 2, 3, 4]


def test_every_firm_is_called_on_once_and_there_are_none_where_the_place_has_none(town):
    assert firms.firms_of(np.array([5000.0]), town).tolist() == [0]
    before, rounds = 0, []
    while before < 50:
        rounds.append(firms.visits(1, before, 50, 3, town, seed=5))
        before += rounds[-1].firms
    assert [one.firms for one in rounds] == [12, 12, 12, 12, 2]
    assert 0 < sum(one.solved for one in rounds) < sum(one.stuck for one in rounds) < 50
    assert 0 < sum(one.lent for one in rounds) < 15
