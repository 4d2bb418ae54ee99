"""What a matter is worth follows from where one lives, and every number of it is graded."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from shapan.model.deliberation.kinds import KINDS, MATTERS, MatterKind
from shapan.model.deliberation.stakes import first_belief, listening_bound, private_value, usual_value, value_of
from shapan.model.hashing import uniforms
from shapan.model.parameters.assumptions.opinion import OpinionAssumptions
from shapan.model.parameters.place import NEED_KINDS
from shapan.model.streams import stream_key

ASSUMED = OpinionAssumptions()
HOUSEHOLDS = np.arange(20_000)
NUMBERS = [one.name for one in fields(MatterKind) if one.name not in ("id", "title_zh", "title_en", "evidence")]


def worth(kind: MatterKind, seed: int = 1) -> np.ndarray:
    """What a matter is worth to a crowd of households placed at random, before anybody talks."""
    position = uniforms(stream_key(seed, "position"), HOUSEHOLDS)
    key = stream_key(seed, "stakes")
    return value_of(
        kind, private_value(kind, position, HOUSEHOLDS, key), first_belief(HOUSEHOLDS, ASSUMED, key)
    ) - kind.cost_share(14) * (kind.id == "lift")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_a_kind_is_whole_and_graded(kind):
    assert set(kind.presses_on) <= set(NEED_KINDS)
    assert 0.5 <= kind.legal_threshold <= 1 and 0 < kind.touched_share <= 1 and kind.worst < 0 < kind.best
    assert set(kind.evidence) <= set(NUMBERS)
    for number in NUMBERS:
        known = kind.known_by(number)
        assert known.grade in "ABCD" and (known.rows or known.grade == "D")
    assert (kind.paid_by == "nobody") == (kind.cost == 0)
    assert (kind.matter_class == "works") == (kind.paid_by == "public")


def test_classes_differ_in_who_loses():
    """Most gain from routine matters; some lose by works; of contested ones a large part does."""
    losing = {kind.id: float((worth(kind) < 0).mean()) for kind in KINDS}
    for kind in KINDS:
        low, high = {"routine": (0.0, 0.15), "works": (0.0, 0.25), "contested": (0.15, 0.6)}[kind.matter_class]
        assert low <= losing[kind.id] <= high, (kind.id, losing)
    assert max(abs(worth(kind)).mean() for kind in KINDS if kind.matter_class == "routine") < 1000


def test_a_lift_is_worth_what_the_floor_says():
    floors = np.linspace(0, 1, 7)
    assert usual_value(MATTERS["lift"], floors)[[0, 3, 6]] == pytest.approx([-25_000, 17_500, 60_000])
    private = private_value(MATTERS["lift"], np.zeros(20_000), HOUSEHOLDS, stream_key(5, "lift"))
    assert private.mean() == pytest.approx(-25_000, abs=4 * 15_000 / np.sqrt(20_000))
    assert private.std() == pytest.approx(15_000, rel=4 / np.sqrt(2 * 20_000))


def test_the_more_is_at_stake_the_less_people_listen():
    bounds = [listening_bound(MATTERS[name], ASSUMED) for name in ("covenant", "road", "lift")]
    assert bounds == sorted(bounds, reverse=True) and len(set(bounds)) == 3


def test_beyond_those_it_touches_place_makes_no_difference():
    road = MATTERS["road"]
    assert usual_value(road, np.array([0.0, 0.1, 0.2, 0.9])) == pytest.approx([-2500, -1000, 500, 500])


def test_value_is_the_sum_it_is_said_to_be():
    kind = MATTERS["lift"]
    value = value_of(kind, np.array([1000.0, -500.0]), np.array([0.5, 1.0]), np.array([10.0, 20.0]))
    assert value == pytest.approx([1000 + 40_000 + 10 - 262_500, -500 + 80_000 + 20 - 262_500])
    assert MATTERS["road"].cost_share(10) == 0 == kind.cost_share(0)


def test_first_beliefs_are_spread_as_assumed():
    belief = first_belief(HOUSEHOLDS, ASSUMED, stream_key(2, "beliefs"))
    assert belief.min() >= 0 and belief.max() <= 1
    assert belief.mean() == pytest.approx(0.5, abs=4 * 0.2 / np.sqrt(20_000))


def test_a_household_has_its_own_draws_whoever_else_is_asked():
    key, kind = stream_key(2, "luck"), MATTERS["charging"]
    everybody = private_value(kind, np.full(100, 0.5), np.arange(100), key)
    some = private_value(kind, np.full(3, 0.5), np.array([70, 5, 33]), key)
    assert np.array_equal(some, everybody[[70, 5, 33]])
    apart = first_belief(np.arange(100), ASSUMED, key)
    assert abs(np.corrcoef(everybody, apart)[0, 1]) < 4 / np.sqrt(100)
