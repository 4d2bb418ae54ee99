"""Every rule keeps what it promises, on whatever election hypothesis thinks of."""

from __future__ import annotations

import dataclasses
import inspect
import random
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from shapan.model.elections import RULES, Election, cap_costs, earmark, measure, spent_on
from shapan.model.reference import elections as plain

COSTS = st.one_of(st.just([1]), st.just([7]), st.just([10, 20, 30]), st.just([0, 5, 9]), st.just(list(range(1, 200))))


@st.composite
def elections(draw, kinds=False):
    """Any election of up to 8 projects and 9 voters."""
    projects = draw(st.one_of(st.integers(3, 8), st.integers(0, 8)))
    voters = draw(st.one_of(st.integers(3, 9), st.integers(0, 9)))
    among = draw(COSTS) if draw(st.booleans()) else [10, 25, 40, 55]
    cost = draw(st.lists(st.sampled_from(among), min_size=projects, max_size=projects))
    number = st.integers(0, projects - 1) if projects else st.nothing()
    camp = st.sets(number, min_size=min(projects, 1), max_size=4)
    camps = draw(st.lists(camp, min_size=1, max_size=3)) if projects else [set()]
    if projects > 1 and draw(st.booleans()):  # a majority and a minority that want nothing of each other's
        split = draw(st.integers(1, projects - 1))
        camps = [set(range(split)), set(range(split, projects))]
    # Hypothesis likes its first choice and small sets best, and a ballot without approvals decides nothing.
    ballot = st.one_of(st.sampled_from(camps), camp, st.sets(number, max_size=5)) if projects else st.just(set())
    ballots = draw(st.lists(ballot, min_size=voters, max_size=voters))
    everything = max(sum(cost), 3)
    budget = draw(st.one_of(st.integers(everything // 3, 2 * everything // 3), st.integers(0, everything)))
    names = draw(st.permutations([f"p{one}" for one in range(projects)]))
    category = draw(st.lists(st.sampled_from(["activity", "works"]), min_size=projects, max_size=projects))
    return Election.of(cost, budget, ballots, names, category if kinds else ())


def every_rule(check):
    """One election drawn is put before every rule: drawing it takes longer than deciding it."""

    def of_each(*drawn, **named):
        for rule in RULES:
            note(rule)  # a failure tells the last one noted
            check(rule, *drawn, **named)

    asked = inspect.signature(check)
    of_each.__name__ = check.__name__
    of_each.__signature__ = asked.replace(parameters=list(asked.parameters.values())[1:])
    return of_each


FEW = settings(max_examples=150, deadline=None)
FUNDED = {"funded", "funded_shares", "funded_load", "funded_rest", "free"}


def rows(election):
    return [
        election.approved[one:other].tolist() for one, other in zip(election.start, election.start[1:], strict=False)
    ]


def named(election, outcome):
    return {election.project_id[project] for project in outcome.funded}


def keeps_its_books(election, outcome, kept=0):
    """Within budget, nothing twice, one reason for each project, and the reasons say the same as the list.

    What is kept for one kind of project and found none is left to nobody.
    """
    spent = sum(int(election.cost[project]) for project in outcome.funded)
    assert outcome.spent == spent <= election.budget
    assert len(set(outcome.funded)) == len(outcome.funded)
    assert len(outcome.reasons) == election.projects
    for project, reason in enumerate(outcome.reasons):
        assert (reason.code in FUNDED) == (project in outcome.funded)
        assert reason.votes == election.votes[project]
        if reason.code in FUNDED:
            assert outcome.funded[reason.step - 1] == project
        if reason.code == "dearer_than_budget":
            assert election.cost[project] > election.budget
        if reason.code in ("not_enough_left", "stopped_here", "supporters_spent"):
            assert election.cost[project] > reason.left >= election.budget - kept - spent
        if reason.code == "supporters_spent":
            assert election.cost[project] > reason.supporters_left >= 0.0


@FEW
@given(elections())
@every_rule
def test_the_books_are_kept(rule, election):
    outcome = RULES[rule](election)
    keeps_its_books(election, outcome)
    measures = measure(election, outcome)
    for name, value in dataclasses.asdict(measures).items():
        assert value is None or value >= -1e-12, name
        assert not name.endswith("share") or value is None or value <= 1.0 + 1e-12, name


@FEW
@given(elections())
@every_rule
def test_the_same_election_comes_out_the_same(rule, election):
    first, second = RULES[rule](election), RULES[rule](election)
    assert first.funded == second.funded and first.reasons == second.reasons


@FEW
@given(elections())
@every_rule
def test_exhaustive_where_promised(rule, election):
    outcome = RULES[rule](election)
    if RULES[rule].exhaustive:
        left = election.budget - outcome.spent
        out = ~outcome.is_funded() & ((election.votes > 0) | (not RULES[rule].voting))
        assert not (election.cost[out] <= left).any()


def test_phragmen_promises_no_exhaustion_and_really_leaves_money():
    election = Election.of([6, 5, 3], 10, [[0, 1], [0, 1], [0, 2], [0, 1], [1]])
    outcome = RULES["phragmen"](election)
    assert outcome.funded == (1,) and outcome.spent == 5
    assert [reason.code for reason in outcome.reasons] == ["stopped_here", "funded_load", "not_reached"]


@FEW
@given(elections(), st.randoms(use_true_random=False))
@every_rule
def test_the_order_in_the_file_is_without_effect(rule, election, generator):
    if not RULES[rule].orderless:
        return
    place = list(range(election.projects))
    generator.shuffle(place)
    ballots = [[place[project] for project in row] for row in rows(election)]
    generator.shuffle(ballots)
    cost, names = [0] * election.projects, [""] * election.projects
    for project, new in enumerate(place):
        cost[new], names[new] = int(election.cost[project]), election.project_id[project]
    shuffled = Election.of(cost, election.budget, ballots, names)
    before, after = RULES[rule](election), RULES[rule](shuffled)
    assert [election.project_id[one] for one in before.funded] == [shuffled.project_id[one] for one in after.funded]


@FEW
@given(elections(), st.data())
@every_rule
def test_one_more_vote_does_not_cost_a_project_its_money_where_promised(rule, election, data):
    outcome = RULES[rule](election)
    if not RULES[rule].monotone or not outcome.funded or not election.voters:
        return
    project = data.draw(st.sampled_from(outcome.funded))
    ballots = rows(election)
    voter = data.draw(st.integers(0, election.voters - 1))
    ballots[voter] = sorted({*ballots[voter], project})
    more = Election.of(election.cost.tolist(), election.budget, ballots, election.project_id)
    assert project in RULES[rule](more).funded


@settings(max_examples=400, deadline=None)
@given(elections(), st.sampled_from([1, 3, 10]))
def test_what_voters_paid_and_have_left_agrees_with_fractions(election, step):
    agrees_with_fractions(dataclasses.replace(election, step=step))


@pytest.mark.parametrize("seed", range(3))
def test_what_voters_paid_agrees_with_fractions_where_many_steps_are_skipped(seed):
    generator = random.Random(seed)
    raised = 0
    for _ in range(100):
        projects, voters = generator.randint(2, 9), generator.randint(1, 12)
        cost = [generator.randint(5, 200) for _ in range(projects)]
        ballots = [[one for one in range(projects) if generator.random() < 0.35] for _ in range(voters)]
        election = Election.of(cost, generator.randint(20, int(0.8 * sum(cost)) + 30), ballots)
        raised += agrees_with_fractions(election) > election.budget / voters
    assert raised > 30


def agrees_with_fractions(election):
    """The share, every payment and what supporters of a project left out still have are those of the plain count."""
    outcome, found = RULES["equal_shares"](election), plain.share_out(election)
    assert outcome.share == pytest.approx(float(found.share), rel=1e-12)
    for project, reason in enumerate(outcome.reasons):
        assert (reason.code == "funded_shares") == (project in found.payment)
        if project in found.payment:
            assert reason.most_paid == pytest.approx(float(found.payment[project]), rel=1e-9)
            assert reason.effective_votes == pytest.approx(float(election.cost[project] / found.payment[project]))
        if reason.code == "supporters_spent":
            voters = election.voter_of[election.approved == project]
            left = sum(found.purse[voter] for voter in voters)
            assert reason.supporters_left == pytest.approx(float(left), rel=1e-9, abs=1e-9 * float(found.share))
            spent = spent_on(election, outcome, project)
            assert project not in spent and all(amount > 0.0 for amount in spent.values())
            assert sum(spent.values()) == pytest.approx(float(found.share * len(voters) - left), rel=1e-6, abs=1e-6)
    return outcome.share


def test_the_elections_drawn_put_rules_to_the_test():
    """Most have votes, shares are raised, something is left over, and rules disagree: counted, so that it stays so."""
    seen = Counter()

    @settings(max_examples=300, deadline=None, database=None, derandomize=True)
    @given(elections())
    def look(election):
        outcome = RULES["equal_shares"](election)
        codes = {reason.code for reason in outcome.reasons}
        seen["drawn"] += 1
        seen["voted"] += len(election.approved) > 0
        seen["raised"] += bool(election.voters) and outcome.share > election.budget / election.voters
        seen["left over"] += "funded_rest" in codes
        seen["spent"] += "supporters_spent" in codes
        seen["differ"] += set(outcome.funded) != set(RULES["greedy"](election).funded)

    look()
    asked = {"voted": 0.7, "raised": 0.2, "left over": 0.05, "spent": 0.1, "differ": 0.05}
    assert not {name for name, part in asked.items() if seen[name] < part * seen["drawn"]}, seen


@pytest.mark.parametrize("rule", ["equal_shares", "phragmen"])
@settings(max_examples=400, deadline=None)
@given(elections(), st.sampled_from([1, 3, 10]))
def test_fractions_fund_the_same_projects_in_the_same_order(rule, election, step):
    election = dataclasses.replace(election, step=step)
    outcome = RULES[rule](election)
    assert list(outcome.funded) == getattr(plain, rule)(election)


@FEW
@given(elections(kinds=True), st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.8, 1.0]))
@every_rule
def test_earmarks_fit_any_rule(rule, election, share):
    outcome = earmark(RULES[rule].decide, share, "activity")(election)
    set_aside = int(Fraction(str(share)) * election.budget)
    keeps_its_books(election, outcome, set_aside)
    if share == 0.0:
        assert outcome.funded == RULES[rule](election).funded
    others = sum(int(election.cost[one]) for one in outcome.funded if election.category[one] != "activity")
    assert others <= election.budget - set_aside, "nothing else gets what is kept"
    if RULES[rule].exhaustive:  # the earmark is used as far as projects of that kind allow
        kept = np.array([kind == "activity" for kind in election.category], bool)
        on_it = election.cost[kept & outcome.is_funded()].sum()
        fits = election.cost[kept & ~outcome.is_funded() & ((election.votes > 0) | (not RULES[rule].voting))]
        assert not (fits <= int(share * election.budget) - on_it).any()


@FEW
@given(elections(kinds=True), st.integers(0, 60))
@every_rule
def test_caps_fit_any_rule(rule, election, most):
    outcome = cap_costs(RULES[rule].decide, {"works": most})(election)
    keeps_its_books(election, outcome)
    for project, reason in enumerate(outcome.reasons):
        over = bool(election.category[project] == "works" and election.cost[project] > most)
        assert (reason.code == "over_cap") == over


@FEW
@given(elections(kinds=True))
@every_rule
def test_conditions_compose(rule, election):
    decide = cap_costs(earmark(RULES[rule].decide, 0.25, "activity"), {"works": 30, "": 100})
    keeps_its_books(election, decide(election), election.budget // 4)
