"""Grids drawn on the page run like any others: asked, carried by the form, refused where they do not fit."""

from dataclasses import replace

import pytest

from shapan import load
from shapan.app.jobs import work
from shapan.app.jobs.first_picture import small_request
from shapan.app.jobs.request import Request
from shapan.app.screens.compare.draft import Draft
from shapan.app.screens.map.redraw import with_mine
from shapan.app.widgets.catalogue import command_line
from shapan.experiments.runs.refusing import Refused
from shapan.model.place.layouts import lay_out
from shapan.model.place.world import build_world
from shapan.scenarios.faults import InputFault


@pytest.fixture(scope="module")
def drawing():
    """The grids of the town's status quo, two of one community joined."""
    scenario = load("status_quo").with_place("training_town")
    world = build_world(scenario.parameters.place)
    work_of = world.territory.households_of_cell.astype(float)
    grids = lay_out(world, scenario.parameters.levers.grid, work_of).grid_of_cell.tolist()
    return tuple(grids)


@pytest.fixture(scope="module")
def asked(drawing):
    return with_mine(replace(small_request(), days=20, warmup=0), drawing, "mine")


def test_drawn_grids_are_written_read_and_carried_by_the_form(asked, drawing):
    assert Request.from_text(asked.as_text()) == asked and asked.columns[1].drawn == drawing
    assert "drawn" not in small_request().as_text(), "older requests are written as they were"
    assert Draft.of(asked).request() == asked and not Draft.of(asked).doubles()
    moved = Draft.of(asked)
    moved.on_place("yantian")
    assert moved.columns[1].drawn == () and "grid.layout" not in moved.columns[1].changes
    assert "layout_file=drawn_layout.csv" in command_line(asked)


def test_another_drawing_is_another_run(asked):
    work.check(asked)
    own = asked.columns[1]
    other = replace(asked, columns=(asked.columns[0], replace(own, drawn=(*own.drawn[:-1], max(own.drawn) + 1))))
    keys = {work.keys_of_runs(one)[1, 1] for one in (asked, other)}
    assert len(keys) == 2 and work.keys_of_runs(asked)[0, 1] == work.keys_of_runs(other)[0, 1]


def test_a_run_on_todays_grids_drawn_by_hand_is_todays_run(asked):
    first, mine = (work.run_column(asked, column, 1, lambda fraction: None).run for column in (0, 1))
    assert first.grids == mine.grids and first.funnel == mine.funnel


@pytest.mark.parametrize("drawn", [(0,) * 5, (0,) * 400])
def test_what_fits_no_place_is_refused_by_the_run(asked, drawn):
    wrong = replace(asked, columns=(asked.columns[0], replace(asked.columns[1], drawn=drawn)))
    with pytest.raises(Refused):
        work.run_column(wrong, 1, 1, lambda fraction: None)


@pytest.mark.parametrize("drawn", [(-1, 0), ("0",), (True,), (0,) * 200_000])
def test_what_is_no_drawing_is_refused_at_the_gate(asked, drawn):
    wrong = replace(asked, columns=(asked.columns[0], replace(asked.columns[1], drawn=drawn)))
    with pytest.raises(InputFault):
        work.check(wrong)
