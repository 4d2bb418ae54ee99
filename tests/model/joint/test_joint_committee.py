"""Joint Party committees: an agenda of stuck matters, votes of heads, and what units bring or break."""

from __future__ import annotations

import datetime as dt
from functools import partial

import numpy as np
import pytest

from shapan.model.agents.party_committees import PartyCommittee
from shapan.model.agents.resident_unit import ResidentUnit
from shapan.model.agents.unit_means import UnitMeans
from shapan.model.columns import NOBODY
from shapan.model.deliberation.calling import called_today
from shapan.model.deliberation.docket import Docket
from shapan.model.deliberation.kinds import MATTERS
from shapan.model.deliberation.matter import NOT_AGREED, open_matter
from shapan.model.district import District
from shapan.model.district import Plan as AnyPlan
from shapan.model.events import joint_committee as joint_committee_events
from shapan.model.events.matters import WorksPaid
from shapan.model.joint import agenda as agendas
from shapan.model.joint import means, process, sharing, unit_tasks
from shapan.model.ledger.ledger import Account, fen_of
from shapan.model.observation.record import record
from shapan.model.parameters import Parameters
from shapan.model.projects import agreed_works
from shapan.model.projects.records import ProjectBook
from shapan.scenarios.formats import all_formats

Plan = partial(AnyPlan, earlier_years=False)
SEED = 5
TABLE = {"party__member_units": 12, "party__joint_meeting_months": 3, "party__part_time_members": 5}
NO_MEANS = {"joint__money_yuan": 0.0, "joint__ground_share": 0.0, "joint__hands_hours": 0.0}
NEW_YEAR = dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def lived(made_place, needs, inflow, changed):
    """A town of 15,000 after some days; keywords with two underscores for the dot."""
    place = made_place(communities=3, residents=15_000, area_km2=3.0, built_km2=2.5, needs=needs, departments=inflow)
    town = Parameters(place=place)

    def live(days: int, seed: int = SEED, **changes: object) -> District:
        asked = {name.replace("__", "."): value for name, value in changes.items()}
        levers = changed(town, asked).model_copy(update={"formats": all_formats()})
        district = District(Plan(levers, seed, days + 1, 0))
        district.run_to(days)
        return district

    return live


@pytest.fixture(scope="module")
def year(lived) -> District:
    """A year and a quarter of a town whose joint committees meet; nothing in it is changed."""
    extra = {"party__progress_meeting_months": 2, "party__rotating_chair": True, "party__claims_per_unit": 1.25}
    return lived(450, matters__rate_multiplier=3.0, joint__trouble_yearly=0.5, **TABLE, **extra)


def events(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


def a_matter(district, kind="road", number=0, agreed=True):
    """A matter of the first estate, agreed on unless told otherwise; nobody has money for it."""
    assumed = district.parameters.assumptions.opinion
    matter = open_matter(number, (MATTERS[kind], 0, np.uint64(number + 1)), district.world, 0, assumed)
    district.of(Docket).open.append(matter)
    if agreed:
        matter.agreed_on = matter.stands_on = matter.ready = 0
        matter.informed = 1.0  # nobody objects
        matter.unpaid = True
        district.of(ProjectBook).waiting.append(matter)
    return matter


def some_units(district, community=0):
    units = district.agents_by_type[PartyCommittee][community].units
    for unit in units:
        unit.means = UnitMeans(estate=0, year_fen=1_000, year_hours=0.0, fen=1_000, hours=0.0, ground=0)
    return units


def rich(units, yuan, ground=()):
    for unit in units:
        unit.means.fen = unit.means.year_fen = fen_of(yuan)
        unit.means.ground = int(unit.number in ground)


# --- means ---------------------------------------------------------------------------------------------------------


def test_means_are_a_units_own_whoever_else_is_asked(lived):
    few, many = (lived(1, party__member_units=n, party__joint_meeting_months=3) for n in (4, 20))
    for small, large in zip(few.agents_by_type[PartyCommittee], many.agents_by_type[PartyCommittee], strict=True):
        assert [one.means.year_fen for one in small.units] == [one.means.year_fen for one in large.units[:4]]
    drawn = [means.means_of(few, 0, number) for number in range(400)]
    assert np.mean([one.year_fen for one in drawn]) == pytest.approx(1_000_000, rel=0.15)
    assert np.mean([one.ground for one in drawn]) == pytest.approx(0.1, abs=0.04)


def test_a_new_year_brings_money_and_hands_but_no_ground():
    mine = UnitMeans(estate=0, year_fen=500, year_hours=9.0, fen=20, hours=0.0, ground=0)
    mine.new_year()
    assert (mine.fen, mine.hours, mine.ground) == (500, 9.0, 0)


# --- agenda --------------------------------------------------------------------------------------------------------


def test_what_the_chair_brought_goes_first_then_what_is_begun_then_the_weightiest(lived):
    district = lived(31, **TABLE)
    district.of(Docket).open.clear()
    light, begun, chairs, heavy = (a_matter(district, "lighting", number) for number in range(4))
    light.household, heavy.household = light.household[:5], np.tile(heavy.household, 2)
    begun.brought_fen, chairs.unit = 1, 7
    order = partial(agendas.agenda, district, light.community)
    assert order(7) == [chairs, begun, heavy]
    assert order(NOBODY) == [begun, heavy, chairs]


def test_only_public_matters_that_are_stuck_are_taken_up(lived):
    district = lived(31, **TABLE)
    district.of(Docket).open.clear()
    stuck = a_matter(district, "road", 0, agreed=False)
    fresh = a_matter(district, "road", 1, agreed=False)
    fresh.raised = district.day - 3
    a_matter(district, "covenant", 2, agreed=False)
    a_matter(district, "lighting", 3).unpaid = False
    district.of(ProjectBook).waiting.clear()
    assert agendas.agenda(district, stuck.community, NOBODY) == [stuck]


def test_what_nobody_agreed_to_goes_before_the_council_on_the_next_monday(lived):
    district = lived(31, **TABLE)
    matter = a_matter(district, "road", 0, agreed=False)
    committee = district.agents_by_type[PartyCommittee][matter.community]
    agendas.put_before_council(district, committee, matter, dt.date(2026, 2, 1))
    assert matter.called_on == 32 and matter.agreed_on == NOT_AGREED  # 2 February 2026 is a Monday
    district.day = 32
    assert called_today(district, matter.community) == [matter]


def test_a_unit_brings_what_troubles_it_once(lived):
    district = lived(1, **TABLE, joint__trouble_yearly=5.0)
    units = district.agents_by_type[PartyCommittee][0].units
    before = district.of(Docket).raised
    agendas.hear_units(district, units, 24_313, 12)
    brought = district.of(Docket).open[before:]
    assert brought and all(one.origin == "unit" and one.unit in {unit.number for unit in units} for one in brought)
    assert {one.community for one in brought} == {0}
    agendas.hear_units(district, units, 24_313, 12)
    assert district.of(Docket).raised == before + len(brought)


# --- who brings what -----------------------------------------------------------------------------------------------


def test_each_is_asked_for_the_same_part_and_no_more_than_it_takes(lived):
    district = lived(1, **TABLE)
    matter, units = a_matter(district), some_units(district)
    rich(units, 55_000.0, ground=(3,))
    shares = sharing.shares_of(district, matter, units, matter.to_find_fen)
    assert [share.unit.number for share in shares if share.what == "ground"] == [3]
    money = [share.fen for share in shares if share.what == "money"]
    # Ground saves half of 330,000; a quarter of what twelve units have makes up the rest.
    assert money == [fen_of(13_750.0)] * 12
    assert sum(share.fen for share in shares) == matter.to_find_fen


def test_the_committee_takes_on_only_what_it_can_bring_enough_for(lived):
    district = lived(1, **TABLE, units__keep_share=1.0)
    matter, units = a_matter(district), some_units(district)
    rich(units, 13_000.0)
    assert not sharing.decide(district, matter, units) and not district.of(unit_tasks.UnitTasks).open
    rich(units, 14_000.0)
    assert sharing.decide(district, matter, units)
    assert len(district.of(unit_tasks.UnitTasks).open) == 12
    assert all(unit.means.fen == 0 for unit in units)


def test_units_are_not_asked_for_what_shops_have_promised(lived):
    district = lived(1, **TABLE, units__keep_share=1.0)
    matter, units = a_matter(district), some_units(district)
    rich(units, 60_000.0)
    matter.promised_fen = fen_of(30_000.0)
    assert sharing.decide(district, matter, units)
    assert district.of(unit_tasks.UnitTasks).for_matter(matter) == fen_of(300_000.0)


def test_nothing_is_decided_where_shops_bring_all_of_it(lived):
    district = lived(1, **TABLE, units__keep_share=1.0)
    matter, units = a_matter(district), some_units(district)
    rich(units, 60_000.0)
    matter.promised_fen = matter.to_find_fen
    assert not sharing.decide(district, matter, units) and not district.of(unit_tasks.UnitTasks).open


@pytest.mark.parametrize("seats", [0, 5, 12])
def test_heads_with_seats_vote_and_what_passes_binds_them_all(lived, seats):
    levers = {**TABLE, "party__part_time_members": seats, "units__seats_most": 0.0, "units__willing_spread": 0.0}
    given = {}
    for keep in (0.3, 0.7):
        district = lived(1, **levers, units__keep_share=keep)
        units = some_units(district)
        rich(units, 60_000.0)
        given[keep] = []
        for number in range(15):
            wants = {unit.number: sharing._wants(district, a_matter(district, "road", number), unit) for unit in units}
            willing = sharing._willing(district, district.of(Docket).open[-1], units)
            asked = [wants[number] for number in range(seats)]
            if not seats:
                assert {unit.number for unit in willing} == {number for number, yes in wants.items() if yes}
            elif 2 * sum(asked) > seats:
                assert {unit.number for unit in willing} >= set(range(seats))
            else:
                assert willing == []
            given[keep].append(len(willing))
        votes = events(district, joint_committee_events.HeadsVoted)
        assert len(votes) == (15 if seats else 0)
        assert all(vote.yes + vote.no == seats == len(vote.heads) for vote in votes)
    assert np.mean(given[0.7]) > np.mean(given[0.3])


# --- tasks of units ------------------------------------------------------------------------------------------------


def test_what_is_brought_is_paid_for_in_the_ledger_and_settles_what_it_costs(lived):
    district = lived(1, **TABLE, units__keep_share=1.0, joint__bring_days=0.0)
    matter, units = a_matter(district), some_units(district)
    rich(units, 20_000.0, ground=(2,))
    assert sharing.decide(district, matter, units)
    unit_tasks.look_after(district)
    fund = Account("joint_fund", matter.community)
    assert district.ledger.held(fund) == matter.brought_fen == matter.in_kind_fen == fen_of(165_000.0)
    assert matter.to_find_fen == 0 and unit_tasks.free_fund(district, matter.community) == 0
    before = len(district.ledger.blocks)
    agreed_works.monthly(district, dt.date(2026, 2, 1))
    paid = [block for block in district.ledger.blocks[before:] if block.source == "joint_fund"]
    assert [int(block.fen.sum()) for block in paid] == [fen_of(165_000.0)]
    assert not matter.unpaid and district.ledger.held(fund) == 0
    assert [event.how for event in events(district, WorksPaid)][-1:] == ["joint_fund"]


def test_a_broken_task_gives_back_what_was_set_aside_and_calls_win_some_back(lived):
    district = lived(1, **TABLE, units__keep_share=0.0, units__seats_most=0.0, units__willing_spread=0.0)
    matter, units = a_matter(district), some_units(district)
    rich(units, 20_000.0)
    unit = units[0]
    share = sharing.Share(unit, "money", fen_of(5_000.0))
    unit_tasks.enter(district, sharing._task(district, matter, share))
    (task,) = district.of(unit_tasks.UnitTasks).open
    assert unit.means.fen == fen_of(15_000.0) and not unit_tasks.kept(task, 0.5)
    task.times = 60
    assert unit_tasks.kept(task, 0.5)
    task.times, district.day = 0, task.due + 179
    unit_tasks.look_after(district)
    assert district.of(unit_tasks.UnitTasks).open == [task]
    district.day += 1
    unit_tasks.look_after(district)
    assert not district.of(unit_tasks.UnitTasks).open and unit.means.fen == fen_of(20_000.0)
    assert [event.how for event in events(district, joint_committee_events.UnitTaskEnded)] == ["broken"]


@pytest.mark.parametrize("years", [0, 1])
def test_money_and_hands_of_a_year_that_is_over_do_not_come_back(lived, years):
    """Ground does, whatever the year: it is not given anew."""
    district = lived(1, **TABLE)
    matter, unit = a_matter(district), some_units(district)[0]
    unit.means = UnitMeans(estate=0, year_fen=1_000, year_hours=9.0, fen=1_000, hours=9.0, ground=1)
    for what, hours in (("money", 0.0), ("hands", 4.0), ("ground", 0.0)):
        unit_tasks.enter(district, sharing._task(district, matter, sharing.Share(unit, what, 400, hours)))
    assert (unit.means.fen, unit.means.hours, unit.means.ground) == (600, 5.0, 0)
    district.of(ProjectBook).waiting.clear()
    district.day = 240 + 365 * years
    assert district.date(district.day).year == district.date(1).year + years
    unit_tasks.look_after(district)
    assert not district.of(unit_tasks.UnitTasks).open
    given = (600, 5.0) if years else (1_000, 9.0)
    assert (unit.means.fen, unit.means.hours) == given and unit.means.ground == 1


def test_nobody_brings_anything_for_what_is_paid_already(lived):
    district = lived(1, **TABLE, joint__bring_days=0.0)
    matter, units = a_matter(district), some_units(district)
    unit_tasks.enter(district, sharing._task(district, matter, sharing.Share(units[0], "money", 400)))
    district.of(ProjectBook).waiting.clear()
    unit_tasks.look_after(district)
    assert units[0].means.fen == 1_000 and matter.brought_fen == 0
    assert [event.how for event in events(district, joint_committee_events.UnitTaskEnded)] == ["lapsed"]


def test_a_unit_brings_no_more_than_is_needed_and_keeps_the_rest(lived):
    district = lived(1, **TABLE, units__keep_share=1.0, joint__bring_days=0.0)
    matter, units = a_matter(district), some_units(district)
    unit_tasks.enter(district, sharing._task(district, matter, sharing.Share(units[0], "money", 400)))
    assert units[0].means.fen == 600
    matter.in_kind_fen = fen_of(matter.kind.cost) - 100
    unit_tasks.look_after(district)
    (ended,) = events(district, joint_committee_events.UnitTaskEnded)
    assert (ended.how, ended.yuan, matter.brought_fen, units[0].means.fen) == ("done", 1.0, 100, 900)


def test_what_is_found_already_needs_no_unit(lived):
    """It waits for its turn to be paid, and nothing is left to bring."""
    district = lived(1, **TABLE, units__keep_share=1.0, joint__bring_days=0.0)
    matter, units = a_matter(district), some_units(district)
    unit_tasks.enter(district, sharing._task(district, matter, sharing.Share(units[0], "money", 400)))
    matter.in_kind_fen = fen_of(matter.kind.cost)
    unit_tasks.look_after(district)
    assert [event.how for event in events(district, joint_committee_events.UnitTaskEnded)] == ["lapsed"] and units[
        0
    ].means.fen == 1_000


def test_the_unit_in_the_chair_begins_with_its_own(lived):
    district = lived(1, **TABLE, units__keep_share=0.0, units__seats_most=0.0, units__willing_spread=0.0)
    matter, units = a_matter(district), some_units(district)
    for unit in units[:2]:
        unit_tasks.enter(district, sharing._task(district, matter, sharing.Share(unit, "money", 400)))
    committee = district.agents_by_type[PartyCommittee][0]
    process._call_up(district, process.Meeting(committee, "progress", 1, units, NEW_YEAR))
    assert [unit_tasks.kept(one, 0.3) for one in district.of(unit_tasks.UnitTasks).open] == [False, True]


def test_tasks_of_units_that_leave_lapse(lived, changed):
    district = lived(1, **TABLE)
    matter, units = a_matter(district), some_units(district)
    for unit in (units[0], units[11]):
        unit_tasks.enter(district, sharing._task(district, matter, sharing.Share(unit, "money", 400)))
    district.adopt(changed(district.parameters, {"party.member_units": 4}).levers)
    assert [one.unit.number for one in district.of(unit_tasks.UnitTasks).open] == [0]


# --- a year of it --------------------------------------------------------------------------------------------------


def test_every_meeting_leaves_its_minutes(year):
    minutes = events(year, joint_committee_events.MinutesKept)
    # Joint meetings each quarter, progress meetings every other month; three communities, 15 months.
    assert len(minutes) == 3 * (len({0, 3, 6, 9, 12} | {0, 2, 4, 6, 8, 10, 12, 14}))
    assert all(one.units == len(one.came) <= 12 and one.seats <= 5 and 0 <= one.chair < 12 for one in minutes)
    assert all(one.chair in one.came for one in minutes)
    assert all(set(one.decided) | set(one.to_council) <= set(one.agenda) for one in minutes)
    assert any(one.decided for one in minutes) and any(one.called_up for one in minutes)
    rows = record(year).decisions
    assert (rows.decision == "matter_on_the_agenda").sum() == sum(len(one.agenda) for one in minutes)


def test_every_task_of_a_unit_ends_once_or_is_open(year):
    entered = [
        (one.community, one.number, one.matter, one.about)
        for one in events(year, joint_committee_events.UnitTaskEntered)
    ]
    ended = [
        (one.community, one.number, one.matter, one.about) for one in events(year, joint_committee_events.UnitTaskEnded)
    ]
    still = [(t.unit.community, t.unit.number, t.matter.number, t.what) for t in year.of(unit_tasks.UnitTasks).open]
    assert sorted(entered) == sorted(ended + still) and len(ended) > 10
    assert {one.how for one in events(year, joint_committee_events.UnitTaskEnded)} >= {"done"}


def test_money_of_units_is_conserved_and_no_more_than_they_have(year):
    given = np.zeros(3)
    for block in year.ledger.blocks:
        if block.source == "units" and block.target == "joint_fund":
            np.add.at(given, block.target_place, block.fen)
    spent = sum(int(block.fen.sum()) for block in year.ledger.blocks if block.source == "joint_fund")
    held = sum(year.ledger.held(Account("joint_fund", place)) for place in range(3))
    assert given.sum() == spent + held and spent > 0
    for committee in year.agents_by_type[PartyCommittee]:
        assert given[committee.community] <= 2 * sum(unit.means.year_fen for unit in committee.units)
    assert all(unit.means.fen >= 0 and unit.means.ground >= 0 for unit in year.agents_by_type[ResidentUnit])


def test_claimed_projects_can_be_followed_from_the_signing_to_their_end(year):
    claimed = {one.number: one for one in events(year, joint_committee_events.ProjectClaimed)}
    first = {number: one for number, one in claimed.items() if number < len(claimed) / 2}
    ended = {one.number: one for one in events(year, joint_committee_events.ClaimedProjectEnded)}
    assert len(first) == pytest.approx(15 * 3, abs=8), "1.25 a unit, twelve units, three communities"
    assert sum(one.items for one in first.values()) == 3 * len(first)
    assert set(first) <= set(ended), "all of the first year's are done, or broken off at the next signing"
    assert {one.how for one in ended.values()} == {"done", "broken_off"}
    for one in ended.values():
        assert (one.items == 3) == (one.how == "done")
        assert 15.0 * one.items - 1e-6 <= one.hours < 15.0 * (one.items + 1) or one.items == 3
    steps = [one for one in events(year, joint_committee_events.ItemsDone) if one.number in first]
    assert all(1 <= one.items <= 3 for one in steps)
    assert len({(one.number, one.items) for one in steps}) == len(steps)


# --- must hold -----------------------------------------------------------------------------------------------------


def test_units_and_meetings_settle_public_matters_and_each_link_is_needed(lived):
    """Over seeds: with units and quarterly meetings more public matters are settled; without any one link, no more.

    Staff decide here, and nobody stops works: how much of what units add neighbours hold up is in the ODD, section 8.
    """

    def settled(seed: int, **changes: object) -> int:
        district = lived(600, seed, matters__rate_multiplier=3.0, aftermath__object_share=1.0, **{**TABLE, **changes})
        closed = district.of(Docket).closed
        return sum(one.ended == "settled" and one.kind.public for one in closed)

    seeds = range(1, 5)
    full = np.array([settled(seed) for seed in seeds])
    for cut in ({"party__joint_meeting_months": 0}, {"party__member_units": 0}, NO_MEANS):
        gained = full - np.array([settled(seed, **cut) for seed in seeds])
        assert gained.mean() > 2.0 * gained.std(ddof=1) / np.sqrt(len(seeds)) and gained.mean() >= 1.5
