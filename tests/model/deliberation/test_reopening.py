"""A settlement that nobody keeps comes up again as the same matter, and is settled, open or given up, once each."""

from __future__ import annotations

from collections import Counter
from functools import partial

import numpy as np
import pytest

from shapan.model.columns import BORN, PATROL, WALK_IN
from shapan.model.deliberation.docket import CauseRemoved, Docket
from shapan.model.deliberation.kinds import KINDS, MATTERS
from shapan.model.deliberation.matter import NOT_AGREED, open_matter
from shapan.model.deliberation.outcome import end
from shapan.model.deliberation.reopening import not_kept, part, reopen
from shapan.model.district import District
from shapan.model.district import Plan as AnyPlan
from shapan.model.events import matters as matter_events
from shapan.model.events.matters_tables import matters_tables
from shapan.model.events.tables import Days
from shapan.model.need_rates import set_need_rates
from shapan.model.parameters import Parameters
from shapan.scenarios.formats import all_formats

Plan = partial(AnyPlan, earlier_years=False)
SEED, DAYS = 5, 240
BUSY = {"matters.rate_multiplier": 5.0, "needs.rate_multiplier": 3.0, "aftermath.reopen_households": 1.0}


@pytest.fixture(scope="module")
def lived(made_place, needs, inflow, changed):
    """A town of 9,000 with many matters after some days, staff deciding, with the assumptions given."""
    place = made_place(communities=2, residents=9_000, area_km2=2.0, built_km2=1.5, needs=needs, departments=inflow)
    town = Parameters(place=place)

    def live(days: int, **assumed: float) -> District:
        asked = BUSY | {f"aftermath.{name}": value for name, value in assumed.items()}
        district = District(Plan(changed(town, asked).model_copy(update={"formats": all_formats()}), SEED, DAYS, 0))
        district.run_to(days)
        return district

    return live


@pytest.fixture(scope="module")
def loose(lived):
    """After most of a year in which a fifth keeps to what staff decide."""
    return lived(DAYS - 1)


def of(district, kind):
    return [(day, event) for day, event in district.events if isinstance(event, kind)]


def test_only_what_nobody_builds_or_pays_for_is_conduct():
    assert {kind.id for kind in KINDS if kind.of_conduct} == {"covenant", "activity", "yard_order"}
    assert not any(kind.cost or kind.needs_department or kind.public for kind in KINDS if kind.of_conduct)


def a_settled(district, kind="yard_order", compliance=0.2, day=10, **facts):
    """A matter of the first estate that was settled on a day."""
    opinion = district.parameters.assumptions.opinion
    matter = open_matter(10_000, (MATTERS[kind], 0, np.uint64(5)), district.world, 0, opinion)
    matter.compliance, matter.tries = compliance, 1
    for name, value in facts.items():
        setattr(matter, name, value)
    district.of(Docket).open.append(matter)
    today, district.day = district.day, day
    end(district, matter, "settled")
    district.day = today
    return matter


@pytest.mark.parametrize("origin", ["neighbours", "requests"])
def test_the_less_is_kept_the_more_complaints_are_about_it(lived, origin):
    district = lived(20)
    assumed = district.parameters.assumptions.matters
    parts = []
    for kept in (1.0, 0.7, 0.2, 0.0):
        matter = a_settled(district, compliance=kept, origin=origin, day=20)
        ((_, left),) = not_kept([matter], 20, assumed)
        parts.append(part(matter, left, 1.0 + assumed.press_share * left, assumed))
    assert parts[0] == 0.0 and parts == sorted(parts) and parts[-1] < 0.5
    whole = assumed.press_share / (1.0 + assumed.press_share) if origin == "neighbours" else assumed.cause_cut
    assert parts[-1] == pytest.approx(whole)
    ((_, later),) = not_kept([matter], 20 + int(assumed.resigned_days), assumed)
    assert later == pytest.approx(np.exp(-1.0)), "people get used to it"
    matter.on_paper = True
    assert not not_kept([matter], 20, assumed), "what was not done at all is pressed on by other rules"


def test_a_cause_that_was_removed_leaves_the_parts_of_the_others_as_they_were(lived):
    """It takes of every cause alike; also where all of it is taken nothing is divided by nought."""
    district = lived(20)
    matter = a_settled(district, kind="covenant", compliance=0.2, day=20)
    docket, kind = district.of(Docket), district.kinds.index("litter")
    parts = []
    for kept in (0.0, 0.5, 1.0):
        docket.removed = [CauseRemoved(0, kind, 400, kept, matter.number)]
        set_need_rates(district)
        parts.append(part(matter, 0.8, float(docket.pressure[0, kind]), district.parameters.assumptions.matters))
    assert parts[0] == parts[1] == parts[2] > 0.0
    everything = district.parameters.assumptions.matters.model_copy(update={"cause_cut": 1.0})
    matter.origin, matter.compliance = "requests", 1.0
    assert part(matter, 0.0, 1.0, everything) == 0.0


def test_what_is_not_kept_to_goes_on_pressing(lived):
    district = lived(20)
    district.of(Docket).open.clear()
    district.of(Docket).closed.clear()
    set_need_rates(district)
    here, kind = district.world.territory.estate_of_cell == 0, district.kinds.index("dispute")
    before = district.of(Docket).pressure[0, kind]
    a_settled(district, compliance=0.2, day=20)
    set_need_rates(district)
    press = 0.8 * district.parameters.assumptions.matters.press_share
    assert district.of(Docket).pressure[0, kind] == pytest.approx(before + press, rel=0.01)
    assert (district.state.hearing.intensity[here, kind] > 1.0).all()


@pytest.mark.parametrize(
    ("households", "channel", "again"), [(2, WALK_IN, True), (1, WALK_IN, False), (2, PATROL, False)]
)
def test_enough_households_that_tell_office_or_app_bring_it_back(lived, households, channel, again):
    district = lived(40, reopen_households=2.0)
    docket = district.of(Docket)
    docket.open.clear()
    docket.closed.clear()
    matter = a_settled(district, compliance=0.2, came=np.array([], np.int64))
    docket.removed = [CauseRemoved(0, 1, 400, 0.2, matter.number), CauseRemoved(0, 2, 400)]
    docket.pressure = np.full_like(docket.pressure, 1e-9)  # every complaint of its kinds is about it
    needs = district.state.needs.view(np.ndarray)
    rows = np.arange(int(district.state.tallies.tally[BORN]))
    needs["heard_day"][rows] = -1
    home = district.world.residents.household[needs["resident"][rows]]
    mine = [int(np.flatnonzero(home == one)[0]) for one in np.intersect1d(home, matter.household)[:households]]
    needs["heard_day"][mine], needs["kind"][mine], needs["channel"][mine] = 38, district.kinds.index("parking"), channel
    trust = docket.council_trust[matter.community]
    reopen(district)
    assert matter.open == again and (matter in docket.open) == again and (matter in docket.closed) != again
    if again:
        assert matter.agreed_on == NOT_AGREED and matter.ready == district.day and matter.reopened == 1
        assert set(matter.reporters.tolist()) == set(home[mine].tolist()) and not matter.bothered
        assert docket.removed == [CauseRemoved(0, 2, 400)] and docket.council_trust[matter.community] < trust
        ((_, event),) = of(district, matter_events.MatterReopened)[-1:]
        assert (event.households, event.heed, event.days, event.how) == (2, 0.2, 30, "office")


def test_every_matter_is_settled_open_or_given_up_once(loose):
    docket, raised = loose.of(Docket), [event.number for _, event in of(loose, matter_events.MatterRaised)]
    numbers = [matter.number for matter in docket.open + docket.closed]
    assert sorted(numbers) == sorted(raised) and len(set(raised)) == len(raised)
    assert [matter.number for matter in docket.open] == sorted(matter.number for matter in docket.open)
    again = Counter(event.number for _, event in of(loose, matter_events.MatterReopened))
    assert again and again == Counter({one.number: one.reopened for one in docket.open + docket.closed if one.reopened})
    settled = Counter(event.number for _, event in of(loose, matter_events.MatterEnded) if event.how == "settled")
    stands = {matter.number for matter in docket.closed if matter.ended == "settled"}
    assert all(settled[number] == again[number] + (number in stands) for number in numbers)


def test_what_comes_up_again_is_decided_again_and_counts_from_its_first_day(loose):
    first = {event.number: day for day, event in of(loose, matter_events.MatterRaised)}
    for day, event in of(loose, matter_events.MatterReopened):
        least = loose.parameters.assumptions.aftermath.least_compliance
        assert event.heed == pytest.approx(least) if event.times == 1 else event.heed >= least
        asked = [when for when, one in of(loose, matter_events.MatterPetitioned) if one.number == event.number]
        assert day in asked, "staff had settled it by themselves: those it bothers go to the street the same day"
        later = [
            (when, one)
            for when, one in of(loose, matter_events.MatterTried)
            if one.number == event.number and when >= day
        ]
        assert all(one.form == "street_review" and one.attempt > 1 and when >= day + 30 for when, one in later[:1])
    for day, event in of(loose, matter_events.MatterEnded):
        assert event.days == day - first[event.number]
    table = matters_tables(loose.events, Days(0, loose.date))["matters"].set_index("matter")
    for matter in (*loose.of(Docket).closed, *loose.of(Docket).open):
        row = table.loc[matter.number]
        assert row["reopened"] == matter.reopened and (row["standing"] in ("settled", "given_up")) != matter.open


def test_where_everybody_keeps_to_it_nothing_comes_up_again(lived):
    district = lived(DAYS - 1, least_compliance=1.0)
    assert of(district, matter_events.MatterEnded) and not of(district, matter_events.MatterReopened)


def test_nobody_whistles_for_it_on_the_day_on_which_it_comes_up_again(loose):
    """It has waited since then, not since neighbours first raised it."""
    again = [one for one in (*loose.of(Docket).open, *loose.of(Docket).closed) if one.reopened]
    assert again
    days = {(event.number, event.times): day for day, event in of(loose, matter_events.MatterReopened)}
    for matter in again:
        assert matter.open_since == matter.reopened_on == days[matter.number, matter.reopened] > matter.raised
    never = next(one for one in loose.of(Docket).closed if not one.reopened)
    assert never.open_since == never.raised
    old = a_settled(loose, raised=-300)
    assert old.open_since == -300, "days of the years before the run are negative"
    loose.of(Docket).closed.remove(old)


def test_a_covenant_that_comes_up_again_adds_only_what_is_kept_to_better(lived):
    district = lived(20)
    docket = district.of(Docket)
    docket.covenant[:] = 0.0
    matter = a_settled(district, "covenant", compliance=0.2, kept_before=0.2)
    assert not docket.covenant.any()
    matter.compliance = 0.6
    docket.reopen(matter)
    end(district, matter, "settled")
    assert docket.covenant[0] == pytest.approx(0.4, abs=0.1)
