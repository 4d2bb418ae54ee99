"""A pot is shared out to the fen, by the rule it is to be shared out by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapan.model.ledger.allocation_rules import (
    SPLITS,
    CommunityFacts,
    Writers,
    bid_draws,
    bid_quality,
    score_of,
    shares,
)
from shapan.model.parameters.assumptions.splitting import SplittingAssumptions
from shapan.model.parameters.levers.funding import FundingLevers

ASSUMED = SplittingAssumptions()
# The second community keeps silent: it needs most and registers least.
FACTS = CommunityFacts(
    residents=np.array([8_000.0, 12_000.0, 10_000.0]),
    registered=np.array([900.0, 100.0, 500.0]),
    surveyed=None,
    score=np.array([0.8, 0.4, 0.6]),
    bid_quality=np.array([0.9, 0.2, 0.6]),
)
POT = 90_000_001
WEIGHTS = st.lists(st.floats(0, 1e12, allow_subnormal=False), min_size=1, max_size=40)


def by(rule: str, facts: CommunityFacts = FACTS) -> np.ndarray:
    return shares(POT, SPLITS[rule](facts, ASSUMED))


def test_every_value_of_the_lever_has_a_rule():
    assert set(SPLITS) == set(FundingLevers.model_fields["split"].annotation.__args__)


def test_known_answers():
    assert shares(100, np.array([1.0, 1.0, 1.0])).tolist() == [34, 33, 33]
    assert shares(10, np.array([6.0, 1.0, 3.0])).tolist() == [6, 1, 3]
    assert shares(7, np.array([0.0, 5.0])).tolist() == [0, 7]
    assert shares(5, np.array([0.0, 0.0])).tolist() == [3, 2]
    # Hamilton: quotas 4.7, 2.9, 2.4 of ten; the two seats left go to .9 and .7.
    assert shares(10, np.array([47.0, 29.0, 24.0])).tolist() == [5, 3, 2]


@given(st.integers(0, 10**15), WEIGHTS)
def test_shares_add_up_to_the_fen_and_stay_near_the_quota(pot, weights):
    got = shares(pot, np.array(weights))
    assert got.dtype == np.int64
    assert int(got.sum()) == pot
    assert (got >= 0).all()
    total = sum(weights)
    if total > 0:
        # Nobody is more than a fen from what is due, apart from the rounding of this comparison itself.
        assert all(
            abs(int(one) - pot * weight / total) <= 1 + pot * 1e-12 for one, weight in zip(got, weights, strict=True)
        )


@given(st.integers(0, 10**12), st.lists(st.integers(1, 10**9), min_size=2, max_size=20, unique=True), st.randoms())
def test_the_order_of_the_list_moves_no_fen_between_unequal_communities(pot, weights, random):
    order = list(range(len(weights)))
    random.shuffle(order)
    straight = shares(pot, np.array(weights, float))
    shuffled = shares(pot, np.array(weights, float)[order])
    total = sum(weights)
    remainders = [pot * weight % total for weight in weights]
    if len(set(remainders)) == len(remainders):
        assert shuffled.tolist() == straight[order].tolist()
    else:
        assert abs(shuffled - straight[order]).max() <= 1


def test_among_equals_the_lower_number_gets_the_last_fen():
    assert shares(1, np.ones(4)).tolist() == [1, 0, 0, 0]
    assert shares(3, np.array([2.0, 1.0, 1.0, 2.0])).tolist() == [1, 1, 0, 1]


@pytest.mark.parametrize("weights", [[1.0, -1.0], [np.nan], [np.inf, 1.0], []])
def test_what_cannot_be_shared_is_refused(weights):
    with pytest.raises(ValueError, match=r"weight|shared"):
        shares(100, np.array(weights))
    with pytest.raises(ValueError, match="shared"):
        shares(-1, np.ones(2))


@pytest.mark.parametrize("rule", SPLITS)
def test_every_rule_gives_all_of_the_pot_away(rule):
    assert int(by(rule).sum()) == POT


def test_equal_is_equal_and_per_resident_goes_by_people():
    assert np.ptp(by("equal")) <= 1
    per_head = by("per_resident") / FACTS.residents
    assert np.ptp(per_head) < 1e-3 * per_head.mean()


def test_a_survey_gives_more_to_those_who_keep_silent():
    surveyed = replace(FACTS, surveyed=np.array([1_000.0, 2_000.0, 1_000.0]))
    assert by("by_need", surveyed)[1] > 5 * by("by_need")[1]
    assert by("by_need", surveyed)[1] == by("by_need", surveyed).max()
    assert by("by_need")[1] == by("by_need").min()


def test_performance_pays_the_well_rated_more_than_in_proportion():
    got = by("by_performance")
    assert got[0] > got[2] > got[1]
    assert got[0] / got[1] == pytest.approx((0.8 / 0.4) ** ASSUMED.performance_steepness, rel=1e-4)


def test_competition_pays_the_better_half_only():
    facts = replace(FACTS, residents=np.ones(6), bid_quality=np.array([0.1, 0.9, 0.5, 0.3, 0.5, 0.6]))
    got = by("by_competition", facts)
    assert (got > 0).tolist() == [False, True, True, False, False, True]  # of two equal bids the lower number wins
    assert got[1] > got[5] > got[2]
    alone = replace(facts, bid_quality=np.array([0.2]), residents=np.ones(1))
    assert shares(POT, SPLITS["by_competition"](alone, ASSUMED)).tolist() == [POT]


def test_a_rating_sees_records_only():
    handled, recorded = np.array([0.8, 0.8]), np.array([0.6, 0.9])
    score = score_of(handled, recorded, ASSUMED)
    assert score.tolist() == pytest.approx([0.7, 0.85])
    assert score_of(handled, recorded, SplittingAssumptions(handled_weight=1.0)).tolist() == [0.8, 0.8]


def test_a_bid_is_better_where_somebody_can_write_it():
    none = Writers(np.zeros(4), np.zeros(4), np.zeros(4))
    draws = np.full(4, 0.5)
    bare = bid_quality(none, draws, ASSUMED)
    assert bare == pytest.approx(0.5 * ASSUMED.luck_share)
    for some in ("organisations", "social_workers", "training_days"):
        assert (bid_quality(replace(none, **{some: np.full(4, 5.0)}), draws, ASSUMED) > bare).all()
    most = Writers(np.full(4, 1e3), np.zeros(4), np.zeros(4))
    assert (bid_quality(most, np.ones(4), ASSUMED) <= 1.0).all()


def test_the_draw_of_a_bid_has_an_address():
    assert bid_draws(1, 2027, 5).tolist() == bid_draws(1, 2027, 9)[:5].tolist()
    assert (bid_draws(1, 2027, 5) != bid_draws(1, 2028, 5)).all()
    assert (bid_draws(1, 2027, 5) != bid_draws(2, 2027, 5)).all()
