"""The first morning has what earlier years left, money of those years stays out of the run, and nobody felt them."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from shapan.model.agents.party_committees import PartyCommittee
from shapan.model.columns import BORN, NEVER_HEARD, OPEN
from shapan.model.deliberation.docket import Docket
from shapan.model.district import District, Plan
from shapan.model.hashing import poissons
from shapan.model.history import earlier_years
from shapan.model.history.expected_year import (
    births_at_home,
    expected_year,
    stretched,
    unheard_share,
    usual_year,
)
from shapan.model.ledger.ledger import HOLDERS, Account
from shapan.model.observation.matters_effects import spans_of
from shapan.model.observation.movements import movements
from shapan.model.projects.records import NOT_PAID, PAID, ProjectBook

pytestmark = pytest.mark.past

SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def mornings(town):
    """First mornings in May, when the January batch of the year is on its way."""
    place = town.place.model_copy(update={"start": dt.date(2026, 5, 1), "residents": 6000})
    parameters = town.model_copy(update={"place": place})
    return [District(Plan(parameters, seed, 200, 0)) for seed in SEEDS]


def test_projects_stand_in_every_stage_with_the_months_they_have_left(mornings):
    every = [one for district in mornings for one in district.of(ProjectBook).projects]
    acting = [one for one in every if one.acts(0)]
    assert acting and len({one.form for one in acting}) > 1
    left = np.array([one.acts_until_day for one in acting if one.form == 0])
    assert len(left) > 5 and left.min() < 365 and left.max() > 730  # of works that last three years
    assert any(one.under_way(0) for one in every)
    assert all(one.chosen_day < 0 for one in every)
    for district in mornings:
        numbers = [one.number for one in district.of(ProjectBook).projects]
        assert numbers == list(range(len(numbers)))
        assert district.of(ProjectBook).acting and (district.of(ProjectBook).factors < 1.0).any()
        assert all(one.money == NOT_PAID or one.acts_until_day > -7 for one in district.of(ProjectBook).running)


def test_nothing_chosen_before_those_years_could_still_act(mornings):
    for district in mornings:
        start = (earlier_years.first_year(district) - district.plan.first_day).days
        first = [one for one in district.of(ProjectBook).projects if one.chosen_day < start + 365]
        assert first and not any(one.acts(0) for one in first)


def test_what_was_paid_before_the_run_is_not_spent_in_it(mornings):
    for district in mornings:
        ledger, book = district.ledger, district.of(ProjectBook)
        assert ledger.blocks and all(block.day < 0 for block in ledger.blocks)
        moved = movements(ledger, 0)
        assert moved.total_given == moved.total_spent == moved.returned == 0
        held = sum(int(ledger.held_by_community(name).sum()) + ledger.held(Account(name)) for name in HOLDERS)
        assert moved.opened_with == moved.closing == held > 0
        for purse, promised in book.reserved_fen.items():
            waits = [one for one in book.projects if one.purse == purse and one.money == NOT_PAID]
            assert promised.sum() == sum(one.cost_fen for one in waits)
            assert (promised <= ledger.held_by_community(purse)).all()
            begun = [one for one in book.projects if one.purse == purse and one.money == PAID and not one.failed]
            paid = [one.fen for one in ledger.entries if one.source.name == purse and one.purpose != "agreed_works"]
            assert sum(paid) == sum(one.cost_fen for one in begun)


def test_matters_are_under_way_and_believed_in_as_far_as_they_ended_well(mornings):
    assert any(district.of(Docket).open for district in mornings)
    assert all(len(district.of(Docket).closed) > 5 for district in mornings)
    for district in mornings:
        docket = district.of(Docket)
        assert all(one.ended_on < 0 for one in docket.closed) and all(one.raised < 0 for one in docket.open)
        settled = np.mean([one.ended == "settled" for one in docket.closed])
        assert docket.council_trust.mean() == pytest.approx(settled, abs=0.3) and settled > 0.5
    assert any((district.of(Docket).covenant > 0.0).any() for district in mornings)


def test_nobody_has_felt_those_years(town):
    """Minds, departments and committees are those of a district founded this morning; only what stands differs."""
    plans = [Plan(town, 1, 100, 0, earlier_years=past) for past in (True, False)]
    lived, founded = (District(plan) for plan in plans)
    for column in ("trust", "efficacy", "expectation"):
        np.testing.assert_array_equal(getattr(lived.state.minds, column), getattr(founded.state.minds, column))
    np.testing.assert_array_equal(lived.state.departments.credit, founded.state.departments.credit)
    np.testing.assert_array_equal(lived.state.tallies.mind_totals, founded.state.tallies.mind_totals)
    assert not lived.state.tallies.daily.any() and lived.day == 0
    authority = [[one.authority for one in district.agents_by_type[PartyCommittee]] for district in (lived, founded)]
    assert authority[0] == authority[1]
    assert not founded.of(ProjectBook).projects and not founded.of(Docket).closed and not founded.ledger.blocks


def test_the_same_seed_has_the_same_past_under_every_policy(town, changed):
    policy = changed(town, {"projects.batches_per_year": 4, "deliberation.format": "one_matter"})
    usual, other = (District(Plan(levers, 2, 100, 30, status_quo=town.levers)) for levers in (town, policy))
    assert usual.ledger.entries == other.ledger.entries
    assert [one.key for one in usual.of(Docket).closed] == [one.key for one in other.of(Docket).closed]
    rows = [[(one.cell, one.kind, one.start_day) for one in d.of(ProjectBook).projects] for d in (usual, other)]
    assert rows[0] == rows[1] and rows[0]


def test_no_foundation_gives_before_it_has_its_seed(town, changed):
    levers = {"funding.foundation_share": 1.0, "funding.foundation_seed_yuan": 500_000}
    district = District(Plan(changed(town, levers), 1, 400, 0))
    assert district.ledger.held_by_community("foundation").sum() == 500_000 * 100 * 3, "nobody has spent any of it"
    assert district.of(ProjectBook).projects and all(
        one.purse != "foundation" for one in district.of(ProjectBook).projects
    )
    district.run()
    assert any(one.purse == "foundation" and one.chosen_day >= 0 for one in district.of(ProjectBook).projects)


def test_authority_and_minds_of_those_years_stay_near_what_they_are_later(town, changed, monkeypatch):
    """Committees call departments every month for years; what that costs comes back week by week, as it does later."""
    council = {"deliberation.format": "party_mass", "deliberation.meetings_per_year": 24}
    seen = {"authority": [], "trust": []}
    plain = earlier_years.deliberation.hold_meetings

    def watched(district, date):
        seen["authority"].append(np.mean([one.authority for one in district.agents_by_type[PartyCommittee]]))
        seen["trust"].append(district.state.minds.trust.mean())
        return plain(district, date)

    monkeypatch.setattr(earlier_years.deliberation, "hold_meetings", watched)
    district = District(Plan(changed(town, council), 1, 100, 0))
    assert len(seen["authority"]) > 200 and min(seen["authority"]) > 0.3
    assert np.ptp(seen["trust"]) < 0.01
    came = dict.fromkeys(("departments_came", "departments_stayed_away"), 0)
    for day, _, what, _ in district.decisions:
        if what in came and day < 0:
            came[what] += 1
    assert came["departments_came"] > came["departments_stayed_away"]


def test_nobody_owes_hours_on_the_first_morning_for_whistles_and_meetings_of_those_years(town, changed):
    council = {"deliberation.format": "party_mass", "party.whistle_after_days": 14}
    district = District(Plan(changed(town, council), 1, 100, 0))
    assert any(what == "whistles" for day, _, what, _ in district.decisions if day < 0)
    assert not district.state.pools.overhead_hours.any() and not district.state.pools.debt_hours.any()


def test_trust_in_councils_rests_at_the_share_settled_and_follows_the_last_matters():
    def ended(how, community):
        return SimpleNamespace(ended=how, community=community)

    closed = [ended("settled", 0)] * 3 + [ended("given_up", 1)]
    aftermath = SimpleNamespace(standing_step=0.1)
    docket = SimpleNamespace(closed=closed, council_trust=np.zeros(3))
    district = SimpleNamespace(
        of={Docket: docket}.__getitem__,
        parameters=SimpleNamespace(assumptions=SimpleNamespace(aftermath=aftermath)),
    )
    expected = [1.0 - 0.25 * 0.9**3, 0.75 * 0.9, 0.75]
    assert earlier_years.council_trust_at_rest(district) == pytest.approx(expected)
    district.of(Docket).closed = []
    assert (earlier_years.council_trust_at_rest(district) == 0.5).all()


def test_a_matter_of_earlier_years_is_told_only_from_the_first_morning_on():
    open_still = SimpleNamespace(open=True, raised=-40, ended_on=-1)
    assert [(one.start, one.end) for one in spans_of(open_still, 100)] == [(0, 100)]
    over = SimpleNamespace(open=False, raised=-400, ended_on=-20)
    assert spans_of(over, 100) == []
    ended = SimpleNamespace(open=False, raised=-40, ended_on=5)
    assert [(one.what, one.start, one.end) for one in spans_of(ended, 100)] == [("while_open", 0, 5), ("after", 5, 95)]


# --- a year of needs that nobody wrote down ----------------------------------------------------------------------


def test_poisson_by_inversion_has_the_right_chances_and_never_loses_to_a_smaller_mean():
    draw = (np.arange(200_000) + 0.5) / 200_000
    for mean in (0.02, 0.7, 6.0, 99.0, 101.0, 900.0):
        counts = poissons(np.full(len(draw), mean), draw)
        assert counts.mean() == pytest.approx(mean, rel=1e-3) and counts.var() == pytest.approx(mean, rel=2e-3)
        assert (counts == 0).mean() == pytest.approx(np.exp(-mean), abs=1e-5)
        assert (poissons(np.full(len(draw), 1.3 * mean), draw) >= counts).all()
        np.testing.assert_array_equal(counts[::997], stats.poisson.ppf(draw[::997], mean))
    assert not poissons(np.zeros(5), np.full(5, 0.999)).any()


def test_expected_needs_are_the_places_own_thinned_by_works(mornings):
    district = mornings[0]
    facts = district.state.facts
    yearly = births_at_home(district)
    assert yearly.sum(axis=0) == pytest.approx(365.0 * facts.daily_rate.sum(axis=0))
    usual = usual_year(district)
    cells, kinds = district.of(ProjectBook).factors.shape
    halved = np.full((cells, kinds), 0.5)
    asked, unmet = [], []
    for factors in (np.ones((cells, kinds)), halved):
        found = expected_year(district, 8000, factors, usual)
        assert (found.unmet >= found.registered).all() and (found.asked >= found.registered).all()
        assert found.unmet_at_home.sum() == found.unmet.sum()
        asked.append(found.asked.sum())
        unmet.append(found.unmet.sum())
        births = (yearly * factors[usual.cell]).sum()
        unheard = (yearly * factors[usual.cell] * usual.unheard[usual.cell]).sum()
        assert found.asked.sum() == pytest.approx(births - unheard, abs=5.0 * np.sqrt(births))
    assert asked[1] < 0.6 * asked[0] and unmet[1] < 0.6 * unmet[0]


def test_what_goes_unheard_follows_the_channels(town, changed):
    deaf = {"channels.walk_in": False, "channels.visits": False, "channels.app_reach": 0.0, "grid.patrol_share": 0.0}
    deaf |= {"centres.activities_per_week": 0.0, "grid.stewards_per_1000": 0.0, "channels.proactive_share": 0.0}
    silent = District(Plan(changed(town, deaf), 1, 100, 0))
    assert unheard_share(silent) == pytest.approx(1.0)
    usual = District(Plan(town, 1, 365, 0))
    expected, rate = unheard_share(usual), usual.of(ProjectBook).averted.ground.rate
    assert ((expected > 0.0) & (expected < 1.0)).all()
    usual.run()
    needs = usual.state.needs[: int(usual.state.tallies.tally[BORN])]
    ended = needs.bin != OPEN
    seen = np.mean(needs.bin[ended] == NEVER_HEARD)
    # Visits in idle hours are left out, so a little more is expected to go unheard than does.
    assert seen - 0.05 < (expected * rate).sum() / rate.sum() < seen + 0.15


def test_hazards_are_stretched_until_the_district_hears_what_it_does():
    rng = np.random.default_rng(1)
    unheard, births = rng.uniform(0.1, 0.9, (40, 3)), rng.uniform(0.0, 5.0, (40, 3))
    found = stretched(unheard, births, np.array([0.3, 0.8, np.nan]))
    heard = 1.0 - (found * births).sum(axis=0) / births.sum(axis=0)
    assert heard[:2] == pytest.approx([0.3, 0.8])
    np.testing.assert_allclose(found[:, 2], unheard[:, 2])
    assert (np.argsort(found[:, 0]) == np.argsort(unheard[:, 0])).all(), "who was heard least stays heard least"


def test_books_of_earlier_years_are_those_of_the_place_at_rest(mornings):
    """Over many draws what is heard, and what of it is lost, is what the place states."""
    district = mornings[0]
    usual, factors = usual_year(district), np.ones(district.of(ProjectBook).factors.shape)
    births = usual.births.sum(axis=0)
    years = [expected_year(district, number, factors, usual) for number in range(8000, 8040)]
    for stated, counted, of in (
        (district.at_rest.heard, np.mean([one.asked.sum(axis=0) for one in years], axis=0), births),
        (district.at_rest.lost, np.mean([one.registered.sum(axis=0) for one in years], axis=0), None),
    ):
        of = np.mean([one.asked.sum(axis=0) for one in years], axis=0) if of is None else of
        expected = np.array([stated[kind] for kind in district.kinds.ids])
        # a gamma factor a community and year beside the chance of the counts
        error = 4.0 * expected * np.sqrt(1.0 / 6.0 / 40.0 / district.world.territory.communities) + 4.0 * np.sqrt(
            expected / of / 40.0
        )
        assert (np.abs(counted / of - expected) < error).all(), (counted / of, expected)
