"""The question why two scenarios differ, as a job: which combinations are run, and what their runs say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from ...experiments.comparing.why import Change, Explained, change, explain, name_of
from ...experiments.runs.refusing import Refused
from ...experiments.runs.runner import summarise
from ...experiments.runs.task import Finished, Task
from ...scenarios.faults import InputFault, shown
from .asked import scenario_of
from .request import Reason, Request

if TYPE_CHECKING:
    from ...model.observation.record import Run

ORDERS = (1, 2, 4, 8)
"""Pairs of orders that the page offers where there are too many parts to run all combinations."""


@dataclass(frozen=True)
class Attributed:
    """What each part of a change contributed.

    Attributes:
        parts: (name, levers it holds) of every part, in the order of `contributions`.
        orders: Orders that were gone through; 0 where all combinations were run.
        seeds: Worlds in which every combination came to its end.
        totals: Columns indicator, value, lo, hi: the differences that the parts add up to.
        contributions: Columns indicator, part, value, lo, hi, order_error, alone, last (`comparing.why.Contribution`).
    """

    parts: tuple[tuple[str, tuple[str, ...]], ...]
    orders: int
    seeds: tuple[int, ...]
    totals: pd.DataFrame
    contributions: pd.DataFrame


def asked_why(request: Request, column: int, reps: int, pairs: int) -> Request:
    """The question why one column of a comparison differs from its first, in its first `reps` worlds.

    Raises:
        Refused, InputFault: There is no such question: nothing differs, or not in parts that could be run.
    """
    two = (request.columns[0], request.columns[column])
    plain = replace(request, columns=two, reps=reps, draws=0, why=())
    return replace(plain, why=tuple(_change(_same(plain.as_text()), pairs).coalitions))


def change_of(request: Request) -> Change:
    """The change whose combinations a request asks for.

    Raises:
        InputFault: No such combinations belong to these two scenarios.
    """
    text = _same(request.as_text())
    for pairs in ORDERS:
        of = _change(text, pairs)
        if tuple(of.coalitions) == request.why:
            return of
    raise InputFault("out_of_range", "why", {"value": shown(len(request.why))})


def check_why(request: Request) -> None:
    """Refuse combinations that no question of this page has."""
    try:
        change_of(request)
    except Refused as fault:
        raise InputFault("out_of_range", "why", {"value": shown(str(fault))}) from fault


def _same(text: str) -> str:
    """The two scenarios of a request and nothing else: worlds and days change no part of the change."""
    request = Request.from_text(text)
    unnamed = tuple(replace(one, label="") for one in request.columns)
    return Request(unnamed, assumptions=request.assumptions).as_text()


@lru_cache(maxsize=32)
def _change(text: str, pairs: int) -> Change:
    request = Request.from_text(text)
    first, second = (scenario_of(column, request.assumptions) for column in request.columns)
    return change(first, second, pairs=pairs)


def attributed(request: Request, runs: Mapping[tuple[int, int], Run]) -> Attributed:
    """What finished runs of all combinations say."""
    of = change_of(request)
    found = explain(of, request.seeds, [_finished(request, of, *task, run) for task, run in sorted(runs.items())])
    if not found.seeds:
        raise Reason("job.why_unfinished")
    return _kept(found)


def _finished(request: Request, of: Change, coalition: int, seed: int, run: Run) -> Finished:
    name = name_of(coalition)
    task = Task(name, of.scenarios[name], seed, request.days, request.warmup)
    return Finished(task, 0.0, summarise(run))


def _kept(found: Explained) -> Attributed:
    """The numbers alone, as they are kept and drawn."""
    names = [part.name for part in found.change.parts]
    totals = [(name, one.value, one.lo, one.hi) for name, one in found.totals.items()]
    rows = [
        (indicator, name, one.value.value, one.value.lo, one.value.hi, one.order_error, one.alone, one.last)
        for indicator, parts in found.contributions.items()
        for name, one in zip(names, parts, strict=True)
    ]
    heads = ["indicator", "part", "value", "lo", "hi", "order_error", "alone", "last"]
    return Attributed(
        parts=tuple((part.name, part.keys) for part in found.change.parts),
        orders=len(found.change.orders),
        seeds=found.seeds,
        totals=pd.DataFrame(totals, columns=heads[:1] + heads[2:5]),
        contributions=pd.DataFrame(rows, columns=heads),
    )
