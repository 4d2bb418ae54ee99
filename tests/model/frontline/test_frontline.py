"""Receptions of Party committees and Party-mass workers: whose hours, who comes, what becomes of it, told by name."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from shapan.model.agents.reception_office import ReceptionOffice
from shapan.model.branches import roster
from shapan.model.branches.given import hours_given
from shapan.model.columns import ACTIVITY, WALK_IN
from shapan.model.district import District
from shapan.model.district import Plan as AnyPlan
from shapan.model.events import frontline as frontline_events
from shapan.model.events.matters import MatterRaised
from shapan.model.frontline import mass_workers, receptions
from shapan.model.frontline.mass_workers import MassWorkers
from shapan.model.frontline.places import Place, nearness_to, places_of
from shapan.model.place.residents import COMMUNITY_PARTY
from shapan.model.volunteers.records import Volunteers

Plan = partial(AnyPlan, earlier_years=False)
LEVERS = {
    "party.reception_weeks": 1,
    "party.mass_workers": 2,
    "centres.social_workers_each": 5.0,
    "centres.stations_per_community": 2,
    "frontline.comes_share": 0.5,
    "needs.rate_multiplier": 2.0,
}
WEEKS = 20


@pytest.fixture(scope="module")
def lived(town, changed) -> District:
    district = District(Plan(changed(town, LEVERS), seed=4, days=7 * WEEKS, warmup=0))
    district.run_to(7 * WEEKS - 1)
    return district


def events(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


def test_members_of_the_committee_receive_by_turns_in_stations_of_their_community(lived):
    people, land = lived.world.residents, lived.world.territory
    held = events(lived, frontline_events.ReceptionHeld)
    assert len(held) >= land.communities * (WEEKS - 3)
    for one in held:
        assert people.party[one.number] == COMMUNITY_PARTY
        assert land.community_of_cell[people.cell[one.number]] == one.community
        assert one.how == "station"
    assert len({one.number for one in held}) >= 2 * land.communities, "no one sits every week"


def test_time_bounds_whom_they_receive_and_every_case_has_a_row(lived):
    assumed = lived.parameters.assumptions.frontline
    held, cases = events(lived, frontline_events.ReceptionHeld), events(lived, frontline_events.CaseReceived)
    assert sum(one.came for one in held) == len(cases) == sum(one.registered + one.followed for one in held)
    assert any(one.turned_away for one in held)
    for one in held:
        assert 0.0 < one.hours <= assumed.reception_hours
        assert one.came <= one.hours * assumed.received_per_hour + 1e-9


def test_what_nobody_had_heard_is_registered_and_what_is_taken_home_is_so_once(lived):
    cases, needs = events(lived, frontline_events.CaseReceived), lived.state.needs.view(np.ndarray)
    new = [one.need for one in cases if one.how == receptions.REGISTERED]
    assert len(new) == len(set(new)) > 20
    days = [
        day
        for day, one in lived.events
        if isinstance(one, frontline_events.CaseReceived) and one.how == receptions.REGISTERED
    ]
    assert (needs["heard_day"][new] == days).all(), "nothing is registered whose window closes that evening"
    assert (needs["channel"][new] == WALK_IN).mean() > 0.9, "somebody else may hear of it on the same day"
    home = [one.need for one in cases if one.how != receptions.REGISTERED]
    assert len(home) == len(set(home)) > 0


def test_matters_from_receptions_name_the_member_who_brought_them(lived):
    brought = {one.matter: one for one in events(lived, frontline_events.ReceptionBroughtMatter)}
    raised = {one.number: one for one in events(lived, MatterRaised) if one.how == "reception"}
    assert set(brought) == set(raised)
    assert brought
    for number, one in raised.items():
        assert one.community == brought[number].community
        assert one.requests >= lived.parameters.assumptions.frontline.matter_households


def test_an_hour_of_reception_is_not_given_elsewhere(lived):
    office, who = lived.of(ReceptionOffice), np.flatnonzero(lived.world.residents.party == COMMUNITY_PARTY)
    assert office.sat
    with_it = hours_given(lived, who)
    sat, office.sat = office.sat, {}
    without = hours_given(lived, who)
    office.sat = sat
    more = dict(zip(who.tolist(), (with_it - without).tolist(), strict=True))
    assert {one: hours for one, hours in more.items() if hours > 0.0} == pytest.approx(sat)
    free = lived.of(Volunteers).corps.free_hours
    assert all(hours <= free[one] + 1e-9 for one, hours in sat.items())


def test_fewer_come_from_farther_off_and_nobody_twice(lived):
    everybody = receptions.callers_of(lived)
    land = lived.world.territory
    here = np.flatnonzero(land.community_of_cell == 0)
    near = nearness_to(lived, Place("station", int(here[0])), 0)
    assert near[here[0]] == 1.0
    assert not near[land.community_of_cell != 0].any()
    needs = lived.state.needs.view(np.ndarray)
    come = receptions.who_comes(lived, everybody, near, week=1)
    fewer = receptions.who_comes(lived, everybody, 0.2 * near, week=1)
    residents = needs["resident"][everybody.need[come]]
    assert len(set(residents.tolist())) == len(come) > len(fewer)
    assert not len(receptions.who_comes(lived, everybody, 0.0 * near, week=1))


def test_workers_are_posts_of_centres_none_of_two_communities_with_hours_that_stations_do_not_have(lived, changed):
    workers = mass_workers.workers_of(lived)
    assert workers
    assert len({one.number for one in workers}) == len(workers)
    assumed = lived.parameters.assumptions
    spare = 40.0 * (1.0 - assumed.service.absence_share) * (1.0 - assumed.service.casework_share)
    assert mass_workers.hours_each(lived.parameters) <= 0.5 * spare + 1e-9
    busy = changed(lived.parameters, {"service.casework_share": 1.0})
    assert mass_workers.hours_each(busy) == 0.0


def test_each_worker_does_one_thing_a_week_by_turns(lived):
    for worker in mass_workers.workers_of(lived):
        weeks = [
            (day, event)
            for day, event in lived.events
            if isinstance(event, frontline_events.MassWorkerWeek) and event.number == worker.number
        ]
        assert len({day for day, _ in weeks}) == len(weeks)
        names = [event.about for _, event in weeks]
        assert set(names) == set(mass_workers.ROUNDS)
        assert all(before != after for before, after in pairwise(names))
    visits = [one for one in events(lived, frontline_events.MassWorkerWeek) if one.about == "visits"]
    assert sum(one.told for one in visits) > 0
    assert all(
        one.how == "station" for one in events(lived, frontline_events.MassWorkerWeek) if one.about == "activity"
    )


def test_activities_of_last_week_are_felt_no_more_without_workers(town, changed):
    def after(levers):
        district = District(Plan(changed(town, levers), seed=4, days=15, warmup=0))
        district.run_to(14)
        return district

    with_some, usual = after({"party.mass_workers": 5, "centres.social_workers_each": 30.0}), after({})
    heard = with_some.of(MassWorkers).heard.copy()
    assert heard.any()
    with_them = with_some.state.hearing.workday[:, ACTIVITY].copy()
    assert (with_them >= usual.state.hearing.workday[:, ACTIVITY] - 1e-12).all()
    mass_workers._let_be_felt(with_some, np.zeros_like(heard))
    np.testing.assert_allclose(with_some.state.hearing.workday[:, ACTIVITY], with_them - heard, atol=1e-12)


def test_the_committee_is_the_one_whose_members_head_grids(lived):
    people = lived.world.residents
    registered = np.flatnonzero(people.party == COMMUNITY_PARTY).astype(np.int64)
    here = registered[lived.world.territory.community_of_cell[people.cell[registered]] == 0]
    seats = roster.committee(here, lived.plan.seed, lived.parameters.assumptions.branches.committee_members)
    sat = {one.number for one in events(lived, frontline_events.ReceptionHeld) if one.community == 0}
    assert sat <= set(seats.tolist())
    assert places_of(lived, 0)[0].what == "station"
