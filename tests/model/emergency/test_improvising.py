"""Before a community's answer is led everybody improvises: who is pulled in, by what, and what it leaves behind.

Expected before any run: whoever has no duty room, no plan and nobody registered loses everyday service longest (days
until it is back, needs lost), since callers keep staff at the phone, posts go out on call without a rota, two go to one
call, their overtime is owed afterwards and those who are worn out stay away. Emergency needs met on time rise a little
against nobody answering, and stay below those of a district that is led. Without a shock nothing changes.

Guards of a squad are missed by their firm as far as they are part of its guards, not as if its posts for public events
were all the guards it has. Expected: everyday service goes less deep where there are squads, and only there.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from shapan import load, simulate
from shapan.model.deliberation.process import Seat, _held
from shapan.model.emergency.force.cadres import officials_ill, staff_of_departments
from shapan.model.emergency.force.improvising import PostHours, gone, improvise, pace
from shapan.model.emergency.force.posts import days_off
from shapan.model.emergency.force.wearing import PARTS, Wear, after, new_teams
from shapan.model.emergency.illness import Illness
from shapan.model.gatherings import Gatherings, are_shut
from shapan.model.parameters.formats import BY_STAFF
from shapan.scenarios.library import parse_shock

WEAR = Wear(gain=0.05, weeks=8.0, first_line=0.75, rested=0.8)


def one(*hours):
    return [np.array([hour]) for hour in hours]


# --- a day without anybody who leads --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("callers", "wanted", "grid", "staff", "answered", "phone", "out"),
    [
        (10.0, 12.0, 30.0, 20.0, 10.0, 2.0, (12.0, 0.0)),  # whoever calls gets through, grid workers go
        (10.0, 40.0, 30.0, 20.0, 10.0, 2.0, (30.0, 10.0)),  # staff go out with what the phone leaves them
        (10.0, 99.0, 30.0, 20.0, 10.0, 2.0, (30.0, 18.0)),  # nobody has more than a day
        (200.0, 60.0, 30.0, 20.0, 100.0, 20.0, (30.0, 0.0)),  # half get through, and nobody goes to the others
        (200.0, 40.0, 30.0, 0.0, 0.0, 0.0, (0.0, 0.0)),  # nobody at the phone, nobody knows where to go
        (0.0, 0.0, 30.0, 20.0, 0.0, 0.0, (0.0, 0.0)),
    ],
)
def test_calls_pull_in_whoever_is_there(callers, wanted, grid, staff, answered, phone, out):
    day = improvise(*one(callers, wanted), PostHours(*one(grid, staff)), call_hours=0.2)
    found = [float(part[0]) for part in (day.answered, day.phone, day.grid, day.staff)]
    assert found == pytest.approx([answered, phone, *out])
    assert day.phone + day.staff <= staff + 1e-9 and day.grid <= grid


def test_two_go_to_one_call_the_more_trips_there_are():
    paces = pace(np.array([0.0, 0.1, 0.5, 1.0]) * 40.0, np.full(4, 40.0))
    assert paces[0] == 1.0 and (np.diff(paces) < 0.0).all()
    assert paces[-1] == pytest.approx(1.0 - np.exp(-1.0))


def test_the_emergency_comes_first():
    assert gone(np.array([0.0, 4.0, 8.0, 12.0, 3.0]), np.array([8.0, 8.0, 8.0, 8.0, 0.0])).tolist() == [0, 0.5, 1, 1, 0]


# --- teams wear out -------------------------------------------------------------------------------------------------


def test_a_team_that_works_every_day_falls_out_part_by_part_and_comes_back():
    teams, every_day, missing = new_teams(1), np.array([[1.0, 0.0]]), []
    for _ in range(60):
        teams = after(teams, every_day, WEAR)
        missing.append(float(teams.missing[0, 0]))
    assert missing[20] == 0.0 < missing[35] and max(missing) >= 0.5, "nobody in three weeks, half after months"
    assert teams.missing[0, 1] == 0.0, "whoever is not called wears out of nothing"
    rested = after(teams, np.zeros((1, 2)), WEAR, days=60.0)
    assert not rested.resting.any() and (rested.fatigue < teams.fatigue)[0, 0].all()


def test_half_a_day_wears_less_and_a_day_off_heals():
    half, whole = (after(new_teams(1), np.full((1, 2), part), WEAR).fatigue[0, 0, 0] for part in (0.5, 1.0))
    assert 0.0 < half < whole == pytest.approx(0.05)
    assert new_teams(3).are_fresh and new_teams(3).fatigue.shape == (3, 2, PARTS)


def test_days_off_are_taken_by_whoever_is_there():
    off, owed = days_off(np.array([100.0, 2.0, 5.0]), np.array([0.5, 0.0, 0.0]), np.array([40.0, 40.0, 0.0]), most=0.1)
    assert off.tolist() == [2.0, 2.0, 0.0] and owed.tolist() == [98.0, 0.0, 0.0]


# --- officials, meetings --------------------------------------------------------------------------------------------


def test_officials_fall_ill_as_everybody_does(town):
    staff = np.rint(staff_of_departments(town)).astype(int)
    nobody, ill = np.zeros(len(staff), np.int64), []
    for share in (0.0, 0.3, 0.6, 1.0):
        week = Illness(1, 5, np.full(3, share))
        ill.append(officials_ill(week, nobody, 3, town))
    assert not ill[0].any() and ill[3].tolist() == staff.tolist()
    assert (ill[1] <= ill[2]).all() and ill[1].sum() < ill[2].sum()
    most = officials_ill(Illness(1, 5, np.ones(3)), np.minimum(staff, 2), 3, town)
    assert most.tolist() == np.maximum(staff - 2, 0).tolist(), "who is sent away is no official at a desk"


def test_while_meetings_are_shut_staff_alone_decide():
    rows, now = [], Gatherings(are_shut=True)
    table = BY_STAFF.model_copy(update={"id": "five_steps", "decision": "vote"})
    tables = [(Seat(BY_STAFF, False), ["a"]), (Seat(table, False), ["b", "c"]), (Seat(table, True), [])]
    district = SimpleNamespace(plan=SimpleNamespace(shocks=(1,)), day=9, of=lambda _: now, record=rows.append)
    assert _held(district, 2, tables) == tables[:1]
    assert [(one.community, one.about, one.matters) for one in rows] == [(2, "five_steps", 2)]
    now.are_shut = False
    assert _held(district, 2, tables) == tables and not are_shut(district)
    district.plan.shocks, now.are_shut = (), True
    assert not are_shut(district), "without a shock nobody looks"


# --- what it costs everyday service ---------------------------------------------------------------------------------


def test_whoever_improvises_a_month_loses_more_everyday_service_than_whoever_is_led():
    """The same epidemic in the same town against the same seed without it; evidence over seeds stands in ODD 7.17."""
    runs = []
    for days, share in ((30, 0.0), (2, 0.2)):
        levers = {"emergency.switch_days": days, "emergency.preregistered_share": share}
        scenario = load("status_quo").with_place("training_town").set_many(levers)
        shocked = scenario.with_shock(parse_shock("epidemic:2026-01-15:40:4"))
        runs.append(simulate(shocked, seed=1, days=110, warmup=20))
    unready, ready = (run.surge.cost for run in runs)
    assert unready.depth > ready.depth + 0.05 and unready.lost > 1.2 * ready.lost
    assert runs[0].surge.on_time_share < runs[1].surge.on_time_share
    names = [set(run.events["name"]) for run in runs]
    assert "hands_pulled_in" in names[0] & names[1] and "posts_worn_out" in names[0]
    over = [run.events[run.events["name"] == "answer_stood_down"].set_index("quantity")["value"] for run in runs]
    owed = [float(one["owed"]) for one in over]
    assert owed[0] > owed[1]
