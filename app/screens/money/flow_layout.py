"""Where the ribbons and nodes of a flow chart stand: columns from left to right, heights in proportion to money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ....experiments.reports.flows import (
    CLOSING,
    ELSEWHERE_IN,
    ELSEWHERE_OUT,
    MET,
    NOT_MET,
    OPENING,
    RETURNED,
    Flow,
)
from ....model.ledger.ledger import HOLDERS, SOURCES, USES

LAST = (MET, NOT_MET)
ORDER = (*SOURCES, OPENING, ELSEWHERE_IN, *HOLDERS, *USES, RETURNED, ELSEWHERE_OUT, CLOSING, *LAST)
"""Nodes of a column stand in this order from top to bottom."""
GAP = 17.0
"""Pixels between two nodes of a column, so that each has room for its name."""
TALLEST = 240.0
"""Pixels of the largest sum among the charts that stand beside each other."""
MOST_STEPS = 2
"""Holders that get money from holders stand further right, by so many steps at most."""


@dataclass(frozen=True)
class Node:
    """An account: its column (0 to 3, holders also between), its upper edge, and what goes through it."""

    name: str
    column: float
    top: float
    height: float
    fen: int


@dataclass(frozen=True)
class Ribbon:
    """A flow from the right edge of one node to the left edge of another; `width` in pixels at both ends."""

    flow: Flow
    x0: float
    x1: float
    top0: float
    top1: float
    width: float


@dataclass(frozen=True)
class Layout:
    """All of a chart, and how tall it is."""

    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    height: float


def column_of(name: str, steps: dict[str, int]) -> float:
    """The column of a node."""
    if name in HOLDERS:
        return 1.0 + 0.35 * steps.get(name, 0)
    if name in LAST:
        return 3.0
    return 0.0 if name in SOURCES or name in (OPENING, ELSEWHERE_IN) else 2.0


def through(flows: Sequence[Flow], name: str) -> int:
    """Fen that go through a node: what comes in, and where nothing does, what goes out."""
    into = sum(one.fen for one in flows if one.target == name)
    return into or sum(one.fen for one in flows if one.source == name)


def largest(flows: Sequence[Flow]) -> int:
    """Fen of the fullest column, holders taken by themselves, by which several charts share one scale."""
    given = sum(one.fen for one in flows if one.part in ("given", "opening", "passed_in"))
    paid = sum(one.fen for one in flows if one.part == "spent" and one.source not in HOLDERS)
    return given + paid


def lay_out(flows: Sequence[Flow], whole: int) -> Layout:
    """Place nodes and ribbons.

    Args:
        flows: All of one scenario.
        whole: Fen that stand TALLEST pixels tall.
    """
    steps, scale = _steps(flows), TALLEST / max(whole, 1)
    names = {name for one in flows for name in (one.source, one.target)}
    ordered = [name for name in ORDER if name in names]
    nodes: dict[str, Node] = {}
    ends: dict[float, float] = {}
    for name in ordered:
        column, fen = column_of(name, steps), through(flows, name)
        group = 1.0 if 1.0 <= column < 2.0 else column  # holders share one column, however far right they stand
        top = ends.get(group, 0.0)
        nodes[name] = Node(name, column, top, scale * fen, fen)
        ends[group] = top + scale * fen + GAP
    return Layout(tuple(nodes.values()), tuple(_ribbons(flows, nodes, scale)), max(ends.values(), default=0.0))


def _steps(flows: Sequence[Flow]) -> dict[str, int]:
    """How many holders stand before each holder; money that goes back and forth counts for nothing."""
    paid: dict[tuple[str, str], int] = {}
    for one in flows:
        if one.part == "moved":
            paid[one.source, one.target] = paid.get((one.source, one.target), 0) + one.fen
    steps = dict.fromkeys(HOLDERS, 0)
    for _ in range(MOST_STEPS):
        for (source, target), fen in paid.items():
            if fen > paid.get((target, source), 0):
                steps[target] = min(MOST_STEPS, max(steps[target], steps[source] + 1))
    return steps


def _ribbons(flows: Sequence[Flow], nodes: dict[str, Node], scale: float) -> list[Ribbon]:
    """Ribbons leave and reach a node in the order of what stands at their other end."""
    order = {name: place for place, name in enumerate(ORDER)}
    out, into = ({name: node.top for name, node in nodes.items()} for _ in range(2))
    begins: dict[Flow, float] = {}
    for one in sorted(flows, key=lambda flow: order[flow.target]):
        begins[one] = out[one.source]
        out[one.source] += scale * one.fen
    found = []
    for one in sorted(flows, key=lambda flow: (order[flow.source], order[flow.target])):
        width = scale * one.fen
        there = (nodes[one.source].column, nodes[one.target].column)
        found.append(Ribbon(one, x0=there[0], x1=there[1], top0=begins[one], top1=into[one.target], width=width))
        into[one.target] += width
    return found
