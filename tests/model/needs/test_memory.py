"""What residents remember, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.columns import (
    APP,
    CALLED_BACK,
    DEPARTMENT,
    EFFICACY_TOTAL,
    ENDED_NEEDS,
    ENDED_TODAY,
    LAPSED_WAITING,
    MET_LATE,
    MET_ON_TIME,
    NEVER_HEARD,
    NOBODY,
    PATROL,
    RECORDED_SATISFACTION,
    TO_DEPARTMENT,
    TRUE_SATISFACTION,
    TRUST_TOTAL,
    UNHEARD_SATISFACTION,
    UNHEARD_WEIGHT,
    WALK_IN,
    WRONG_DOOR,
    MemoryRules,
    rows,
)
from shapan.model.needs.memory import performance, remember

RULES = MemoryRules(
    satisfaction_base=0.2,
    performance_weight=0.6,
    disconfirmation_weight=0.3,
    expectation_rate=0.25,
    trust_gain=0.1,
    trust_loss_weight=2.0,
    efficacy_rate=0.2,
    appraisal_pressure=0.3,
    slow_cost=0.4,
    late_performance=0.35,
    poor_work_cost=0.3,
    unheard_weight=0.6,
    callback_base=0.3,
    callback_slope=0.6,
)
DAY = 4


@pytest.fixture
def pools(table):
    return table("pool", 2)


@pytest.fixture
def departments():
    return rows(1, DEPARTMENT)


@pytest.fixture
def remembered(table, tallies, pools, departments):
    """What one resident, in the middle in every respect, thinks after these needs ended today, and the day's book."""

    def after(*needs):
        columns = {name: [need.get(name, usual) for need in needs] for name, usual in USUAL.items()}
        log, minds = table("need", len(needs), columns), table("mind", 1, dict.fromkeys(MIDDLE, 0.5))
        tallies.ended[: len(needs)] = np.arange(len(needs))
        tallies.tally[ENDED_TODAY] = len(needs)
        before = tallies.mind_totals.copy()
        kinds = table("kind", 2, {"deadline": 5, "severity": [3, 1]})
        remember(DAY, kinds, log, minds, pools, departments, tallies, RULES)
        assert tallies.tally[ENDED_TODAY] == 0
        moved = tallies.mind_totals - before
        assert moved[TRUST_TOTAL] == pytest.approx(minds.trust[0] - 0.5)
        assert moved[EFFICACY_TOTAL] == pytest.approx(minds.efficacy[0] - 0.5)
        return minds[0], tallies.daily[:, DAY]

    return after


MIDDLE = ("trust", "efficacy", "expectation")
USUAL = {
    "bin": MET_ON_TIME,
    "channel": WALK_IN,
    "heard_time": 10.0,
    "done_time": 12.5,
    "poor": 0,
    "resident": 0,
    "pool": NOBODY,
    "kind": 0,
}


def test_met_in_half_the_time_allowed(remembered):
    """Performance 0.8, 0.3 above what was expected: satisfaction 0.2 + 0.48 + 0.09."""
    mind, day = remembered({})
    assert mind.expectation == pytest.approx(0.5 + 0.25 * 0.3)
    assert mind.trust == pytest.approx(0.5 + 0.1 * (0.77 - 0.5))
    assert mind.efficacy == pytest.approx(0.5 + 0.2 * 0.5)
    assert day[TRUE_SATISFACTION] == pytest.approx(0.77)
    assert day[ENDED_NEEDS] == 1
    assert day[CALLED_BACK] == pytest.approx(0.3 + 0.6 * 0.77)
    assert day[RECORDED_SATISFACTION] == pytest.approx(0.762 * 1.0), "0.77 and pressure 0.3 make full marks on record"


def test_given_up(remembered):
    """Performance nothing: satisfaction 0.2 − 0.15; losing trust weighs double; nobody is called back."""
    mind, day = remembered({"bin": LAPSED_WAITING})
    assert mind.expectation == pytest.approx(0.5 - 0.25 * 0.5)
    assert mind.trust == pytest.approx(0.5 - 2 * 0.1 * (0.5 - 0.05))
    assert mind.efficacy == pytest.approx(0.5 - 0.2 * 0.5)
    assert day[TRUE_SATISFACTION] == pytest.approx(0.05)
    assert day[CALLED_BACK] == day[RECORDED_SATISFACTION] == 0.0


def test_what_nobody_heard_is_remembered_by_how_severe_it_was(remembered, pools, departments):
    """A severe one counts 0.6 of being given up, a slight one a third of that; nobody met them and nobody called."""
    for kind, weight in ((0, 0.6), (1, 0.2)):
        mind, day = remembered({"bin": NEVER_HEARD, "channel": NOBODY, "kind": kind})
        assert mind.expectation == pytest.approx(0.5 - weight * 0.25 * 0.5)
        assert mind.trust == pytest.approx(0.5 - weight * 2 * 0.1 * (0.5 - 0.05))
        assert mind.efficacy == 0.5, "nobody reported anything"
        assert day[UNHEARD_WEIGHT] == pytest.approx(weight)
        assert day[UNHEARD_SATISFACTION] == pytest.approx(weight * 0.05)
        assert not day[[TRUE_SATISFACTION, ENDED_NEEDS, CALLED_BACK, RECORDED_SATISFACTION]].any()
        assert not pools.experiences.any() and not departments.experiences.any()
        day[:] = 0.0


def test_who_did_not_ask_learns_nothing_about_asking(remembered):
    for channel, learns in ((PATROL, False), (APP, True)):
        mind, _ = remembered({"channel": channel, "bin": MET_LATE})
        assert mind.efficacy == 0.5, "a late answer is as good as half"
        mind, _ = remembered({"channel": channel})
        assert (mind.efficacy != 0.5) == learns


def test_two_needs_on_one_day_are_remembered_one_after_the_other(remembered):
    """The second meets the expectation, 0.575, and the trust, 0.527, that the first left behind."""
    mind, day = remembered({}, {"bin": WRONG_DOOR, "channel": PATROL})
    satisfaction = 0.2 + 0.3 * (0.0 - 0.575)
    assert mind.expectation == pytest.approx(0.575 * 0.75)
    assert mind.trust == pytest.approx(0.527 + 2 * 0.1 * (satisfaction - 0.527))
    assert day[TRUE_SATISFACTION] == pytest.approx(0.77 + satisfaction)


def test_who_served_is_felt(remembered, pools, departments):
    """Satisfaction of 0.77 each at pool 1 and at the department; who waited in vain at no door is nobody's."""
    remembered({"pool": 1}, {"pool": TO_DEPARTMENT}, {"bin": LAPSED_WAITING})
    assert pools.experiences.tolist() == [0.0, 1.0] and pools.satisfaction_sum.tolist() == pytest.approx([0.0, 0.77])
    assert departments.experiences[0] == 1.0 and 0.7 < departments.satisfaction_sum[0] < 0.77, (
        "more was expected the second time"
    )


def test_performance_by_hand(table):
    needs = {
        1.0: {"done_time": 10.0},
        0.6: {"done_time": 15.0},
        0.7: {"done_time": 10.0, "poor": 1},
        0.35: {"bin": MET_LATE, "done_time": 40.0},
        0.05: {"bin": MET_LATE, "poor": 1},
        0.0: {"bin": LAPSED_WAITING, "poor": 1},
    }
    columns = {name: [need.get(name, usual) for need in needs.values()] for name, usual in USUAL.items()}
    log, kinds = table("need", len(needs), columns), table("kind", 1, {"deadline": 5})
    assert [performance(need, kinds, log, RULES) for need in range(len(needs))] == pytest.approx(list(needs))
