"""The JSON Schema accepts what the reader accepts and refuses what a planner would mistype."""

from __future__ import annotations

import tomllib

import pytest
from jsonschema import Draft202012Validator

from shapan.model.parameters import all_parameters
from shapan.scenarios.formats import shipped_formats
from shapan.scenarios.schema import json_schema, parameter_schema
from shapan.scenarios.shelf import shipped
from shapan.scenarios.shocks import shipped_shocks

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
FILES = [path for files in (*shipped().values(), shipped_formats(), shipped_shocks()) for path in files.values()]


def accepted(text: str) -> bool:
    return VALIDATOR.is_valid(tomllib.loads(text))


def test_it_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_satisfies_it(path):
    assert accepted(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("body", "good"),
    [
        ("[levers]\ngrid.households_per_grid = 250", True),
        ("[levers]\n'grid.households_per_grid' = 250", True),
        ("[levers]\nindex.weights.coverage = 2", True),
        ("[levers]\n'index.weights.coverage' = 2", True),
        ("[levers]\ngrid.households_per_grid = 25", False),
        ("[levers]\ngrid.housholds_per_grid = 250", False),
        ("[levers]\ngrid.layout = 'square'", False),
        ("[levers]\nchannels.visits = 1", False),
        ("[levers]\ngrid.base_per_party_grid = 1.5", False),
        ("[levers]\nservice.patience_days = 3", False),
        ("[[steps]]\nat = '2027-07-01'\nset = {'grid.layout' = 'by_form'}", True),
        ("[[steps]]\nset = {'grid.layout' = 'by_form'}", False),
        ("hom = 'yantian'", False),
    ],
)
def test_a_policy_is_judged_as_the_reader_does(body, good):
    assert accepted('format = 1\nkind = "policy"\n' + body) is good


@pytest.mark.parametrize(
    ("old", "new"), [("residents", "residnts"), ("streets = 1", "streets = 0"), ("format = 1", "format = 2")]
)
def test_a_spoilt_place_is_refused(town_text, old, new):
    assert accepted(town_text)
    assert not accepted(town_text.replace(old, new))


@pytest.mark.parametrize("parameter", all_parameters().values(), ids=lambda parameter: parameter.name)
def test_a_default_satisfies_its_own_schema(parameter):
    assert Draft202012Validator(parameter_schema(parameter)).is_valid(parameter.default)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("decision =", "decisions ="),
        ('"vote"', '"shout"'),
        ('act = "decide"', 'act = "decree"'),
        ("days = 7", "days = 999"),
    ],
)
def test_a_spoilt_format_is_refused(old, new):
    text = shipped_formats()["three_meetings"].read_text(encoding="utf-8")
    assert old in text and accepted(text)
    assert not accepted(text.replace(old, new))
