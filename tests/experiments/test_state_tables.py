"""State variables of the ODD: every column has a meaning, every name exists, every agent stands there."""

from __future__ import annotations

import ast

import pytest

from shapan.experiments.evidence import state_tables as study
from shapan.experiments.evidence.odd_parameters import PAGE
from shapan.experiments.runs.folders import source_folder


@pytest.mark.parametrize("part", study.words())
def test_every_column_has_a_meaning_and_every_meaning_a_column(part):
    found = set(study.words()[part]) - {"title", "links"}
    links = study.links_of(part)
    assert found | set(links) == set(study.columns_of(part)) and not found & set(links)


def test_no_table_of_the_state_is_left_out():
    assert set(study.words()) == {"residents", *study.TABLES}


CLASSES = [(file, node) for file, node in study.agents()]
CLASSES += [(file, study.classes(source_folder() / "model" / file)[name]) for file, name in study.RECORDS.values()]


@pytest.mark.parametrize(("file", "node"), CLASSES, ids=lambda one: one if isinstance(one, str) else one.name)
def test_what_a_docstring_says_is_kept_is_kept(file, node):
    named = {name for names in study.attributes(node) for name in names.split(", ")}
    declared = {
        one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    }
    set_later = {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
    methods = {one.name for one in ast.walk(node) if isinstance(one, ast.FunctionDef)}
    assert named and named <= declared | set_later | methods


def test_a_docstring_is_read_as_it_is_written():
    lines = (
        "First.",
        "",
        "Attributes:",
        "    a, b: Two of them,",
        "        and more.",
        "    _c: Private.",
        "",
        "End: no.",
    )
    (node,) = ast.parse('class A:\n    """' + "\n    ".join(lines) + '"""').body
    assert isinstance(node, ast.ClassDef)
    assert study.attributes(node) == {"a, b": "Two of them, and more."}


def test_agents_of_the_model_stand_on_the_page():
    text = PAGE.read_text(encoding="utf-8")
    assert len(CLASSES) > 25 and all(f"(`{file}`)" in text for file, _ in CLASSES)


def test_a_page_without_a_place_for_them_is_refused():
    with pytest.raises(ValueError, match="one place"):
        study.filled("nothing")
