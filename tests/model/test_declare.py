"""What one declaration says is what a group enforces."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import pytest
from pydantic import ValidationError

from shapan.model.declare import Declaration, Group, Parameter, declared_fields, out_of_range


def about(unit: str = "km", low: float | None = 0, high: float | None = 10) -> Declaration:
    return Declaration(unit, low, high, "标签", "Label", "帮助。", "Help.", ("YT-01",), "D", "lever")


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
