"""Orders: placed by residents, sent by the desk, refused, signed or expired; everybody learns from them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from shapan.model.columns import CHARGED_HOURS, DONE, MET_LATE, MET_ON_TIME, OFFERED, USED, VOLUNTEER
from shapan.model.district import District, Plan
from shapan.model.events.residents import OrderClosed, ProgrammeHeld
from shapan.model.parameters import Parameters
from shapan.model.volunteers import order_desk
from shapan.model.volunteers.order_book import (
    BY_APP,
    EXPIRED,
    NO_HOURS,
    NO_TEAM,
    NOT_ABLE,
    SIGNED,
    TOO_FAR,
    WITHDRAWN,
    Order,
    new_desk,
)
from shapan.model.volunteers.records import Volunteers
from shapan.model.volunteers.teams import FIRST_SKILLS, Teams, skills_of

QUARTER, YEAR = 91, 364


@pytest.fixture(scope="module")
def community(town) -> Parameters:
    """A community as large as the articles', where teams of every skill stand."""
    place = town.place.model_copy(update={"residents": 20_000, "communities": 2})
    return town.model_copy(update={"place": place})


@pytest.fixture(scope="module")
def ordered(community, changed) -> dict[int, District]:
    """A year of a new scheme, after an ordinary quarter."""
    policy = changed(community, {"volunteers.ordering": True})
    lived = {}
    for seed in (1, 2, 3):
        district = District(Plan(policy, seed, YEAR, QUARTER, status_quo=community.levers))
        district.run()
        lived[seed] = district
    return lived


def closed(district: District) -> list[tuple[int, OrderClosed]]:
    return [(day - QUARTER, event) for day, event in district.events if isinstance(event, OrderClosed)]


def filled(district: District, first: int, last: int) -> float:
    ended = Counter(event.how for day, event in closed(district) if first <= day < last)
    return ended[SIGNED] / (ended[SIGNED] + ended[EXPIRED])


def of_use(district: District) -> float:
    hours = district.state.tallies.hours[VOLUNTEER, :, QUARTER:].sum(axis=1)
    weeks = [week for week in district.of(Volunteers).weeks if week.day >= QUARTER]
    return float((hours[USED] + sum(week.otherwise for week in weeks)) / hours[OFFERED])


def test_a_new_scheme_fills_some_orders_and_one_that_has_learned_fills_most(ordered):
    first = np.array([filled(one, 0, QUARTER) for one in ordered.values()])
    later = np.array([filled(one, 2 * QUARTER, YEAR) for one in ordered.values()])
    assert 0.4 <= first.mean() <= 0.75 and (later > first).all()
    assert 0.8 <= later.mean() <= 0.97


def test_half_of_the_hours_are_of_use_where_residents_order(ordered):
    assert all(of_use(one) >= 0.5 for one in ordered.values())


def test_a_third_is_without(community):
    district = District(Plan(community, 1, YEAR, QUARTER))
    district.run()
    assert 0.2 <= of_use(district) <= 0.45 and not closed(district)


def test_every_order_ends_once_and_what_is_signed_was_met_by_volunteers(ordered):
    for district in ordered.values():
        desk, needs, pools = district.of(Volunteers).desk, district.state.needs, district.state.pools
        ends = [event for _, event in closed(district)]
        assert len({event.number for event in ends}) == len(ends) == desk.placed - len(desk.open)
        assert {SIGNED, EXPIRED, WITHDRAWN} <= {event.how for event in ends}
        signed = [event for event in ends if event.how == SIGNED]
        rows = needs[np.array([event.need for event in signed])]
        assert (rows.state == DONE).all() and np.isin(rows.bin, (MET_ON_TIME, MET_LATE)).all()
        assert (pools.type[rows.pool] == VOLUNTEER).all()
        assert all(2 <= event.stars <= 5 and event.team >= 0 for event in signed)
        assert all(event.stars is None for event in ends if event.how != SIGNED)


def test_disputes_and_hardship_are_ordered_and_litter_is_not(ordered):
    kinds = {event.about for district in ordered.values() for _, event in closed(district)}
    assert {"dispute", "livelihood", "care"} <= kinds and "litter" not in kinds


def test_teams_refuse_for_each_reason_and_learn(ordered):
    refused = sum((district.of(Volunteers).desk.refused for district in ordered.values()), Counter())
    assert refused[NO_HOURS] > 0 and refused[NOT_ABLE] > 0
    for district in ordered.values():
        assert all(0.0 < team.practice < 1.0 for team in district.of(Volunteers).teams.each if team.good)


def asked(district, order, skill, effort):
    return order_desk._ask_around(district, order, skill, effort)


def test_a_team_says_no_where_it_is_far_untrained_or_busy(ordered):
    district = ordered[1]
    office = district.of(Volunteers)
    cell = int(district.state.needs.cell[0])
    order = Order(0, 0, 0, 0, int(district.world.territory.community_of_cell[cell]), by=BY_APP, placed=0)
    mine = office.teams.there(order.community)
    before = [(one.cell, one.left, one.practice, one.goes_km, one.skills) for one in mine]
    for one in mine:
        one.cell, one.left, one.practice, one.goes_km = cell, 100.0, 0.0, np.inf
    assert asked(district, order, "care", (1.0, 1.4))[1] == []
    most = district.parameters.assumptions.routing.order_hours
    assert set(asked(district, order, "care", (most, most))[1]) == {NOT_ABLE}
    for one in mine:
        one.practice, one.left = 1.0, 0.5
    assert set(asked(district, order, "care", (most, most))[1]) == {NO_HOURS}
    far = int(
        np.argmax(
            np.hypot(*(axis - axis[cell] for axis in (district.world.territory.x_km, district.world.territory.y_km)))
        )
    )
    for one in mine:
        one.cell = far
    if order_desk._km_to(district, order, mine)[mine[0].number] > district.parameters.assumptions.ordering.reach_km:
        assert set(asked(district, order, "care", (1.0, 1.4))[1]) == {TOO_FAR}
    for one in mine:
        one.skills = frozenset({"order"})
    assert asked(district, order, "care", (1.0, 1.4)) == (None, [NO_TEAM])
    for one, as_it_was in zip(mine, before, strict=True):
        one.cell, one.left, one.practice, one.goes_km, one.skills = as_it_was


def test_a_desk_that_has_handled_orders_asks_more_teams():
    desk = new_desk(1, 2)
    assert desk.asks(0, 3.0, 100.0) == 1
    desk.handled[0] = 400.0
    assert desk.asks(0, 3.0, 100.0) == 3


def test_belief_falls_faster_than_it_rises():
    desk = new_desk(1, 2)
    order = Order(0, 0, 1, 0, 0, by=BY_APP, placed=0)
    desk.learn(order, False, 0.1, 3.0)
    assert desk.belief.tolist() == [[1.0, 0.7]]
    desk.learn(order, True, 0.1, 3.0)
    assert desk.belief[0, 1] == pytest.approx(0.73)


def test_the_desk_costs_staff_their_hours_for_every_order_and_refusal(community, changed):
    def charged(hours):
        levers = {"volunteers.ordering": True, "volunteer_work.order_desk_hours": hours}
        district = District(Plan(changed(community, levers), 1, 60, 0))
        district.run_to(8)
        return district, float(district.state.tallies.daily[CHARGED_HOURS, :8].sum())

    (district, dear), (_, free) = charged(0.5), charged(0.0)
    desk = district.of(Volunteers).desk
    assert desk.placed > 0 and dear - free == pytest.approx(0.5 * (desk.placed + sum(desk.refused.values())))


@pytest.mark.parametrize("teams", [1, 2, 3, 7, 8, 9, 16])
def test_every_skill_stands_somewhere_however_few_teams_there_are(teams):
    all_skills = [skills_of(place, teams) for place in range(teams)]
    assert set.union(*map(set, all_skills)) == set(FIRST_SKILLS) and all(all_skills)


def test_a_community_has_eight_teams_of_seventy(community, changed):
    registered = community.model_copy(
        update={"place": community.place.model_copy(update={"volunteers_registered": 0.0556})}
    )
    teams: Teams = District(Plan(registered, 1, 7, 0)).of(Volunteers).teams
    assert len(teams.each) == 16 and np.mean([team.members for team in teams.each]) == pytest.approx(69.5, rel=0.05)


# --- standing programmes -----------------------------------------------------------------------------------------


def held(district: District) -> list[ProgrammeHeld]:
    return [event for _, event in district.events if isinstance(event, ProgrammeHeld)]


def test_each_programme_is_held_by_somebody_and_does_what_it_is_for(ordered):
    found, kinds = Counter(), {event.about for event in held(ordered[1])}
    assert {"elder_rounds", "hardship_visits", "mediation", "patrols", "sanitation_days", "events"} <= kinds
    for event in held(ordered[1]):
        found[event.about] += event.told
        assert event.how and event.people > 0.0
        assert event.about != "mediation" or (event.hours == 0.0 and event.work > 0.0)
    assert found["elder_rounds"] > 0 and found["hardship_visits"] > 0 and found["patrols"] > 0
    assert found["events"] == found["mediation"] == 0


def test_members_on_duty_have_tasks_of_their_own(community, changed):
    duty = {"party.duty_per_year": 6.0, "party.reporting_share": 0.6}
    district = District(Plan(changed(community, duty), 1, 120, 0))
    district.run()
    by_name = Counter()
    for event in held(district):
        by_name[event.about] += event.hours + event.work
    assert by_name["reception_days"] > 0 and by_name["duty_visits"] > 0 and by_name["cases_taken"] > 0
    usual = District(Plan(community, 1, 120, 0))
    usual.run()
    assert not {"reception_days", "duty_visits", "cases_taken"} & {event.about for event in held(usual)}


# --- points ------------------------------------------------------------------------------------------------------


def test_points_cost_money_when_they_are_exchanged_and_not_before(community, changed):
    levers = {"volunteers.points_yuan_per_hour": 5.0}
    district = District(Plan(changed(community, levers), 1, 200, 0))
    district.run()
    points = district.of(Volunteers).points
    paid = sum(int(block.fen.sum()) for block in district.ledger.blocks if block.purpose == "points")
    assert points.given == points.exchanged + points.fen.sum() and 0 < points.exchanged == paid < points.given
    never = District(Plan(changed(community, levers | {"ordering.exchange_share": 0.0}), 1, 200, 0))
    never.run()
    assert never.of(Volunteers).points.exchanged == 0 < never.of(Volunteers).points.given


def test_who_exchanged_stays_longer(community, changed):
    district = District(Plan(changed(community, {"volunteers.points_yuan_per_hour": 5.0}), 1, 7, 0))
    points = district.of(Volunteers).points
    points.exchanged_on[:10] = 1_000
    kept = points.kept(1_100, district.parameters)
    assert (kept[:10] == district.parameters.assumptions.ordering.exchange_retention).all() and not kept[10:].any()
