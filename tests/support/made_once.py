"""Runs that several commands ask for, made once in a process."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from typing import Any

import pytest

from shapan.experiments.cli import runs, statement, story
from shapan.experiments.runs import runner
from shapan.experiments.runs.simulate import simulate
from shapan.experiments.runs.task import DAYS, SEED, WARMUP
from shapan.model.run import Run

RUNS_KEPT = 48
_kept: OrderedDict[Any, bytes] = OrderedDict()


def share_runs(patched: pytest.MonkeyPatch) -> None:
    """Let commands that run in this process share their runs, until the patch is undone."""
    for room in (runner, runs, statement, story):
        patched.setattr(room, "simulate", simulated_once)


def simulated_once(
    scenario: Any,
    seed: int = SEED,
    days: int = DAYS,
    warmup: int = WARMUP,
    progress: Any = None,
    *,
    redraw: bool = False,
    start_from: Any = None,
) -> Run:
    """`simulate`, but a run that was made before is handed out again: a copy, as if read from a file."""
    if start_from is not None:
        return simulate(scenario, seed, days, warmup, progress, redraw=redraw, start_from=start_from)
    place = scenario.parameters.place.model_dump_json()  # with its labels, which are no part of the hash
    asked = (scenario.hash, place, seed, days, warmup, redraw)
    if asked not in _kept:
        _kept[asked] = pickle.dumps(simulate(scenario, seed, days, warmup, progress, redraw=redraw))
    elif progress is not None:
        progress(1.0)
    _kept.move_to_end(asked)
    while len(_kept) > RUNS_KEPT:
        _kept.popitem(last=False)
    found: Run = pickle.loads(_kept[asked])
    return found
