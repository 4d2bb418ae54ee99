"""Pilots: who tries what, what stands where, what the district makes of it, and that nothing else is touched."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from shapan.model import branching
from shapan.model.columns import CALLED_BACK, RECORDED_SATISFACTION
from shapan.model.district import District
from shapan.model.district import Plan as AnyPlan
from shapan.model.events.pilots import PilotBegan, PilotJudged
from shapan.model.forking import forked
from shapan.model.local_levers import LOCAL, Trial, by_community, elsewhere
from shapan.model.observation.record import record
from shapan.model.parameters import all_parameters
from shapan.model.parameters.moving import moved
from shapan.model.pilots.figures import JUDGED, of_groups
from shapan.model.pilots.process import difference_of_differences
from shapan.model.pilots.schedule import Pilot, communities_of, how_many

Plan = partial(AnyPlan, earlier_years=False)
WARMUP, DAYS = 10, 60
REACH = {"channels": {"app_reach": 0.6}}
VALUES = {
    "channels.app_reach": 0.6,
    "channels.app_ease": 0.9,
    "channels.proactive_share": 0.5,
    "grid.patrol_share": 0.2,
    "grid.visit_share": 0.4,
    "staff.access_gate": 0.6,
    "compact.agreement_share": 0.7,
}


def day_of(town, days):
    return town.place.start + dt.timedelta(days=days)


def run_of(town, **planned):
    district = District(Plan(town, 2, DAYS, WARMUP, status_quo=town.levers, **planned))
    district.run()
    return district


def figures_of(district):
    """Everything but who said what was to be tried."""
    run = record(district)
    rows = run.events[~run.events["name"].isin(["levers_adopted", "pilot_began"])]
    figures = repr(sorted(run.indicators.items())) + run.ledger.to_csv(index=False) + run.by_cell.to_csv()
    return figures + rows.drop(columns=rows.columns[0]).to_csv(index=False)  # but for the number of an event


def events_of(district, kind):
    return [(day, event) for day, event in district.events if isinstance(event, kind)]


# --- who -------------------------------------------------------------------------------------------------------------

WHEN = dt.date(2026, 2, 3)


def test_a_share_is_so_many_whole_communities_and_leaves_somebody_to_compare_with():
    assert [how_many(share, 20, True) for share in (0.01, 0.1, 0.125, 0.5, 1.0)] == [1, 2, 3, 10, 19]
    assert (how_many(1.0, 20, False), how_many(0.1, 3, True)) == (20, 1)


def test_communities_are_drawn_by_an_address_or_named():
    pilot = Pilot(WHEN, 0.3, REACH, "satisfaction_recorded", 28)
    drawn = [communities_of(pilot, number, 20, seed) for number, seed in ((0, 1), (0, 1), (0, 2), (1, 1))]
    assert all(one.sum() == 6 for one in drawn) and np.array_equal(drawn[0], drawn[1])
    assert not np.array_equal(drawn[0], drawn[2]) and not np.array_equal(drawn[0], drawn[3])
    more = communities_of(replace(pilot, where=0.5), 0, 20, 1)
    assert (more >= drawn[0]).all(), "a larger pilot has the smaller one's communities too"
    assert communities_of(replace(pilot, where=(1, 4)), 0, 5, 1).tolist() == [False, True, False, False, True]


# --- what stands where -----------------------------------------------------------------------------------------------


def test_what_may_differ_is_a_lever_and_tried_by_a_test():
    assert set(LOCAL) == set(VALUES) <= set(all_parameters())


@pytest.mark.parametrize("lever", LOCAL)
def test_tried_everywhere_a_lever_is_the_same_as_a_step_to_the_last_bit(town, lever):
    group, name = lever.split(".")
    changes = {group: {name: VALUES[lever]}}
    at = day_of(town, 20)
    step = figures_of(run_of(town, steps={at: moved(town.levers, changes)}))
    assert figures_of(run_of(town, pilots=(Pilot(at, 1.0, changes),))) == step != figures_of(run_of(town))


@pytest.fixture(scope="module")
def halfway(town):
    """A district in the middle of a pilot of every local lever in one community."""
    changes = {}
    for lever, value in VALUES.items():
        changes.setdefault(lever.split(".")[0], {})[lever.split(".")[1]] = value
    at = day_of(town, 10)
    district = District(Plan(town, 2, DAYS, WARMUP, status_quo=town.levers, pilots=(Pilot(at, (1,), changes),)))
    district.run_to(WARMUP + 20)
    return district


def test_only_the_communities_that_try_are_arranged_otherwise(halfway, town):
    before = District(Plan(town, 2, DAYS, WARMUP, status_quo=town.levers))
    before.run_to(WARMUP + 20)
    here = halfway.world.territory.community_of_cell == 1
    live = halfway.world.residents.cell
    for name in ("app_user", "reached"):
        ours, theirs = (getattr(one.state.hearing.people, name) for one in (halfway, before))
        tries = here[live]
        assert np.array_equal(ours[~tries], theirs[~tries]) and ours[tries].sum() > theirs[tries].sum()
    assert by_community(halfway, "staff", "access_gate").tolist() == [0.0, 0.6, 0.0]
    grids = halfway.state.pools[: halfway.pool_map.grids]
    assert set(grids.patrol_share[grids.community != 1] > 0.3) == {True}
    assert (grids.patrol_share[grids.community == 1] < 0.3).all()


def test_several_trials_lie_over_each_other(town):
    first = Trial(np.array([True, True, False]), REACH)
    second = Trial(np.array([False, True, False]), {"channels": {"app_reach": 0.2}, "staff": {"access_gate": 0.5}})
    found = {tuple(one.where.tolist()): one.levers for one in elsewhere(town.levers, (first, second))}
    assert {where: levers.channels.app_reach for where, levers in found.items()} == {
        (True, False, False): 0.6,
        (False, True, False): 0.2,
    }
    assert elsewhere(town.levers, ()) == ()


# --- what is made of it ----------------------------------------------------------------------------------------------


def test_differences_of_differences_have_known_answers():
    assert difference_of_differences((0.5, 0.4), (0.7, 0.5)) == pytest.approx(0.1)
    assert difference_of_differences((None, 0.4), (0.7, 0.5)) is None
    sums = np.array([1.0, 2.0, 3.0]), np.array([10.0, 10.0, 0.0])
    assert of_groups(sums, np.array([True, False, False])) == (0.1, 0.5)
    assert of_groups(sums, np.array([False, False, True])) == (None, 0.15)


@pytest.fixture(scope="module")
def judged(town):
    """Pilots of one small thing, each judged by another figure after four weeks."""
    at, little = day_of(town, 12), {"channels": {"app_reach": 0.06}}
    pilots = tuple(Pilot(at, (number % 3,), little, name, 28) for number, name in enumerate(JUDGED))
    return run_of(town, pilots=pilots)


def test_every_figure_is_judged_once_on_a_monday_after_its_time(judged):
    began, found = events_of(judged, PilotBegan), events_of(judged, PilotJudged)
    assert [event.community for _, event in began] == [0, 1, 2, 0, 1, 2]
    assert sorted(event.about for _, event in found) == sorted(JUDGED)
    for day, event in found:
        assert judged.date(day).weekday() == 0 and 28 <= event.lasted < 35 and event.communities == 1
        before = (event.pilots_before, event.others_before)
        assert event.difference == difference_of_differences(before, (event.pilots_after, event.others_after))
        better = JUDGED[event.about].sign * event.difference > 0.0
        assert event.how == ("adopted" if better else "dropped")


def test_what_is_adopted_stands_everywhere_and_what_is_dropped_nowhere(judged):
    adopted = any(event.how == "adopted" for _, event in events_of(judged, PilotJudged))
    assert judged.trials == () and judged.in_force.elsewhere == ()
    assert judged.parameters.levers.channels.app_reach == (0.06 if adopted else 0.05)


def test_call_backs_by_cell_are_those_of_the_district(judged):
    daily = judged.state.tallies.daily
    for row, name in enumerate((RECORDED_SATISFACTION, CALLED_BACK)):
        assert judged.state.tallies.called[row].sum() == pytest.approx(daily[name].sum(), rel=1e-9)


# --- warm-ups shared, and branches -----------------------------------------------------------------------------------


@pytest.fixture
def under_way(town):
    """A plan with a pilot judged by call-backs of the warm-up too."""
    pilot = Pilot(day_of(town, 12), (1,), REACH, "satisfaction_recorded", 28)
    return Plan(town, 2, DAYS, WARMUP, status_quo=town.levers, pilots=(pilot,))


def test_a_warm_up_shared_with_runs_without_pilots_changes_no_verdict(town, under_way):
    start = District(Plan(town, 2, DAYS, WARMUP, status_quo=town.levers))
    start.run_to(WARMUP)
    shared, alone = forked(start, under_way), District(under_way)
    for one in (shared, alone):
        one.run()
    assert events_of(shared, PilotJudged) == events_of(alone, PilotJudged) != []


def test_a_branch_in_the_middle_of_a_pilot_goes_on_with_it_or_ends_it(town, under_way):
    branching.forget()
    middle, alone = branching.Stood(under_way, 20, "middle"), District(under_way)
    alone.run()
    again = branching.run_branch(middle, under_way)
    assert again.events.equals(record(alone).events)
    other = branching.run_branch(middle, replace(under_way, pilots=()))
    names = other.events.loc[other.events["day"] > 20, "name"]
    assert not names.str.startswith("pilot").any() and (other.events["name"] == "pilot_began").any()
    branching.forget()
