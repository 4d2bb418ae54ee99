"""What is typed behind `--set` and `--shock` becomes a typed value or one clear line."""

from __future__ import annotations

import datetime as dt

import pytest

from shapan.scenarios.library import InputFault, parse_set, parse_shock


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("grid.households_per_grid=250", ("grid.households_per_grid", 250.0)),
        (" grid.households_per_grid = 2.5e2 ", ("grid.households_per_grid", 250.0)),
        ("grid.base_per_party_grid=4", ("grid.base_per_party_grid", 4)),
        ("grid.layout=by_form", ("grid.layout", "by_form")),
        ('grid.layout="by_form"', ("grid.layout", "by_form")),
        ("channels.auto_dispatch=yes", ("channels.auto_dispatch", True)),
        ("channels.auto_dispatch=False", ("channels.auto_dispatch", False)),
        ("channels.auto_dispatch=是", ("channels.auto_dispatch", True)),
        ("index.weights.coverage=2", ("index.weights.coverage", 2.0)),
        ("layout_file=my grids.csv", ("layout_file", "my grids.csv")),
    ],
)
def test_a_change_is_typed_by_its_declaration(text, expected):
    key, value = parse_set(text)
    assert (key, value) == expected
    assert type(value) is type(expected[1])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("grid.households_per_grid", 'must read key=value, got "grid.households_per_grid"'),
        ("=3", 'must read key=value, got "=3"'),
        ("grid.housholds_per_grid=3", "grid.housholds_per_grid: unknown lever; nearest grid.households_per_grid"),
        ("grid.households_per_grid=many", 'grid.households_per_grid: must be a number, got "many"; allowed 80–2,000'),
        ("grid.households_per_grid=", 'grid.households_per_grid: must be a number, got ""; allowed 80–2,000'),
        ("grid.households_per_grid=79", "grid.households_per_grid: 79 is out of range; allowed 80–2,000 households"),
        ("grid.base_per_party_grid=1.5", "grid.base_per_party_grid: must be a whole number, got 1.5; allowed 1–12"),
        ("staff.admin_share=nan", "staff.admin_share: nan is not a finite number; allowed 0–0.9 share of hours"),
        ("staff.admin_share=1e999", "staff.admin_share: inf is not a finite number; allowed 0–0.9 share of hours"),
        ("channels.visits=2", 'channels.visits: must be true or false, got "2"; allowed true, false'),
        ("grid.layout=form", 'grid.layout: "form" is no choice; allowed even_area, balanced, by_form, workload, drawn'),
        ("index.weights=2", "index.weights: must be a table, got 2; allowed index.weights.coverage,"),
        ("index.weights.coverage=-1", "index.weights.coverage: -1 is out of range; allowed 0–1,000"),
        ("service.patience_days=3", "service.patience_days: is an assumption, not a lever"),
        ("grid=3", "grid: is a group of parameters and takes no value itself; allowed grid.layout"),
    ],
)
def test_a_bad_change_is_one_line(text, said):
    with pytest.raises(InputFault) as fault:
        parse_set(text)
    assert str(fault.value).startswith(said)
    assert "\n" not in fault.value.text("zh")


def test_an_assumption_is_parsed_where_it_is_asked_for():
    assert parse_set("service.patience_days=12", "assumption")[1] == 12
    with pytest.raises(InputFault, match="is a lever, not an assumption"):
        parse_set("grid.layout=by_form", "assumption")


def test_a_shock_is_typed():
    shock = parse_shock("epidemic:2026-06-01:45:4")
    assert (shock.kind, shock.start, shock.days, shock.strength) == ("epidemic", dt.date(2026, 6, 1), 45, 4.0)


@pytest.mark.parametrize(
    "text", ["", "epidemic", "epidemic:2026-06-01:45", "epidemic:1 June:45:4", "epidemic:2026-06-01:45:4:1", "a:b:c:d"]
)
def test_a_shock_that_cannot_be_read_is_told(text):
    with pytest.raises(InputFault, match="must read like epidemic:2026-06-01:45:4"):
        parse_shock(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("flood:2026-06-01:45:4", "is no choice; allowed epidemic, typhoon"),
        ("epidemic:2026-06-01:0:4", "out of range; allowed 1–730 days"),
        ("epidemic:2026-06-01:45:nan", "nan is not a finite number"),
        ("epidemic:2026-06-01:45:-1", "-1 is out of range"),
    ],
)
def test_a_shock_out_of_bounds_is_told(text, said):
    with pytest.raises(InputFault) as fault:
        parse_shock(text)
    assert said in str(fault.value)
