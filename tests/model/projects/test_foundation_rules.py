"""Foundations: money comes where somebody gives, more where it is shown what becomes of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapan.model.parameters.assumptions.foundations import FoundationsAssumptions
from shapan.model.parameters.levers.projects import ProjectsLevers
from shapan.model.projects.foundation_rules import (
    Delivered,
    Foundations,
    Givers,
    Seed,
    admitted,
    after_month,
    chosen_by_board,
    days_to_choose,
    donors_taste,
    founded,
    gifts_of_month,
    grants_of_period,
    riches,
    seeds,
    still_due,
    who_founds,
)
from shapan.model.projects.kinds import ACTIVITY, GOODS, SERVICE, WORKS, ProjectKinds
from shapan.model.projects.proposals import Proposals

ASSUMED = FoundationsAssumptions()
POOR, USUAL, RICH = 0, 1, 2
GIVERS = Givers(np.full(3, 11_000.0), np.array([0.30, 0.10, 0.02]), np.array([1.0, 4.0, 13.0]))
EVERYWHERE = np.ones(3, np.bool_)
NOTHING_YET = Delivered(np.zeros(3), np.zeros(3))
KINDS = ProjectKinds(
    ("litter", "care", "dispute", "culture"),
    works=np.array([True, False, False, False]),
    service=np.array([False, True, False, False]),
    activity=np.array([False, False, False, True]),
)


def after(
    months: int, disclosure: float, delivered: Delivered = NOTHING_YET, has: np.ndarray = EVERYWHERE
) -> Foundations:
    state = founded(has, np.full(len(has), 0.5))
    for _ in range(months):
        state = after_month(state, disclosure, delivered, ASSUMED)
    return state


def listed(kind: list[int], form: list[int], yuan: list[int], registered: list[float]) -> Proposals:
    count = len(kind)
    return Proposals(
        form=np.array(form, np.int64),
        kind=np.array(kind, np.int64),
        cell=np.arange(count),
        cost_fen=np.array(yuan, np.int64) * 100,
        proposer=np.ones(count, np.int64),
        registered=np.array(registered, np.float64),
        registered_share=np.zeros(count),
        infeasible=np.zeros(count, np.bool_),
        key=np.arange(count).astype(np.uint64),
    )


def many(count: int) -> Givers:
    spread = np.linspace(0.02, 0.3, count)
    return Givers(np.full(count, 10_000.0), spread, np.linspace(13, 0, count))


def test_over_many_seeds_the_share_is_met_however_small():
    counts = [int(who_founds(0.01, many(19), seed, ASSUMED).sum()) for seed in range(2000)]
    assert set(counts) == {0, 1}
    assert np.mean(counts) == pytest.approx(0.19, abs=0.03)  # 3.4 standard errors
    assert not who_founds(0.0, many(19), 1, ASSUMED).any()
    assert who_founds(1.0, many(19), 1, ASSUMED).all()


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 1000))
def test_a_higher_share_only_adds_communities(one, other, seed):
    low, high = sorted((one, other))
    fewer, more = (who_founds(share, many(12), seed, ASSUMED) for share in (low, high))
    assert not (fewer & ~more).any()


def test_the_rich_with_firms_nearby_come_first_and_chance_has_a_say():
    often = np.mean([who_founds(0.25, many(20), seed, ASSUMED) for seed in range(300)], axis=0)
    assert often[:5].mean() > 0.7
    assert often[-5:].sum() == 0.0
    assert 0.0 < often[6] < 0.5


def test_the_rich_get_the_whole_seed_and_the_poor_a_part():
    seed = seeds(1_000_000.0, 1.0, EVERYWHERE, GIVERS, ASSUMED)
    assert seed.treasury_fen.tolist() == [0, 0, 0]
    assert 0 < seed.total_fen[POOR] < seed.total_fen[USUAL] < seed.total_fen[RICH]
    small = seeds(200_000.0, 1.0, EVERYWHERE, GIVERS, ASSUMED)
    assert small.total_fen[RICH] == 20_000_000
    assert 0 < small.residents_fen[RICH] < small.firms_fen[RICH]


def test_the_treasury_pays_its_part_and_no_more():
    for share in (0.0, 0.3, 1.0):
        seed = seeds(100_001.0, share, np.array([True, False, True]), GIVERS, ASSUMED)
        assert (seed.total_fen <= 10_000_100).all() and seed.total_fen[1] == 0
    assert seeds(100_001.0, 0.0, EVERYWHERE, GIVERS, ASSUMED).treasury_fen.tolist() == [10_000_100] * 3


@given(st.floats(0, 5e6), st.floats(0, 1))
def test_nobody_gives_more_to_a_seed_than_they_can(yuan, donors):
    seed = seeds(yuan, donors, EVERYWHERE, GIVERS, ASSUMED)
    residents = ASSUMED.resident_seed_yuan * 100 * GIVERS.residents * riches(GIVERS, ASSUMED)
    assert (seed.residents_fen <= residents).all()
    assert (seed.firms_fen <= ASSUMED.firm_seed_yuan * 100 * GIVERS.firms + 1).all()
    assert all((fen >= 0).all() for fen in seed)


@given(st.lists(st.tuples(st.floats(0, 5e6), st.floats(0, 1)), min_size=1, max_size=5))
def test_a_seed_raised_in_steps_is_never_more_than_was_asked_for(steps):
    """Whatever is asked for and of whom: never more than the largest seed, never less than before, never twice."""
    nothing = np.zeros(3, np.int64)
    given = Seed(nothing, nothing, nothing)
    for yuan, donors in steps:
        whole = seeds(yuan, donors, EVERYWHERE, GIVERS, ASSUMED)
        due = still_due(whole, given, round(yuan * 100))
        assert all((fen >= 0).all() for fen in due)
        given = Seed(*(before + more for before, more in zip(given, due, strict=True)))
        assert not still_due(whole, given, round(yuan * 100)).total_fen.any()
        if donors == 0.0:
            assert (given.total_fen >= round(yuan * 100)).all()
    assert (given.total_fen <= round(max(yuan for yuan, _ in steps) * 100)).all()


def test_riches_are_relative():
    rich = riches(GIVERS, ASSUMED)
    assert rich[POOR] < 1.0 < rich[RICH]
    alike = Givers(np.array([5_000.0, 9_000.0]), np.array([0.2, 0.2]), np.zeros(2))
    assert riches(alike, ASSUMED) == pytest.approx(1.0)


def test_a_small_fund_gets_what_was_counted():
    """S40: 22,000 yuan a fund and year; residents of a usual community under usual trust, nothing shown, no firms."""
    one = Givers(np.array([11_000.0]), np.array([0.1]), np.array([0.0]))
    state = founded(np.ones(1, np.bool_), np.array([ASSUMED.usual_trust]))
    gifts = gifts_of_month(state, one, ASSUMED)
    assert 12 * gifts.residents_fen[0] / 100 == pytest.approx(22_000.0, rel=1e-4)
    assert gifts.firms_fen[0] == 0


@given(st.floats(0, 1), st.floats(0, 1))
def test_disclosure_raises_gifts(one, other):
    low, high = sorted((one, other))
    gifts = [gifts_of_month(after(24, disclosure), GIVERS, ASSUMED) for disclosure in (low, high)]
    for less, more in zip(*gifts, strict=True):
        assert (more >= less).all()
        if high - low > 0.01:
            assert (more > less).all()


def test_what_was_shown_is_remembered_for_a_while():
    shown = after(24, 1.0)
    later = after_month(shown, 0.0, NOTHING_YET, ASSUMED)
    assert (later.shown > 0.7).all() and (later.shown < shown.shown).all()
    assert (after(1, 1.0).shown < after(2, 1.0).shown).all()


def test_trust_follows_projects_that_stand():
    good = after(24, 0.5, Delivered(np.full(3, 9.0), np.zeros(3)))
    bad = after(24, 0.5, Delivered(np.zeros(3), np.full(3, 9.0)))
    assert (good.trust > after(24, 0.5).trust).all() and (after(24, 0.5).trust > bad.trust).all()
    for more, less in zip(*(gifts_of_month(state, GIVERS, ASSUMED) for state in (good, bad)), strict=True):
        assert (more > less).all()


@given(st.floats(0, 1), st.integers(0, 200), st.floats(0, 1e3), st.floats(0, 1e3))
def test_trust_and_memory_stay_between_nothing_and_all(disclosure, months, done, failed):
    state = after(months, disclosure, Delivered(np.full(3, done), np.full(3, failed)))
    for share in (state.trust, state.shown):
        assert ((share >= 0.0) & (share <= 1.0)).all()


def test_without_a_foundation_disclosure_does_exactly_nothing():
    nowhere = np.zeros(3, np.bool_)
    hidden, open_books = after(24, 0.0, has=nowhere), after(24, 1.0, has=nowhere)
    assert (hidden.trust == open_books.trust).all() and (hidden.shown == open_books.shown).all()
    assert all(fen.tolist() == [0, 0, 0] for fen in gifts_of_month(open_books, GIVERS, ASSUMED))
    assert seeds(1e6, 0.5, nowhere, GIVERS, ASSUMED).treasury_fen.sum() == 0
    some = np.array([False, True, False])
    for fen in gifts_of_month(after(24, 1.0, has=some), GIVERS, ASSUMED):
        assert (fen > 0).tolist() == some.tolist()


@given(st.integers(0, 10**12), st.floats(0, 3), st.floats(0, 3))
def test_grants_leave_something_and_halves_make_a_whole(held, one, other):
    fund = np.array([held])
    first = grants_of_period(fund, one, ASSUMED)
    then = grants_of_period(fund - first, other, ASSUMED)
    together = grants_of_period(fund, one + other, ASSUMED)
    assert 0 <= first[0] <= held
    assert abs(int(first[0] + then[0] - together[0])) <= 2 + held * 1e-12
    assert grants_of_period(fund, 1.0, ASSUMED)[0] == pytest.approx(ASSUMED.spend_share * held, abs=1)


def test_a_foundation_pays_for_nothing_built():
    projects = listed([0, 1, 1, 3, 0], [WORKS, SERVICE, GOODS, ACTIVITY, GOODS], [1] * 5, [1.0] * 5)
    assert admitted(projects, KINDS).tolist() == [False, True, True, True, False]


def test_a_board_follows_its_donors_whatever_is_asked_for():
    projects = listed([1, 3, 3, 1], [SERVICE, ACTIVITY, ACTIVITY, SERVICE], [50, 60, 30, 20], [9.0, 1.0, 2.0, 8.0])
    may = admitted(projects, KINDS)
    culture = np.array([0.0, 0.2, 0.0, 0.9])
    choice = chosen_by_board(projects, may, culture, 100_00)
    assert choice.rows.tolist() == [2, 1] and choice.cost_fen == 90_00
    care = chosen_by_board(projects, may, np.array([0.0, 1.0, 0.0, 0.0]), 100_00)
    assert care.rows.tolist() == [0, 3, 2] and care.cost_fen == 100_00
    assert len(chosen_by_board(projects, np.zeros(4, np.bool_), culture, 100_00).rows) == 0


@given(st.lists(st.tuples(st.sampled_from([0, 1, 3]), st.integers(1, 500)), max_size=15), st.integers(0, 2000))
def test_a_board_never_spends_what_it_has_not(rows, yuan):
    projects = listed([k for k, _ in rows], [SERVICE] * len(rows), [y for _, y in rows], [1.0] * len(rows))
    choice = chosen_by_board(projects, admitted(projects, KINDS), donors_taste(3, 5, KINDS), yuan * 100)
    assert choice.cost_fen == projects.cost_fen[choice.rows].sum() <= yuan * 100
    assert len(set(choice.rows.tolist())) == len(choice.rows)


def test_donors_taste_belongs_to_the_place():
    assert donors_taste(1, 4, KINDS).tolist() == donors_taste(1, 4, KINDS).tolist()
    assert (donors_taste(1, 4, KINDS) != donors_taste(1, 5, KINDS)).all()


def test_a_board_is_quicker_than_residents():
    allowed = ProjectsLevers.model_fields["foundation_decided_by"].annotation.__args__
    days = {who: days_to_choose(who, ASSUMED) for who in allowed}
    assert days["board"] < days["residents"]
    with pytest.raises(KeyError):
        days_to_choose("nobody", ASSUMED)


def test_the_state_is_never_changed_in_place():
    state = founded(EVERYWHERE, np.full(3, 0.5))
    before = replace(state, trust=state.trust.copy(), shown=state.shown.copy())
    after_month(state, 1.0, NOTHING_YET, ASSUMED)
    assert (state.trust == before.trust).all() and (state.shown == before.shown).all()
