"""Kinds of emergency as files: shipped ones, one of one's own, and what is wrong with one, told in one line."""

from __future__ import annotations

import re

import pytest

from shapan.scenarios.library import InputFault, check_file, load, names, parse_shock
from shapan.scenarios.recorded import read_record, record
from shapan.scenarios.shocks import SHELF, find_shock, shipped_shocks

EPIDEMIC = (SHELF / "epidemic.toml").read_text(encoding="utf-8")


def own(tmp_path, *changes, name="my_flood.toml"):
    text = EPIDEMIC
    for before, after in changes:
        assert text.count(before) >= 1
        text = text.replace(before, after, 1)
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_shipped_kind_says_where_its_numbers_come_from():
    assert [name for name, _ in names()["shock"]] == list(shipped_shocks()) == ["epidemic", "typhoon"]
    for name, path in shipped_shocks().items():
        found = find_shock(name)
        assert check_file(path) == [] and found.kind.id == name and found.kind.needs
        assert found.header.sources["shock"].grade == "D" and found.header.sources["shock"].rows
        assert {need.skill for need in found.kind.needs} >= {"medical", "carrying", "phones"}


def test_a_kind_of_ones_own_is_a_file(tmp_path):
    path = own(tmp_path, ("ill_share = 0.02", "ill_share = 0.0"))
    shock = parse_shock(f"{path}:2026-06-01:5:2")
    assert (shock.about.id, shock.about.ill_share, shock.days) == ("my_flood", 0.0, 5)
    town = load("status_quo").with_place("training_town")
    shipped = town.with_shock(parse_shock("epidemic:2026-06-01:5:2"))
    assert len({town.hash, shipped.hash, town.with_shock(shock).hash}) == 3
    scenario = tmp_path / "mine.toml"
    head = "format = 1\nkind = 'scenario'\ntitle = 'Mine'\nplace = 'training_town'\npolicy = 'status_quo'\n"
    text = "[[shocks]]\nkind = 'my_flood.toml'\nstart = '2026-06-01'\ndays = 5\nstrength = 2.0\n"
    scenario.write_text(head + text, encoding="utf-8")
    assert load(scenario).shocks[0].about == shock.about, "named beside the file that names it"


def test_a_kind_that_changed_later_does_not_change_what_was_written_down(tmp_path):
    path = own(tmp_path)
    scenario = load("status_quo").with_place("training_town").with_shock(parse_shock(f"{path}:2026-06-01:5:2"))
    written = record(scenario)
    path.unlink()
    again = read_record(written)
    assert again.shocks == scenario.shocks and again.hash == scenario.hash


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("ill_share = 0.02", "ill_share = 2", "shock.ill_share: 2 is out of range; allowed 0–1"),
        ("rise_share", "rise_shar", "shock.rise_shar: unknown key; allowed .*nearest rise_share"),
        ("culture = 0.5", "cultur = 0.5", 'shock.falls: "cultur" is no choice; allowed .*; nearest culture'),
        ('skill = "medical"', 'skill = "magic"', 'shock.needs.2.skill: "magic" is no choice'),
        ("last_hour = 22", "last_hour = 5", "shock.last_hour: 5 is out of range; allowed 7–24"),
        ('id = "medicine"', 'id = "supplies"', "shock.needs.1.id: is given twice"),
        ("deadline_hours = 24.0", "deadline_hours = nan", "not a finite number"),
        ('kind = "shock"', 'kind = "shok"', "kind: "),
    ],
)
def test_what_is_wrong_is_told_in_one_line(tmp_path, before, after, expected):
    path = own(tmp_path, (before, after))
    (fault,) = check_file(path)
    assert str(fault).startswith(str(path)) or fault.file == str(path)
    with pytest.raises(InputFault) as caught:
        find_shock(str(path))
    assert re.search(expected, str(caught.value)), str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "nearest"), [("My flood.toml", "; nearest my_flood.toml"), ("洪水.toml", ""), ("1st.toml", "")]
)
def test_a_file_whose_name_is_no_id_is_refused_by_its_name(tmp_path, name, nearest):
    path = own(tmp_path, name=name)
    with pytest.raises(InputFault) as caught:
        parse_shock(f"{path}:2026-06-01:5:2")
    line = str(caught.value)
    assert line.startswith(f'{path}: the file\'s name "{name}" cannot be an id') and line.endswith(
        nearest or "underscores"
    )
    assert name in caught.value.text("zh") and not caught.value.others
