"""What lines bought: every need met stands once, every hour once, every fen as in the ledger."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from shapan.experiments.reports.statements import statements, years_of
from shapan.model.columns import BUNDLE, OFFERED, PROJECT, UNIT, USED, VOLUNTEER
from shapan.model.district import District, Plan
from shapan.model.ledger.ledger import USES
from shapan.model.ledger.payers import OUTSIDE, PAID_BY
from shapan.model.observation.budget_lines import COUNTED, LINES, SERVING
from shapan.model.observation.record import Run, record
from shapan.model.projects.records import ProjectBook

RICH = {
    "funding.project_yuan_per_resident": 0,
    "funding.project_yuan": 600_000,
    "funding.community_yuan_per_resident": 0,
    "funding.community_yuan": 200_000,
    "funding.purchase_yuan": 60.0,
    "projects.claim_share": 1.0,
    "delivery.member_hours": 100.0,
    "party.reporting_share": 1.0,
    "projects.batches_per_year": 4,
    "grid.claims_per_month": 1.0,
    "grid.party_unit_share": 1.0,
    "volunteers.points_yuan_per_hour": 2.0,
}
FINER = {"grid.base_per_party_grid": 3, "grid.households_per_grid": 100.0, "grid.pooled_share": 0.4}


@pytest.fixture(scope="module", params=[0.0, 1.0], ids=["by community", "bundled"])
def lived(request, town, changed) -> tuple[District, Run]:
    """A town with every purse, over New Year, whose grids are redrawn on the first measured day."""
    rich = changed(town, RICH | FINER | {"organisations.bundled_share": request.param})
    district = District(Plan(rich, seed=3, days=420, warmup=60, status_quo=changed(town, RICH).levers))
    district.run()
    return district, record(district)


def of_line(table: pd.DataFrame, line: str, column: str) -> float:
    return float(table[table.line == line][column].sum())


def test_every_need_met_on_time_stands_in_one_line(lived):
    _, run = lived
    assert run.bought.needs_met.sum() == pytest.approx(run.funnel["met_on_time"], abs=1e-6)
    assert (run.bought.needs_met.dropna() >= 0.0).all()
    # Whatever is left over in the funnel was met by nobody's line: late or not at all.
    away = of_line(run.bought, "departments", "needs_met")
    met = run.indicators["settled_in_community_share"]
    assert 0.0 < away < run.funnel["met_on_time"] * (1.0 - met) * 2.0


def test_yuan_are_the_statements_to_the_fen(lived):
    district, run = lived
    start = district.plan.parameters.place.start
    for year in years_of(start, run.days):
        for community, phrase in statements(run.ledger, year).items():
            here = run.bought[(run.bought.year == year.year) & (run.bought.community == community)]
            yuan = {line: round(100 * each) for line, each in zip(here.line, here.yuan, strict=True) if each}
            assert yuan == {line: fen for line, fen in phrase.spent.items() if fen}
    assert run.bought.yuan.sum() == pytest.approx(run.money["spent"], abs=0.005)
    assert not run.bought[run.bought.line.isin(OUTSIDE)].yuan.any()


def test_every_hour_at_a_pool_stands_in_one_line(lived):
    district, run = lived
    hours = district.state.tallies.hours[:, :, district.plan.warmup :].sum(axis=2)
    for column, counted in (("hours", OFFERED), ("hours_used", USED)):
        assert run.bought[column].sum() == pytest.approx(hours[:, counted].sum(), rel=1e-9)
    for kind, lines in PAID_BY.items():
        alone = len(lines) == 1 and sum(lines[0] in other for other in PAID_BY.values()) == 1
        if alone:
            assert of_line(run.bought, lines[0], "hours") == pytest.approx(hours[kind, OFFERED], rel=1e-9), lines
    assert (run.bought.hours_used.dropna() <= run.bought.hours.dropna() + 1e-6).all()


def test_bundles_are_shared_by_residents(lived):
    district, run = lived
    bundled = district.state.tallies.hours[BUNDLE, OFFERED].sum() > 0.0
    services = run.bought[(run.bought.line == "purchase_services") & (run.bought.year == 2026)]
    assert len(services) == 3 and (services.hours > 0.0).all()
    each = (services.hours / services.yuan).tolist()
    assert (np.ptp(each) < 1e-6 * each[0]) == bundled


def test_lines_that_do_not_serve_have_no_hours(lived):
    _, run = lived
    assert set(run.bought.line) <= set(LINES)
    serving, counted = run.bought.line.isin(SERVING), run.bought.line.isin(COUNTED)
    assert (run.bought.hours.notna() == serving).all()
    assert (run.bought.needs_met.notna() == (serving | (run.bought.line == "departments"))).all()
    assert (run.bought["count"].notna() == counted).all()
    built = run.bought.line.isin(["projects_works", "projects_goods"])
    assert (run.bought.needs_prevented.notna() == built).all()
    assert (run.bought.needs_brought.notna() == (run.bought.line == "projects_works")).all()
    assert of_line(run.bought, "projects_works", "needs_prevented") > 0.0


def test_shared_pools_pay_what_each_promised(lived):
    """Hours of claims and projects stand with whoever pays for them, and none is lost in the split."""
    district, run = lived
    assert of_line(run.bought, "cadres", "needs_met") > 0.0 and of_line(run.bought, "projects_service", "hours") > 0.0
    given = district.state.tallies.hours[:, OFFERED, district.plan.warmup :].sum(axis=1)
    lines = ("cadres", "volunteers", "projects_service", "activities")
    theirs = sum(of_line(run.bought, line, "hours") for line in lines)
    assert theirs == pytest.approx(given[[VOLUNTEER, UNIT, PROJECT]].sum(), rel=1e-9)
    # Members who claimed projects and needs are paid for like volunteers, so that line has more than volunteers gave.
    claimed = [one for one in district.of(ProjectBook).projects if one.claimed]
    assert claimed and of_line(run.bought, "volunteers", "hours") > given[VOLUNTEER]


def test_things_are_counted_once(lived):
    _, run = lived
    begun = run.projects[(run.projects.paid_day >= 1) & (run.projects.outcome == "chosen")]
    agreed = run.ledger[run.ledger.purpose == "agreed_works"]
    for line, form in (("projects_works", "works"), ("projects_service", "service"), ("activities", "activity")):
        counted = of_line(run.bought, line, "count")
        assert counted == (begun.form == form).sum() + (agreed.to_account == line).sum()
    assert of_line(run.bought, "public_works", "count") == (agreed.to_account == "public_works").sum()


def test_a_run_without_measured_days_bought_nothing(town):
    district = District(Plan(town, seed=1, days=0, warmup=20))
    district.run()
    values = record(district)
    assert not len(values.bought) and (values.projects.chosen_day < 1).all()
    assert {"line", "yuan", "hours"} <= set(values.bought.columns) and set(USES) <= set(LINES)
