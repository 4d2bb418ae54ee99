"""Members on duty: each serves the grid they live in, and somebody there has to hand them a case."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from shapan.model.columns import CHARGED_HOURS, VOLUNTEER
from shapan.model.district import District, Plan
from shapan.model.events.duty import CaseHandedOver, DutyServed
from shapan.model.place.residents import WORKPLACE_PARTY
from shapan.model.volunteers import duty
from shapan.model.volunteers.duty import BRANCH, HEAD, Case, Handing, _fitting, due_homes, worth_handing_over
from shapan.model.volunteers.records import Volunteers
from shapan.model.volunteers.standing_records import NEVER_CALLED_ON, grid_lists
from support.watched.watched import live_watched

DUTY = {"party.duty_per_year": 24.0, "party.reporting_share": 0.6}
DAYS = 120


@pytest.fixture(scope="module")
def serving(town, changed) -> District:
    """A larger town whose members are on duty often, with branches in half of the grids."""
    larger = town.model_copy(update={"place": town.place.model_copy(update={"residents": 9_000})})
    district = District(Plan(changed(larger, DUTY | {"grid.party_unit_share": 0.5}), 1, DAYS, 0))
    district.run()
    return district


def of(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


def test_a_case_goes_to_a_member_of_its_own_grid_who_can_see_to_it(serving):
    cases, people = of(serving, CaseHandedOver), serving.world.residents
    assert len(cases) > 20 and {case.how for case in cases} == {BRANCH, HEAD}
    needs, grid_of_cell = serving.state.needs.view(np.ndarray), serving.layout.grid_of_cell
    able = duty.kinds_of_one(serving, np.array([case.person for case in cases]))
    for case, kinds in zip(cases, able, strict=True):
        assert grid_of_cell[needs["cell"][case.need]] == grid_of_cell[people.cell[case.person]] == case.number
        assert people.party[case.person] == WORKPLACE_PARTY
        assert serving.kinds.index(case.about) == needs["kind"][case.need] and needs["kind"][case.need] in kinds
        assert serving.kinds.rows.may_serve[needs["kind"][case.need], VOLUNTEER] == 1
    assert len({(day, event.need) for day, event in serving.events if isinstance(event, CaseHandedOver)}) == len(cases)


def test_hours_of_duty_are_used_once_and_the_rest_has_a_row_that_says_where(serving):
    rows, assumed = of(serving, DutyServed), serving.parameters.assumptions.programmes
    work, handed = Counter(), Counter()
    for case in of(serving, CaseHandedOver):
        work[case.number] += case.hours
        handed[case.number] += 1
    used, telling = Counter(), Counter()
    for row in rows:
        assert 0.0 <= row.idle <= row.hours + 1e-9 and row.people > 0
        assert row.community == serving.layout.community_of_grid[row.number]
        used[row.number] += row.hours - row.idle - row.homes * assumed.visit_hours
        telling[row.number] += row.handing / assumed.hand_over_hours
    assert sum(row.idle for row in rows) > 0.0
    for grid in used:
        assert used[grid] == pytest.approx(work[grid], abs=1e-6)
        assert telling[grid] >= handed[grid] - 1e-6


def test_handing_over_takes_hours_of_a_branch_or_of_staff(serving):
    handing = duty.handing_of(serving)
    with_branch = next(grid for grid in range(len(handing.free)) if handing.who(grid) == BRANCH)
    without = next(grid for grid in range(len(handing.free)) if handing.who(grid) == HEAD)
    branch = handing.branch_of[with_branch]
    branch.usual_hours, branch.owed_hours = 0.3, 0.0
    assert handing.tell(with_branch) and branch.owed_hours == handing.each == 0.25
    assert not handing.tell(with_branch) and branch.owed_hours == 0.25
    handing.free[without] = 0.5
    assert handing.tell(without) and handing.tell(without) and not handing.tell(without)
    before = serving.state.tallies.daily[CHARGED_HOURS, DAYS - 1]
    serving.day = DAYS - 1
    duty._settle(serving, handing)
    assert serving.state.tallies.daily[CHARGED_HOURS, DAYS - 1] == pytest.approx(before + 0.5)


def test_where_telling_takes_longer_than_doing_nobody_is_handed_anything(town, changed):
    """A newcomer does 1.6 hours of work at most."""
    district = District(Plan(changed(town, DUTY | {"programmes.hand_over_hours": 2.0}), 1, 60, 0))
    district.run()
    assert of(district, DutyServed)
    assert not of(district, CaseHandedOver)


def test_what_is_worth_handing_over(town, changed):
    parameters = changed(town, {"routing.order_hours": 10.0, "ordering.at_first": 0.2})
    worth = worth_handing_over(np.array([0.2, 0.25, 0.3, 2.0, 2.1]), parameters)
    assert worth.tolist() == [False, False, True, True, False]


def test_homes_are_due_after_some_weeks_and_the_longest_not_called_on_first():
    called_on = np.array([96, 97, NEVER_CALLED_ON, 90])
    assert due_homes(np.array([0, 1, 2, 3]), called_on, 100, 4).tolist() == [2, 3, 0]
    assert due_homes(np.array([1]), called_on, 100, 4).tolist() == []
    assert due_homes(np.array([1]), called_on, 100, 3).tolist() == [1]


def test_lists_of_homes_follow_the_grids(serving):
    programmes, layout = serving.of(Volunteers).programmes, serving.layout
    lists = grid_lists(serving.world, programmes, layout.grid_of_cell, layout.grids)
    listed = np.union1d(programmes.elders.rows, programmes.poor.rows)
    assert np.array_equal(np.sort(lists.homes), listed) and len(listed) > 0
    people = serving.world.residents
    for grid in (0, layout.grids - 1):
        mine = people.cell[np.isin(people.household, lists.of(grid))]
        assert (layout.grid_of_cell[mine] == grid).all()
    assert grid_lists(serving.world, programmes, layout.grid_of_cell, layout.grids) is lists


def test_branches_and_heads_stand_for_their_own_grids():
    handing = Handing(0.25, {}, np.array([0.5, 0.0]), np.zeros(2))
    assert [handing.tell(grid) for grid in (0, 0, 0, 1)] == [True, True, False, False]
    assert handing.spent.tolist() == [0.5, 0.0] and handing.who(1) == HEAD


@pytest.mark.parametrize("ordering", [False, True])
def test_nothing_is_lost_on_duty(town, changed, ordering):
    """Hours of staff, branches and volunteers are counted again every evening."""
    levers = DUTY | {"grid.party_unit_share": 0.5, "volunteers.ordering": ordering}
    live_watched(Plan(changed(town, levers), seed=3, days=30, warmup=0))


def test_whoever_was_told_one_thing_has_not_come_for_nothing():
    """Time for one telling and two cases: the first member is handed one, the next is told nothing."""
    free = np.array([0.25])
    handing = Handing(each=0.25, branch_of={}, free=free, spent=np.zeros(1))
    two = [Case(0, 0, 0.5), Case(1, 0, 0.5)]
    assert len(list(_fitting(two, 3.0, handing, 0))) == 1 and handing.sent_away[0] == 0
    assert not list(_fitting(two[1:], 3.0, handing, 0)) and handing.sent_away[0] == 1
