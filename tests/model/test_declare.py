"""What one declaration says is what a group enforces."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import pytest
from pydantic import ValidationError

from shapan.model.declare import Declaration, Group, Parameter, declared_fields, out_of_range
from shapan.model.parameters import all_parameters
from shapan.model.parameters.words import never, unit_words


def about(unit: str = "km", low: float | None = 0, high: float | None = 10) -> Declaration:
    return Declaration(unit, low, high, ("YT-01",), "D", "lever")


class Walk(Group):
    distance: Annotated[float, about()] = 1.0
    stops: Annotated[int, about("count")] = 2
    manner: Annotated[Literal["slow", "fast"], about("", None, None)] = "slow"
    dog: Annotated[bool, about("", None, None)] = False
    weights: Annotated[dict[str, float], about("")] = {"sun": 1.0, "rain": 0.0}  # noqa: RUF012
    note: str = "not declared"


def test_a_field_becomes_a_parameter():
    fields = declared_fields(Walk, "walk.")
    assert list(fields) == ["distance", "stops", "manner", "dog", "weights"]
    assert [field.kind for field in fields.values()] == ["number", "count", "choice", "yes_no", "table"]
    assert fields["manner"].choices == ("slow", "fast")
    assert fields["distance"].name == "walk.distance"
    assert fields["distance"].group == "walk"
    assert fields["distance"].default == 1.0


@pytest.mark.parametrize("value", [-0.001, 10.001, math.nan, math.inf, -math.inf])
def test_beyond_the_bounds_is_refused(value):
    with pytest.raises(ValidationError, match="distance"):
        Walk(distance=value)


@pytest.mark.parametrize("value", [0, 10, 0.0, 10.0, 3.3])
def test_the_bounds_themselves_are_allowed(value):
    assert Walk(distance=value).distance == value


@pytest.mark.parametrize(
    "wrong", [{"distance": "1"}, {"distance": True}, {"stops": 2.5}, {"dog": 1}, {"manner": "late"}, {"unknown": 1}]
)
def test_a_wrong_type_or_name_is_refused(wrong):
    with pytest.raises(ValidationError):
        Walk(**wrong)


def test_a_group_cannot_be_changed():
    with pytest.raises(ValidationError):
        Walk().distance = 2.0  # type: ignore[misc]


def test_each_row_of_a_table_has_the_bounds():
    with pytest.raises(ValidationError, match=r"weights\.rain = 11"):
        Walk(weights={"sun": 1.0, "rain": 11.0})


def test_a_fault_names_value_range_and_unit():
    parameter = Parameter("walk.distance", "number", 1.0, (), about())
    assert out_of_range(parameter, 12.0) == "walk.distance = 12 is outside 0–10 km"
    assert out_of_range(parameter, 5.0) is None


# --- words -------------------------------------------------------------------------------------------------------


def test_zero_means_never_where_the_help_says_so_and_only_there():
    levers = [parameter.about for parameter in all_parameters().values() if parameter.about.role == "lever"]
    marked = [about for about in levers if about.zero_is_never]
    assert len(marked) == 9 and all(
        about.low == 0 and about.unit in ("months", "years", "days", "weeks") for about in marked
    )
    assert marked == [about for about in levers if "0 is never" in about.help_en]
    for about in marked:
        assert (never(about, 0, "en"), never(about, 0, "zh"), never(about, 3, "en")) == ("never", "从不", "")
    assert not never(all_parameters()["grid.patrol_share"].about, 0.0, "en")


@pytest.mark.parametrize(
    ("unit", "one", "three"),
    [
        ("months", "month", "months"),
        ("units per community", "unit per community", "units per community"),
        ("base grids per party grid", "base grid per party grid", "base grids per party grid"),
        ("people", "person", "people"),
        ("share of grids", "share of grids", "share of grids"),
        ("log odds", "log odds", "log odds"),
        ("yuan", "yuan", "yuan"),
    ],
)
def test_one_of_something_is_singular(unit, one, three):
    assert (unit_words(unit, "en", 1), unit_words(unit, "en", 1.0), unit_words(unit, "en", 3)) == (one, one, three)
    assert unit_words(unit, "en") == unit_words(unit, "en", True) == unit
