"""The page Map as a person meets it: the map is made, looked at month by month, and one grid is looked at closely."""

from base64 import b64decode
from dataclasses import replace
from html import unescape

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from shapan.app.jobs.request import AnotherBuild, Column, Request
from shapan.app.screens.map.board import board_data, edges_of, packed, scale_of
from shapan.app.screens.map.closely import TEAM, logged, months_of, teams_of
from shapan.app.screens.map.page import as_map
from shapan.app.screens.map.redraw import FILE, with_mine
from shapan.app.screens.map.view import MOST_DAYS, NONE, TIMES, View, change, figure, piece_names, tenths, years_of
from shapan.app.screens.map.whole import steps_file, whole_file, whole_table
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.experiments.mapping.figures import INDICATORS, paired_by_piece, pieces_of

from .conftest import ENTRY, keyed
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


def unpacked(text, steps, pieces):
    """What the board's script makes of packed figures: shape (steps, pieces)."""
    read = iter(b64decode(text))
    found = np.zeros((pieces, steps), np.int64)
    for piece in range(pieces):
        value = 0
        for step in range(steps):
            left, unit, byte = 0, 1, 128
            while byte & 128:
                byte = next(read)
                left += (byte & 127) * unit
                unit *= 128
            value += -(left + 1) // 2 if left % 2 else left // 2
            found[piece, step] = value
    assert next(read, None) is None
    return found.T


@pytest.mark.parametrize("shape", [(1, 1), (7, 3), (3, 40)])
def test_packed_figures_come_back(shape):
    draw = np.random.default_rng(1)
    for values in (draw.integers(-5, 1000, shape), draw.choice([NONE, 0, 2**29, -(2**29), 63, 64, -64, -65], shape)):
        np.testing.assert_array_equal(unpacked(packed(values), *shape), values)


def test_edges_are_whole_tenths_like_the_figures_they_sort():
    edges = edges_of(np.array([0.0, 0.30000000001, 0.7]), False, True)
    assert all(isinstance(edge, int) for edge in edges) and edges == sorted(edges)
    assert [int(one) for one in tenths(np.array([0.12345, np.nan]), True)] == [123, NONE]


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("kind", ["grid", "community", "cell"])
def test_the_board_shows_the_numbers_of_the_tables(mapped, kind, time):
    say = Words("en")
    view = View(mapped, NAMES, "coverage", kind, 1, time)
    data = board_data(say, view, None)
    numbers = steps_file(view)
    shape = len(view.steps), len(data["pieces"])
    assert shape[1] == int(view.pieces.max()) + 1 == len(piece_names(say, mapped, kind))
    assert shape[0] == (40 if time == "day" else len(mapped.steps)) == len(data["steps"])
    shown = [unpacked(panel["tenths"], *shape).ravel() for panel in data["panels"]]
    written = ["–" if one == NONE else f"{one / 10:.1f} %" for one in shown[0]]
    assert written == [figure(value, True) for value in numbers["baseline_value"]]
    for found, column in zip(shown, ("baseline_value", "value", "difference"), strict=True):
        np.testing.assert_array_equal(found, tenths(numbers[column].to_numpy(), True))
    assert np.isfinite(numbers["value"]).any()
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
    assert len(months_of(view, 0)) == 2 * len(mapped.steps)
    days = months_of(replace(view, time="day"), 0)
    assert len(days) == 2 * 40 and days["value"].iloc[39] == pytest.approx(months_of(view, 0)["value"].iloc[5])
    community = int(mapped.cells.loc[inside, "community"].iloc[0])
    for language in LANGUAGES:
        found, others = logged(Words(language), view, 1, [community])
        assert found
        assert others >= 0
        assert [date for date, _ in found] == sorted((date for date, _ in found), reverse=True)


def test_every_indicator_and_piece_has_a_name_in_both_languages(mapped):
    from shapan.app.screens.map.page_words import indicator_name

    for language in LANGUAGES:
        for time in TIMES:
            names = [indicator_name(Words(language), one, time) for one in INDICATORS]
            assert len(set(names)) == len(names)
            assert not any("_" in name for name in names)


def test_a_long_run_is_told_by_day_year_by_year(mapped):
    cells = len(mapped.cells)
    days = pd.concat([mapped.days] * 20, ignore_index=True)  # as many scenarios, twenty times as many days
    long = replace(mapped, days=days)
    years = years_of(long)
    assert [len(one) for one in years] == [MOST_DAYS, MOST_DAYS, len(days) // (2 * cells) - 2 * MOST_DAYS]
    last = View(long, NAMES, "waiting", "grid", 1, "day", 2)
    assert last.steps[0] == years[2][0].isoformat() and last.values.shape[1] == len(years[2])


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


def box(page, *parts):
    return keyed(page.selectbox, *parts)


def press(page, name):
    keyed(page.button, "redraw", name).click().run()
    assert not page.exception and not page.error


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_cells_day_by_day(job, language):
    page, say = open_page(language, job=job), Words(language)
    box(page, "map", "time").set_value("day").run()
    box(page, "map", "by").set_value("cell").run()
    assert not page.exception and not page.error
    assert any(one.value == say("map.reading_days", n=30) for one in page.caption)
    assert say("map.of_waiting.day") in box(page, "map", "of").options
    names = box(page, "map", "piece", "cell").options
    assert names[0] == say("map.cell", n=0, community=0)
    box(page, "map", "piece", "cell").set_value(5).run()
    assert not page.exception and not page.error
    assert any(say("map.step.day") in table.value.columns for table in page.table)


def drawn_now(page, request):
    return page.session_state[f"map:drawn:{request.key[:12]}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_grids_are_redrawn_proposed_undone_and_run(job, language, mapped, own_jobs):
    """Every button under *Draw the grids anew*, pressed as a person would."""
    page, say = open_page(language, job=job), Words(language)
    box(page, "map", "piece").set_value(0).run()
    asked = as_map(request(), 1)
    first = tuple(int(one) for one in mapped.cells["grid_0"])
    assert drawn_now(page, asked) == [first]
    assert not [one for one in page.button if "redraw:run" in str(one.key)], "today's grids are no other scenario"
    assert keyed(page.button, "redraw", "undo").disabled
    press(page, "apply")  # split is the first way
    (_, split) = drawn_now(page, asked)
    assert len(set(split)) == len(set(first)) + 1
    press(page, "undo")
    assert drawn_now(page, asked) == [first]
    box(page, "redraw", "way").set_value("merge").run()
    press(page, "apply")
    (_, merged) = drawn_now(page, asked)
    assert len(set(merged)) == len(set(first)) - 1
    box(page, "redraw", "way").set_value("move").run()
    press(page, "apply")
    moved = drawn_now(page, asked)[-1]
    assert sum(one != other for one, other in zip(moved, merged, strict=True)) == 1
    press(page, "propose")
    proposed = drawn_now(page, asked)[-1]
    here = mapped.cells["community"].to_numpy() == 0
    assert proposed != moved and np.array_equal(np.array(proposed)[~here], np.array(moved)[~here])
    assert len(set(np.array(proposed)[here])) == len(set(np.array(moved)[here]))
    (file,) = [one for one in page.get("download_button") if one.proto.label == say("redraw.save")]
    assert file.proto.id.endswith(f"redraw:csv:{asked.key[:12]}") and FILE == "drawn_layout.csv"
    press(page, "run")
    wanted = with_mine(asked, proposed, say("redraw.mine"))
    (started,) = [one.job for one in own_jobs().recent(30) if one.request == wanted]
    own_jobs().cancel(started)


def test_a_map_is_no_comparison_of_its_own_on_other_pages(job, own_jobs):
    page = AppTest.from_file(ENTRY, default_timeout=90)
    page.query_params["lang"], page.query_params["job"] = "en", job
    page.run()
    assert not page.exception
    opens = [one.key for one in page.button if str(one.key).startswith("open:")]
    drawn = own_jobs().find(as_map(request(), 1))
    assert f"open:{job}" in opens and f"open:{drawn}" not in opens
