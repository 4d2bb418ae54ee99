"""What a run leaves behind: tables that add up to the funnel, days with their dates, hours that balance."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pickle

import numpy as np
import pandas as pd
import pytest

from shapan.model.columns import BORN, MET_LATE, MET_ON_TIME, OFFERED, OPEN, POOL_TYPES, TO_DEPARTMENT
from shapan.model.district import District, Plan
from shapan.model.following import copied, live_on
from shapan.model.observation.daily import TRAILING_DAYS
from shapan.model.observation.figures import BINS
from shapan.model.observation.indicators import INDICATORS
from shapan.model.observation.record import Run, record
from shapan.model.place.layouts import LAYOUTS
from shapan.model.projects.records import ProjectBook

DAYS = 70
TABLES = ("daily", "by_grid", "by_cell", "by_group", "cells", "decisions", "balance")


def lived(plan: Plan) -> tuple[District, Run]:
    district = District(plan)
    district.run()
    return district, record(district)


@pytest.fixture(scope="module")
def settled(town, changed) -> tuple[District, Run]:
    """A town whose whole log is measured: no warm-up, so that days and bins can be held against each other."""
    return lived(Plan(changed(town, {"channels.app_reach": 0.3}), seed=1, days=DAYS, warmup=0))


@pytest.fixture(scope="module")
def warmed(town, changed) -> tuple[District, Run]:
    policy = changed(town, {"grid.households_per_grid": 150.0})
    return lived(Plan(policy, seed=1, days=DAYS, warmup=40, status_quo=town.levers))


def wide(table: pd.DataFrame, *where: str) -> pd.DataFrame:
    """One row per place or day, one column per indicator."""
    return table.pivot(index=list(where), columns="indicator", values="value")


def test_the_bins_add_up_to_born(settled, warmed):
    for _, run in (settled, warmed):
        assert set(run.funnel) == {"born", *BINS} and run.funnel["born"] > 500
        assert sum(run.funnel[name] for name in BINS) == run.funnel["born"]
        assert all(isinstance(count, int) for count in (*run.funnel.values(), *run.requests.values()))


def test_only_needs_of_the_measured_days_are_counted(warmed):
    district, run = warmed
    log = district.state.needs[: int(district.state.tallies.tally[BORN])]
    ours = log[log.birth_day >= 40]
    assert run.funnel["born"] == len(ours) < len(log)
    assert run.funnel["open"] == 0 < (ours.bin == OPEN).sum(), "what is open tonight is followed to its end"
    assert sum(run.requests.values()) >= (ours.channel >= 0).sum() > 0


@pytest.mark.parametrize("table", ["by_cell", "by_grid"])
def test_places_add_up_to_the_funnel(table, settled, warmed):
    for district, run in (settled, warmed):
        frame = wide(getattr(run, table), "community", "grid", *(["cell"] if table == "by_cell" else []))
        assert frame["born"].sum() == run.funnel["born"]
        assert frame["residents"].sum() == run.residents
        log = district.state.needs[: int(district.state.tallies.tally[BORN])]
        ours = log[log.birth_day >= district.plan.warmup]
        place = ours.cell if table == "by_cell" else district.layout.grid_of_cell[ours.cell]
        ended = np.bincount(place, minlength=len(frame))
        ended = pd.Series(ended).reindex(frame.index.get_level_values("cell" if table == "by_cell" else "grid"))
        for name in ("met_late", "lapsed_waiting", "wrong_door", "never_heard"):
            counted = (frame[f"{name}_share"].fillna(0).to_numpy() * ended.to_numpy()).sum()
            assert counted == pytest.approx(run.funnel[name], abs=1e-6), name
        met = (frame["coverage"].fillna(0).to_numpy() * ended.to_numpy()).sum()
        assert met == pytest.approx(run.funnel["met_on_time"], abs=1e-6)
        shares = frame[["coverage", *(f"{name}_share" for name in BINS[2:])]].sum(axis=1)
        assert shares[frame["coverage"].notna()].to_numpy() == pytest.approx(1.0)
        assert frame["coverage"].notna().to_numpy().sum() == (ended > 0).sum()


def test_groups_of_age_add_up_to_the_funnel(settled):
    _, run = settled
    frame = wide(run.by_group, "group")
    ages = ["child", "adult", "elder"]
    assert frame.loc[ages, "born"].sum() == run.funnel["born"]
    for group in frame.index.drop("adult"):
        assert frame.loc[group, "coverage"] == run.indicators[f"coverage_{group}"]


def test_days_add_up_to_the_log_of_the_last_evening(settled):
    district, run = settled
    log = district.state.needs[: int(district.state.tallies.tally[BORN])]
    frame = wide(run.daily, "day")
    assert frame["born"].sum() == run.funnel["born"]
    assert 0 < frame["heard"].sum() == (log.channel >= 0).sum() <= sum(run.requests.values())
    for number, name in enumerate(BINS[1:], start=1):
        assert frame[name].sum() == (log.bin == number).sum() <= run.funnel[name], name
    for channel, count in run.requests.items():
        assert frame[f"requests_{channel}"].sum() <= count
    assert frame["trust"].iloc[-1] == pytest.approx(run.indicators["trust"], abs=1e-9)
    assert frame["efficacy"].iloc[-1] == pytest.approx(run.indicators["efficacy"], abs=1e-9)
    assert frame["backlog"].iloc[-1] == pytest.approx(district.state.pools.backlog_hours.sum(), abs=1e-6)


def test_daily_coverage_looks_back_thirty_days(settled):
    frame = wide(settled[1].daily, "day")
    ended = frame[list(BINS[1:])].sum(axis=1)
    for day in (5, 30, 31, DAYS):
        first = max(day - TRAILING_DAYS, 0)
        met, every = (column.iloc[first:day].sum() for column in (frame["met_on_time"], ended))
        assert frame["coverage"].loc[day] == pytest.approx(met / every), day


def test_days_have_the_dates_of_the_place(warmed):
    district, run = warmed
    dates = run.daily.drop_duplicates("day").set_index("day")["date"]
    assert list(dates.index) == list(range(1, DAYS + 1))
    assert dates[1] == district.parameters.place.start
    assert dates[DAYS] == district.parameters.place.start + dt.timedelta(days=DAYS - 1)
    assert (run.decisions["day"] >= 1).all()
    np.testing.assert_array_equal(run.decisions["date"], dates.reindex(run.decisions["day"]))


def test_nobody_is_served_on_a_day_of_rest(settled):
    frame = wide(settled[1].daily, "date")
    rest = [date.weekday() >= 5 for date in frame.index]
    # Volunteers walk rounds at weekends, so something may be found then.
    for name in ("met_on_time", "met_late", "lapsed_waiting", "wrong_door", "requests_visit"):
        assert frame.loc[rest, name].sum() == 0, name
    assert frame.loc[rest, "born"].sum() > 0 and frame.loc[rest, "requests_app"].sum() > 0


def test_columns_are_named_as_promised(settled):
    _, run = settled
    assert list(run.daily.columns) == ["day", "date", "indicator", "value", "unit"]
    assert list(run.by_cell.columns) == ["community", "grid", "cell", "indicator", "value", "unit"]
    assert list(run.by_grid.columns) == ["community", "grid", "indicator", "value", "unit"]
    assert list(run.by_group.columns) == ["group", "indicator", "value", "unit"]
    for table in (run.daily, run.by_cell, run.by_grid, run.by_group):
        assert np.isfinite(table["value"]).all() and table["unit"].ne("").all()
        where = [name for name in table.columns if name not in ("value", "unit")]
        assert not table.duplicated(where).any()
    for table in (run.by_cell, run.by_grid, run.by_group):
        units = dict(zip(table["indicator"], table["unit"], strict=True))
        assert all(INDICATORS[name].unit == unit for name, unit in units.items() if name in INDICATORS)


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "drawn"])
def test_grids_are_those_drawn_at_the_end(layout, town, changed):
    policy = changed(town, {"grid.layout": layout, "grid.households_per_grid": 200.0})
    district, run = lived(Plan(policy, seed=1, days=20, warmup=10, status_quo=town.levers))
    assert run.grids == len(district.layout.community_of_grid) == run.by_grid["grid"].nunique()
    grid_of_cell = dict(zip(run.cells["cell"], run.cells["grid"], strict=True))
    assert all(grid_of_cell[cell] == grid for cell, grid in zip(run.by_cell["cell"], run.by_cell["grid"], strict=True))


def test_cells_cover_the_built_area_once(settled):
    district, run = settled
    cells = run.cells
    assert len(cells) == district.world.territory.cells and cells["residents"].sum() == run.residents
    area = ((cells["x1"] - cells["x0"]) * (cells["y1"] - cells["y0"])).sum()
    assert area == pytest.approx(district.parameters.place.built_km2, rel=1e-6)
    assert set(cells["form"]) <= set(district.parameters.place.forms)


def test_the_capacity_balance_balances(settled):
    district, run = settled
    frame = run.balance.set_index("pool")
    offered = district.state.tallies.hours[:, OFFERED, district.plan.warmup :].sum(axis=1)
    assert list(frame.index) == [
        *(name for name, hours in zip(POOL_TYPES, offered, strict=True) if hours),
        "departments",
    ]
    hours = frame.drop(index="departments")
    assert {"grid", "property", "staff", "social"} <= set(hours.index)
    total = hours["hours_used_per_day"] + hours["hours_other_uses_per_day"] + hours["hours_idle_per_day"]
    assert (hours["hours_idle_per_day"] >= 0.0).all()
    np.testing.assert_allclose(total, hours["hours_offered_per_day"], rtol=1e-9)
    np.testing.assert_allclose(hours["utilisation"], hours["hours_used_per_day"] / hours["hours_offered_per_day"])
    # Of a department we know its usual capacity and the cases it settled, which overtime may bring above it.
    working = int(district.state.facts.works[:DAYS].sum())
    departments, columns = frame.loc["departments"], district.state.departments
    needs = district.state.needs[: int(district.state.tallies.tally[BORN])]
    settled_there = sum(
        one.bin in (MET_ON_TIME, MET_LATE) and one.pool == TO_DEPARTMENT and one.done_time < working for one in needs
    )
    assert settled_there > 20 and departments["hours_used_per_day"] == pytest.approx(settled_there / working)
    assert departments["hours_offered_per_day"] == pytest.approx(columns.capacity.sum())
    assert departments["utilisation"] == pytest.approx(settled_there / working / columns.capacity.sum())
    expected = district.parameters.levers.centres.social_workers_each * len(district.centres.x_km)
    service = district.parameters.assumptions.service
    expected *= service.hours_per_day * service.casework_share * (1 - service.absence_share)
    # Three posts present with probability 0.92 on 50 working days: 4 standard errors of that mean are about 9 %.
    spread = 4 * np.sqrt(0.08 / 0.92 / (3 * working))
    assert hours.loc["social", "hours_offered_per_day"] == pytest.approx(expected, rel=spread)
    ours = [name for name in ("grid", "staff", "social", "organisation", "bundle") if name in hours.index]
    used, offered = (hours.loc[ours, f"hours_{name}_per_day"].sum() for name in ("used", "offered"))
    assert run.indicators["staff_utilisation"] == pytest.approx(used / offered)


def test_a_run_is_frozen_and_travels(settled):
    run = settled[1]
    with pytest.raises(dataclasses.FrozenInstanceError):
        run.seed = 2
    there = pickle.loads(pickle.dumps(run))
    assert there.indicators == run.indicators and there.funnel == run.funnel
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(there, name), getattr(run, name))


def test_a_run_of_one_day_of_rest_is_told(town):
    saturday = town.model_copy(update={"place": town.place.model_copy(update={"start": dt.date(2026, 1, 3)})})
    _, run = lived(Plan(saturday, seed=1, days=1, warmup=0))
    assert run.funnel["born"] > run.funnel["open"] == 0, "what was born on that day is followed to its end"
    assert "coverage" in run.indicators and "staff_utilisation" not in run.indicators
    assert set(run.daily["day"]) == {1} and list(run.balance["pool"]) == ["departments"]


def test_years_tell_the_births_of_each_year_and_stocks_of_its_last_evening(town):
    """Two years, the second of which is short; together they are the run, and a year counted by hand is that year."""
    district, run = lived(Plan(town, seed=2, days=400, warmup=30))
    years = run.by_year.pivot(index="year", columns="indicator", values="value")
    assert years.index.tolist() == [1, 2] and years["days"].tolist() == [365.0, 35.0]
    assert years["born"].sum() == run.funnel["born"]
    after = copied(district)
    live_on(after)
    log = after.state.needs[: int(after.state.tallies.tally[BORN])]
    here = (log.birth_day >= 30) & (log.birth_day < 395) & (log.bin != OPEN)
    for name in ("met_late", "never_heard", "lapsed_waiting", "wrong_door"):
        assert years[f"{name}_share"][1] == pytest.approx((log.bin[here] == BINS.index(name)).mean())
    assert years["coverage"][1] == pytest.approx((log.bin[here] == BINS.index("met_on_time")).mean())
    assert (years["heard_share"] + years["never_heard_share"]).tolist() == pytest.approx([1.0, 1.0])
    yuan = (years["spend_per_resident"] * years["days"] / 365.0).sum() * run.residents
    assert yuan == pytest.approx(run.money["spent"])
    assert years["trust"][2] == pytest.approx(run.indicators["trust"], abs=1e-6)
    assert years["works_in_force"][2] == sum(
        one.form == 0 and one.acts(429) for one in district.of(ProjectBook).projects
    )
    assert years["prevented_share"].between(0.0, 1.0).all() and len(run.by_year) == years.count().sum()
    assert set(run.by_year.columns) == {"year", "indicator", "value", "unit"}


def test_a_run_without_measured_days_has_no_year(town):
    _, run = lived(Plan(town, seed=2, days=0, warmup=20))
    assert not len(run.by_year) and {"year", "indicator", "value", "unit"} == set(run.by_year.columns)
