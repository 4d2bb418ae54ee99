"""Workload W: Shapan's own kernels with institutions off do what a plain program does, and so do the peers."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from shapan.experiments.machine import workload as w
from shapan.experiments.machine.peer_numpy import life as plainly
from shapan.experiments.machine.peers import PEERS, Peer, maker_of
from shapan.experiments.machine.reduced import shapan_reduced

SEEDS = range(8)
DAYS = 365
TOWN = w.town_of(10_000)


@lru_cache(maxsize=None)
def lives(engine: str) -> list[w.Days]:
    maker = {"shapan": shapan_reduced, "numpy": plainly}[engine]
    return [maker(TOWN, DAYS, seed)() for seed in SEEDS]


@pytest.mark.parametrize("share", ["served", "lapsed"])
def test_the_reduced_engine_serves_and_lets_lapse_as_a_plain_program_does(share: str) -> None:
    ours, theirs = (np.array([w.shares(one)[share] for one in lives(engine)]) for engine in ("shapan", "numpy"))
    error = np.hypot(*(one.std(ddof=1) / len(one) ** 0.5 for one in (ours, theirs)))
    assert abs(ours.mean() - theirs.mean()) <= 3.0 * error
    assert error < 0.002  # so that agreement means something


@pytest.mark.parametrize("engine", ["shapan", "numpy"])
def test_whoever_arises_is_served_lapses_or_waits(engine: str) -> None:
    lived = lives(engine)[0]
    np.testing.assert_allclose(np.cumsum(lived["raised"] - lived["served"] - lived["lapsed"]), lived["waiting"])
    assert (np.diff(lived["ever_served"]) >= 0).all() and 9_800 < lived["ever_served"][-1] <= 10_000
    assert lived["raised"].sum() == pytest.approx(w.RATE_OF_AGE[TOWN.age].sum() * DAYS, rel=0.02)


def test_one_seed_is_one_life() -> None:
    again = shapan_reduced(TOWN, DAYS, SEEDS[0])()
    assert all(np.array_equal(again[name], lives("shapan")[0][name]) for name in w.COUNTED)


@pytest.mark.parametrize("name", ["mesa", "numba"])
def test_peers_live_the_same_month(name: str) -> None:
    town = w.town_of(3_500)
    maker = maker_of(PEERS[name])
    assert maker is not None
    ours, theirs = (w.shares(one(town, 30, 1)()) for one in (shapan_reduced, maker))
    assert theirs["served"] == pytest.approx(ours["served"], abs=0.02) and theirs["s"] == pytest.approx(
        ours["s"], abs=0.01
    )


def test_a_peer_that_is_not_installed_has_no_days() -> None:
    assert maker_of(Peer("surely_not_installed", "peer_numpy", 1)) is None
