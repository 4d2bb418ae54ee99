"""A town through an epidemic: births, conservation, what is given back, and what everyday service loses.

Expected before any run: everyday coverage falls while the shock acts and comes back; a longer shock loses more; a shock
of strength 0 leaves no trace; needs of suspended kinds lose most.
"""

from __future__ import annotations

import copy

import numpy as np
import pytest

from shapan.model import surging
from shapan.model.columns import BORN, MET_LATE, MET_ON_TIME
from shapan.model.emergency import process
from shapan.model.emergency.book import emergency_table
from shapan.model.emergency.contract import ORIGINS
from shapan.model.emergency.needs import ON_TIME, OPEN
from shapan.model.emergency.records import Emergency
from shapan.model.events.emergency import DoorShut, EmergencyEvent, KindSuspended, ShockBegan, ShockEnded
from shapan.model.events.force import HandsPulledIn
from shapan.model.following import live_on
from shapan.model.observation.need_log import measured
from shapan.model.observation.surge_cost import cohorts
from shapan.model.run import run_district

from .conftest import BEGINS, DAYS, WARMUP

LONG, STRONG = 30, 6.0
ANSWERS = """
format = 1
kind = "policy"
title = "Answers what it sees"
[[triggers]]
when = "registered_on_time_share < 0.999 for 7 days"
set = {"grid.patrol_share" = 0.10}
[[steps]]
at = "2026-02-10"
set = {"channels.app_reach" = 0.06}
"""


def log_of(district):
    return district.state.needs.view(np.ndarray)[: int(district.state.tallies.tally[BORN])]


@pytest.fixture(scope="module")
def peaceful(lived):
    return lived()


@pytest.fixture(scope="module")
def shocked(lived, epidemic):
    return lived((epidemic, BEGINS, LONG, STRONG))


@pytest.fixture(scope="module")
def twice(plan, epidemic):
    """The run a person sees, measured against its twin."""
    return run_district(plan((epidemic, BEGINS, LONG, STRONG)))


def test_the_days_before_are_the_same_to_the_last_bit(shocked, peaceful):
    first = WARMUP + BEGINS
    mine, theirs = log_of(shocked), log_of(peaceful)
    for name in ("key", "resident", "kind", "birth_day", "first_hours"):
        before = [log[name][log["birth_day"] < first] for log in (mine, theirs)]
        assert np.array_equal(*before), name
    assert [one for day, one in shocked.events if day < first] == [one for day, one in peaceful.events if day < first]


def test_thinned_and_born_are_the_births_of_peace(shocked, peaceful):
    """Kinds that do not fall are born to the same people on the same days; of the others the book counts every one.

    Some rates follow service a little, by upkeep and open matters; of those kinds the sum agrees nearly.
    """
    over = shocked.of(Emergency).lived.days[-1].day
    kinds = range(len(shocked.kinds.ids))
    mine, theirs = (one[one["birth_day"] <= over] for one in (log_of(shocked), log_of(peaceful)))
    kept_off = sum(day.kept_off for day in shocked.of(Emergency).lived.days)
    assert kept_off[shocked.kinds.index("culture")] > 10
    assert set(np.flatnonzero(kept_off)) == {shocked.kinds.index(kind) for kind in ("culture", "parking", "facility")}
    pressed = {"dispute", "litter", "parking", "facility", "hazard"}  # rates of these follow service a little
    for kind in kinds:
        born, peace = set(mine["key"][mine["kind"] == kind]), set(theirs["key"][theirs["kind"] == kind])
        if shocked.kinds.ids[kind] not in pressed:
            assert born <= peace
            assert len(born) + kept_off[kind] == len(peace), shocked.kinds.ids[kind]
        else:
            assert abs(len(born) + kept_off[kind] - len(peace)) <= 0.02 * len(peace) + 1


def test_needs_of_the_shock_are_conserved_every_day(shocked):
    lived = shocked.of(Emergency).lived
    born = 0
    for day in lived.days:
        born += int(day.born.sum())
        assert day.states.sum() == born and (day.states >= 0).all()
        assert (day.work.sum(axis=1) <= day.given.sum(axis=1) + 1e-9).all()
    assert born == lived.table.born > 300
    needs = lived.table.needs
    ended = needs.hours - needs.left
    assert sum(day.work.sum() for day in lived.days) == pytest.approx(ended.sum()), "hours worked are hours of needs"
    met = ~np.isnan(needs.met)
    assert (needs.met[met] > needs.born[met]).all()
    assert ((needs.state == ON_TIME) == (needs.met <= needs.due)).all()
    assert not (needs.state == OPEN).any(), "three months later nobody waits"


def test_before_the_switch_posts_alone_serve_and_nobody_leads_them(shocked):
    alarm = WARMUP + BEGINS
    switch = shocked.parameters.levers.emergency.switch_days
    days = shocked.of(Emergency).lived.days
    before = sum(day.given for day in days if day.day < alarm + switch).sum(axis=0)
    assert switch == 10 and {ORIGINS[one] for one in np.flatnonzero(before)} == {"grid", "staff"}
    pulled = [(day, one) for day, one in shocked.events if isinstance(one, HandsPulledIn)]
    assert {day for day, _ in pulled} == set(range(alarm, alarm + switch)), "every day, none of them after the switch"
    out = sum(one.grid + one.staff for _, one in pulled)
    assert out <= before.sum() <= out + sum(one.phone for _, one in pulled) + 1e-9
    assert all(0.0 <= one.unanswered <= one.callers for _, one in pulled)
    assert all(0.0 <= one.twice <= one.grid + one.staff for _, one in pulled)
    assert any(day.given.any() for day in days if day.day == alarm + switch)
    at_work = [day for day in days if day.given.any()]
    assert {(day.day - alarm) % 7 for day in at_work} == set(range(7)), "every day of the week"


def test_everyday_service_is_given_back(shocked, peaceful):
    ours, theirs = shocked.state, peaceful.state
    assert shocked.of(Emergency).taken is None
    assert np.array_equal(ours.pools.kinds, theirs.pools.kinds)
    assert np.array_equal(ours.hearing.workday, theirs.hearing.workday)
    assert np.array_equal(ours.hearing.listed_per_hour, theirs.hearing.listed_per_hour)
    grid = ours.pools.type[ours.servers.pool] == 0
    assert np.array_equal(ours.servers.useful_share[grid], theirs.servers.useful_share[grid])


def test_measures_are_told_and_suspended_needs_counted(shocked):
    rows = [(day, one) for day, one in shocked.events if isinstance(one, EmergencyEvent)]
    kinds = [type(one) for _, one in rows]
    assert kinds.count(ShockBegan) == kinds.count(ShockEnded) == 1
    assert [one.how for _, one in rows if isinstance(one, KindSuspended)] == ["suspended", "resumed"]
    doors = {(one.about, one.how) for _, one in rows if isinstance(one, DoorShut)}
    assert doors == {(door, how) for door in ("centres", "activities", "meetings") for how in ("shut", "opened")}
    (first, _), (last, ended) = ((day, one) for day, one in rows if isinstance(one, KindSuspended))
    log = log_of(shocked)
    meanwhile = (log["birth_day"] >= first) & (log["birth_day"] < last)
    culture = (log["kind"] == shocked.kinds.index("culture")) & meanwhile
    assert ended.born == int(culture.sum()) > 0 and ended.days == last - first
    met = np.isin(log["bin"][culture], (MET_ON_TIME, MET_LATE))
    closed = met & (log["done_time"][culture] < shocked.state.facts.working_index[last])
    assert not closed.any(), "nobody served one of them meanwhile"


def test_a_shock_of_strength_nought_leaves_no_trace(lived, peaceful, epidemic):
    rests = lived((epidemic, BEGINS, LONG, 0.0))
    assert rests.events == peaceful.events and rests.of(Emergency).lived is None
    assert np.array_equal(log_of(rests), log_of(peaceful))


def test_the_twin_is_the_run_without_the_shock(twice, plan, peaceful, shocked):
    alone = run_district(plan())
    assert alone.surge is None and alone.emergency.empty
    assert not {name for name in alone.indicators if name.startswith("surge_")}
    assert twice.indicators["trust"] == float(shocked.state.minds.trust.mean())
    cost = twice.surge.cost
    other = copy.copy(peaceful)
    live_on(other)
    theirs = cohorts(measured(other))
    assert cost.pairs + cost.absent == len(theirs.key) == alone.funnel["born"]
    assert cost.pairs + cost.new == twice.funnel["born"]


def test_everyday_coverage_falls_and_comes_back(twice):
    cost = twice.surge.cost
    assert twice.indicators["surge_depth"] == cost.depth > 0.05
    assert cost.lost > 20 and twice.indicators["surge_needs_lost"] == pytest.approx(cost.lost / 3.0)
    assert cost.recovery_days is None or cost.recovery_days > LONG // 2
    assert 0.0 < twice.indicators["surge_on_time_share"] < 1.0
    table = twice.emergency
    assert list(table.columns) == ["day", "date", "community", "indicator", "value", "unit"]
    assert table.day.min() == BEGINS + 1 and table[table.indicator == "born"].value.sum() == sum(
        row["born"] for row in twice.surge.needs
    )


def test_a_longer_one_loses_more_and_two_shocks_are_two(plan, twice, epidemic, typhoon):
    shorter = run_district(plan((epidemic, BEGINS, 10, STRONG))).surge
    assert shorter.cost.lost < twice.surge.cost.lost
    both = run_district(plan((epidemic, BEGINS, 10, STRONG), (typhoon, BEGINS + 50, 3, 3.0)))
    assert {row["shock"] for row in both.surge.needs} == {"epidemic", "typhoon"}
    first = [row["born"] for row in both.surge.needs if row["shock"] == "epidemic"]
    assert first == [row["born"] for row in shorter.needs], "the second brings its own and moves none of the first"
    assert surging.first_shock(plan((typhoon, 60, 3, 1.0), (epidemic, BEGINS, 10, 1.0))) == BEGINS
    assert surging.first_shock(plan((typhoon, DAYS, 3, 1.0))) is None


def test_emergency_table_of_a_district_without_one_is_empty(peaceful):
    assert emergency_table(peaceful).made().empty
    assert not any(process.acts(peaceful, peaceful.date(day)) for day in range(WARMUP + DAYS))


def test_what_a_trigger_moved_before_stays_moved_without_the_shock(tmp_path):
    """A shock of hardly any strength costs nothing, whatever the policy does before it, with it and after it."""
    from shapan import load, simulate
    from shapan.scenarios.library import parse_shock

    file = tmp_path / "answers.toml"
    file.write_text(ANSWERS, encoding="utf-8")
    scenario = load(file).with_place("training_town").with_shock(parse_shock("typhoon:2026-02-05:1:0.001"))
    run = simulate(scenario, seed=1, days=60, warmup=5)
    assert "trigger_fired" in set(run.events[run.events["day"] < 30]["name"])
    assert (run.indicators["surge_depth"], run.indicators["surge_needs_lost"]) == (0.0, 0.0)
