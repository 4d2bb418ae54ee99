"""The pieces of an emergency as functions of facts: levels, limits, illness, who is served first, what a loss is."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from shapan.model.columns import GRID, PROGRAMME, SERVER, VOLUNTEER, rows
from shapan.model.emergency.contract import ORIGINS, Calls, Crews
from shapan.model.emergency.illness import Illness, ill_share, posts_ill
from shapan.model.emergency.limits import contact_left, doors_shut, falling, pools_left, suspended, turned_departments
from shapan.model.emergency.needs import EMERGENCY_NEED, LAPSED, LATE, ON_TIME, OPEN, NeedTable
from shapan.model.emergency.posts import switched, work_called
from shapan.model.emergency.serving import Shift, serve_day, work_of
from shapan.model.emergency.shock import ANY, Shock
from shapan.model.observation.surge_cost import Cohorts, Cost, Surge, cost

DAY = dt.date(2026, 3, 2)
CALLS: Any = SimpleNamespace(hours=np.zeros((1, 4)), untrained=np.array([0.5, 1.0, 1.0, 1.0]))
KINDS = ("litter", "culture", "parking", "paperwork")


def test_a_shock_rises_stays_and_dies_away(epidemic):
    shock = Shock(epidemic, DAY, 20, 4.0)
    levels = [shock.level(DAY + dt.timedelta(days=day)) for day in range(-1, 36)]
    assert levels[0] == 0.0 and levels[-1] == 0.0 and shock.end == DAY + dt.timedelta(days=34)
    assert 0.0 < levels[1] < levels[3] < levels[6] < 1.0, "six days of rise"
    assert levels[7:21] == [1.0] * 14
    assert 1.0 > levels[21] > levels[30] > levels[34] > 0.0 == levels[35]
    assert shock.pressure(DAY + dt.timedelta(days=10)) == 4.0
    assert not Shock(epidemic, DAY, 20, 0.0).measures(DAY + dt.timedelta(days=10))


def test_the_alarm_of_a_typhoon_comes_before_it(typhoon):
    assert (DAY - Shock(typhoon, DAY, 3, 1.0).alarm).days == typhoon.warning_days == 2


def test_what_falls_and_what_is_stopped(epidemic, typhoon):
    two = [Shock(epidemic, DAY, 20, 4.0), Shock(typhoon, DAY, 3, 1.0)]
    fall = falling([(two[0], 4.0), (two[1], 0.5)], KINDS)
    assert fall == pytest.approx([0.0, 1 - 0.5 * 0.6, 1 - 0.7 * 0.75, 0.0])
    assert suspended(two, KINDS).tolist() == [False, True, False, True]
    assert contact_left(two)["volunteers"] == 0.2 and contact_left([])["volunteers"] == 1.0
    assert doors_shut(two) == {"centres", "activities", "terminals", "meetings"} and doors_shut([]) == frozenset()
    assert turned_departments(two, ("facility", "litter")).tolist() == [0.5, 0.0]
    left = pools_left(np.array([GRID, VOLUNTEER, PROGRAMME]), contact_left(two), doors_shut(two))
    assert left.tolist() == [1.0, 0.2, 0.0]


def test_illness_is_common_to_a_community_and_a_week(epidemic):
    shocks = [(Shock(epidemic, DAY, 20, 4.0), 4.0)]
    share = np.array([ill_share(shocks, 1, week, 20) for week in range(60)])
    assert share.mean() == pytest.approx(0.08, abs=0.01) and share.std() > 0.02
    assert np.unique(share).size == share.size and share.max() <= epidemic.ill_most
    assert not ill_share(shocks[:0], 1, 5, 20).any()
    people = np.arange(5000)
    ill = Illness(1, 7, np.array([0.3, 0.0]))
    assert ill.residents(people, people % 2).mean() == pytest.approx(0.15, abs=0.02)
    assert not ill.residents(people, np.ones(5000, int)).any()
    assert (ill.residents(people, 0 * people) == ill.residents(people, 0 * people)).all()


def test_posts_are_ill_wherever_grids_are_cut():
    """Six posts on one line as two grids or as three: as many are ill, and a part of a post is as ill as the whole."""

    def found(cuts):
        servers = rows(len(cuts) - 1, SERVER)
        servers["line_key"], servers["line_from"], servers["line_to"] = 77, cuts[:-1], cuts[1:]
        ill = posts_ill(servers, np.zeros(len(servers), int), Illness(1, 9, np.array([0.5])))
        return ill, float(ill @ np.diff(cuts))

    whole, many = found([0.0, 6.0])
    assert 0.0 < many < 6.0 and whole[0] == pytest.approx(many / 6)
    assert found([0.0, 2.5, 6.0])[1] == pytest.approx(many) == found([0.0, 1.0, 4.2, 6.0])[1]
    assert found([2.0, 2.5])[0] in (0.0, 1.0)


def table(*needs: tuple[float, float, int, float], skill: int = 1) -> NeedTable:
    """Needs of one community: born at an hour of day 0, hours of work, severity, deadline in hours."""
    made = NeedTable(())
    new = rows(len(needs), EMERGENCY_NEED)
    for row, (born, hours, severity, deadline) in enumerate(needs):
        new["born"][row], new["hours"][row], new["left"][row] = born, hours, hours
        new["due"][row], new["lapses"][row] = born + deadline, born + 2 * deadline
        new["severity"][row], new["skill"][row] = severity, skill
    new["met"], new["origin"] = np.nan, -1
    made.add(new)
    return made


def test_the_most_severe_first_then_the_oldest_by_the_clock():
    made = table((0.0, 2.0, 1, 9.0), (1.0, 2.0, 4, 9.0), (2.0, 1.0, 1, 12.0), (30.0, 1.0, 4, 9.0))
    work = work_of((Crews("grid", 0, "carrying", 1.0, 8.0),), CALLS)  # eight hours in eight: one hour an hour
    done = serve_day(made, 0, work, Shift(8, 16))
    assert made.needs.met.tolist()[:3] == [12.0, 10.0, 13.0] and np.isnan(made.needs.met[3])
    assert made.needs.state.tolist() == [LATE, ON_TIME, ON_TIME, OPEN]
    assert done.sum() == pytest.approx(5.0) and made.needs.origin.tolist() == [0, 0, 0, -1]


def test_work_goes_on_tomorrow_and_patience_ends_by_the_clock():
    made = table((0.0, 12.0, 2, 24.0), (0.0, 5.0, 1, 5.0))
    work = work_of((Crews("grid", 0, "carrying", 1.0, 8.0),), CALLS)
    serve_day(made, 0, work, Shift(8, 16))
    assert made.needs.left.tolist() == [4.0, 5.0] and made.needs.state.tolist() == [OPEN, LAPSED]
    serve_day(made, 1, work, Shift(8, 16))
    assert made.needs.met[0] == 36.0 and made.needs.state[0] == LATE


def test_crews_serve_only_their_skill_and_share_what_they_finish():
    made = table(*[(0.0, 0.1, 1, 48.0)] * 100)
    idle = serve_day(made, 0, work_of((Crews("grid", 0, "medical", 1.0, 8.0),), CALLS), Shift(8, 16))
    assert not idle.any() and (made.needs.state == OPEN).all()
    crews = (Crews("grid", 0, "carrying", 1.0, 6.0), Crews("squad", 0, "carrying", 2.0, 12.0, pace=0.5))
    done = serve_day(made, 0, work_of(crews, CALLS), Shift(8, 16))
    by = np.bincount(made.needs.origin, minlength=len(ORIGINS))
    assert by[ORIGINS.index("grid")] == by[ORIGINS.index("squad")] == 50
    assert done.sum() == pytest.approx(10.0) and done[0, 0] == pytest.approx(5.0)


def test_free_crews_see_to_the_most_severe_of_any_skill_at_their_pace():
    made, medical = table((0.0, 4.0, 1, 48.0)), table((0.0, 2.0, 4, 48.0), (0.0, 1.0, 3, 48.0), skill=0)
    made.add(medical.needs)
    serve_day(made, 0, work_of((Crews("grid", 0, ANY, 1.0, 8.0),), CALLS), Shift(8, 16))
    assert made.needs.met.tolist()[1:] == [12.0, 14.0] and made.needs.left[0] == pytest.approx(2.0)
    nobody_can: Any = SimpleNamespace(hours=np.zeros((1, 4)), untrained=np.array([0.0, 1.0, 1.0, 1.0]))
    again = table((0.0, 2.0, 4, 48.0), skill=0)
    assert not serve_day(again, 0, work_of((Crews("grid", 0, ANY, 1.0, 8.0),), nobody_can), Shift(8, 16)).any()


def test_nobody_answers_before_the_switch_and_whoever_cannot_does_not():
    calls: Any = SimpleNamespace(day=12, alarm_day=5, hours=np.ones((1, 4)), untrained=np.array([0.0, 1.0, 0.5, 1.0]))
    assert switched(calls, 7) and not switched(calls, 8)
    assert work_called(calls).tolist() == [[0.0, 1.0, 2.0, 1.0]]
    assert set(Calls.__dataclass_fields__) >= {"alarm_day", "hours", "untrained", "posts_ill", "illness"}


# --- what it costs ---------------------------------------------------------------------------------------------------


def lives(losing: dict[int, int], days: int = 120, each: int = 10) -> tuple[Cohorts, Cohorts]:
    """Ten needs a day, all met on time in peace; with the shock so many of each day are not."""
    birth = np.repeat(np.arange(days), each)
    lost = np.array([number < losing.get(day, 0) for day in range(days) for number in range(each)])
    keys = np.arange(len(birth), dtype=np.uint64)
    return Cohorts(keys, birth, ~lost), Cohorts(keys, birth, np.ones(len(birth), bool))


def test_depth_loss_and_recovery_of_a_known_loss():
    shocked, peaceful = lives({**dict.fromkeys(range(30, 40), 5), **dict.fromkeys(range(40, 60), 1)})
    found = cost(shocked, peaceful, 30, 120, margin=0.01)
    assert (found.depth, found.lost, found.absent, found.new) == (0.5, 70, 0, 0)
    # From day 57 on three days lose one need each: 3 of 300 is the margin and no less; from day 58 on it is two.
    assert (found.recovery_days, found.at_least_days) == (58 - 30, 0)


def test_a_run_that_ends_before_gives_a_bound_and_no_number():
    shocked, peaceful = lives(dict.fromkeys(range(30, 120), 2))
    found = cost(shocked, peaceful, 30, 120, margin=0.01)
    assert (found.recovery_days, found.at_least_days) == (None, 114 - 30)
    result = Surge(found, (), 1000)
    assert "surge_recovery_days" not in result.indicators and result.plain["recovery_at_least_days"] == 84
    assert result.indicators["surge_needs_lost"] == 180.0


def test_what_does_not_arise_is_no_loss():
    shocked, peaceful = lives({})
    kept = Cohorts(shocked.key[100:], shocked.birth_day[100:], shocked.on_time[100:])
    assert cost(kept, peaceful, 0, 120, 0.01) == Cost(0.0, 0, 0, 0, absent=100, new=0, pairs=1100)
