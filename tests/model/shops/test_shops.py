"""Street-front shops: where they stand, what their seat does, and what they promise out of what they have."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from shapan.model.deliberation import process as deliberation
from shapan.model.deliberation.docket import Docket
from shapan.model.deliberation.kinds import MATTERS
from shapan.model.deliberation.shop_seats import Passed, ShopSeats, ShopVoice, voice_of
from shapan.model.deliberation.shop_trade import KEEPS_DRAW, TRADE, shop_uniform, trade_value
from shapan.model.deliberation.sitting import sit
from shapan.model.district import District, Plan
from shapan.model.events.matters import MatterTried
from shapan.model.events.shops import ShopsAnswered, ShopSeatTaken, ShopsVoted, ShopTaskEnded, ShopTaskEntered
from shapan.model.ledger.ledger import Account, fen_of
from shapan.model.place.households import neighbours_of
from shapan.model.place.shops import faces_a_street, shops_of
from shapan.model.shops import process, promises
from shapan.model.shops.representatives import fill_seats
from shapan.scenarios.library import load

KEY = np.uint64(2018)


def plan(days=0, policy="ordos", shops=None, **levers):
    town = load("status_quo").with_place("training_town").with_policy(policy).set_many(levers)
    parameters = town.parameters
    if shops is not None:
        place = parameters.place.model_copy(update={"shops_per_1000": shops})
        parameters = parameters.model_copy(update={"place": place})
    return Plan(parameters, 1, days, 0, earlier_years=False)


def of_kind(district, *kinds):
    return [event for _, event in district.events if isinstance(event, kinds)]


def raised(district, kind, estate, key=KEY):
    return deliberation.bring(district, (MATTERS[kind], estate, key))


def council(district, name="three_meetings"):
    return deliberation.Seat(deliberation.format_of(district, name), False)


@pytest.fixture(scope="module")
def year():
    district = District(plan(days=420))
    district.run()
    return district


@pytest.fixture
def town():
    return District(plan())


@pytest.fixture
def busiest(town):
    """The estate with most shops."""
    return int(np.bincount(shops_of(town.world).estate).argmax())


def test_shops_stand_along_streets_and_add_up(town):
    world, shops = town.world, shops_of(town.world)
    assert len(shops) == 100 and (np.diff(shops.community) >= 0).all()
    territory = world.territory
    np.testing.assert_array_equal(territory.estate_community[shops.estate], shops.community)
    assert sum(len(shops.of_community(one)) for one in range(territory.communities)) == len(shops)
    faces = faces_a_street(territory)
    assert ((faces >= 0.0) & (faces <= 1.0)).all() and 0.0 < (faces > 0.0).mean() < 1.0
    fronts = {int(estate) for estate in territory.estate_of_cell[faces > 0.0]}
    assert set(shops.estate.tolist()) <= fronts


def test_a_merchant_wants_parking_and_light_and_opposes_works_and_rules(town):
    true = town.parameters.assumptions.matters.true_benefit
    worth = {kind: trade.gains * true - trade.loses for kind, trade in TRADE.items()}
    assert min(worth["parking_layout"], worth["lighting"], worth["activity"]) > 0.0
    assert max(worth["road"], worth["yard_order"]) < 0.0
    assert set(TRADE) < set(MATTERS)
    alike = trade_value(TRADE["road"], np.arange(9), 0.0, KEY)
    assert (alike == -TRADE["road"].loses).all()
    assert len(np.unique(trade_value(TRADE["road"], np.arange(9), 0.3, KEY))) == 9


def test_the_seat_is_there_only_where_it_has_something_to_say(town, busiest):
    format_ = council(town).form
    assert voice_of(town, raised(town, "road", busiest), format_) is not None
    assert voice_of(town, raised(town, "road", busiest), council(town, "four_plus_one").form) is None
    assert voice_of(town, raised(town, "lift", busiest), format_) is None
    assert deliberation.table_of(town, raised(town, "road", busiest), council(town)._replace(estate=True)).shops is None
    few = District(plan(shops=0.5))
    bare = np.setdiff1d(np.arange(few.world.territory.estates), shops_of(few.world).estate)
    assert len(bare) and voice_of(few, raised(few, "road", int(bare[0])), format_) is None


def voice(table, yuan):
    shops = np.arange(3)
    return replace(table, shops=ShopVoice(0, True, 0.5, shops, np.full(3, yuan), 0.0))


@pytest.mark.parametrize(("yuan", "said"), [(100.0, 1), (-100.0, -1)])
def test_its_vote_is_counted_beside_those_of_the_others(town, busiest, yuan, said):
    matter = raised(town, "lighting", busiest)
    table, neighbours, assumed = (
        deliberation.table_of(town, matter, council(town)),
        neighbours_of(town.world),
        town.parameters,
    )
    without = sit(matter, replace(table, shops=None), neighbours, assumed.assumptions)
    sitting = sit(matter, voice(table, yuan), neighbours, assumed.assumptions)
    assert sitting.meeting.seats == without.meeting.seats + 1
    yes, no = sitting.decision.yes, sitting.decision.no
    assert yes + no == without.decision.yes + without.decision.no + 1 and (no > 0) >= (said < 0)
    assert [(one.role, one.said) for one in sitting.seats] == [("merchant", said)] and without.seats == ()
    away = sit(
        matter, replace(table, shops=replace(voice(table, yuan).shops, came=False)), neighbours, assumed.assumptions
    )
    assert away.shops.said == 0 and away.decision.yes == without.decision.yes
    np.testing.assert_array_equal(away.belief, without.belief)


def test_shops_cannot_vote_on_what_the_law_gives_to_owners(town, busiest):
    matter = raised(town, "parking_layout", busiest)
    few = matter.household[:5]
    matter.household, matter.private, matter.belief = few, np.full(5, 9e4), matter.belief[:5]
    table = deliberation.table_of(town, matter, council(town))
    neighbours, assumed = neighbours_of(town.world), town.parameters.assumptions
    table = replace(table, rule=replace(table.rule, quorum=0.0))
    alone = sit(matter, replace(table, shops=None), neighbours, assumed)
    assert alone.meeting.holds.all() and alone.put_forward is None
    asked = sit(matter, voice(table, 100.0), neighbours, assumed)
    assert asked.put_forward is not None and asked.decision.yes + asked.decision.no <= 5


def test_who_sits_is_elected_and_votes_for_the_shops_in_front(year):
    shops, seats = shops_of(year.world), of_kind(year, ShopSeatTaken)
    assert len(seats) >= year.world.territory.communities
    assert all(shops.community[one.number] == one.community for one in seats)
    votes = of_kind(year, ShopsVoted)
    tried = {(one.number, one.about) for one in of_kind(year, MatterTried) if one.form == "three_meetings"}
    assert {"yes", "no", "absent"} == {one.how for one in votes} and {(one.matter, one.about) for one in votes} <= tried
    sat = {one.number for one in seats}
    for one in votes:
        assert one.number in sat and one.about in TRADE and one.shops > 0
        assert one.how == "absent" or (one.yuan > 0.0) == (one.how == "yes")


def test_what_shops_promised_is_done_out_of_what_they_have(year):
    entered, ended = of_kind(year, ShopTaskEntered), of_kind(year, ShopTaskEnded)
    means, assumed = year.of(promises.ShopMeans), year.parameters.assumptions.shops
    assert len(entered) == len(ended) + len(means.open) > 3
    assert {"money", "clear_pavement"} == {one.about for one in entered}
    assert {"done", "broken"} <= {one.how for one in ended}
    assert (means.fen >= 0).all() and (means.hours >= 0.0).all()
    assert (means.fen <= fen_of(assumed.money_yuan)).all() and (means.hours <= assumed.hands_hours).all()
    paid = sum(int(block.fen.sum()) for block in year.ledger.blocks if block.source == "shops")
    done = sum(one.yuan for one in ended if one.how == "done")
    assert 0 < paid == fen_of(done)
    owed = sum(int(one.fen.sum()) for one in means.open)
    assert sum(one.promised_fen for one in (*year.of(Docket).open, *year.of(Docket).closed)) == owed
    assert all(one.hours == 0.0 for one in entered if one.about == "money")
    votes = {(one.matter, one.how) for one in of_kind(year, ShopsVoted)}
    assert all((one.matter, "yes") in votes for one in entered if one.about == "money")


def test_promises_of_the_year_are_answered_for_on_new_years_day(town):
    seats, means = town.of(ShopSeats), town.of(promises.ShopMeans)
    before = dict(seats.by_community)
    means.ended = {before[0].shop: [0, 2], before[1].shop: [2, 1]}
    means.hours[:] = 0.0
    process.yearly(town, dt.date(2027, 1, 1))
    assert [(one.community, one.how) for one in of_kind(town, ShopsAnswered)] == [(0, "voted_out"), (1, "confirmed")]
    assert seats.terms == {0: 2, 1: 1, 2: 1} and seats.by_community[1] == before[1] and means.ended == {}
    assert seats.by_community[0] != before[0] and (means.hours > 0.0).all()


def test_nobody_answers_for_promises_of_whoever_sat_before(town, busiest):
    """The format goes off and on: another keeper sits when a promise of the first one breaks."""
    seats, matter = town.of(ShopSeats), raised(town, "yard_order", busiest)
    town.of(ShopSeats).passed = [Passed(matter, 0.7, True)]
    promises.ask(town)
    (task,) = town.of(promises.ShopMeans).open
    first = seats.by_community.pop(matter.community)
    fill_seats(town)
    assert seats.by_community[matter.community].shop != first.shop
    task.due, task.chance = town.day - 1_000, 0.0
    promises.look_after(town)
    assert town.of(promises.ShopMeans).ended == {first.shop: [0, 1]}
    process.yearly(town, dt.date(2027, 1, 1))
    assert not of_kind(town, ShopsAnswered) and seats.terms[matter.community] == 2


@pytest.mark.parametrize("wanted", [True, False])
def test_goods_go_off_the_pavement_where_enough_keepers_have_the_hands(town, busiest, wanted):
    matter, means = raised(town, "yard_order", busiest), town.of(promises.ShopMeans)
    here = shops_of(town.world).of_estate(busiest)
    assumed = town.parameters.assumptions.shops
    for hands in (
        assumed.clear_hours / 2,
        assumed.clear_hours,
        assumed.hands_hours,
    ):  # too few; enough; promised already
        means.hours[:] = max(hands, means.hours[0]) if means.open else hands
        town.of(ShopSeats).passed = [Passed(matter, 0.7, wanted)]
        promises.ask(town)
    (task,) = means.open
    assert task.chance == (assumed.keeps_share if wanted else assumed.overruled_keeps)
    assert task.shops.tolist() == here.tolist() and task.hours == assumed.clear_hours
    task.due, task.chance = town.day, 1.0
    promises.look_after(town)
    (cause,) = town.of(Docket).removed
    assert (cause.estate, cause.kind) == (busiest, town.kinds.index("litter")) and task not in means.open
    town.of(ShopSeats).passed = [Passed(matter, 0.7, wanted)]
    promises.ask(town)
    assert not means.open, "it is clear for a year"


def test_money_is_promised_only_for_what_waits_and_was_wanted(town, busiest):
    matter = raised(town, "parking_layout", busiest)
    for wanted, waits in ((True, False), (False, True), (True, True)):
        town.of(ShopSeats).passed = [Passed(matter, 0.9, wanted)]
        town.of(promises.ProjectBook).waiting = [matter] if waits else []
        promises.ask(town)
    (task,) = town.of(promises.ShopMeans).open
    assert task.what == "money" and (task.fen > 0).all()
    town.of(promises.ProjectBook).waiting, task.due = [], town.day
    promises.look_after(town)
    assert [one.how for one in of_kind(town, ShopTaskEnded)] == ["lapsed"]
    assert (town.of(promises.ShopMeans).fen == fen_of(town.parameters.assumptions.shops.money_yuan)).all()


def some_money(town, matter, fens):
    """A promise of so many fen of the first shops for a matter that waits, due today and kept."""
    task = promises._task(town, matter, 0)
    task.shops, task.fen, task.due, task.chance = np.arange(len(fens)), np.array(fens), town.day, 1.0
    promises._enter(town, task)
    town.of(promises.ProjectBook).waiting = [matter]
    return task


@pytest.mark.parametrize(
    ("found", "brought", "how"), [(0, (101, 50, 4), "done"), (55, (65, 32, 3), "done"), (155, (101, 50, 4), "lapsed")]
)
def test_only_what_is_still_to_be_found_is_paid_and_the_rest_stays_with_the_shops(town, busiest, found, brought, how):
    """Three shops promised 101, 50 and 4 fen; of 155 that the works cost units have found so many meanwhile."""
    matter, means = raised(town, "parking_layout", busiest), town.of(promises.ShopMeans)
    matter.in_kind_fen = matter.to_find_fen - 155
    before = means.fen[:3].copy()
    some_money(town, matter, (101, 50, 4))
    assert matter.promised_fen == 155
    matter.brought_fen = found
    promises.look_after(town)
    (ended,) = of_kind(town, ShopTaskEnded)
    paid = 155 - found
    assert ended.how == how and ended.yuan == sum(brought) / 100.0
    assert town.ledger.held(Account("joint_fund", matter.community)) == paid == matter.brought_fen - found
    assert (before - means.fen[:3]).tolist() == (list(brought) if paid else [0, 0, 0]) and matter.promised_fen == 0


def test_what_was_not_needed_of_last_years_promise_is_not_given_anew(town, busiest):
    matter, means = raised(town, "parking_layout", busiest), town.of(promises.ShopMeans)
    some_money(town, matter, (100, 100))
    matter.in_kind_fen += matter.to_find_fen - 150
    left, town.day = means.fen[:2].copy(), town.day + 365
    promises.look_after(town)
    (ended,) = of_kind(town, ShopTaskEnded)
    assert ended.how == "done" and ended.yuan == 1.5 and means.fen[:2].tolist() == left.tolist()


@pytest.mark.parametrize(("waits", "how"), [(False, "lapsed"), (True, "broken")])
@pytest.mark.parametrize("years", [0, 1])
def test_only_what_was_promised_this_year_comes_back(town, busiest, waits, how, years):
    """Of 500 yuan 120 were promised, of 40 hours 20; a new year has brought 500 and 40 anew, of which some is gone."""
    matter, means = raised(town, "parking_layout", busiest), town.of(promises.ShopMeans)
    task = promises._task(town, matter, 0)
    task.shops, task.fen, task.hours = np.array([0]), np.array([fen_of(120.0)]), 20.0
    promises._enter(town, task)
    means.fen[0], means.hours[0] = fen_of(300.0), 10.0
    town.day = 40 + 365 * years
    assert town.date(town.day).year == town.date(task.decided).year + years
    task.due, task.chance = town.day - 1_000, 0.0
    town.of(promises.ProjectBook).waiting = [matter] if waits else []
    promises.look_after(town)
    assert [one.how for one in of_kind(town, ShopTaskEnded)] == [how]
    assert (means.fen[0], means.hours[0]) == ((fen_of(300.0), 10.0) if years else (fen_of(420.0), 30.0))


@pytest.mark.parametrize("monday", [False, True])
def test_what_passed_is_asked_about_when_the_format_was_off_for_a_day(town, busiest, monday):
    matter, seats = raised(town, "yard_order", busiest), town.of(ShopSeats)
    seats.passed = [Passed(matter, 0.7, True)]
    off, on = (plan(**{"deliberation.format": name}).parameters.levers for name in ("one_matter", "three_meetings"))
    town.adopt(off)
    assert not seats.by_community
    if monday:
        process.weekly(town, dt.date(2026, 1, 5))
    assert not of_kind(town, ShopTaskEntered)
    town.adopt(on)
    process.weekly(town, dt.date(2026, 1, 12))
    (entered,) = of_kind(town, ShopTaskEntered)
    assert entered.matter == matter.number and seats.passed == []


def test_a_review_calls_up_what_is_owed(town, busiest):
    matter = raised(town, "yard_order", busiest)
    town.of(ShopSeats).passed = [Passed(matter, 0.7, True)]
    town.of(Docket).reviews = [(town.day, matter)]
    promises.ask(town)
    (task,) = town.of(promises.ShopMeans).open
    promises.call_up(town)
    assert task.times == 1 and promises.kept(task, 1.0)
    task.chance, task.times = 0.0, 5
    assert not promises.kept(task, 0.0)


def test_a_promise_about_what_came_up_again_has_a_draw_of_its_own(town, busiest):
    """The first one's draw stays where it was, also while the matter comes up again before the promise is due."""
    both = np.zeros((2, 2), int)
    for number in range(300):
        matter = raised(town, "yard_order", busiest, np.uint64(7_000 + number))
        first = promises._task(town, matter, 3)
        first.chance = 0.5
        kept = promises.kept(first, 0.0)
        matter.reopened = 1
        assert kept == promises.kept(first, 0.0) == (shop_uniform(matter.key, 3, KEEPS_DRAW) < 0.5)
        second = promises._task(town, matter, 3)
        second.chance = 0.5
        both[int(kept), int(promises.kept(second, 0.0))] += 1
    assert ((both > 50) & (both < 100)).all(), "each of the four about every fourth time"


def test_without_the_seat_shops_change_nothing():
    def lived(shops):
        district = District(plan(60, "status_quo", shops, **{"deliberation.format": "one_matter"}))
        district.run()
        return repr(district.events), district.state.needs.tobytes()

    assert lived(0.0) == lived(40.0)
