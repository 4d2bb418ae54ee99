"""Grids of a community drawn anew: join two, split one, move a cell; every step checked, undone, saved as a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ....experiments.layouts.proposing import propose
from ....experiments.mapping.figures import Mapped
from ....experiments.mapping.redrawing import (
    CannotRedraw,
    Drawing,
    Land,
    beside,
    drawn_file,
    faults,
    land_of,
    merge,
    movable,
    move,
    split,
)
from ....experiments.runs.refusing import Refused
from ...jobs.handle import ask, jobs
from ...jobs.request import Request
from ...widgets.charts import FONT, INK
from ...widgets.download import as_text
from ...widgets.drawn import draw
from ...widgets.frame import go_to
from ...widgets.guard import fault_text
from ...widgets.language import Words
from ...widgets.phrases import cost
from ...widgets.plain import markdown

WAYS = ("split", "merge", "move")
FILLS = ["#b9cfdd", "#ecc199", "#d5dae0", "#a9d8c4", "#e8d3e2", "#f3ecb8", "#c8c3e6", "#f0c4bd"]
MOST_UNDONE = 50
FILE = "drawn_layout.csv"


def show_redraw(say: Words, request: Request, mapped: Mapped, community: int) -> None:
    """The form, the drawing of one community, and the file of all."""
    key, place = request.key[:12], request.columns[0].place
    with st.expander(say("redraw.title"), key=f"map:redraw:{key}"):
        st.markdown(say("redraw.about"))
        history: list[Drawing] = st.session_state.setdefault(
            f"map:drawn:{key}", [tuple(int(one) for one in mapped.cells["grid_0"])]
        )
        land = land_of(mapped.cells)
        _form(say, land, history, community, key)
        drawing = history[-1]
        here = mapped.cells[mapped.cells["community"] == community]
        left, right = st.columns([1, 1])
        with left:
            chart = drawing_chart(say, here, drawing)
            draw(say, chart, "drawn_grids", alt=say("redraw.alt", n=community), width="content")
        with right:
            table = checks(say, mapped.cells, land, drawing, community)
            st.table(as_text(table), hide_index=True, border="horizontal")
        _proposal(say, mapped, history, (request, community))
        wrong = faults(land, drawing)
        lawful = not any({"pieces", "crossing"} & set(one) for one in wrong.values())
        st.markdown(say("redraw.lawful" if lawful else "redraw.unlawful", n=len(wrong), grids=len(set(drawing))))
        st.download_button(
            say("redraw.save"),
            drawn_file(drawing),
            FILE,
            "text/csv",
            key=f"redraw:csv:{key}",
            on_click="ignore",
        )
        if lawful and len(history) > 1:
            _run(say, request, drawing)
        st.caption(say("redraw.how_to_run"))
        drawn = f"--set grid.layout=drawn layout_file={FILE}"
        st.code(f"shapan run {request.columns[0].policy} --place {place} {drawn}", language="bash", wrap_lines=True)


def with_mine(request: Request, drawing: Drawing, label: str) -> Request:
    """The first scenario of a comparison beside itself on grids drawn by hand, in the same worlds."""
    first = request.columns[0]
    changes = dict(sorted({**first.changes, "grid.layout": "drawn"}.items()))
    mine = replace(first, label=label, changes=changes, drawn=drawing)
    return replace(request, columns=(first, mine), map=False, branch=0, why=(), follow=())


def _proposal(say: Words, mapped: Mapped, history: list[Drawing], of: tuple[Request, int]) -> None:
    """A button that cuts the community into other lawful grids, as many as it has; undone like any other step."""
    request, community = of
    asked = f"redraw:asked:{request.key[:12]}"
    if not st.button(say("redraw.propose"), key=f"redraw:propose:{request.key[:12]}", help=say("redraw.propose_help")):
        return
    st.session_state[asked] = st.session_state.get(asked, 0) + 1
    try:
        history.append(propose(land_of(mapped.cells), history[-1], community, st.session_state[asked]))
    except Refused as fault:
        st.warning(markdown(fault.text(say.language)), icon=":material/block:")
        return
    del history[:-MOST_UNDONE]
    st.rerun()


def _run(say: Words, request: Request, drawing: Drawing) -> None:
    """What it costs to compare these grids with those of the first scenario, and the button that does it."""
    wanted = with_mine(request, drawing, say("redraw.mine"))
    st.markdown(f":material/timer: {cost(say, jobs().estimate(wanted))}")
    if st.button(say("redraw.run"), key=f"redraw:run:{request.key[:12]}", type="primary", icon=":material/compare:"):
        try:
            job = ask(wanted)
        except Exception as fault:  # told here; what a button does stands in no section's guard
            st.warning(markdown(fault_text(say, fault)))
            return
        go_to(say, "page.compare", job)


def _form(say: Words, land: Land, history: list[Drawing], community: int, key: str) -> None:
    drawing = history[-1]
    grids = sorted({grid for cell, grid in enumerate(drawing) if land.community[cell] == community})
    turn = f"{key}:{community}:{len(history)}:{say.language}"
    one, two, three, four = st.columns(4, vertical_alignment="bottom")
    way = one.selectbox(
        say("redraw.way"), WAYS, format_func=lambda name: say(f"redraw.{name}"), key=f"redraw:way:{turn}"
    )
    grid = two.selectbox(say("redraw.grid"), grids, key=f"redraw:grid:{turn}")
    cell, to = None, None
    if way == "merge":
        to = three.selectbox(say("redraw.with"), beside(land, drawing, grid), key=f"redraw:with:{turn}:{grid}")
    elif way == "move":
        cells = movable(land, drawing, grid)
        cell = three.selectbox(say("redraw.cell"), list(cells), key=f"redraw:cell:{turn}:{grid}")
        to = four.selectbox(say("redraw.to"), cells.get(cell, []), key=f"redraw:to:{turn}:{grid}:{cell}")
    with st.container(horizontal=True):
        if st.button(say("redraw.apply"), key=f"redraw:apply:{key}", type="primary"):
            try:
                history.append(changed(land, drawing, way, (grid, cell, to)))
                del history[:-MOST_UNDONE]
                st.rerun()
            except CannotRedraw as fault:
                st.warning(say(f"redraw.cannot.{fault.kind}"), icon=":material/block:")
        if st.button(say("redraw.undo"), key=f"redraw:undo:{key}", disabled=len(history) < 2):
            history.pop()
            st.rerun()


def changed(land: Land, drawing: Drawing, way: str, what: tuple[int, int | None, int | None]) -> Drawing:
    """The drawing after one change: (grid, cell, other grid), of which each way takes what it needs.

    Raises:
        CannotRedraw: It cannot be done.
    """
    grid, cell, to = what
    if way == "split":
        return split(land, drawing, grid)
    if to is None or (way == "move" and cell is None):
        raise CannotRedraw("apart")
    return merge(land, drawing, grid, to) if way == "merge" else move(land, drawing, int(cell or 0), to)


def checks(say: Words, cells: pd.DataFrame, land: Land, drawing: Drawing, community: int) -> pd.DataFrame:
    """Grids of a community with what they hold and what is wrong with them."""
    wrong, drawn = faults(land, drawing), cells.assign(grid=list(drawing))
    rows = []
    for grid, inside in drawn[drawn["community"] == community].groupby("grid"):
        named = [say(f"redraw.fault.{one}") for one in wrong.get(int(str(grid)), [])]
        sums = (int(inside["households"].sum()), int(inside["residents"].sum()))
        rows.append((str(grid), len(inside), *sums, "✗ " + ", ".join(named) if named else "✓"))
    heads = ("redraw.grid", "redraw.cells", "redraw.households", "table.residents", "redraw.check")
    return pd.DataFrame(rows, columns=[say(head) for head in heads])


def drawing_chart(say: Words, here: pd.DataFrame, drawing: Drawing) -> Any:
    """The cells of a community, each with the number of its grid, neighbours told apart by colour too."""
    data = here.assign(grid=[drawing[cell] for cell in here["cell"]])
    data = data.assign(x=(data["x0"] + data["x1"]) / 2, y=(data["y0"] + data["y1"]) / 2)
    wide, tall = (float(data[f"{axis}1"].max() - data[f"{axis}0"].min()) for axis in "xy")
    x, y = (alt.Scale(domain=[data[f"{axis}0"].min(), data[f"{axis}1"].max()], nice=False) for axis in "xy")
    grids = sorted(set(data["grid"]))
    colour = alt.Scale(domain=grids, range=[FILLS[number % len(FILLS)] for number in range(len(grids))])
    tooltip = [alt.Tooltip("cell:Q", title=say("table.cell")), alt.Tooltip("grid:N", title=say("redraw.grid"))]
    tooltip += [alt.Tooltip("households:Q", title=say("redraw.households"))]
    ground = (
        alt.Chart(data)
        .mark_rect(stroke="white")
        .encode(
            x=alt.X("x0:Q", axis=None, scale=x),
            x2="x1:Q",
            y=alt.Y("y0:Q", axis=None, scale=y),
            y2="y1:Q",
            color=alt.Color("grid:N", scale=colour, legend=None),
            tooltip=tooltip,
        )
    )
    words = (
        alt.Chart(data)
        .mark_text(fontSize=10, color=INK)
        .encode(x=alt.X("x:Q", axis=None, scale=x), y=alt.Y("y:Q", axis=None, scale=y), text="grid:N", tooltip=tooltip)
    )
    size = {"width": 330, "height": min(420, max(120, round(330 * tall / max(wide, 0.01))))}
    return (ground + words).properties(**size).configure(font=FONT).configure_view(stroke="#d5dae0")
