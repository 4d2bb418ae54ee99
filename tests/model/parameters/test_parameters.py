"""Every lever has words, evidence and something to move; names, bounds and defaults stand in docs/parameters.md."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shapan.model.declare import Parameter
from shapan.model.observation.indicators import INDICATORS
from shapan.model.parameters import Assumptions, Levers, Parameters, all_parameters, groups_of
from shapan.model.parameters.levers.grid import GridLevers
from shapan.model.parameters.levers.index import IndexLevers
from shapan.model.parameters.words import LANGUAGES, WordsDoNotFit, with_words, words

ALL = list(all_parameters().values())
LEVERS = [parameter for parameter in ALL if parameter.about.role == "lever"]
ROLES = {"levers": Levers, "assumptions": Assumptions}
NOT_BUILT_AT_ALL = ("index",)


@pytest.mark.parametrize("role", ROLES)
def test_a_group_has_one_file_and_file_field_and_class_have_one_name(role):
    groups = groups_of(ROLES[role])
    for name, group in groups.items():
        assert group.__module__ == f"shapan.model.parameters.{role}.{name}"
        assert group.__name__ == "".join(part.capitalize() for part in name.split("_")) + role.capitalize()
    files = {path.stem for path in Path(sys.modules[f"shapan.model.parameters.{role}"].__file__).parent.glob("*.py")}
    assert files - {"__init__"} == set(groups)


@pytest.mark.parametrize("parameter", ALL, ids=lambda parameter: parameter.name)
def test_a_declaration_fits_its_type_and_names_its_sources(parameter):
    about = parameter.about
    if parameter.kind in ("number", "count"):
        assert type(parameter.default) is (int if parameter.kind == "count" else float)
        assert about.low <= parameter.default <= about.high
    if parameter.kind == "choice":
        assert parameter.default in parameter.choices
    assert all(re.fullmatch(r"[A-Z]{1,2}-?\d+(\.\d+)?", source) for source in about.sources)


@pytest.mark.parametrize("parameter", ALL, ids=lambda parameter: parameter.name)
def test_words_are_there_in_both_languages(parameter):
    about = parameter.about
    assert re.search(r"[\u4e00-\u9fff]", about.label_zh) and re.search(r"[\u4e00-\u9fff]", about.help_zh)
    assert about.help_zh.endswith("。") and about.help_en.endswith(".")
    assert about.label_en[0].isupper() and not about.label_en.endswith(".")
    assert not about.unit or about.unit in words("zh")["units"], f"no Chinese for the unit {about.unit!r}"
    for lang in LANGUAGES:
        assert set(parameter.choices) <= set(words(lang)["choices"])
        assert parameter.group in words(lang)["groups"]


def test_both_languages_have_the_same_groups_and_choices_and_none_for_nothing():
    assert set(words("zh")) - set(words("en")) == {"units"} and not set(words("en")) - set(words("zh"))
    assert list(words("zh")["choices"]) == list(words("en")["choices"])
    for lang in LANGUAGES:
        assert list(words(lang)["groups"]) == [*groups_of(Levers), *groups_of(Assumptions)]
    assert set(words("zh")["units"]) == {parameter.about.unit for parameter in ALL} - {""}


def test_a_word_too_few_and_a_word_too_many_are_told_in_one_line():
    declared = dict(all_parameters())
    gone = declared.pop("grid.layout")
    with pytest.raises(WordsDoNotFit) as raised:
        with_words(declared)
    assert str(raised.value) == "; ".join(
        f"{lang}.toml has levers.grid.layout.help, levers.grid.layout.label, which nothing declares"
        for lang in LANGUAGES
    )
    declared["grid.layout"] = gone
    with pytest.raises(WordsDoNotFit) as raised:
        with_words({**declared, "grid.new": replace(gone, name="grid.new")})
    assert str(raised.value) == "; ".join(
        f"{lang}.toml has no levers.grid.new.help, levers.grid.new.label" for lang in LANGUAGES
    )
    assert with_words(declared) == declared


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
