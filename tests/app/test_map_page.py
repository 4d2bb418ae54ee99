"""The page Map as a person meets it: the map is made, looked at month by month, and one grid is looked at closely."""

from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from shapan.app.jobs.request import AnotherBuild, Column, Request
from shapan.app.screens.map.board import View, board_data, change, figure, piece_names, scale_of
from shapan.app.screens.map.closely import TEAM, logged, months_of, teams_of
from shapan.app.screens.map.page import as_map
from shapan.app.screens.map.whole import steps_file, whole_file, whole_table
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.experiments.mapping.figures import INDICATORS, by_step, paired_by_piece, pieces_of

from .conftest import ENTRY
from .pages import opened, run

NAMES = ("before", "<b>after</b>")


def request():
    columns = (Column("", "status_quo", "training_town"), Column("", "yantian", "training_town"))
    return Request(columns, reps=1, days=40, warmup=0)


@pytest.fixture(scope="module")
def job(own_jobs):
    """The id of a comparison whose map is done; its own runs are stopped, since the page only asks what it compares."""
    found = own_jobs().submit(request(), "somebody")
    own_jobs().cancel(found)
    drawn = own_jobs().submit(as_map(request(), 1), "somebody")
    assert own_jobs().wait(drawn, 120).state == "done"
    return found


@pytest.fixture(scope="module")
def mapped(own_jobs, job):
    return own_jobs().result(own_jobs().find(as_map(request(), 1)))


def open_page(language, **query):
    return run(opened("map", language, **query))


def test_a_request_for_a_map_is_another_request_and_old_ones_are_read_as_before():
    asked = as_map(replace(request(), reps=5, draws=3), 2)
    assert (asked.map, asked.reps, asked.draws) == (True, 2, 0)
    assert Request.from_text(asked.as_text()) == asked
    assert '"map"' not in request().as_text()
    assert asked.key != replace(asked, map=False).key
    with pytest.raises(AnotherBuild):
        Request.from_text(asked.as_text().replace('"map": true', '"map": "yes"'))


def test_figures_and_differences_carry_unit_sign_and_arrow():
    assert [figure(0.5, True), figure(12.34, False), figure(np.nan, True)] == ["50.0 %", "12.3", "–"]
    assert [change(0.021, True), change(-0.5, False), change(0.0001, True), change(np.nan, True)] == [
        "▲ +2.1",
        "▼ −0.5",
        "= 0.0",
        "–",
    ]


def test_a_scale_of_differences_is_even_about_zero():
    edges = scale_of(np.array([-0.1, 0.02, np.nan]), True, True)
    np.testing.assert_allclose(edges, -edges[::-1])
    assert len(edges) == 6
    assert np.digitize(0.0, edges) == 3  # the grey middle
    assert len(scale_of(np.array([0.2, 0.9]), False, True)) == 6


@pytest.mark.parametrize("kind", ["grid", "community"])
def test_the_board_shows_the_numbers_of_the_tables(mapped, kind):
    say = Words("en")
    view = View(mapped, NAMES, "coverage", kind, 1)
    data = board_data(say, view, None)
    values = by_step(mapped, "coverage", view.pieces)
    numbers = steps_file(view)
    assert len(data["pieces"]) == values.shape[2] == len(piece_names(say, mapped, kind))
    for number, panel in enumerate(data["panels"][:2]):
        shown = [text for row in panel["texts"] for text in row]
        column = numbers["baseline_value" if number == 0 else "value"]
        assert shown == [figure(value, True) for value in column]
    gap = [text for row in data["panels"][2]["texts"] for text in row]
    assert gap == [change(value, True) for value in numbers["difference"]]
    assert {len(panel["classes"]) for panel in data["panels"]} == {len(mapped.steps)}
    assert len(data["boxes"]) == len(mapped.cells)
    assert all(0 <= x <= data["wide"] and 0 <= y <= data["tall"] for x, y, *_ in data["boxes"])
    assert data["panels"][0]["legend"][0][1].startswith("<")


def test_the_board_is_drawn_anew_only_if_it_shows_something_else(mapped):
    say, view = Words("en"), View(mapped, NAMES, "coverage", "grid", 1)
    assert board_data(say, view, None)["id"] == board_data(say, view, 3)["id"]
    assert board_data(say, view, None)["id"] != board_data(say, replace(view, indicator="heard"), None)["id"]


def test_the_whole_table_has_no_verdict_of_one_world(mapped):
    view = View(mapped, NAMES, "coverage", "community", 1)
    found = paired_by_piece(mapped, "coverage", view.pieces, 1)
    table = whole_table(Words("en"), view, piece_names(Words("en"), mapped, "community"), found, "95")
    assert set(table.iloc[:, -1]) == {Words("en").shared("verdict.unclear")}
    assert whole_file(view, found)["judged_lo"].isna().all()


def test_a_grid_looked_at_closely_tells_its_team_its_months_and_its_log(mapped):
    view = View(mapped, NAMES, "waiting", "grid", 1)
    inside = pieces_of(mapped, "grid") == 0
    teams = teams_of(mapped, 0, inside)
    own = mapped.teams[(mapped.teams["column"] == 0) & (mapped.teams["grid"] == 0)]
    np.testing.assert_allclose(teams[list(TEAM)], own[list(TEAM)])
    months = months_of(view, 0)
    assert len(months) == 2 * len(mapped.steps)
    community = int(mapped.cells.loc[inside, "community"].iloc[0])
    for language in LANGUAGES:
        found, others = logged(Words(language), view, 1, [community])
        assert found
        assert others >= 0
        assert [date for date, _ in found] == sorted((date for date, _ in found), reverse=True)


def test_every_indicator_and_piece_has_a_name_in_both_languages(mapped):
    from shapan.app.screens.map.page_words import indicator_name

    for language in LANGUAGES:
        names = [indicator_name(Words(language), one) for one in INDICATORS]
        assert len(set(names)) == len(names)
        assert not any("_" in name for name in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_opens_on_the_comparison_and_looks_closely(job, language):
    page = open_page(language, job=job)
    say = Words(language)
    words = unescape(" ".join(one.proto.body for one in page.get("html")))
    assert say("map.about") in words
    assert any(say("map.too_few", n=1, fewest=6) == one.value for one in page.markdown)
    box = next(one for one in page.selectbox if str(one.key).startswith("map:piece:"))
    box.set_value(0).run()
    assert not page.exception
    assert any(say("map.teams") in one.value for one in page.markdown)


def test_a_map_is_no_comparison_of_its_own_on_other_pages(job, own_jobs):
    page = AppTest.from_file(ENTRY, default_timeout=90)
    page.query_params["lang"], page.query_params["job"] = "en", job
    page.run()
    assert not page.exception
    opens = [one.key for one in page.button if str(one.key).startswith("open:")]
    assert opens == [f"open:{job}"]
