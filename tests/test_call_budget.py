"""How many calls Python makes in a year of a town: what institutions cost, counted, so that no clock disturbs it."""

from __future__ import annotations

import gc
import sys
from typing import Any

import pytest

from shapan import load, simulate

MOST_CALLS = 1_051_000
"""What a year of the training town under Yantian's policy took when this was last set, and a twentieth more.

A mechanism that goes beyond it looks at everybody where it could look at columns, or acts where nothing is due. Lower
the number whenever work is saved; raise it only for what is worth so many calls, and say so.
"""


def calls_of(run: Any) -> int:
    """Calls of functions, Python's and C's, while something runs."""
    made = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    gc.collect()
    gc.disable()
    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(None)
        gc.enable()
    return made


@pytest.mark.skipif(sys.gettrace() is not None, reason="a tracer makes calls of its own")
def test_a_year_of_a_town_keeps_to_its_budget_of_calls():
    scenario = load("yantian").with_place("training_town")
    # Another seed builds the place and loads kernels, which happens once a process; it shares no warm-up.
    simulate(scenario, seed=1, days=365)
    assert calls_of(lambda: simulate(scenario, seed=2, days=365)) <= MOST_CALLS
