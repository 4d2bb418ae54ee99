"""Formats of deliberation are whole, sourced data; what is wrong with one is told line by line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from shapan.model.deliberation.attendance import Body
from shapan.model.deliberation.formats import body_of, seats_of
from shapan.model.parameters import all_parameters
from shapan.model.parameters.formats import Format
from shapan.model.parameters.levers import deliberation as levers
from shapan.scenarios.describe import source_of
from shapan.scenarios.faults import InputFault
from shapan.scenarios.formats import find_format, open_format, shipped_formats

NAMES = list(shipped_formats())


def test_there_is_a_format_for_every_choice_of_the_lever():
    assert set(NAMES) == set(get_args(levers.Format))


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_format_is_whole_and_sourced(name):
    file = find_format(name)
    form = file.format
    assert form.id == name and re.search(r"[\u4e00-\u9fff]", form.title.zh)
    assert all(re.search(r"[\u4e00-\u9fff]", stage.name.zh) for stage in form.stages)
    assert file.header.summary["zh"] and file.header.summary["en"]
    for field in Format.model_fields:
        source = source_of(f"deliberation.{field}", file.header.sources)
        assert source.grade in ("A", "B", "C", "D") and (source.rows or source.grade == "D")
    seeds = set(all_parameters()["deliberation.format"].about.sources)
    assert form.rows == () if name == "staff" else set(form.rows) <= seeds


def test_only_staff_decide_without_a_meeting():
    for name in NAMES:
        form = find_format(name).format
        assert (form.decision == "staff") == (form.meetings == 0) == (name == "staff")


def test_what_the_articles_say_sets_them_apart():
    forms = {name: find_format(name).format for name in NAMES}
    assert [form.id for form in forms.values() if form.reviewed] == ["three_meetings"]  # OR-13
    assert [form.id for form in forms.values() if form.recorded] == ["party_mass"]  # YT-19
    assert [form.id for form in forms.values() if "departments" in form.commits] == ["party_mass"]
    announced = [form.id for form in forms.values() if any(stage.act == "notice" for stage in form.stages)]
    assert announced == ["five_step", "four_plus_one"]  # SU-12; the other is its copy
    assert forms["three_meetings"].meetings == 3 and forms["one_matter"].meetings == 1
    assert seats_of(forms["joint_nine"], 40) == {"owners_committee": 5, "residents": 3, "residents_committee": 1}


def test_five_steps_cannot_be_told_from_four_plus_one():
    five, four = (find_format(name).format for name in ("five_step", "four_plus_one"))
    assert five.model_copy(update={"id": four.id, "title": four.title, "rows": four.rows}) == four


def test_notice_is_the_formats_or_the_levers():
    four, three = (find_format(name).format for name in ("four_plus_one", "three_meetings"))
    assert (four.notice_days(3), four.notice_days(10), three.notice_days(3)) == (7, 10, 3)
    assert four.days_to_decide(10) - four.days_to_decide(3) == 3
    assert three.days_to_decide(3) == 7 + 7 + 7 + 3


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seats", [5, 15, 40, 200])
def test_seats_add_up(name, seats):
    form = find_format(name).format
    held = seats_of(form, seats)
    assert sum(held.values()) == (form.fixed_seats or seats) and min(held.values()) > 0
    for by_lot, reserved in ((0.0, 0.0), (0.8, 0.0), (0.3, 0.2), (1.0, 0.6)):
        body = body_of(form, seats, by_lot, reserved)
        assert body.residents_seats + body.other_seats == sum(held.values())
        assert min(getattr(body, name) for name in Body.__slots__) >= 0


def test_lot_and_reserved_seats_are_shares_of_the_whole_table():
    three = find_format("three_meetings").format
    assert body_of(three, 40) == Body(16, 0, 0, 6, 18)
    assert body_of(three, 40, 0.5, 0.1) == Body(0, 20, 4, 4, 12)
    assert body_of(three, 40, 0.2, 0.1) == Body(4, 8, 4, 6, 18)
    assert body_of(three, 40, 1.0, 0.0) == Body(0, 40, 0, 0, 0)


def test_an_unknown_format_is_answered_with_the_nearest_one():
    with pytest.raises(InputFault) as raised:
        find_format("three_meeting")
    assert str(raised.value).startswith('deliberation.format: unknown format of deliberation "three_meeting"; allowed')
    assert raised.value.nearest == "three_meetings"
    assert "没有名为" in raised.value.text("zh")


FAULTS = {
    ('act = "review"', 'act = "revue"'): 'deliberation.stages.3.act: "revue" is no choice; allowed collect, notice, '
    "discuss, decide, carry_out, review; nearest review",
    ("days = 30", 'days = "x"'): 'deliberation.stages.3.days: must be a whole number, got "x"',
    ("talk_sweeps = 0", "talk_sweeps = -1"): "deliberation.talk_sweeps: -1 is out of range; allowed 0–100",
    ("residents = 0.4", "residents = 0.5"): "deliberation.seat_mix: the shares add up to 1.1, they must add up to 1",
    ('decision = "vote"\n', ""): "deliberation.decision: is missing",
    ('act = "decide"', 'act = "discuss"'): "deliberation.stages: 0 stages decide, exactly one must",
    ('decision = "vote"', 'decision = "vote"\ncommits = ["departments"]'): (
        "deliberation.commits: departments has no seat and cannot commit on the spot"
    ),
    ('kind = "deliberation_format"', 'kind = "policy"'): (
        'kind: unknown kind of file "policy"; allowed deliberation_format'
    ),
    ("[deliberation]", "[deliberations]"): "unknown key",
    ('decision = "vote"', 'decision = "vote"\ntitle = "x"'): "deliberation.title: unknown key",
}


@pytest.mark.parametrize(("change", "expected"), FAULTS.items(), ids=range(len(FAULTS)))
def test_what_is_wrong_is_told_at_its_line(tmp_path, change, expected):
    good = shipped_formats()["three_meetings"].read_text(encoding="utf-8")
    assert change[0] in good
    path = tmp_path / "mine.toml"
    path.write_text(good.replace(*change, 1) if "deliberations" not in change[1] else good.replace(*change), "utf-8")
    with pytest.raises(InputFault) as raised:
        open_format(path)
    faults = [raised.value, *raised.value.others]
    assert any(expected in str(fault) for fault in faults), [str(fault) for fault in faults]
    assert all(re.match(rf"{re.escape(str(path))}:\d+: ", str(fault)) and fault.text("zh") for fault in faults)


def test_a_file_of_ones_own_is_found_by_its_path(tmp_path):
    path = Path(tmp_path) / "ours.toml"
    path.write_bytes(shipped_formats()["joint_nine"].read_bytes())
    assert find_format(str(path)).format.fixed_seats == 9
    assert find_format(str(path)).format.id == "ours"


def test_a_format_is_frozen():
    with pytest.raises(ValidationError):
        find_format("staff").format.decision = "vote"
