"""Rules, conditions and measures on ballots small enough to count by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from shapan.model.elections import RULES, Election, cap_costs, earmark, measure, spent_on
from shapan.model.elections.measures import gini

# The example of the format's description: five projects, ten ballots, 2,500 to give out.
WIELICZKA = Election.of(
    [600, 800, 1400, 1000, 1200],
    2500,
    [[0, 1, 2], [0, 1], [1, 2, 3], [3, 4], [0, 2, 4], [0, 4], [3], [2], [1, 2, 3], [2, 3]],
    ["1", "2", "4", "5", "7"],
)


@pytest.mark.parametrize(
    ("rule", "funded"),
    [
        ("staff_list", (0, 1, 3)),
        ("greedy", (2, 3)),
        ("greedy_per_cost", (0, 3, 1)),
        ("equal_shares", (2, 0)),
        ("phragmen", (0, 3, 1)),
    ],
)
def test_the_example_by_hand(rule, funded):
    assert RULES[rule](WIELICZKA).funded == funded


def test_a_large_minority_gets_its_part_under_equal_shares_only():
    ballots = [[0, 1, 2, 3]] * 6 + [[4, 5]] * 4
    election = Election.of([25] * 6, 100, ballots)
    assert RULES["greedy"](election).funded == (0, 1, 2, 3)
    shares = RULES["equal_shares"](election)
    assert set(shares.funded) >= {0, 1} and len({4, 5} & set(shares.funded)) >= 1
    assert measure(election, shares).voters_with_project_share == 1.0
    assert measure(election, RULES["greedy"](election)).voters_with_project_share == 0.6


def test_the_reason_tells_what_voters_paid():
    election = Election.of([9], 9, [[0], [0], [0]])
    (reason,) = RULES["equal_shares"](election).reasons
    assert (reason.code, reason.effective_votes, reason.most_paid) == ("funded_shares", 3.0, 3.0)


def test_who_gets_nothing_under_equal_shares_learns_what_the_shares_went_to():
    """Parking has more votes than the choir, but those who want it have spent their shares on the road."""
    election = Election.of([60, 40, 30], 100, [[0, 1]] * 6 + [[0]] + [[2]] * 3, ["road", "parking", "choir"])
    assert set(RULES["greedy"](election).funded) == {0, 1}
    outcome = RULES["equal_shares"](election)
    assert outcome.funded == (0, 2) and outcome.share == 10.0
    reason = outcome.reasons[1]
    assert (reason.code, reason.votes, reason.left) == ("supporters_spent", 6, 10)
    assert reason.supporters_left == pytest.approx(60.0 / 7.0)
    assert spent_on(election, outcome, 1) == {0: pytest.approx(360.0 / 7.0)}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "election",
    [
        Election.of([], 0, []),
        Election.of([], 10, [[], []]),
        Election.of([5], 0, [[0]]),
        Election.of([5], 10, []),
        Election.of([5, 6], 10, [[], []]),
        Election.of([50], 10, [[0]]),
        Election.of([0, 0], 0, [[0], []]),
        Election.of([2**53], 2**53, [[0]]),
        Election.of([2**53, 1, 3], 2**53, [[0], [1], [0, 2]]),
    ],
)
def test_nothing_crashes_at_the_edges(rule, election):
    outcome = RULES[rule](election)
    assert outcome.spent <= election.budget and len(outcome.reasons) == election.projects
    measure(election, outcome)


def test_a_tie_goes_to_more_votes_then_lower_cost_then_name():
    election = Election.of([5, 5, 4, 5], 5, [[0, 1, 2], [0, 1, 2], [3]], ["b", "a", "z", "c"])
    assert [int(place) for place in np.argsort(election.tie_rank)] == [2, 1, 0, 3]
    assert RULES["greedy"](election).funded == (2,)


def test_what_only_fractions_can_tell():
    """A third of three thirds is one: floats would drop the project whose voters have exactly its cost left."""
    election = Election.of([10, 10, 10], 30, [[0], [1], [2]])
    outcome = RULES["equal_shares"](election)
    assert set(outcome.funded) == {0, 1, 2}
    assert all(reason.code == "funded_shares" for reason in outcome.reasons)


@pytest.mark.timeout(120)
def test_few_voters_with_much_money_take_few_passes():
    """Steps that change nothing are skipped, so the size of the money does not matter: one by one it would not end."""
    election = Election.of([7 * 10**11, 4 * 10**11, 5 * 10**11], 10**12, [[0, 1], [1, 2], [0], [2]])
    outcome = RULES["equal_shares"](election)
    coarse = dataclasses.replace(election, step=10**8)
    assert outcome.funded == RULES["equal_shares"](coarse).funded


def test_an_earmark_pays_for_its_kind_first():
    election = Election.of(
        [30, 30, 20, 20], 60, [[0, 1]] * 3 + [[2, 3]], (), ["works", "works", "activity", "activity"]
    )
    assert RULES["greedy"](election).funded == (0, 1)
    outcome = earmark(RULES["greedy"].decide, 0.4, "activity")(election)
    assert outcome.funded == (2, 0) and outcome.reasons[2].earmarked and not outcome.reasons[0].earmarked
    assert outcome.reasons[1].code == "not_enough_left" and outcome.reasons[1].left == 6
    with pytest.raises(ValueError, match="share"):
        earmark(RULES["greedy"].decide, 1.5, "activity")


def test_a_cap_takes_projects_off_the_ballot():
    election = Election.of([30, 20], 60, [[0, 1]], (), ["works", "activity"])
    outcome = cap_costs(RULES["greedy"].decide, {"works": 25})(election)
    assert outcome.funded == (1,) and (outcome.reasons[0].code, outcome.reasons[0].limit) == ("over_cap", 25)
    assert cap_costs(RULES["greedy"].decide, {"": 10})(election).funded == ()


def test_the_gini_of_known_amounts():
    assert gini(np.array([1.0, 1.0, 1.0])) == pytest.approx(0.0)
    assert gini(np.array([0.0, 0.0, 3.0])) == pytest.approx(2.0 / 3.0)
    assert gini(np.zeros(3)) is None


def test_measures_by_hand():
    election = Election.of([6, 4], 10, [[0], [0], [1], []])
    found = measure(election, RULES["greedy"](election))
    assert (found.funded, found.spent, found.spent_share, found.spent_per_voter) == (2, 10, 1.0, 2.5)
    assert found.voters_with_project_share == 0.75
    assert found.approved_spending_share == pytest.approx((6 + 6 + 4) / 4 / 10)
    assert found.entitlement_met_share == pytest.approx((1 + 1 + 1) / 4)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"budget": -1}, "counted from 0"),
        ({"step": 0}, "step"),
        ({"project_id": ("a", "a", "c", "d", "e")}, "name of its own"),
        ({"category": ("works",)}, "category"),
        ({"budget": 2**60}, "exceed"),
        ({"approved": np.array([9])}, "does not stand"),
    ],
)
def test_an_impossible_election_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        dataclasses.replace(WIELICZKA, **change)
