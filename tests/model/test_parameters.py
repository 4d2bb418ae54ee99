"""Every lever stands where scripts and files expect it, with words, evidence and something to move."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shapan.model.declare import Parameter
from shapan.model.observation.indicators import INDICATORS
from shapan.model.parameters import Levers, Parameters, all_parameters, groups_of
from shapan.model.parameters.levers_grid import GridLevers
from shapan.model.parameters.levers_money import IndexLevers
from shapan.model.parameters.words import CHOICES, GROUPS, UNITS_ZH

TABLE = Path(__file__).resolve().parent.parent / "data" / "levers.md"
ALL = list(all_parameters().values())
LEVERS = [parameter for parameter in ALL if parameter.about.role == "lever"]
NOT_BUILT_AT_ALL = ("index", "emergency")


def rows() -> dict[str, dict[str, str]]:
    """The table of levers as scripts and files rely on it; a row may name several levers."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("| `"):
            continue
        for name in re.findall(r"`([a-z_.0-9]+)`", cells[0]):
            found[name] = dict(zip(("unit", "default", "range", "seeds", "core"), cells[1:], strict=True))
    return found


ROWS = rows()


def test_the_table_has_every_lever_and_no_other():
    assert len(ROWS) > 100
    assert {parameter.name for parameter in LEVERS} == set(ROWS)


def default_of(row: dict[str, str], parameter: Parameter) -> object:
    text = row["default"].strip("`")
    if parameter.kind == "yes_no":
        return {"yes": True, "no": False}[text]
    return text if parameter.kind == "choice" else float(text)


@pytest.mark.parametrize("parameter", LEVERS, ids=lambda parameter: parameter.name)
def test_a_lever_is_what_the_table_says(parameter):
    row, about = ROWS[parameter.name], parameter.about
    assert about.core == (row["core"] == "●")
    if parameter.kind == "table":
        assert set(parameter.default.values()) == {1.0}
        return
    assert parameter.default == default_of(row, parameter)
    if parameter.kind == "choice":
        named = re.findall(r"`([a-z_0-9]+)`", row["range"])
        same = re.findall(r"`([a-z_0-9]+)`", ROWS["deliberation.format"]["range"])
        assert list(parameter.choices) == (named if "the same" not in row["range"] else named + same)
    elif parameter.kind != "yes_no":
        low, _, high = row["range"].replace(",", "").partition("–")
        assert (about.low, about.high) == (float(low), float(high))
        assert type(parameter.default) is (int if parameter.kind == "count" else float)
    sources = re.findall(r"[A-Z]{1,2}-?\d+(?:\.\d+)?", row["seeds"].replace("S19–S21", "S19 S20 S21"))
    assert list(about.sources) == sources


@pytest.mark.parametrize("parameter", ALL, ids=lambda parameter: parameter.name)
def test_words_are_there_in_both_languages(parameter):
    about = parameter.about
    assert re.search(r"[\u4e00-\u9fff]", about.label_zh) and re.search(r"[\u4e00-\u9fff]", about.help_zh)
    assert about.help_zh.endswith("。") and about.help_en.endswith(".")
    assert about.label_en[0].isupper() and not about.label_en.endswith(".")
    assert about.unit in UNITS_ZH, f"no Chinese for the unit {about.unit!r}"
    assert set(parameter.choices) <= set(CHOICES)
    assert parameter.group in GROUPS


def test_labels_are_not_shared():
    for side in ("label_zh", "label_en"):
        labels = [getattr(parameter.about, side) for parameter in ALL]
        assert not {label for label in labels if labels.count(label) > 1}


@pytest.mark.parametrize("parameter", LEVERS, ids=lambda parameter: parameter.name)
def test_a_lever_moves_indicators_that_exist(parameter):
    assert parameter.about.moves
    assert set(parameter.about.moves) <= set(INDICATORS)
    assert len(set(parameter.about.moves)) == len(parameter.about.moves)


def test_what_acts_in_this_build_is_marked_in_one_place():
    others = [parameter for parameter in LEVERS if parameter.group not in NOT_BUILT_AT_ALL]
    assert not [parameter.name for parameter in others if not parameter.about.built]
    assert not [parameter.name for parameter in LEVERS if parameter not in others and parameter.about.built]


def test_defaults_lie_inside_their_bounds():
    Levers()
    for name, group in groups_of(Levers).items():
        group(**group().model_dump())
        assert getattr(Levers(), name) == group()


def value_of(parameter: Parameter) -> st.SearchStrategy[object]:
    low, high = parameter.about.low, parameter.about.high
    if parameter.kind == "count":
        return st.integers(int(low), int(high))
    return st.floats(low, high, allow_nan=False)


NUMBERS = [parameter for parameter in LEVERS if parameter.kind in ("number", "count")]
APART = ("grid.patrol_share", "grid.visit_share")  # tied to each other by a rule of their own


@given(st.data())
def test_what_lies_within_is_accepted_and_beyond_is_refused(data):
    parameter = data.draw(st.sampled_from([one for one in NUMBERS if one.name not in APART]))
    group = groups_of(Levers)[parameter.group]
    field = parameter.name.partition(".")[2]
    value = data.draw(value_of(parameter))
    assert getattr(group(**{field: value}), field) == value
    span = parameter.about.high - parameter.about.low
    beyond = data.draw(st.sampled_from([parameter.about.low - span - 1, parameter.about.high + span + 1]))
    with pytest.raises(ValidationError, match=field):
        group(**{field: int(beyond) if parameter.kind == "count" else beyond})


@given(st.floats(0, 0.9), st.floats(0, 0.9))
def test_patrol_and_visits_leave_hours_for_events(patrol, visit):
    if patrol + visit <= 0.95:
        assert GridLevers(patrol_share=patrol, visit_share=visit).visit_share == visit
    elif patrol + visit > 0.95 + 1e-9:
        with pytest.raises(ValidationError, match=r"grid\.patrol_share \+ grid\.visit_share"):
            GridLevers(patrol_share=patrol, visit_share=visit)


def test_an_index_weighs_something():
    zero = dict.fromkeys(IndexLevers().weights, 0.0)
    with pytest.raises(ValidationError, match="all weights are zero"):
        IndexLevers(weights=zero)
    with pytest.raises(ValidationError, match="component"):
        IndexLevers(weights={"charm": 1.0})
    assert IndexLevers(weights=zero | {"coverage": 2.0}).weights["coverage"] == 2.0


def test_parameters_are_a_place_levers_and_assumptions():
    assert list(Parameters.model_fields) == ["place", "levers", "assumptions", "formats"]
    assert {parameter.about.role for parameter in ALL} == {"lever", "assumption"}


def test_reading_parameters_costs_little():
    code = (
        "import sys, shapan.model.parameters;"
        "print([m for m in ('numpy', 'pandas', 'mesa', 'numba', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
