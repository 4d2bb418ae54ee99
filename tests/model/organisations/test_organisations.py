"""Organisations, contracts and ratings: what money buys, who is chosen, what is lost when somebody leaves."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest

from shapan.model.agents.organisation import SocialOrganisation, profile_of
from shapan.model.agents.service_centre import ServiceCentre
from shapan.model.columns import BUNDLE, NOBODY, ORGANISATION, QUEUED, SOCIAL
from shapan.model.district import District, Plan
from shapan.model.organisations import lots, rating
from shapan.model.organisations import process as organisations
from shapan.model.organisations.contract import (
    Contract,
    Lot,
    month_of_workers,
    share_kept,
    supervised,
)
from shapan.model.organisations.market import Market, money_of_lots, pool_of
from shapan.model.organisations.provision import casework_hours, feel, pace_and_poor
from shapan.model.organisations.rating import dropped, effort_for
from shapan.model.organisations.tendering import Call, let, posts_for
from shapan.model.parameters import Parameters

NEW_YEAR = dt.date(2026, 1, 1)
MANY = {"organisations_per_10000": 40.0}


@pytest.fixture
def lively(town, changed) -> Any:
    """A town with a dozen organisations and money enough for some posts, under these levers."""

    def make(days: int = 40, warmup: int = 0, facts: dict[str, Any] = MANY, **levers: Any) -> District:
        place = town.place.model_copy(update=facts)
        named = {name.replace("__", "."): value for name, value in levers.items()}
        parameters = changed(town.model_copy(update={"place": place}), {"funding.purchase_yuan": 100.0, **named})
        return District(Plan(parameters, seed=5, days=days, warmup=warmup))

    return make


def all_of(district: District) -> list[SocialOrganisation]:
    return list(district.agents_by_type[SocialOrganisation])


def contract(posts: float, parameters: Parameters, **facts: Any) -> Contract:
    lot = Lot(ORGANISATION, 0)
    return Contract(lot, 1, 1e6, 0.0, 0.0, posts, 0.0, 0, 0, 365, (0,), np.zeros(0), **facts)


# --- who they are -----------------------------------------------------------------------------------------------


def test_an_organisation_is_the_same_in_every_scenario(town, changed):
    richer = changed(town, {"funding.purchase_yuan": 200.0, "organisations.selection": "expert"})
    assert profile_of(7, (4, 5, 6), 3, town, 1) == profile_of(7, (4, 5, 6), 3, richer, 1)
    assert profile_of(7, (4, 5, 6), 3, town, 1) != profile_of(7, (4, 5, 6), 3, town, 2)


def test_organisations_do_something_and_differ_as_assumed(town):
    drawn = [profile_of(number, (4, 5, 6, 9), 3, town, 1) for number in range(2000)]
    quality = np.array([one.quality for one in drawn])
    assert quality.mean() == pytest.approx(0.5, abs=0.02)
    assert quality.std() == pytest.approx(town.assumptions.providers.quality_sd, abs=0.02)
    assert all(one.kinds and set(one.kinds) <= {4, 5, 6, 9} for one in drawn)
    assert np.median([one.posts for one in drawn]) == pytest.approx(2.5, rel=0.1)


def test_more_incubation_adds_to_the_same_organisations(lively):
    few, many = (lively(days=720, organisations__incubation_per_year=rate) for rate in (2.0, 20.0))
    for district in (few, many):
        district.run()
    founded = [{what for _, who, name, what in one.decisions if name == "founded"} for one in (few, many)]
    assert founded[0] <= founded[1] and len(founded[1]) >= len(founded[0])


def test_without_contract_or_reserves_an_organisation_closes(lively):
    district = lively(funding__purchase_yuan=0.0)
    for one in all_of(district):
        one.reserves = -1.0
    organisations.monthly(district, NEW_YEAR)
    assert all(one.profile.home == NOBODY for one in all_of(district)), "those from elsewhere live elsewhere"


# --- money ------------------------------------------------------------------------------------------------------


def spent(one: Contract, parameters: Parameters) -> float:
    post = parameters.assumptions.service.organisation_post_yuan
    return (one.posts + one.supervisors) * post + one.overhead_yuan + one.tender_yuan


@pytest.mark.parametrize("bundled", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("supervisors", [0.0, 1.5])
def test_contracts_stay_within_the_money(lively, bundled, supervisors):
    district = lively(
        days=500, organisations__bundled_share=bundled, organisations__supervisors_per_10_workers=supervisors
    )
    people = len(district.world.residents.cell)
    for day in (1, 100, 366, 480):
        district.run_to(day)
        contracts = district.of(Market).contracts.values()
        assert sum(one.yuan for one in contracts) <= 100.0 * people * (1 + 1e-9)
        for one in contracts:
            assert spent(one, district.parameters) <= one.yuan * (1 + 1e-9)
    assert sum(money_of_lots(district).values()) == pytest.approx(100.0 * people)


def test_posts_cost_what_they_cost(town, changed):
    assert posts_for(76_000.0 / 0.9 + 5_000.0, 5_000.0, 0.1, town) == pytest.approx(1.0)
    led = changed(town, {"organisations.supervisors_per_10_workers": 1.0})
    assert posts_for(76_000.0 * 1.1, 0.0, 0.0, led) == pytest.approx(1.0)
    assert posts_for(1_000.0, 5_000.0, 0.1, town) == 0.0


def test_new_money_changes_running_contracts(lively, changed):
    district = lively()
    before = {lot: one.posts for lot, one in district.of(Market).contracts.items()}
    district.adopt(changed(district.parameters, {"funding.purchase_yuan": 50.0}).levers)
    after = {lot: one.posts for lot, one in district.of(Market).contracts.items()}
    assert set(after) == set(before) and all(after[lot] <= before[lot] for lot in before)
    district.adopt(changed(district.parameters, {"funding.purchase_yuan": 0.0}).levers)
    assert not district.of(Market).contracts


# --- hours ------------------------------------------------------------------------------------------------------


def test_hours_given_are_posts_times_casework(lively):
    district = lively()
    each = casework_hours(district.parameters)
    for lot, one in district.of(Market).contracts.items():
        one.ready_day, one.vacant_months = 0, np.zeros(len(one.vacant_months))
        at_home = [other for other in all_of(district) if other.profile.home == lot.place]
        feel(district)
        own = len(at_home) * district.parameters.assumptions.providers.own_hours / 5.0
        assert district.state.pools.daily_hours[pool_of(district, lot)] == pytest.approx(one.posts * each + own)


def test_a_contract_that_has_not_started_gives_nothing(lively):
    district = lively(facts={"organisations_per_10000": 0.0})
    lot, one = next(iter(district.of(Market).contracts.items()))
    one.ready_day = 60
    feel(district)
    assert district.state.pools.daily_hours[pool_of(district, lot)] == 0.0
    one.ready_day = 0
    feel(district)
    assert district.state.pools.daily_hours[pool_of(district, lot)] > 0.0


def test_needs_of_a_queue_that_lost_its_holder_go_elsewhere(lively):
    district = lively(days=200, facts={"organisations_per_10000": 0.0})
    district.run_to(150)
    state = district.state
    pools = [pool_of(district, lot) for lot in district.of(Market).contracts]
    waiting = np.flatnonzero(np.isin(state.needs.pool, pools) & (state.needs.state == QUEUED))
    at_hand = state.servers.need[np.isin(state.servers.pool, pools) & (state.servers.need >= 0)]
    assert len(waiting) + len(at_hand) > 0
    for lot in list(district.of(Market).contracts):
        lots.end(district, lot)
    feel(district)
    moved = np.concatenate((waiting, at_hand))
    assert not np.isin(state.needs.pool[moved], pools).any() and (state.needs.state[moved] == QUEUED).all()
    assert (state.servers.need[np.isin(state.servers.pool, pools)] == NOBODY).all()
    district.run()


def test_newcomers_are_slower_and_poorer_and_good_organisations_faster(lively):
    district = lively()
    one = next(iter(district.of(Market).contracts.values()))
    one.tenure_months = np.full(len(one.tenure_months), 60.0)
    old = pace_and_poor(district, one)
    one.tenure_months = np.zeros(len(one.tenure_months))
    new = pace_and_poor(district, one)
    assert new[0] > old[0] and new[1] > old[1]
    ranked = sorted(all_of(district), key=lambda other: other.profile.quality)
    one.organisation = ranked[0].number
    worst = pace_and_poor(district, one)
    one.organisation = ranked[-1].number
    best = pace_and_poor(district, one)
    assert best[0] < worst[0] and best[1] < worst[1]


# --- workers ----------------------------------------------------------------------------------------------------


def test_a_fifth_of_the_workers_leave_in_a_year(town):
    one = contract(400.0, town)
    left = sum(month_of_workers([one], month, town, seed=3) for month in range(36))
    assert left / 400 / 3 == pytest.approx(0.2 * (1 + 0.2 / 2), rel=0.1), "some posts change hands twice"
    assert (one.working_posts(0.0) < 400.0) and one.working_posts(1.0) == 400.0


def test_supervisors_keep_relations_and_hours_over_a_departure(town, changed):
    led = changed(town, {"organisations.supervisors_per_10_workers": 1.0})
    assert share_kept(town) == 0.0 and share_kept(led) == pytest.approx(town.assumptions.providers.supervisor_handover)
    assert supervised(2.0) < 2.0 * supervised(1.0)
    known = []
    for parameters in (town, led):
        one = contract(300.0, parameters)
        one.tenure_months[:] = 24.0
        month_of_workers([one], 5, parameters, seed=3)
        known.append((one.unlearned(12.0), one.working_posts(share_kept(parameters))))
    assert known[1][0] < known[0][0] and known[1][1] > known[0][1]


def test_a_contract_that_shrinks_keeps_those_who_came_first(town):
    one = contract(3.5, town)
    one.tenure_months = np.array([30.0, 20.0, 10.0, 5.0])
    one.man(1.2)
    assert one.tenure_months.tolist() == [30.0, 20.0] and one.widths().tolist() == pytest.approx([1.0, 0.2])
    one.man(3.0)
    assert one.tenure_months.tolist() == [30.0, 20.0, 0.0]


# --- who is chosen ----------------------------------------------------------------------------------------------


def chosen(district: District, lot: Lot) -> SocialOrganisation:
    """Who would win a lot that nobody holds and everybody is fit for."""
    district.of(Market).contracts.clear()
    found = let(district, Call(lot, 50_000.0, 1, np.zeros(len(district.state.kinds)), 0, 2026))
    assert found is not None
    return district.of(Market).organisations[found.organisation]


def test_each_rule_takes_what_it_looks_at(lively):
    lot = Lot(ORGANISATION, 0)
    for rule, look in {
        "price": lambda one: -one.overhead_bid(2026),
        "expert": lambda one: one.seen_by_experts(2026),
    }.items():
        district = lively(organisations__selection=rule)
        able = [one for one in all_of(district) if one.room(0.0) >= 0.75]
        assert look(chosen(district, lot)) == pytest.approx(max(look(one) for one in able))


def test_whoever_does_what_is_wanted_comes_first(lively):
    district = lively()
    wanted = np.zeros(len(district.state.kinds))
    kind = all_of(district)[0].profile.kinds[0]
    wanted[kind] = 1.0
    district.of(Market).contracts.clear()
    found = let(district, Call(Lot(ORGANISATION, 0), 50_000.0, 1, wanted, 0, 2026))
    assert found is not None and kind in found.kinds


def test_residents_choose_whom_they_remember_well(lively):
    district = lively(organisations__selection="residents")
    known = max(all_of(district), key=lambda one: (len(one.profile.kinds), one.posts))
    known.satisfaction_sum, known.served = 900.0, 1000.0
    wanted = np.zeros(len(district.state.kinds))
    wanted[list(known.profile.kinds)] = 1.0
    district.of(Market).contracts.clear()
    found = let(district, Call(Lot(ORGANISATION, 1), 50_000.0, 1, wanted, 0, 2026))
    assert found is not None and found.organisation == known.number


def test_whoever_was_dropped_may_not_bid(lively):
    district = lively()
    lot = Lot(ORGANISATION, 0)
    first = chosen(district, lot)
    district.of(Market).barred[first.number] = 100
    assert chosen(district, lot).number != first.number


def test_a_holder_who_wins_again_keeps_its_people(lively):
    district = lively()
    lot, before = next(iter(district.of(Market).contracts.items()))
    before.tenure_months = np.arange(len(before.tenure_months)) + 10.0
    for one in all_of(district):
        if one.number != before.organisation:
            district.of(Market).barred[one.number] = 10_000
    again = let(district, Call(lot, before.yuan, 1, np.ones(len(district.state.kinds)), 400, 2027))
    assert again is not None and again.organisation == before.organisation
    assert again.tenure_months[0] == 10.0 and again.ready_day == before.ready_day


def test_a_bundle_starts_faster_and_is_let_for_longer(lively):
    single, bundle = (lively(organisations__bundled_share=share) for share in (0.0, 1.0))
    days = [np.mean([one.ready_day - one.start_day for one in started(district)]) for district in (single, bundle)]
    assert days[1] < days[0]
    assert min(one.end_day - one.start_day for one in started(bundle)) >= 3 * 365
    assert {lot.kind for lot in lively(organisations__bundled_share=1.0).of(Market).contracts} == {BUNDLE}


def started(district: District) -> list[Contract]:
    """What every organisation would sign for the first lot if it had it alone."""
    lot, yuan = next(iter(money_of_lots(district).items()))
    signed = []
    for one in all_of(district):
        district.of(Market).contracts.clear()
        district.of(Market).barred = {other.number: 10**6 for other in all_of(district) if other is not one}
        found = let(district, Call(lot, yuan, lots.years_of(district, lot), np.ones(10), 0, 2026))
        signed.append(found)
    return [one for one in signed if one is not None]


def test_a_bundle_recovers_worse_from_a_bad_operator(lively):
    """The worst organisation holds everything on the first day; two years of tenders and exits follow."""
    quality = []
    for share in (0.0, 1.0):
        district = lively(
            days=1000,
            organisations__bundled_share=share,
            organisations__exit_share=0.2,
            centres__rating_years=1,
            centres__rated_by="residents",
        )
        worst = min(all_of(district), key=lambda one: one.profile.quality)
        worst.posts = 100.0
        for one in district.of(Market).contracts.values():
            one.organisation, one.end_day = worst.number, 365 if share == 0.0 else 3 * 365
        district.run_to(900)
        held = [district.of(Market).organisations[one.organisation] for one in district.of(Market).contracts.values()]
        quality.append(np.mean([one.profile.quality for one in held]))
    assert quality[1] < quality[0]


# --- ratings and centres ----------------------------------------------------------------------------------------


def test_effort_grows_with_the_stake_and_never_beyond_one(town):
    stakes = [effort_for(stake, town) for stake in (0.0, 0.05, 0.1, 0.5, 100.0)]
    assert stakes[0] == 0.0 and stakes[2] == pytest.approx(0.5) and sorted(stakes) == stakes and stakes[-1] < 1.0


def test_no_effort_before_the_first_rating_and_some_after(lively, changed):
    district = lively(days=800)
    district.run_to(2)
    district.adopt(changed(district.parameters, {"centres.rating_years": 2, "centres.rated_by": "residents"}).levers)
    for month in range(26):
        rated = [day for day, who, what, _ in district.decisions if (who, what) == ("service_centre", "rated")]
        efforts = [one.effort for one in district.agents_by_type[ServiceCentre]]
        assert any(effort > 0.0 for effort in efforts) == bool(rated)
        district.run_to(30 * (month + 1))
    assert rated and all(effort > 0.0 for effort in efforts)


def test_operators_of_the_first_morning_have_been_rated_before(lively):
    district = lively(centres__operator="organisation", centres__rating_years=1)
    assert all(one.effort > 0.0 for one in district.agents_by_type[ServiceCentre])


def test_the_share_that_leaves_is_the_share_decided(lively):
    district = lively(organisations__exit_share=0.25)
    market, left, trials = district.of(Market), 0, 300
    numbers = list(market.organisations)[:6]
    rated = []
    for place, number in enumerate(numbers):
        one = contract(1.0, district.parameters, score=float(place))
        one.lot, one.organisation = Lot(ORGANISATION, place), number
        rated.append(one)
    market.contracts = {one.lot: one for one in rated}
    for trial in range(trials):
        gone = dropped(district, rated, dt.date(2000 + trial // 12, trial % 12 + 1, 1))
        left += len(gone)
        assert {one.score for one in gone} <= {0.0, 1.0}
    assert left / trials / 6 == pytest.approx(0.25, abs=0.03)


def test_an_exit_share_leaves_no_trace_where_nobody_is_rated(lively):
    """Exit is tied to a rating (SZ-07): without one nobody is reviewed, paid for, or dropped."""
    rows = []
    for share in (0.0, 0.5):
        district = lively(days=800, organisations__exit_share=share, centres__rated_by="third_party")
        district.run_to(800)
        assert not any(what in ("rated", "dropped") for _, _, what, _ in district.decisions)
        rows.append((district.state.needs.tobytes(), district.decisions, district.ledger.entries))
    assert rows[0] == rows[1]


def test_bundles_are_never_dropped(lively):
    district = lively(organisations__exit_share=0.5, organisations__bundled_share=1.0)
    for one in district.of(Market).contracts.values():
        one.score = 0.1
    assert dropped(district, list(district.of(Market).contracts.values()), NEW_YEAR) == []


def test_an_operator_takes_posts_over_and_adds_none(lively, changed):
    district = lively()
    posts = district.state.servers[
        np.isin(district.state.servers.pool, district.pool_map.numbers(SOCIAL))
    ].line_to.sum()
    district.adopt(changed(district.parameters, {"centres.operator": "organisation"}).levers)
    after = district.state.servers[
        np.isin(district.state.servers.pool, district.pool_map.numbers(SOCIAL))
    ].line_to.sum()
    assert after == posts and all(one.organisation != NOBODY for one in district.of(Market).centres.values())
    assert all(one.operator != NOBODY for one in district.agents_by_type[ServiceCentre])
    district.adopt(changed(district.parameters, {"centres.operator": "government"}).levers)
    assert all(one.organisation == NOBODY for one in district.of(Market).centres.values())
    pools = list(district.pool_map.numbers(SOCIAL))
    assert district.state.pools.slowness[pools] == pytest.approx(1.0)


def test_where_superiors_rate_records_flatter_more(lively):
    pressure = {}
    for rater in ("superior", "third_party"):
        district = lively(days=500, centres__rating_years=1, centres__rated_by=rater, centres__rating_reward_share=0.3)
        district.run()
        pressure[rater] = (
            district.state.memory.appraisal_pressure - district.in_force.columns["memory"].appraisal_pressure
        )
    assert pressure["superior"] > 0.0 and pressure["third_party"] == 0.0


def test_prizes_are_what_others_lose(lively, monkeypatch):
    """Operators rated well are paid what is withheld from others, and never a fen more, whoever's turn it is."""
    moved: list[float] = []
    pay = rating._pay_prizes

    def watched(district, rated):
        owned = (
            sum(one.reserves for one in district.of(Market).organisations.values()) + district.of(Market).withheld_yuan
        )
        each = {number: one.reserves for number, one in district.of(Market).organisations.items()}
        pay(district, rated)
        after = (
            sum(one.reserves for one in district.of(Market).organisations.values()) + district.of(Market).withheld_yuan
        )
        assert after == pytest.approx(owned, abs=1e-6) and district.of(Market).withheld_yuan >= 0.0
        moved.extend(one.reserves - each[number] for number, one in district.of(Market).organisations.items())

    monkeypatch.setattr(rating, "_pay_prizes", watched)
    levers = {"centres__operator": "organisation", "centres__rating_years": 1, "centres__rating_reward_share": 0.3}
    district = lively(days=1100, funding__purchase_yuan=300.0, **levers)
    district.run()
    won, lost = sum(max(yuan, 0.0) for yuan in moved), -sum(min(yuan, 0.0) for yuan in moved)
    assert won > 0.0 and won + district.of(Market).withheld_yuan == pytest.approx(lost, rel=1e-9)


def test_without_purchase_ratings_or_operators_nothing_is_left_of_it(lively):
    district = lively(days=100, funding__purchase_yuan=0.0, facts={"organisations_per_10000": 0.0})
    district.run()
    pools = district.state.pools
    social = list(district.pool_map.numbers(SOCIAL))
    assert (pools.daily_hours[list(district.pool_map.numbers(ORGANISATION))] == 0.0).all()
    assert pools.slowness[social] == pytest.approx(1.0) and district.of(Market).pressure == 0.0
    assert pools.poor_share[social] == pytest.approx(district.parameters.assumptions.service.poor_work_share)


def test_partners_on_the_menu_give_few_hours_here(lively):
    district = lively(centres__menu_partners=4)
    from shapan.model.columns import MENU

    hours = 4 * district.parameters.assumptions.ratings.menu_hours / 5.0
    assert district.state.pools.daily_hours[list(district.pool_map.numbers(MENU))] == pytest.approx(hours)


def test_contracts_run_their_years_and_end_in_different_ones(lively):
    district = lively(days=60, organisations__contract_years=3)
    ends = {math.floor(one.end_day / 365.0) for one in district.of(Market).contracts.values()}
    assert ends <= {0, 1, 2, 3}
