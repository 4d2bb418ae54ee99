"""The page takes away what the command line does; a kept link shows the numbers of then."""

import zipfile
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from shapan.app.jobs import shares
from shapan.app.jobs.request import Column, Request
from shapan.app.jobs.result import Finding
from shapan.app.jobs.work import scenario_of
from shapan.app.widgets.taking import file_name, request_of, taken_of
from shapan.experiments.comparing.compare import Comparison
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.takeaway.briefing import brief_of
from shapan.experiments.takeaway.capsule import capsule, opened
from shapan.experiments.takeaway.edited import read_workbook
from shapan.experiments.takeaway.forms import FOR_READING, made
from shapan.experiments.takeaway.one_file import html
from shapan.experiments.takeaway.phrases import telling

CHANGES = {"staff.admin_share": 0.25}
COLUMNS = (Column("", "status_quo", "training_town"), Column("试点/../x", "yantian", "training_town", CHANGES))
REQUEST = Request(COLUMNS, reps=3, days=120, warmup=20, seed=5)
NAMES = ("现状", "试点/../x")


@pytest.fixture(scope="module")
def taken():
    values = {"coverage": {name: dict.fromkeys(REQUEST.seeds, 0.4 + 0.1 * place) for place, name in enumerate(NAMES)}}
    run = {
        "born": 15,
        "met_on_time": 5,
        "met_late": 4,
        "lapsed_waiting": 3,
        "wrong_door": 2,
        "never_heard": 1,
        "open": 0,
    }
    comparison = Comparison(
        NAMES, tuple(REQUEST.seeds), values, {name: dict.fromkeys(REQUEST.seeds, run) for name in NAMES}
    )
    daily = pd.DataFrame(
        {"scenario": name, "indicator": "coverage", "unit": "share", "date": date, "value": 0.4, "lo": 0.3, "hi": 0.5}
        for name in NAMES
        for date in pd.to_datetime(["2026-01-01", "2026-01-08"])
    )
    empty = pd.DataFrame()
    tables = dict.fromkeys(("funnel", "requests", "cells", "boxes"), empty)
    finding = Finding(
        comparison=comparison, daily=daily, residents=10_000, communities=4, grids=(), failures=(), **tables
    )
    return taken_of(REQUEST, finding, NAMES)


def test_what_is_taken_is_what_was_asked(taken):
    assert taken.scenarios["试点/../x"].values["staff.admin_share"] == 0.25
    assert taken.command.startswith("shapan compare status_quo 'yantian{staff.admin_share=0.25}' --place training_town")
    assert file_name(taken, "pdf") == "shapan_status_quo_yantian_training_town.pdf"


def test_a_link_keeps_its_numbers_and_nothing_else_is_one(taken, tmp_path, monkeypatch):
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path))
    content = capsule(taken)
    which = shares.keep(content)
    assert shares.keep(content) == which and shares.kept(which) == content
    assert opened(shares.kept(which), which).briefs["zh"].title.startswith("试点")
    for other in ("abcdefghij", "../" + which, which.upper(), "", f"{which}/.."):
        assert shares.kept(other) is None
    monkeypatch.setattr(shares, "MOST_KEPT", 1)
    with pytest.raises(shares.NoRoom):
        shares.keep(content + b"x")
    assert shares.kept(which) == content


def test_one_visitor_does_not_take_the_room_of_all_others(tmp_path, monkeypatch):
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path))
    monkeypatch.setattr(shares, "MOST_OF_ONE", 2)
    first, _ = (shares.keep(content, "anna") for content in (b"1", b"2"))
    with pytest.raises(shares.NoRoom) as fault:
        shares.keep(b"3", "anna")
    assert fault.value.of_one and shares.keep(b"1", "anna") == first, "what is kept already takes no room"
    for other in ("bob", None, None, None):
        shares.keep(f"{other}".encode(), other)
    (tmp_path / "shares" / f"{first}.zip").unlink()  # whoever keeps the machine made room
    which = shares.keep(b"3", "anna")
    assert shares.kept(which) == b"3"
    monkeypatch.setattr(shares, "MOST_BYTES_OF_ONE", 4)
    with pytest.raises(shares.NoRoom):
        shares.keep(b"12345", "carl")
    assert not any("anna" in path.name for path in tmp_path.rglob("*")), "who they are is not written down"


def test_days_of_the_page_go_along(taken):
    briefs = opened(capsule(taken), "a").briefs
    said = html(taken.comparison, briefs, taken.daily).decode()
    assert 'id="day-zh"' in said and '"dates":["2026-01-01","2026-01-08"]' in said


def test_a_workbook_becomes_a_request_that_may_be_asked(taken, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(made(taken, "xlsx", "zh"))
    asked = request_of(read_workbook(path, "theirs.xlsx"))
    assert [one.changes for one in asked.columns] == [{}, CHANGES] and [one.label for one in asked.columns] == list(
        NAMES
    )
    assert (asked.reps, asked.days, asked.warmup, asked.seed) == (3, 120, 20, 5) and not asked.assumptions


def test_what_all_scenarios_assume_comes_back_with_the_workbook(taken, tmp_path):
    assumed = {"needs.common_shape": 20.5}
    scenarios = {name: scenario_of(column, assumed) for name, column in zip(NAMES, COLUMNS, strict=True)}
    path = tmp_path / "a.xlsx"
    path.write_bytes(made(replace(taken, scenarios=scenarios), "xlsx", "en"))
    found = read_workbook(path)
    assert request_of(found).assumptions == assumed and found.command().endswith("--set needs.common_shape=20.5")


def test_sets_of_assumptions_and_redrawn_worlds_come_back_with_the_workbook(taken, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(made(replace(taken, draws=4), "xlsx", "en"))
    found = read_workbook(path)
    assert request_of(found).draws == 4 and found.command().endswith("--seed 5 --draws 4")
    path.write_bytes(made(replace(taken, redraw=True), "xlsx", "en"))
    found = read_workbook(path)
    assert found.command().endswith("--seed 5 --redraw")
    with pytest.raises(Refused) as fault:
        request_of(found)
    assert "--redraw" in fault.value.text("en") and found.command() in fault.value.text("zh")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_branch_is_taken_away_for_reading_and_says_so(taken, language):
    branched, tell = replace(taken, branch=40), telling(language)
    brief = brief_of(branched, language)
    assert tell("brief.branched", day=40) in brief.about and tell("brief.branched", day=40) not in taken.command
    assert not any(one.code for one in brief.sections) and any(one.code for one in brief_of(taken, language).sections)
    assert not {"xlsx", "zip"} & set(FOR_READING) and {"docx", "pdf", "html"} <= set(FOR_READING)
    assert tell("brief.branch_again") in made(branched, "html", language).decode()


def test_a_book_that_is_none_is_refused_under_the_name_it_came_with(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(Refused) as fault:
        read_workbook(path, "theirs.xlsx")
    assert "theirs.xlsx" in fault.value.text("zh") and str(tmp_path) not in fault.value.text("zh")


def one_field():
    from shapan.app.screens.compare.taking import bring_back
    from shapan.app.widgets.language import Words

    bring_back(Words("en"))


def test_a_workbook_that_is_brought_back_becomes_one_draft_and_the_page_rests(taken, tmp_path, monkeypatch):
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path))
    page = AppTest.from_function(one_field, default_timeout=30).run()
    page.file_uploader[0].set_value(("theirs.xlsx", made(taken, "xlsx", "zh"), "")).run()
    assert not page.exception and not page.error
    assert [one.stem for one in (tmp_path / "drafts").glob("*.json")] == [page.query_params["draft"]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_branches_off_leaves_in_no_file_that_would_run_something_else(language):
    def take(language):
        from types import SimpleNamespace

        from shapan.app.jobs.request import Column, Request
        from shapan.app.screens.compare.taking import show_take_away
        from shapan.app.widgets.language import Words

        column = Column("", "status_quo", "training_town")
        found = SimpleNamespace(names=("a", "b"), baseline="a")
        rest = dict.fromkeys(("residents", "communities", "cards", "daily"))
        finding = SimpleNamespace(comparison=found, **rest)
        show_take_away(Words(language), Request((column, column), days=120, branch=60), finding, ("a", "b"))

    page = AppTest.from_function(take, args=(language,), default_timeout=30).run()
    assert not page.exception and "60" in page.info[0].value and not page.button
    assert len(page.get("download_button")) == len(FOR_READING)
