"""What lines bought, summed and priced: nought is not missing, and points count in what volunteers cost."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from shapan import load, simulate
from shapan.experiments.reports.budget_lines import line_label, outside, totals
from shapan.model.observation.budget_lines import COLUMNS, LINES

NAN = float("nan")
NOTHING = {
    "hours": NAN,
    "hours_used": NAN,
    "needs_met": NAN,
    "needs_prevented": NAN,
    "needs_brought": NAN,
    "count": NAN,
}


def table(*rows: dict[str, object]) -> pd.DataFrame:
    usual = {"community": 0, "year": 2026, "line": "wages_grid", "yuan": 0.0} | NOTHING
    return pd.DataFrame([usual | row for row in rows])[list(COLUMNS)]


def test_communities_and_years_are_added_and_prices_follow():
    grid = {"line": "wages_grid", "yuan": 600.0, "hours": 20.0, "hours_used": 15.0, "needs_met": 4.0}
    rows = table(
        grid, grid | {"community": 1}, grid | {"year": 2027, "needs_met": 0.0}, {"line": "centres", "yuan": 9.0}
    )
    found = totals(rows, 2026).set_index("line")
    assert found.loc["wages_grid", ["yuan", "hours", "needs_met"]].tolist() == [1200.0, 40.0, 8.0]
    assert found.yuan_per_hour["wages_grid"] == 30.0 and found.yuan_per_need_met["wages_grid"] == 150.0
    assert math.isnan(found.hours["centres"]) and math.isnan(found.yuan_per_need_met["centres"])
    assert totals(rows, 2026, 1).line.tolist() == ["wages_grid"]
    assert math.isnan(totals(rows, 2027).yuan_per_need_met[0])
    assert totals(rows).yuan.sum() == 1809.0
    assert not len(totals(rows, 2030))


def test_points_count_in_what_volunteers_cost():
    given = {"line": "volunteers", "yuan": 50.0, "hours": 10.0, "hours_used": 10.0, "needs_met": 5.0}
    rows = totals(table({"line": "points", "yuan": 30.0}, given)).set_index("line")
    assert rows.yuan.to_dict() == {"points": 30.0, "volunteers": 50.0}
    assert rows.yuan_per_hour["volunteers"] == 8.0 and rows.yuan_per_need_met["volunteers"] == 16.0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_has_a_name_of_its_own(language):
    assert len({line_label(line, language) for line in LINES}) == len(LINES)
    assert outside("departments") and not outside("wages_grid")


def test_totals_of_a_run_are_those_of_its_statement():
    run = simulate(load("yantian").with_place("training_town"), seed=1, days=60, warmup=30)
    found = totals(run.bought)
    assert found.line.tolist() == [line for line in LINES if line in set(run.bought.line)]
    assert found.yuan.sum() == pytest.approx(run.money["spent"], abs=0.005)
    assert found.needs_met.sum() == pytest.approx(run.funnel["met_on_time"], abs=1e-6)
    assert found[found.line.map(outside)].yuan_per_need_met.isna().all()
