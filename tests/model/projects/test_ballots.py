"""Who votes on projects is no sample, and votes go to what is unmet at home and near it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from shapan.model.deliberation.attendance import TRAITS, Call
from shapan.model.hashing import uniforms
from shapan.model.parameters.assumptions.attendance import AttendanceAssumptions
from shapan.model.parameters.assumptions.ballots import BallotsAssumptions
from shapan.model.projects.ballots import (
    Adults,
    Odds,
    Voters,
    approvals,
    around_home,
    strong_interest,
    utility,
    voting_chance,
    who_votes,
)
from shapan.model.projects.draws import batch_key, voting_key
from shapan.model.projects.kinds import SERVICE
from shapan.model.projects.neighbourhood import neighbourhood
from shapan.model.projects.proposals import Proposals
from shapan.model.streams import stream_key

ASSUMED = BallotsAssumptions()
ODDS = Odds(AttendanceAssumptions(), ASSUMED)
USUAL, ONLINE = Call(), Call(online=True)
CELLS = np.array([40, 41, 42])
PLACE = neighbourhood(CELLS, np.array([0.0, 0.8, 1.6]), np.zeros(3), 0.8)


def town(count: int = 9_000) -> Adults:
    """Adults as they are in Yantian, roughly."""
    draws = {one: uniforms(stream_key(1, one), np.arange(count)) for one in ("e", "o", "p", "m", "l", "s")}
    return Adults(
        resident=np.arange(count) * 3 + 11,
        elder=draws["e"] < 0.07,
        owner=draws["o"] < 0.30,
        party=draws["p"] < 0.085,
        migrant=draws["m"] < 0.70,
        low_income=draws["l"] < 0.08,
        strong=draws["s"] < 0.05,
    )


TOWN = town()


def key(number: int) -> np.uint64:
    return voting_key(batch_key(1, 3, number))


def projects(kind: list[int], cell: list[int]) -> Proposals:
    count = len(kind)
    return Proposals(
        form=np.full(count, SERVICE),
        kind=np.array(kind, np.int64),
        cell=np.array(cell, np.int64),
        cost_fen=np.full(count, 10_000_000),
        proposer=np.ones(count, np.int64),
        registered=np.zeros(count),
        registered_share=np.zeros(count),
        infeasible=np.zeros(count, np.bool_),
        key=np.arange(count).astype(np.uint64) * np.uint64(7919) + np.uint64(5),
    )


def test_about_two_in_a_hundred_come_and_five_vote_online():
    shares = {
        name: np.mean([who_votes(TOWN, call, key(one), ODDS).share for one in range(40)])
        for name, call in (("meeting", USUAL), ("online", ONLINE))
    }
    # 360,000 draws leave 0.0003 to chance; what is tested is that traits bring the plain 0.01 to about what is known.
    assert 0.015 < shares["meeting"] < 0.03
    assert 0.04 < shares["online"] < 0.07


def test_odds_multiply_by_trait():
    chance = voting_chance(TOWN, USUAL, ODDS)
    odds = chance / (1.0 - chance)
    reasons = TOWN.elder.astype(int) + TOWN.owner + TOWN.party + TOWN.strong
    plain = ASSUMED.plain_chance / (1.0 - ASSUMED.plain_chance)
    assert odds == pytest.approx(plain * 3.0**reasons)


def test_those_who_vote_are_no_sample_and_an_online_door_does_not_make_them_one():
    bias = {}
    for name, call in (("meeting", USUAL), ("online", ONLINE)):
        bias[name] = np.mean([who_votes(TOWN, call, key(one), ODDS).difference for one in range(60)], axis=0)
    elder, owner, party = (TRAITS.index(one) for one in ("elder", "owner", "party"))
    for difference in bias.values():
        assert (difference[[elder, owner, party]] > 0.15).all()
        assert np.abs(difference[[TRAITS.index("migrant"), TRAITS.index("low_income")]]).max() < 0.05
    assert np.abs(bias["online"]).mean() > 0.7 * np.abs(bias["meeting"]).mean()


def test_a_wider_door_only_adds_voters():
    for one in range(10):
        few, many = (who_votes(TOWN, call, key(one), ODDS).row for call in (USUAL, ONLINE))
        assert set(few.tolist()) <= set(many.tolist()) and len(few) < len(many)
    assert who_votes(TOWN, USUAL, key(1), ODDS).row.tolist() != who_votes(TOWN, USUAL, key(2), ODDS).row.tolist()


def test_who_votes_does_not_hang_on_the_order_of_the_list():
    turned = Adults(*(getattr(TOWN, name)[::-1] for name in Adults.__slots__))
    straight, back = (who_votes(one, USUAL, key(1), ODDS) for one in (TOWN, turned))
    assert set(TOWN.resident[straight.row].tolist()) == set(turned.resident[back.row].tolist())
    assert straight.bias == pytest.approx(back.bias)


def test_a_community_without_adults_holds_an_empty_vote():
    nobody = Adults(*(getattr(TOWN, name)[:0] for name in Adults.__slots__))
    turnout = who_votes(nobody, USUAL, key(1), ODDS)
    assert len(turnout.row) == 0 and turnout.share == 0.0 and turnout.bias == 0.0


def test_much_is_at_stake_from_so_many_needs_on():
    assert strong_interest(np.array([0.0, 4.0, 5.0, 9.0]), ASSUMED).tolist() == [False, False, True, True]


def test_neighbours_needs_are_counted_by_household():
    unmet, households = np.array([[6.0, 0.0], [3.0, 3.0]]), np.array([60.0, 0.0])
    assert around_home(unmet, households).tolist() == [[0.1, 0.0], [0.0, 0.0]]


def test_utility_is_own_and_neighbours_needs_faded_by_distance():
    """Two needs at home and 0.4 a household around, for a project next door and one 0.8 km away: (2 + 0.2)·e^-1."""
    tasteless = BallotsAssumptions(taste_spread=0.0)
    voters = Voters(np.array([7, 8]), np.array([40, 42]), np.array([[2.0, 0.0], [0.0, 1.0]]))
    around = np.array([[0.4, 0.0], [9.0, 9.0], [0.0, 0.2]])
    got = utility(voters, around, projects([0, 0, 1], [40, 41, 42]), PLACE, tasteless)
    expected = [[2.2, 2.2 / np.e, 0.0], [0.0, 0.0, 1.1]]
    assert got == pytest.approx(np.array(expected))


def test_taste_belongs_to_voter_and_project():
    voters = Voters(np.arange(4_000), np.full(4_000, 41), np.zeros((4_000, 2)))
    listed = projects([0, 1, 0], [40, 41, 42])
    taste = utility(voters, np.zeros((3, 2)), listed, PLACE, ASSUMED)
    assert taste.std() == pytest.approx(ASSUMED.taste_spread, rel=0.05)
    assert abs(np.corrcoef(taste.T)[0, 1]) < 0.06
    fewer = utility(voters, np.zeros((3, 2)), listed.take(np.array([2, 0])), PLACE, ASSUMED)
    assert (fewer == taste[:, [2, 0]]).all()


WORTH = hnp.arrays(np.float64, st.tuples(st.integers(0, 12), st.integers(0, 9)), elements=st.floats(-1, 3))


@given(WORTH)
def test_a_ballot_names_three_at_least_and_all_that_is_clearly_wanted(worth):
    named = approvals(worth, ASSUMED)
    assert named.shape == worth.shape and named.dtype == np.bool_
    assert (named.sum(axis=1) >= min(3, worth.shape[1])).all()
    assert named[worth >= ASSUMED.clearly_wanted].all()
    for ballot, value in zip(named, worth, strict=True):
        if 0 < ballot.sum() < len(ballot):
            assert value[ballot].min() >= value[~ballot].max()


@given(WORTH)
def test_a_ballot_names_no_more_than_it_must(worth):
    named = approvals(worth, ASSUMED)
    wanted = (worth >= ASSUMED.clearly_wanted).sum(axis=1)
    assert (named.sum(axis=1) == np.maximum(wanted, min(3, worth.shape[1]))).all()


@given(st.integers(0, 10_000))
def test_the_order_of_projects_moves_no_ballot_between_unequal_ones(number):
    worth = uniforms(stream_key(number, "worth"), np.arange(40)).reshape(5, 8)
    order = np.argsort(uniforms(stream_key(number, "order"), np.arange(8)))
    assert (approvals(worth[:, order], ASSUMED) == approvals(worth, ASSUMED)[:, order]).all()
