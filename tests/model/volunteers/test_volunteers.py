"""Volunteers: who registers and who comes, hours that add up, orders that expire, a time bank that must be honoured."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shapan.model.columns import ACTIVITY, IN_SERVICE, OFFERED, PATROL, QUEUED, SOCIAL, TRUST_TOTAL, VOLUNTEER
from shapan.model.deliberation.docket import Docket
from shapan.model.district import District, Plan
from shapan.model.estates.upkeep import upkeep_factor
from shapan.model.events.residents import NeedTold
from shapan.model.need_rates import set_need_rates
from shapan.model.observation.record import record
from shapan.model.parameters import Parameters
from shapan.model.place.residents import COMMUNITY_PARTY, WORKPLACE_PARTY
from shapan.model.place.world import build_world
from shapan.model.volunteers import corps as rules
from shapan.model.volunteers import process as volunteers
from shapan.model.volunteers import programme, stairwells, standing
from shapan.model.volunteers.records import TimeBank, Volunteers
from shapan.model.volunteers.standing import PATROLS, USES
from shapan.model.volunteers.uses import less_litter, less_trouble

ONE_YEAR = 365
EVERYTHING = {
    "volunteers.time_bank": True,
    "volunteers.per_social_worker": 10.0,
    "volunteers.points_yuan_per_hour": 3.0,
    "party.duty_per_year": 2.0,
    "party.reporting_share": 0.6,
    "grid.demonstration_share": 0.1,
}


@pytest.fixture(scope="module")
def larger(town) -> Parameters:
    return town.model_copy(update={"place": town.place.model_copy(update={"residents": 10_000})})


def lived(parameters: Parameters, days: int = ONE_YEAR, seed: int = 1) -> District:
    district = District(Plan(parameters, seed=seed, days=days, warmup=0))
    district.run()
    return district


def corps_of(parameters: Parameters, seed: int = 1) -> rules.Corps:
    world = build_world(parameters.place)
    corps = rules.new_corps(world, parameters, seed)
    rules.enrol(corps, world, parameters)
    return corps


# --- who registers -----------------------------------------------------------------------------------------------


def test_as_many_are_registered_as_the_place_says_all_year(larger):
    district = lived(larger)
    registered = district.of(Volunteers).corps.registered
    assert registered.sum() == round(larger.place.volunteers_registered * len(registered))
    assert record(district).indicators["volunteers_registered_share"] == pytest.approx(0.05, abs=1e-4)
    assert district.of(Volunteers).left > 0, "some gave up, and others took their places"


def test_a_campaign_adds_people_and_reshuffles_nobody(larger, changed):
    usual, more = corps_of(larger), corps_of(changed(larger, {"volunteers.campaign": 1.0}))
    assert (more.registered | ~usual.registered).all() and more.registered.sum() == 2 * usual.registered.sum()
    stays = np.isin(more.who, usual.who)
    assert np.array_equal(more.fixed_motive[stays], usual.fixed_motive)
    latecomers = more.who[~stays]
    assert more.fixed_motive[~stays].mean() < usual.fixed_motive.mean(), "those a campaign wins over are less keen"
    assert (build_world(larger.place).residents.age_band[latecomers] > 0).all(), "children do not register"


def test_members_who_report_in_come_on_top(larger, changed):
    usual, more = corps_of(larger), corps_of(changed(larger, {"party.reporting_share": 0.8}))
    added = more.registered & ~usual.registered
    party = build_world(larger.place).residents.party
    assert added.sum() > 0 and (party[added] == WORKPLACE_PARTY).all() and (more.registered | ~usual.registered).all()
    fewer = corps_of(changed(larger, {"party.reporting_share": 0.0}))
    assert np.array_equal(fewer.registered, usual.registered)


def test_who_leaves_goes_to_the_end_of_the_order_and_recognition_keeps_people(larger, changed):
    usual, thanked = corps_of(larger), corps_of(changed(larger, {"volunteers.recognition": 1.0}))
    before = usual.registered.copy()
    gone = rules.leave(usual, 24_313, larger)
    kept = rules.leave(thanked, 24_313, changed(larger, {"volunteers.recognition": 1.0}))
    assert gone > kept > 0
    rules.enrol(usual, build_world(larger.place), larger)
    assert usual.registered.sum() == before.sum() and (before & ~usual.registered).sum() == gone


# --- who comes ---------------------------------------------------------------------------------------------------


def test_a_quarter_serves_and_a_few_give_most_of_the_hours(larger):
    corps = (
        lived(larger.model_copy(update={"place": larger.place.model_copy(update={"residents": 40_000})}))
        .of(Volunteers)
        .corps
    )
    times, hours = corps.times_this_year[corps.registered], corps.hours_this_year[corps.registered]
    assert 0.2 <= (times > 0).mean() <= 0.32
    assert 3 <= times[times > 0].mean() <= 6 and np.median(times[times > 0]) < times[times > 0].mean()
    assert 3.1 <= hours.sum() / times.sum() <= 4.5
    assert np.sort(hours)[-len(hours) // 10 :].sum() > 0.6 * hours.sum()


def test_more_motive_only_ever_adds_offers(larger):
    corps = corps_of(larger)
    plain = rules.offers(corps, corps.fixed_motive, 105_000, larger)
    moved = rules.offers(corps, corps.fixed_motive + 0.1, 105_000, larger)
    assert (moved | ~plain).all() and moved.sum() > plain.sum()


@pytest.mark.parametrize(("crowding", "keen_gain", "others_gain"), [(-0.2, 1, 1), (0.0, 1, 1), (1.0, -1, 1)])
def test_points_draw_the_lukewarm_in_and_may_crowd_the_keen_out(larger, changed, crowding, keen_gain, others_gain):
    world = build_world(larger.place)
    plain = changed(larger, {"volunteering.crowding": crowding})
    corps = corps_of(plain)
    with_points = rules.fixed_motives(corps, world, changed(plain, {"volunteers.points_yuan_per_hour": 10.0}))
    gain, keen = np.sign(with_points - corps.fixed_motive), rules.keen(corps, plain)
    assert (gain[keen] == keen_gain).all() and (gain[corps.motive[corps.who] < 0.1] == others_gain).all()


def test_nobody_gives_more_than_their_free_hours_and_all_hours_stand_at_a_pool(larger, changed):
    district = District(Plan(changed(larger, EVERYTHING), seed=2, days=200, warmup=0))
    corps = district.of(Volunteers).corps
    for _ in range(28):
        district.run_to(district.day + 7)
        week = district.of(Volunteers).weeks[-1]
        assert (corps.hours_this_week <= corps.free_hours + 1e-9).all()
        assert week.offered.sum() == pytest.approx(corps.hours_this_week.sum())
        assert week.given == pytest.approx(week.offered)
    given = sum(week.given.sum() for week in district.of(Volunteers).weeks)
    offered = district.state.tallies.hours[VOLUNTEER, OFFERED].sum()
    assert offered == pytest.approx(given, rel=0.1), "but for shifts that fell ill"


def test_no_work_is_left_half_done_where_nobody_comes(larger, changed):
    district = District(Plan(changed(larger, {"volunteers.time_bank": True}), seed=2, days=200, warmup=0))
    for _ in range(28):
        district.run_to(district.day + 7)
        needs, pools = district.state.needs, district.state.pools
        theirs = needs[(needs.state == IN_SERVICE) | (needs.state == QUEUED)]
        theirs = theirs[(theirs.pool >= 0)]
        theirs = theirs[pools.type[theirs.pool] == VOLUNTEER]
        in_hand = district.state.servers[district.state.servers.need >= 0]
        closed = (pools.type[in_hand.pool] == VOLUNTEER) & (pools.daily_hours[in_hand.pool] <= 0.0)
        assert not closed.any() and len(theirs) < 50


def test_members_serve_as_often_as_they_owe(larger, changed):
    parameters = changed(
        larger, {"party.duty_per_year": 3.0, "party.reporting_share": 0.5, "volunteers.ordering": True}
    )
    district = District(Plan(parameters, seed=1, days=ONE_YEAR, warmup=0))
    district.run_to(364)
    corps, party = district.of(Volunteers).corps, district.world.residents.party
    assert corps.owes[party == COMMUNITY_PARTY].all() and corps.times_this_year[corps.owes].min() >= 3
    assert corps_of(changed(parameters, {"party.duty_per_year": 0.0})).owes.sum() == 0


# --- what their hours are for ------------------------------------------------------------------------------------


def test_an_activity_takes_only_its_kind_its_place_and_its_hours(town, changed):
    parameters = changed(
        town,
        {"needs.rate_multiplier": 2.5, "centres.social_workers_each": 0.5, "grid.workers_per_1000_households": 0.5},
    )
    district = District(Plan(parameters, seed=3, days=60, warmup=0))
    district.run_to(40)
    kind, state = district.kinds.index("care"), district.state
    waiting = programme.within_their_power(district)
    territory = district.world.territory
    care = waiting[state.needs.kind[waiting] == kind]
    one = int(state.needs.cell[care[0]])
    community, near = (
        int(territory.community_of_cell[one]),
        np.hypot(territory.x_km - territory.x_km[one], territory.y_km - territory.y_km[one]) <= 0.2,
    )
    board = programme.Board(district, waiting)
    found = board.choose((community, kind), 8.0, *board.within_reach([(community, kind)], np.array([one]), 0.2))
    board.send()
    pool = district.pool_map.starts[VOLUNTEER] + community
    theirs = state.needs[waiting][state.needs.pool[waiting] == pool]
    assert 0 < found <= 8.0 and (theirs.kind == kind).all() and near[theirs.cell].all()
    assert (theirs.hours.sum() * state.pools.slowness[pool]) == pytest.approx(found)


def test_ordering_finds_use_for_more_hours_where_the_paid_are_few(larger, changed):
    few = changed(larger, {"centres.social_workers_each": 0.5, "funding.purchase_yuan": 0.0})
    guessed, ordered = lived(few), lived(changed(few, {"volunteers.ordering": True}))
    used = [run.state.tallies.hours[VOLUNTEER, 1].sum() for run in (guessed, ordered)]
    assert used[1] > 2 * used[0]
    before, after = (record(run).indicators for run in (guessed, ordered))
    assert after["coverage_personal"] > before["coverage_personal"] + 0.03
    assert after["heard_share"] > before["heard_share"], "what can be ordered is told"


def test_leading_takes_casework_hours_and_makes_work_good(larger, changed):
    plain, led = District(Plan(larger, days=30, warmup=0)), None
    led = District(Plan(changed(larger, {"volunteers.per_social_worker": 10.0}), days=30, warmup=0))
    corps, assumed = led.of(Volunteers).corps, led.parameters.assumptions
    social = led.state.pools.type[led.state.servers.pool] == SOCIAL
    width = (led.state.servers.line_to - led.state.servers.line_from)[social]
    lost = (plain.in_force.usual_useful_share - led.in_force.usual_useful_share)[social] * width
    weekly = 5.0 * assumed.service.hours_per_day * lost.sum()
    assert weekly == pytest.approx(assumed.volunteer_work.leading_hours * corps.led.sum())
    assert corps.led.sum() > 0 and (corps.registered | ~corps.led).all()
    comers = np.flatnonzero(corps.led)
    shifts = volunteers.Shifts(
        comers, np.ones(len(comers)), corps.community[comers], comers * 0 - 1, comers[:0], duty=comers < 0
    )
    volunteers._weigh_skill(led, shifts)
    assert led.of(Volunteers).skill.max() == pytest.approx(assumed.volunteer_work.learned_share)


# --- the time bank and the norm ----------------------------------------------------------------------------------


def test_the_bank_keeps_its_books():
    bank = TimeBank(np.zeros(4), np.zeros(2), np.full(2, 0.5))
    bank.deposit(np.array([0, 0, 3]), np.array([0, 0, 1]), np.array([4.0, 3.0, 1499.0]), 1500.0)
    bank.deposit(np.array([3]), np.array([1]), np.array([4.0]), 1500.0)
    assert bank.saved.tolist() == [7.0, 0.0, 0.0, 1500.0] and bank.saved_in.tolist() == [7.0, 1500.0]
    bank.draw(0, 0, 2.0, 0.1)
    bank.fail(1, 0.1)
    assert bank.saved[0] == bank.saved_in[0] == 5.0 and bank.faith.tolist() == pytest.approx([0.55, 0.45])
    assert (bank.honoured, bank.broken) == (1, 1)


def test_draws_are_booked_and_trust_with_them(larger, changed):
    bank = changed(larger, {"volunteers.time_bank": True, "volunteers.ordering": True, "volunteers.campaign": 1.0})
    district = lived(bank)
    found, state = district.of(Volunteers), district.state
    hours = sum(week.offered.sum() for week in found.weeks)
    assert found.bank.honoured > 0 and 0 < found.bank.saved.sum() < hours
    assert found.bank.saved_in.sum() == pytest.approx(found.bank.saved.sum())
    assert state.tallies.mind_totals[TRUST_TOTAL] == pytest.approx(state.minds.trust.sum())
    assert found.bank.saved.max() <= bank.assumptions.volunteer_work.bank_cap_hours


def test_a_draw_nobody_honours_costs_trust_and_faith(town, changed):
    parameters = changed(
        town, {"volunteers.time_bank": True, "needs.rate_multiplier": 2.5, "centres.social_workers_each": 0.5}
    )
    district = District(Plan(parameters, seed=3, days=90, warmup=0))
    district.run_to(40)
    waiting = programme.within_their_power(district)
    need = int(waiting[district.state.needs.kind[waiting] == district.kinds.index("care")][0])
    resident, found = int(district.state.needs.resident[need]), district.of(Volunteers)
    found.bank.asked[need] = -100
    before, faith = district.state.minds.trust[resident], found.bank.faith.sum()
    volunteers.settle_draws(district)
    assert need not in found.bank.asked and found.bank.broken == 1
    assert district.state.minds.trust[resident] < before and found.bank.faith.sum() < faith


def test_an_example_spreads_and_fades(larger, changed):
    world, shown = build_world(larger.place), changed(larger, {"grid.demonstration_share": 0.1})
    corps = corps_of(shown)
    stairwells.show_example(corps, world, shown)
    first = corps.norm.mean()
    for _ in range(12):
        stairwells.spread_norm(corps, world, shown)
    assert 0 < first < corps.norm.mean() < 1 and corps.norm.max() == 1.0
    for _ in range(60):
        stairwells.spread_norm(corps, world, larger)
    assert corps.norm.mean() < 0.1


def test_less_litter_arises_by_at_most_the_stated_share(larger, changed):
    idle = {"grid.demonstration_share": 0.3, "programmes.session_hours": 0.0}
    district = District(Plan(changed(larger, idle), seed=1, days=200, warmup=0, earlier_years=False))
    district.run()
    row, cut = district.kinds.index("litter"), larger.assumptions.volunteer_work.norm_litter_cut
    district.of(Docket).open.clear()
    district.of(Docket).closed.clear()  # what is settled and not kept to presses on
    district.of(Docket).removed.clear()  # what settled matters took away
    district.of(Docket).covenant[:] = 0.0
    set_need_rates(district)
    usual = upkeep_factor(district)[district.world.territory.estate_of_cell, row]
    litter = district.state.hearing.intensity[:, row] / usual
    assert litter.min() == pytest.approx(1.0 - cut) and litter.max() <= 1.0
    np.testing.assert_allclose(litter, 1.0 - cut * district.of(Volunteers).corps.norm)


def test_the_same_seed_gives_the_same_volunteers(larger):
    one, other = lived(larger, 60), lived(larger, 60)
    assert np.array_equal(one.of(Volunteers).corps.served_on, other.of(Volunteers).corps.served_on)
    assert one.date(0) == dt.date(2026, 1, 1)


def told_on_rounds(district):
    return [event for _, event in district.events if isinstance(event, NeedTold)]


# --- what they do where no need waits --------------------------------------------------------------------------------


def weekly(district, what):
    return np.array([amount for _, who, found, amount in district.decisions if (who, found) == ("volunteers", what)])


def test_programmes_take_hours_of_the_week_up_to_their_plan_and_the_rest_is_unused(larger):
    district = lived(larger, 200)
    left, unused = weekly(district, "hours_with_no_need_found"), weekly(district, "hours_unused")
    uses = {use: weekly(district, f"hours_for_{use}").sum() for use in USES}
    work = sum(amount for _, who, what, amount in district.decisions if who == "volunteers" and what.endswith("_work"))
    assert sum(uses.values()) + work + unused.sum() == pytest.approx(left.sum())
    assert uses["elder_rounds"] > 0.0 and uses["patrols"] > 0.0 and uses["sanitation_days"] > 0.0 and work > 0.0
    plan = sum(standing.planned(district, week).sum() for week in range(105_000, 105_052)) / 52
    assert (sum(uses.values()) + work) / len(unused) < 1.1 * plan
    row = record(district).balance.set_index("pool").loc["volunteer"]
    assert row.hours_used_per_day + row.hours_other_uses_per_day + row.hours_idle_per_day == pytest.approx(
        row.hours_offered_per_day
    )


def test_events_and_patrols_are_felt_and_nothing_is_without_hours(larger, changed):
    none = {"programmes.session_hours": 0.0}
    usual, idle = (District(Plan(changed(larger, more), 1, 150, 0)) for more in ({}, none))
    for district in (usual, idle):
        district.run_to(150)
    found = usual.of(Volunteers)
    assert (
        found.programmes.patrolled.max() > 0.0
        and (less_litter(idle) == 0.0).all()
        and (less_trouble(idle) == 0.0).all()
    )
    assert 0.0 < less_litter(usual).max() < larger.assumptions.volunteer_work.clean_up_cut
    assert 0.0 < less_trouble(usual).max() < larger.assumptions.programmes.deterred_most
    heard = usual.state.needs.view(np.ndarray)["heard_day"]
    rounds = [(day, event.number) for day, event in usual.events if isinstance(event, NeedTold)]
    assert rounds and all(heard[need] == day for day, need in rounds), "what is told is heard that day"
    assert not told_on_rounds(idle) and found.programmes.uses.shape[0] == len(USES) > PATROLS


def test_levers_that_change_leave_this_weeks_events_as_they_are(larger, changed):
    district = District(Plan(larger, 1, 60, 0))
    district.run_to(50)
    before = district.state.hearing.workday[:, ACTIVITY].copy(), district.state.hearing.restday[:, PATROL].copy()
    district.adopt(changed(larger, {"channels.app_ease": 0.9}).levers)
    assert district.state.hearing.workday[:, ACTIVITY] == pytest.approx(before[0])
    assert district.state.hearing.restday[:, PATROL] == pytest.approx(before[1])


def test_duty_is_no_activity_of_ones_own(larger, changed):
    """V-03: a fifth to three tenths are active; members who are called have a figure of their own."""
    duty = {"party.duty_per_year": 3.0, "party.reporting_share": 0.5}
    plain, called = (record(lived(changed(larger, more), 366)).indicators for more in ({}, duty))
    assert "volunteers_duty_share" not in plain
    assert called["volunteers_duty_share"] > 0.9
    assert called["volunteers_active_share"] < 0.4
    assert called["volunteers_active_share"] == pytest.approx(plain["volunteers_active_share"], abs=0.1)
