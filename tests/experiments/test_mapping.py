"""Runs seen month by month: what is counted is what a run counts, and the same land is told in every scenario."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from shapan.experiments.mapping.counting import COUNTS, ENDED, counted, day_by_day, steps_of
from shapan.experiments.mapping.figures import (
    INDICATORS,
    LOOKS_BACK,
    SHARES,
    Mapped,
    by_day,
    by_step,
    by_world,
    days_of,
    outlines,
    paired_by_piece,
    pieces_of,
    put_together,
)
from shapan.experiments.mapping.living import Seen, live_seen
from shapan.experiments.runs.simulate import simulate
from shapan.model.columns import LAPSED_WAITING, MET_ON_TIME, NEVER_HEARD, OPEN
from shapan.scenarios.library import load

DAYS, WARMUP = 130, 10


def test_long_runs_are_told_by_month_and_short_ones_by_week():
    steps = steps_of(dt.date(2026, 1, 20), 130)
    assert steps.names == ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05")
    assert steps.ends == (12, 40, 71, 101, 130)
    short = steps_of(dt.date(2026, 1, 20), 16)
    assert short.weekly
    assert short.names == ("2026-01-20", "2026-01-27", "2026-02-03")
    assert short.ends == (7, 14, 16)


def test_needs_count_where_and_when_they_arose_and_wait_until_they_end():
    """Known answer: five needs in two cells; the first step is days 10 to 12, the second 13 and 14."""
    rows = [  # cell, birth_day, heard_day, done_time, bin
        (0, 10, 11, 9.5, MET_ON_TIME),  # ends in the second step: waits at the end of the first
        (0, 9, 12, 50.0, LAPSED_WAITING),  # born before the measured days, heard in them
        (1, 14, -1, 60.0, NEVER_HEARD),
        (1, 13, 14, 0.0, OPEN),
        (1, 15, 15, 11.0, MET_ON_TIME),  # after the last step
    ]
    names = ("cell", "birth_day", "heard_day", "done_time", "bin")
    needs = {name: np.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    found = counted(needs, 2, np.array([13, 15]), np.array([9, 11]), 10).set_index(["step", "cell"])
    assert found.loc[(0, 0)].to_dict() == {
        **dict.fromkeys(COUNTS, 0),
        "born": 1,
        "met_on_time": 1,
        "heard": 2,
        "waiting": 2,
    }
    assert found.loc[(0, 1), list(COUNTS)].sum() == 0
    assert (found.loc[(1, 0), "waiting"], found.loc[(1, 0), "born"]) == (1, 0)
    assert (found.loc[(1, 1), "born"], found.loc[(1, 1), "never_heard"], found.loc[(1, 1), "waiting"]) == (2, 1, 1)
    daily = day_by_day(needs, 2, np.arange(20) - 4, range(10, 15))  # nine working days before day 13, ten before 14
    summed = daily.drop(columns="waiting").groupby(np.repeat([0, 0, 0, 1, 1], 2) * 2 + np.tile([0, 1], 5)).sum()
    np.testing.assert_array_equal(summed, found.drop(columns="waiting"))
    assert daily["waiting"].tolist() == [0, 0, 1, 0, 2, 0, 1, 0, 1, 1]


def waiting_one_by_one(needs, cells, ends, working_days):
    """The definition itself: evening after evening, need after need."""
    table = np.zeros((len(ends), cells), int)
    for step, (end, when) in enumerate(zip(ends, working_days, strict=True)):
        for cell, heard, done, how in zip(*(needs[n] for n in ("cell", "heard_day", "done_time", "bin")), strict=True):
            table[step, cell] += 0 <= heard < end and (how == OPEN or done >= when)
    return table.ravel()


@pytest.mark.parametrize("seed", range(5))
def test_who_waits_is_counted_as_defined_whatever_the_log(seed):
    draw = np.random.default_rng(seed)
    heard = draw.integers(-1, 30, 200)
    needs = {"cell": draw.integers(0, 4, 200), "birth_day": draw.integers(0, 30, 200), "heard_day": heard}
    needs |= {"done_time": draw.integers(-2, 25, 200) + draw.choice([0.0, 0.5], 200)}
    needs |= {"bin": draw.choice([OPEN, NEVER_HEARD, MET_ON_TIME, LAPSED_WAITING], 200)}
    ends = np.unique(draw.integers(3, 30, 6))
    working = np.sort(draw.integers(0, 22, len(ends)))  # holidays: the same count twice
    found = counted(needs, 4, ends, working, 2)
    np.testing.assert_array_equal(found["waiting"], waiting_one_by_one(needs, 4, ends, working))


@pytest.fixture(scope="module")
def lived():
    """The same plan seen month by month and run as usual."""
    scenario = load("yantian").with_place("training_town")
    rows = []
    seen = live_seen(scenario, 1, DAYS, WARMUP, rows.append)
    assert rows[-1] == 1.0
    assert rows == sorted(rows)
    return seen, simulate(scenario, 1, DAYS, WARMUP)


def test_what_is_seen_adds_up_to_the_run(lived):
    seen, run = lived
    usual = run.by_cell.pivot(index="cell", columns="indicator", values="value")
    found = seen.needs.groupby("cell")[list(COUNTS)].sum()
    assert (found["born"] == usual["born"]).all()
    ended = found[list(ENDED)].sum(axis=1)
    for indicator, count in (("coverage", "met_on_time"), ("never_heard_share", "never_heard")):
        np.testing.assert_array_equal(found[count] / ended, usual[indicator])
    daily = run.daily[run.daily["indicator"] == "heard"]
    assert found["heard"].sum() == daily["value"].sum()
    assert (seen.cells["grid"].to_numpy() == run.cells["grid"].to_numpy()).all()


def test_days_add_up_to_the_months(lived):
    seen, run = lived
    days = seen.days.to_numpy(np.int64).reshape(DAYS, len(seen.cells), len(COUNTS))
    months = seen.needs[list(COUNTS)].to_numpy().reshape(len(seen.steps), len(seen.cells), len(COUNTS))
    ends = np.array(steps_of(seen.start, DAYS).ends)
    born, waits = COUNTS.index("born"), COUNTS.index("waiting")
    np.testing.assert_array_equal(np.add.reduceat(days, [0, *ends[:-1]])[..., :waits], months[..., :waits])
    np.testing.assert_array_equal(days[ends - 1][..., waits], months[..., waits])
    daily = run.daily.pivot(index="day", columns="indicator", values="value")
    np.testing.assert_array_equal(days[..., COUNTS.index("heard")].sum(axis=1), daily["heard"])
    assert days[..., born].sum() == run.by_cell.query("indicator == 'born'")["value"].sum()
    assert seen.days.memory_usage(index=False).sum() < 0.5 * seen.days.astype(np.int32).memory_usage(index=False).sum()


def test_teams_are_those_of_the_grids_and_their_hours_are_their_posts(lived):
    seen, run = lived
    last = seen.teams[seen.teams["step"] == len(seen.steps) - 1]
    assert sorted(last["grid"]) == list(range(run.grids))
    per_1000 = load("yantian").with_place("training_town").values["grid.workers_per_1000_households"]
    assert last["posts"].sum() == pytest.approx(seen.cells["households"].sum() * per_1000 / 1000)
    assert (last["waiting"] >= 0).all()
    assert last["same_grids"].all()


def seen_of(born, on_time, grids=(0, 0, 1, 2)):
    """A run of two steps on four cells in a row, two communities; figures by step and cell."""
    x = np.arange(4.0)
    cells = pd.DataFrame({"cell": range(4), "community": [0, 0, 0, 1], "grid": grids, "form": "tower"})
    cells = cells.assign(residents=100, households=40, x0=x, y0=0.0, x1=x + 1, y1=1.0)
    needs = pd.DataFrame({"step": np.repeat([0, 1], 4), "cell": np.tile(range(4), 2), **dict.fromkeys(COUNTS, 0)})
    needs["born"], needs["met_on_time"] = np.ravel(born), np.ravel(on_time)
    needs["never_heard"] = needs["born"] - needs["met_on_time"]
    needs["waiting"] = np.ravel(born)
    teams = pd.DataFrame({"step": [0], "grid": [0], "same_grids": [True], "waiting": [1]})
    return Seen(
        cells=cells,
        needs=needs,
        days=needs[list(COUNTS)],  # two days
        teams=teams,
        events=pd.DataFrame(),
        matters=pd.DataFrame(),
        steps=("2026-01", "2026-02"),
        start=dt.date(2026, 1, 1),
        weekly=False,
    )


@pytest.fixture
def mapped():
    before = seen_of([[10, 10, 0, 4], [10, 0, 5, 4]], [[5, 10, 0, 1], [1, 0, 5, 2]])
    after = seen_of([[10, 10, 0, 4], [10, 0, 5, 4]], [[10, 10, 0, 1], [1, 0, 5, 4]], grids=(0, 1, 1, 2))
    runs = {(column, seed): (before, after)[column] for seed in range(6) for column in (0, 1)}
    return put_together({**runs, (0, 9): before})


def test_every_scenario_is_told_by_the_land_of_the_first(mapped):
    assert mapped.seeds == tuple(range(6))  # the world that one scenario alone finished is left out
    values = by_step(mapped, "coverage", pieces_of(mapped, "grid"))
    np.testing.assert_array_equal(values[0], [[0.75, np.nan, 0.25], [0.1, 1.0, 0.5]])
    np.testing.assert_array_equal(values[1], [[1.0, np.nan, 0.25], [0.1, 1.0, 1.0]])
    np.testing.assert_allclose(by_step(mapped, "coverage", pieces_of(mapped, "community"))[0, 1], [6 / 15, 0.5])


def test_amounts_are_per_thousand_residents_of_one_world(mapped):
    waiting = by_step(mapped, "waiting", pieces_of(mapped, "grid"))
    np.testing.assert_allclose(waiting[0, 0], [20 / 200 * 1000, 0.0, 4 / 100 * 1000])
    np.testing.assert_allclose(by_world(mapped, "waiting", pieces_of(mapped, "community"))[0, 0], [35 / 2 / 0.3, 40.0])


def test_a_day_looks_back_and_waiting_is_that_evening(mapped):
    assert days_of(mapped) == (dt.date(2026, 1, 1), dt.date(2026, 1, 2))
    land = pieces_of(mapped, "grid")
    found = by_day(mapped, "coverage", land, range(2))
    np.testing.assert_allclose(found[0], [[0.75, np.nan, 0.25], [16 / 30, 1.0, 3 / 8]])
    np.testing.assert_allclose(by_day(mapped, "coverage", land, range(1, 2)), found[:, 1:])
    waiting = by_day(mapped, "waiting", pieces_of(mapped, "cell"), range(2))
    np.testing.assert_allclose(waiting[0], [[100, 100, 0, 40], [100, 0, 50, 40]])


def test_days_long_past_are_forgotten_and_the_first_ones_told_as_if_it_went_on():
    counts = pd.DataFrame(0, index=range(40), columns=list(COUNTS))  # one cell, forty days
    counts.loc[[0, 35], ["born", "heard"]], counts.loc[35, "met_on_time"] = 1, 1
    counts.loc[0, "never_heard"] = 1
    cells = pd.DataFrame({"cell": [0], "community": [0], "grid_0": [0], "residents": [1000]})
    worlds = pd.DataFrame({"column": [0], "seed": [1], "cell": [0]})
    empty = pd.DataFrame()
    seen = Mapped(cells, empty, counts.assign(column=0), worlds, empty, empty, empty, (), dt.date(2026, 1, 1), False)
    land = np.array([0])
    coverage = by_day(seen, "coverage", land, range(40))[0, :, 0]
    np.testing.assert_array_equal(coverage[:LOOKS_BACK], 0.0)
    assert np.isnan(coverage[LOOKS_BACK:35]).all() and (coverage[35:] == 1.0).all()
    heard = by_day(seen, "heard", land, range(40))[0, :, 0]
    np.testing.assert_allclose(heard[[0, 1, 29, 30, 35]], [30, 15, 1, 0, 1])


def test_of_a_real_run_the_day_at_a_months_end_has_that_evenings_queue(lived):
    seen, _ = lived
    both = put_together({(0, 1): seen, (1, 1): seen})
    ends = np.array(steps_of(seen.start, DAYS).ends)
    for kind in ("cell", "grid", "community"):
        land = pieces_of(both, kind)
        by_month, daily = by_step(both, "waiting", land), by_day(both, "waiting", land, range(DAYS))
        np.testing.assert_array_equal(daily[:, ends - 1], by_month)
    assert by_day(both, "coverage", land, range(DAYS)).shape == (2, DAYS, int(land.max()) + 1)
    assert np.nanmax(by_day(both, next(iter(SHARES)), land, range(DAYS))) <= 1.0


def test_steps_and_worlds_agree(mapped):
    """Invariant: what is summed over steps is what is summed over worlds, however the land is cut."""
    for kind in ("grid", "community"):
        pieces = pieces_of(mapped, kind)
        weights = mapped.months.groupby(["column", "cell"])[list(ENDED)].sum().sum(axis=1).to_numpy().reshape(2, -1)
        met = mapped.months.groupby(["column", "cell"])["met_on_time"].sum().to_numpy().reshape(2, -1)
        share = [np.bincount(pieces, m) / np.bincount(pieces, w) for m, w in zip(met, weights, strict=True)]
        np.testing.assert_allclose(by_world(mapped, "coverage", pieces)[:, 0], share)


def test_differences_are_paired_and_identical_pairs_have_no_verdict_by_accident(mapped):
    found = paired_by_piece(mapped, "coverage", pieces_of(mapped, "community"), 1)
    (before, after, pair), (_, _, other) = found
    assert pair.difference == pytest.approx(after - before)
    assert pair.n == 6
    assert pair.verdict == "better"  # the same gain in every pair
    assert other.difference > 0
    assert {
        name: len(paired_by_piece(mapped, name, pieces_of(mapped, "grid"), 1)) for name in INDICATORS
    } == dict.fromkeys(INDICATORS, 3)


def test_outlines_stand_between_pieces_and_round_the_whole(mapped):
    inner = outlines(mapped.cells, pieces_of(mapped, "community"))[:-4]
    assert inner == [(3.0, 0.0, 3.0, 1.0)]
    assert len(outlines(mapped.cells, pieces_of(mapped, "grid"))) == 2 + 4


def test_a_map_is_kept_and_read_back(mapped):
    from shapan.app.jobs.keeping import as_bytes, from_bytes

    back = from_bytes(as_bytes(mapped))
    assert isinstance(back, Mapped)
    assert back.steps == mapped.steps
    pd.testing.assert_frame_equal(back.months, mapped.months)
    pd.testing.assert_frame_equal(back.days, mapped.days)


def test_no_world_of_all_scenarios_is_no_map():
    with pytest.raises(ValueError, match="every scenario"):
        put_together(
            {(0, 1): seen_of(np.ones((2, 4)), np.ones((2, 4))), (1, 2): seen_of(np.ones((2, 4)), np.ones((2, 4)))}
        )
