"""From a report to a closed task: who brings a matter, what a whistle calls together, who does what by when."""

from __future__ import annotations

import datetime as dt
from functools import partial

import numpy as np
import pytest

from shapan.model.agents.party_committees import PartyCommittee
from shapan.model.columns import ACTIVITY, APP, BORN, MET_LATE, OPEN, PATROL, STEWARD_ROUND, WALK_IN
from shapan.model.deliberation import calling, follow_up, reports
from shapan.model.deliberation.calling import called_today, whistle_for_matters
from shapan.model.deliberation.complaints import hear_complaints, known
from shapan.model.deliberation.docket import CauseRemoved, Docket
from shapan.model.deliberation.follow_up import COMMUNITY_STAFF, look_after_tasks, owner_of
from shapan.model.deliberation.kinds import KINDS, MATTERS, OF_NEEDS
from shapan.model.deliberation.matter import open_matter
from shapan.model.district import District
from shapan.model.district import Plan as AnyPlan
from shapan.model.events import matters as matter_events
from shapan.model.need_rates import set_need_rates
from shapan.model.parameters import Parameters
from shapan.scenarios.formats import all_formats

Plan = partial(AnyPlan, earlier_years=False)
SEED = 5


@pytest.fixture(scope="module")
def built(made_place, needs, inflow, changed):
    """A town of 15,000 with the levers and assumptions given; keywords with two underscores for the dot."""
    place = made_place(communities=3, residents=15_000, area_km2=3.0, built_km2=2.5, needs=needs, departments=inflow)
    town = Parameters(place=place)

    def build(**changes: object) -> Parameters:
        asked = {name.replace("__", "."): value for name, value in changes.items()}
        return changed(town, asked).model_copy(update={"formats": all_formats()})

    return build


@pytest.fixture(scope="module")
def lived(built):
    """A district after some days."""

    def live(days: int, length: int = 0, **changes: object) -> District:
        district = District(Plan(built(**changes), SEED, length or days + 1, 0))
        district.run_to(days)
        return district

    return live


def events(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


def some_matter(district, kind="road", number=10_000, key=5):
    assumed = district.parameters.assumptions.opinion
    matter = open_matter(number, (MATTERS[kind], 0, np.uint64(key)), district.world, district.day, assumed)
    district.of(Docket).open.append(matter)
    return matter


# --- matters from reports ----------------------------------------------------------------------------------------


def test_every_kind_of_need_has_one_matter_at_most():
    named = [kind.of_needs for kind in KINDS if kind.of_needs]
    assert len(named) == len(set(named)) == len(OF_NEEDS) >= 5


@pytest.mark.parametrize(
    ("channel", "bin", "levers", "origin"),
    [
        (APP, OPEN, {}, "requests"),
        (APP, MET_LATE, {}, "requests"),
        (PATROL, MET_LATE, {"grid__party_unit_share": 1.0}, "grid_head"),
        (PATROL, MET_LATE, {"grid__party_unit_share": 0.0}, None),
        (STEWARD_ROUND, MET_LATE, {}, "steward"),
        (ACTIVITY, MET_LATE, {"centres__stations_per_community": 1}, "station"),
        (ACTIVITY, MET_LATE, {"centres__stations_per_community": 0}, None),
    ],
)
def test_who_hears_of_many_brings_the_matter(lived, channel, bin, levers, origin):
    """Rows of one kind in one estate are made a pile of so and so many, one short of it, and just enough."""
    district = lived(40, matters__pile_requests=6.0, matters__pile_unsolved=6.0, **levers)
    needs, kind = district.state.needs.view(np.ndarray), district.kinds.index("parking")
    territory = district.world.territory
    rows = np.arange(int(district.state.tallies.tally[BORN]))
    needs["heard_day"][rows] = -1  # nobody has heard of anything
    cell = int(np.flatnonzero(territory.estate_of_cell == 0)[0])
    for many, brought in ((5, False), (6, True)):
        mine = rows[:many]
        needs["heard_day"][mine], needs["kind"][mine], needs["cell"][mine] = 30, kind, cell
        needs["channel"][mine], needs["bin"][mine] = channel, bin
        found = reports.piles(district)
        expected = [(origin, 0, kind)] if brought and origin else []
        assert [(one.origin, one.estate, one.kind) for one in found] == expected
        assert all(one.requests.tolist() == mine.tolist() for one in found)


def test_a_pile_becomes_one_matter_and_rests_afterwards(lived):
    district = lived(120, 400, matters__pile_requests=3.0, matters__pile_unsolved=3.0, channels__app_reach=0.5)
    raised = [event for event in events(district, matter_events.MatterRaised) if event.how != "neighbours"]
    assert raised and all(0 < event.requests <= event.households for event in raised)
    district.run_to(399)
    seen: dict[tuple[int, str], int] = {}
    rest = int(district.parameters.assumptions.matters.pile_rest_days)
    for day, event in district.events:
        if isinstance(event, matter_events.MatterRaised) and event.how != "neighbours":
            spot = event.estate, event.about
            assert day - seen.get(spot, -rest) >= rest
            seen[spot] = day
    assert any(event.about == "parking_layout" for event in raised)


def test_without_an_app_fewer_matters_come_from_requests(lived):
    few, many = (
        sum(
            event.how == "requests"
            for event in events(
                lived(360, matters__pile_requests=6.0, channels__app_reach=reach, channels__app_ease=0.9),
                matter_events.MatterRaised,
            )
        )
        for reach in (0.0, 0.8)
    )
    assert many > few


def test_a_matter_from_requests_presses_on_nothing_and_settled_takes_the_cause_away(lived):
    district = lived(1, 40)
    district.of(Docket).open.clear()
    set_need_rates(district)
    before = district.state.hearing.intensity.copy()
    matter = some_matter(district, "parking_layout")
    matter.origin = "requests"
    set_need_rates(district)
    np.testing.assert_array_equal(district.state.hearing.intensity, before)
    kind, here = district.kinds.index("parking"), district.world.territory.estate_of_cell == 0
    district.of(Docket).removed.append(CauseRemoved(0, kind, district.day + 10))
    set_need_rates(district)
    cut = 1.0 - district.parameters.assumptions.matters.cause_cut
    np.testing.assert_allclose(district.state.hearing.intensity[here, kind], before[here, kind] * cut)
    np.testing.assert_array_equal(district.state.hearing.intensity[~here], before[~here])
    monday = district.day - district.date(district.day).weekday()  # what ends in the middle of a week ends with it
    district.of(Docket).removed[0] = district.of(Docket).removed[0]._replace(until=monday)
    set_need_rates(district)
    np.testing.assert_array_equal(district.state.hearing.intensity, before)
    assert not district.of(Docket).removed


# --- the whistle -------------------------------------------------------------------------------------------------

WHISTLING = {"party__whistle_after_days": 15, "deliberation__format": "party_mass", "matters__rate_multiplier": 5.0}


def test_a_whistle_calls_the_council_on_the_same_day_with_the_department_or_without(lived):
    district = lived(364, **WHISTLING)
    blown = [(day, event) for day, event in district.events if isinstance(event, matter_events.MatterWhistled)]
    assert len(blown) > 10
    assert all(district.date(day).weekday() == 0 for day, _ in blown)
    tried = {
        (day, event.number): event for day, event in district.events if isinstance(event, matter_events.MatterTried)
    }
    came = {(day, e.number): e.came for day, e in district.events if isinstance(e, matter_events.DepartmentsCalled)}
    for day, event in blown:
        assert tried[day, event.number].at == "community"
        if MATTERS[event.about].needs_department:
            assert came[day, event.number] == event.answered
    assert {event.answered for _, event in blown} == {True, False}


def test_a_whistle_settles_nothing_by_itself(lived):
    """Whatever was agreed was agreed at a try that passed."""
    district = lived(364, **WHISTLING)
    agreed = {(day, event.number) for day, event in district.events if isinstance(event, matter_events.MatterAgreed)}
    passed = {
        (day, event.number)
        for day, event in district.events
        if isinstance(event, matter_events.MatterTried) and event.reasons[0] == "passed"
    }
    assert agreed and agreed == passed


def test_whistles_are_few_and_go_by_authority(lived):
    district = lived(364, **WHISTLING)
    residents, most = len(district.world.residents.cell), district.parameters.assumptions.authority.whistles_most
    again = [event for _, event in district.events if isinstance(event, matter_events.TaskWhistled)]
    assert len(events(district, matter_events.MatterWhistled)) + len(again) <= 12 * most * residents / 10_000 + 3
    agreed = {event.number for event in events(district, matter_events.MatterAgreed)}
    assert all(event.number in agreed and event.how != COMMUNITY_STAFF for event in again)
    authority = [committee.authority for committee in district.agents_by_type[PartyCommittee]]
    assert all(0.0 <= one <= 0.6 for one in authority) and min(authority) < 0.6
    none = lived(120, **{**WHISTLING, "party__whistle_after_days": 0})
    assert not events(none, matter_events.MatterWhistled)


def test_the_weightiest_matter_is_whistled_for_first(lived):
    """Households times days since it was raised; of two that weigh as much the one raised first."""
    never_met = {"authority__whistles_most": 0.0, "deliberation__meetings_per_year": 0}
    district = lived(200, 260, **{**WHISTLING, **never_met})
    community = district.of(Docket).open[0].community
    found = [one.matter for one in calling._waiting(district, community)]
    weight = [len(one.household) * (district.day - one.raised) for one in found]
    assert len(found) > 2 and weight == sorted(weight, reverse=True) and len(set(weight)) > 2


def test_what_has_not_waited_is_not_whistled_for(lived):
    district = lived(31, 60, party__whistle_after_days=15)
    district.of(Docket).open.clear()
    early, late = some_matter(district, key=5), some_matter(district, number=10_001, key=6)
    of_the_estate = some_matter(district, "activity", number=10_002, key=7)
    late.raised = of_the_estate.raised = district.day - 15
    early.reporters = late.reporters = of_the_estate.reporters = late.household[:1]  # somebody has complained
    for committee in district.agents_by_type[PartyCommittee]:
        committee.authority = 1.0
    for week in range(8):  # so many a month in the mean: a small community has none in some weeks
        whistle_for_matters(district, district.date(31) + dt.timedelta(days=7 * week))
    assert late in called_today(district, late.community)
    assert early not in called_today(district, early.community)
    assert of_the_estate not in called_today(district, early.community)


@pytest.mark.parametrize(("channel", "how"), [(APP, "app"), (WALK_IN, "office"), (PATROL, "")])
def test_what_nobody_has_complained_about_is_not_known(lived, channel, how):
    """An affected household tells of a need it presses on: by app or at the office that counts, on patrol not."""
    district = lived(31, 60, party__whistle_after_days=15)
    district.of(Docket).open.clear()
    matter, elsewhere = some_matter(district), some_matter(district, number=10_001, key=6)
    elsewhere.household = elsewhere.household[:0]
    matter.raised = elsewhere.raised = district.day - 15
    needs, rows = district.state.needs.view(np.ndarray), np.arange(int(district.state.tallies.tally[BORN]))
    needs["heard_day"][rows] = -1
    assert not calling._waiting(district, matter.community)
    hear_complaints(district)
    assert not known(matter)
    there = np.flatnonzero(np.isin(district.world.residents.household[needs["resident"][rows]], matter.household))
    told_of = rows[there[-1]]  # of the last weeks
    needs["heard_day"][told_of], needs["channel"][told_of] = district.day - 1, channel
    needs["kind"][told_of] = district.kinds.index("litter")
    hear_complaints(district)
    assert not known(matter), "a road presses on no litter"
    needs["kind"][told_of] = district.kinds.index(matter.kind.presses_on[0])
    hear_complaints(district)
    hear_complaints(district)
    said = [event for event in events(district, matter_events.MatterComplained) if event.number == matter.number]
    assert [(event.how, event.households) for event in said] == ([(how, 1)] if how else [])
    assert known(matter) == bool(how) and not known(elsewhere)
    assert [one.matter for one in calling._waiting(district, matter.community)] == ([matter] if how else [])


# --- tasks -------------------------------------------------------------------------------------------------------


def task_of(district, form, kind="road", **changes):
    matter = some_matter(district, kind)
    for name, value in changes.items():
        setattr(matter, name, value)
    matter.agreed_on = matter.stands_on = district.day
    follow_up.enter_task(district, matter, all_formats()[form], committed=True)
    return district.of(Docket).tasks[-1]


def test_a_task_has_an_owner_and_a_date(lived):
    district = lived(1, 40)
    road, order = task_of(district, "party_mass"), task_of(district, "party_mass", "yard_order")
    assert road.owner == owner_of(district, road.matter) not in (COMMUNITY_STAFF, "department", "")
    assert order.owner == COMMUNITY_STAFF
    assert road.entered and not task_of(district, "one_matter").entered
    entered = events(district, matter_events.TaskEntered)
    assert [event.how for event in entered[:2]] == [road.owner, COMMUNITY_STAFF]
    assert all(event.days == 0 for event in entered)


@pytest.mark.parametrize("form", ["party_mass", "one_matter"])
def test_a_broken_promise_is_reminded_about_where_it_is_on_record(lived, form):
    district = lived(1, 400, matters__promise_kept=0.0, matters__recorded_kept=0.0, matters__paper_share=0.0)
    task = task_of(district, form)
    assumed, day = district.parameters.assumptions.matters, district.day
    hours = look_after_tasks(district)
    assert task.matter.open and task.times == 1
    recorded = form == "party_mass"
    assert task.due - day == int(assumed.task_reminder_days if recorded else assumed.department_days)
    assert (
        len(events(district, matter_events.TaskReminded)) == recorded
        and len(events(district, matter_events.PromiseBroken)) == 1
    )
    assert hours.sum() == pytest.approx(assumed.reminder_hours * recorded)


@pytest.mark.parametrize("proof", [True, False])
def test_what_was_reported_only_is_refused_where_proof_is_asked_for(lived, proof):
    district = lived(1, 400, channels__close_when_solved=proof, matters__promise_kept=1.0, matters__paper_share=1.0)
    task = task_of(district, "party_mass", reporters=np.array([1, 2, 3]), origin="requests")
    look_after_tasks(district)
    assert task.matter.open == proof and task.matter.on_paper == (not proof)
    assert len(events(district, matter_events.TaskRefused)) == proof
    assert not events(district, matter_events.ReportersTold) and not district.of(Docket).removed
    if not proof:
        assert task.matter.ended == "settled" and not events(district, matter_events.TaskCancelled)[0].proven


def test_what_was_done_is_told_to_those_who_reported_it_and_takes_the_cause_away(lived):
    district = lived(1, 400, matters__promise_kept=1.0, matters__paper_share=0.0)
    task = task_of(district, "party_mass", "parking_layout", reporters=np.array([1, 2, 3]), origin="requests")
    look_after_tasks(district)
    assert task.matter.ended == "settled" and not task.matter.on_paper and not district.of(Docket).tasks
    assert [event.households for event in events(district, matter_events.ReportersTold)] == [3]
    (cause,) = district.of(Docket).removed
    assert (cause.estate, cause.kind) == (0, district.kinds.index("parking")) and cause.until > district.day + 1000


def test_nothing_is_cancelled_that_nobody_has_paid_for(lived):
    district = lived(1, 400, matters__promise_kept=1.0, matters__paper_share=0.0)
    task = task_of(district, "party_mass", "lighting", unpaid=True)
    look_after_tasks(district)
    assert task.matter.open and district.of(Docket).tasks == [task]
    task.matter.unpaid = False
    look_after_tasks(district)
    assert task.matter.ended == "settled"


def test_every_agreed_matter_has_one_task_until_it_ends(lived):
    district = lived(364, **WHISTLING)
    docket = district.of(Docket)
    agreed = [matter for matter in docket.open if matter.agreed_on >= 0]
    assert sorted(task.matter.number for task in docket.tasks) == sorted(matter.number for matter in agreed)
    entered = [event.number for event in events(district, matter_events.TaskEntered)]
    assert len(entered) == len(set(entered)) == len(events(district, matter_events.MatterAgreed))
    settled = {event.number for event in events(district, matter_events.MatterEnded) if event.how == "settled"}
    assert {event.number for event in events(district, matter_events.TaskCancelled)} == settled
    assert set(entered) >= settled


def test_estates_keep_what_is_theirs_and_the_council_takes_what_is_public(lived):
    district = lived(364, **WHISTLING, deliberation__estate_format="one_matter")
    at = {(MATTERS[event.about].public, event.at) for event in events(district, matter_events.MatterTried)}
    assert (True, "community") in at and (False, "estate") in at and (True, "estate") not in at


@pytest.mark.parametrize(("authority", "come"), [(1.0, True), (0.05, False)])
def test_the_committee_whistles_again_for_what_a_department_has_not_taken_on(lived, authority, come):
    """One that stayed away is due in sixty days; if it comes now, once the decision stands."""
    district = lived(31, 60, party__whistle_after_days=15)
    day = district.day
    district.of(Docket).open.clear()
    district.of(Docket).tasks = [
        follow_up.Task(agreed(district, number), owner, True, day + 40, committed=False, asked_on=day - days)
        for number, (owner, days) in enumerate([("housing", 15), ("housing", 14), (COMMUNITY_STAFF, 15)], 20_000)
    ]
    district.of(Docket).tasks[0].matter.stands_on = day + 3
    for committee in district.agents_by_type[PartyCommittee]:
        committee.authority = authority
    for week in range(8):
        whistle_for_matters(district, district.date(31) + dt.timedelta(days=7 * week))
    lying, early, own = district.of(Docket).tasks
    assert [lying.whistles, early.whistles, own.whistles] == [1, 0, 0], "once asked it has its time again"
    due = day + 3 if come else day + 40
    assert (lying.committed, lying.due, lying.matter.ready) == (come, due, due if come else 0)
    (whistle,) = events(district, matter_events.TaskWhistled)
    assert (whistle.answered, whistle.days, whistle.how) == (come, 37 if come else 0, "housing")
    assert lying.left_lying != come


def agreed(district, number):
    """A matter that was agreed a while ago."""
    matter = some_matter(district, number=number, key=number)
    matter.agreed_on, matter.ready = district.day - 20, 0
    return matter


def test_what_lies_at_a_department_is_what_it_did_not_take_on_or_was_reminded_of_in_vain():
    task = follow_up.Task(None, "housing", True, 0)
    assert not task.left_lying, "it sat at the table"
    task.committed = False
    assert task.left_lying
    task.times = 1
    assert not task.left_lying, "a reminder comes first"
    task.times = 2
    assert task.left_lying
