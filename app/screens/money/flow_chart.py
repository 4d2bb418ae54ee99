"""The money of a year as a flow chart: width in proportion to yuan; the same flows as a table and as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from ....experiments.reports.flows import ENDS, MET, NOT_MET, Flow
from ....experiments.reports.statements import FEN_A_YUAN
from ....model.ledger.ledger import ACCOUNTS
from ...widgets.charts import INK, dress
from ...widgets.language import Words
from .flow_layout import Layout, Node, Ribbon, lay_out

WIDE = 980
"""Pixels; a narrower screen scrolls sideways, since names need their room."""
NODE_WIDE = 0.035
LONGEST = 215
"""Pixels of a name before it is cut; the whole name stands in its hint and in the table."""
POINTS = 25
UNITS = {"zh": 10_000.0, "en": 1_000.0}
COLOURS = {
    "given": "#5f97c6",
    "opening": "#8a94a1",
    "moved": "#b98fbf",
    "spent": "#5b6675",
    "returned": "#c9a227",
    "closing": "#8a94a1",
    "passed_in": "#c9a227",
    "passed_out": "#c9a227",
    MET: "#009e73",
    NOT_MET: "#d5b59a",
}


def node_words(say: Words, name: str) -> str:
    """What a node is called."""
    if name in ENDS:
        return say(f"flows.{name}")
    return str(getattr(ACCOUNTS[name], say.language))


def part_words(say: Words, one: Flow) -> str:
    """What a ribbon is: a line of the statement, or what a use bought."""
    return say(f"flows.{one.target}") if one.part == "bought" else say(f"flows.part.{one.part}")


def flow_chart(say: Words, flows: Sequence[Flow], whole: int, met: float) -> Any:
    """Ribbons, nodes and their names.

    Args:
        whole: Fen by which charts beside each other share one scale.
        met: Needs met on time in the year, told at their node.
    """
    layout = lay_out(flows, whole)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.02, 4.15], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[layout.height, 0.0], nice=False))
    ribbons = pd.DataFrame([row for number, one in enumerate(layout.ribbons) for row in _curve(say, number, one)])
    tips = [
        alt.Tooltip("from:N", title=say("flows.from")),
        alt.Tooltip("to:N", title=say("flows.to")),
        alt.Tooltip("yuan:N", title=say.shared("statement.yuan")),
    ]
    kinds = list(dict.fromkeys(ribbons["kind"])) if len(ribbons) else []
    colours = [COLOURS[one] for one in dict.fromkeys(_colour_key(one.flow) for one in layout.ribbons)]
    legend = alt.Legend(title=None, orient="top", columns=4, symbolType="square")
    area = (
        alt.Chart(ribbons)
        .mark_area(opacity=0.5)
        .encode(
            x=x,
            y=y,
            y2="y2:Q",
            detail="flow:N",
            tooltip=tips,
            color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=colours), legend=legend),
        )
    )
    nodes = _nodes(say, layout, met)
    tips = [alt.Tooltip("label:N", title=say("flows.node")), alt.Tooltip("yuan:N", title=say.shared("statement.yuan"))]
    base = alt.Chart(nodes)
    boxes = base.mark_rect(color=INK).encode(x=x, x2="x2:Q", y=y, y2="y2:Q", tooltip=tips)
    names = base.mark_text(align="left", baseline="middle", dx=3, fontSize=11, color=INK, limit=LONGEST).encode(
        x=alt.X("x2:Q", axis=None), y=alt.Y("middle:Q", axis=None), text="told:N", tooltip=tips
    )
    return dress((area + boxes + names).properties(width=WIDE, height=round(layout.height))).configure_concat(spacing=0)


def _colour_key(one: Flow) -> str:
    return one.target if one.part == "bought" else one.part


def _curve(say: Words, number: int, one: Ribbon) -> list[dict[str, Any]]:
    """A ribbon as points along it; it leaves and arrives level."""
    begin, end = one.x0 + NODE_WIDE, one.x1
    about = {"flow": number, "kind": part_words(say, one.flow), "yuan": f"{one.flow.fen / FEN_A_YUAN:,.2f}"}
    about |= {"from": node_words(say, one.flow.source), "to": node_words(say, one.flow.target)}
    rows = []
    for step in range(POINTS):
        part = step / (POINTS - 1)
        rise = part * part * (3.0 - 2.0 * part)
        top = one.top0 + rise * (one.top1 - one.top0)
        # A ribbon of a few yuan still is a hair line.
        rows.append({**about, "x": begin + part * (end - begin), "y": top, "y2": top + max(one.width, 0.4)})
    return rows


def _nodes(say: Words, layout: Layout, met: float) -> pd.DataFrame:
    rows = [
        {
            "x": node.column,
            "x2": node.column + NODE_WIDE,
            "y": node.top,
            "y2": node.top + max(node.height, 1.0),
            "middle": node.top + node.height / 2,
            "label": node_words(say, node.name),
            "told": _tooltip(say, node, met),
            "yuan": f"{node.fen / FEN_A_YUAN:,.2f}",
        }
        for node in layout.nodes
    ]
    return pd.DataFrame(rows)


def _tooltip(say: Words, node: Node, met: float) -> str:
    """A node's name with its money, and at the last the needs it stands for."""
    yuan = node.fen / FEN_A_YUAN / UNITS[say.language]
    figure = f"{yuan:,.0f}" if yuan >= 10 else f"{yuan:,.1f}" if yuan >= 0.1 else f"{yuan:,.2f}"
    text = f"{say('flows.yuan', n=figure)} {node_words(say, node.name)}"  # a long name may be cut, the sum not
    return say("flows.met_told", text=text, n=f"{met:,.0f}") if node.name == MET else text


def flow_table(say: Words, found: Mapping[str, Sequence[Flow]]) -> pd.DataFrame:
    """Every flow of every scenario in the words of the screen, yuan to the fen."""
    rows = [
        (name, part_words(say, one), *(node_words(say, end) for end in (one.source, one.target)), _yuan(one))
        for name, flows in found.items()
        for one in flows
    ]
    heads = [say("table.scenario"), say("flows.what"), say("flows.from"), say("flows.to"), say.shared("statement.yuan")]
    return pd.DataFrame(rows, columns=heads)


def _yuan(one: Flow) -> str:
    return f"{one.fen / FEN_A_YUAN:,.2f}"


def flow_file(found: Mapping[str, Sequence[Flow]]) -> pd.DataFrame:
    """The same as numbers."""
    rows = [
        (name, one.part, one.source, one.target, one.fen / FEN_A_YUAN) for name, flows in found.items() for one in flows
    ]
    return pd.DataFrame(rows, columns=["scenario", "part", "from", "to", "yuan"])
