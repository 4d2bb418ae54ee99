"""Late needs change their place by the rule of their queue; which rule follows from what staff are judged by."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.columns import (
    DEPARTMENT,
    DONE,
    LATE_BEHIND,
    LATE_FIRST,
    LATE_IN_TURN,
    NOBODY,
    POOL_DOOR,
    QUEUED,
    WAITS_FOR_DEPARTMENT,
    rows,
)
from shapan.model.needs.department import lift
from shapan.model.needs.lists import first_in, late_rule, may_lapse, pop, priority, push
from shapan.model.needs.patience import lapse
from shapan.model.parameters import Parameters
from shapan.model.staffing.late_cases import drawn_by_lot, officers_of, secretaries_of

# Due on days 3, 3, 9 and 9; the second and fourth are severe.
DUE, SEVERITY = (3.5, 3.5, 9.5, 9.5), (1, 3, 1, 3)


def waiting(table, state):
    needs = table("need", 4, {"state": state, "door": POOL_DOOR, "pool": 0, "due_time": DUE, "lapse_time": 20.0})
    for need in range(4):
        needs.order[need] = priority(DUE[need], SEVERITY[need], 0, need)
    return needs


def where(rule):
    """Shares of those who go by a rule, where all of a queue go by the same."""
    return {"late_first": float(rule == LATE_FIRST), "late_behind": float(rule == LATE_BEHIND)}


def order_of(queues, needs, state):
    found = []
    while (need := first_in(queues, 0, needs, state)) >= 0:
        found.append(need)
        pop(queues, 0, needs)
    return found


@pytest.mark.parametrize(
    ("rule", "expected"),
    [(LATE_IN_TURN, [1, 0, 3, 2]), (LATE_BEHIND, [3, 2, 1, 0]), (LATE_FIRST, [1, 0, 3, 2])],
)
def test_late_needs_stand_where_the_rule_of_their_pool_has_them(table, wheels, tallies, rule, expected):
    """By due day less two a step of severity: 3 − 6, 3 − 2, 9 − 6, 9 − 2; after day 3 the first two are late."""
    needs, pools = waiting(table, QUEUED), table("pool", 1, {"root": NOBODY, **where(rule)})
    for need in range(4):
        push(pools, 0, need, needs)
        may_lapse(wheels, need, int(DUE[need]), needs)
    for moment in range(4):
        assert not needs.late.any(), "nobody is late before the end of day 3"
        lapse(moment, table("kind", 1), needs, pools, table("department", 1), wheels, tallies, 1.0)
    assert needs.late.tolist() == [1, 1, 0, 0]
    assert order_of(pools, needs, QUEUED) == expected


def test_first_means_before_what_is_more_pressing(table, wheels, tallies):
    """A late trifle, due day 3 (score 1), goes before a severe need of an old person due day 6 (score −2)."""
    needs = table("need", 2, {"state": QUEUED, "pool": 0, "due_time": [3.5, 6.5], "lapse_time": 20.0})
    needs.order = [priority(3.5, 1, 0, 0), priority(6.5, 3, 1, 1)]
    before, after = ([1, 0], [0, 1])
    for rule, expected in ((LATE_IN_TURN, before), (LATE_FIRST, after)):
        copied = needs.copy()
        pools = table("pool", 1, {"root": NOBODY, **where(rule)})
        for need in range(2):
            push(pools, 0, need, copied)
        may_lapse(wheels, 0, 3, copied)
        lapse(3, table("kind", 1), copied, pools, table("department", 1), wheels, tallies, 1.0)
        wheels[:] = NOBODY
        assert order_of(pools, copied, QUEUED) == expected


def test_departments_have_the_same_rule_and_a_lifted_case_is_out_of_it(table, wheels, tallies):
    needs, departments = waiting(table, WAITS_FOR_DEPARTMENT), rows(1, DEPARTMENT)
    departments.root, departments.late_behind = NOBODY, 1.0
    for need in range(4):
        push(departments, 0, need, needs)
        may_lapse(wheels, need, int(DUE[need]), needs)
    lapse(3, table("kind", 1), needs, table("pool", 1, {"root": NOBODY}), departments, wheels, tallies, 1.0)
    lift(np.array([0], np.int32), np.array([1], np.int32), True, needs, departments)
    assert order_of(departments, needs, WAITS_FOR_DEPARTMENT) == [0, 3, 2, 1]


def test_who_is_over_is_never_late(table, wheels, tallies):
    needs = waiting(table, DONE)
    for need in range(4):
        may_lapse(wheels, need, int(DUE[need]), needs)
    pools, departments = table("pool", 1, {"root": NOBODY}), table("department", 1)
    for moment in range(12):
        lapse(moment, table("kind", 1), needs, pools, departments, wheels, tallies, 1.0)
    assert not needs.late.any() and needs.order.tolist() == waiting(table, DONE).order.tolist()


# --- Who follows which rule -------------------------------------------------------------------------------------------


def figures_of(solved=False, place=None, **assumed):
    parameters = Parameters(place=place)
    service = parameters.assumptions.service.model_copy(update=assumed)
    channels = parameters.levers.channels.model_copy(update={"close_when_solved": solved})
    return parameters.model_copy(
        update={
            "assumptions": parameters.assumptions.model_copy(update={"service": service}),
            "levers": parameters.levers.model_copy(update={"channels": channels}),
        }
    )


def rules(appraised=0.0, **stated):
    first, behind = secretaries_of(figures_of(**stated), appraised, 1, 4000)
    return first * LATE_FIRST + behind * LATE_BEHIND


def share(found, rule):
    return float((found == rule).mean())


def test_the_rule_is_followed_by_its_share_and_others_take_them_in_turn(town):
    assert (rules(place=town.place) == LATE_BEHIND).all(), "by default everybody is told the share on time"
    some = rules(place=town.place, late_share=0.3)
    assert share(some, LATE_BEHIND) == pytest.approx(0.3, abs=0.03) and share(some, LATE_FIRST) == 0.0
    assert (rules(place=town.place, late_rule="in_turn") == LATE_IN_TURN).all()
    assert (rules(place=town.place, late_rule="first") == LATE_FIRST).all()


def test_appraisal_by_time_puts_late_cases_behind(town):
    some = rules(place=town.place, late_rule="in_turn", appraised=0.4)
    assert share(some, LATE_BEHIND) == pytest.approx(0.4, abs=0.03)
    more = rules(place=town.place, late_rule="in_turn", appraised=0.7)
    assert (more[some == LATE_BEHIND] == LATE_BEHIND).all(), "whoever is reached first stays reached"


def test_an_open_list_takes_them_first_and_both_appraisals_cancel(town):
    some = rules(place=town.place, solved=True)
    assert share(some, LATE_FIRST) == pytest.approx(0.5, abs=0.03)
    both = rules(place=town.place, solved=True, appraised=1.0)
    assert share(both, LATE_IN_TURN) == pytest.approx(0.5, abs=0.03)
    assert (both[some == LATE_FIRST] == LATE_IN_TURN).all()


def test_a_share_of_few_is_as_many_as_it_says():
    for seed in range(50):
        assert drawn_by_lot(0.5, seed, "rule", 2).sum() == 1
        assert drawn_by_lot(0.25, seed, "rule", 8).sum() == 2
        some, more = (drawn_by_lot(share, seed, "rule", 5) for share in (0.3, 0.5))
        assert some.sum() in (1, 2) and more.sum() in (2, 3) and (more | ~some).all()
    each = np.mean([drawn_by_lot(0.3, seed, "rule", 3) for seed in range(2000)], axis=0)
    assert each == pytest.approx(0.3, abs=0.04), "everybody has the same chance"
    assert not drawn_by_lot(0.0, 1, "rule", 3).any() and drawn_by_lot(1.0, 1, "rule", 3).all()
    assert len(drawn_by_lot(0.5, 1, "rule", 0)) == 0


@pytest.mark.parametrize(
    ("stated", "appraised", "first", "behind"),
    [
        ({}, 0.0, 0.0, 1.0),
        ({"late_share": 0.3}, 0.0, 0.0, 0.3),
        ({"late_rule": "first", "late_share": 0.3}, 0.5, 0.15, 0.5),
        ({"late_rule": "in_turn"}, 0.4, 0.0, 0.4),
        ({"solved": True}, 0.0, 0.5, 0.5),
        ({"solved": True}, 1.0, 0.0, 0.5),
        ({"solved": True}, 0.5, 0.25, 0.5),
        ({"solved": True, "late_rule": "first", "late_share": 0.5}, 0.2, 0.4 + 0.5 * 0.4, 0.5 * 0.2),
    ],
)
def test_officers_of_a_department_go_by_the_same_shares(town, stated, appraised, first, behind):
    """Each officer is judged, and works through the open list, or not; who is both takes late cases in turn."""
    assert officers_of(figures_of(place=town.place, **stated), appraised) == pytest.approx((first, behind))


def test_a_case_meets_an_officer_by_its_own_draw(table):
    departments = table("department", 1, {"late_first": 0.3, "late_behind": 0.5})
    keys = np.arange(1, 4001, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    found = np.array([late_rule(departments, 0, key) for key in keys])
    assert share(found, LATE_FIRST) == pytest.approx(0.3, abs=0.03)
    assert share(found, LATE_BEHIND) == pytest.approx(0.5, abs=0.03)
    departments.late_first = 0.4
    more = np.array([late_rule(departments, 0, key) for key in keys])
    assert (more[found == LATE_FIRST] == LATE_FIRST).all(), "whoever is reached first stays reached"
