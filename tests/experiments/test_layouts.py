"""Layouts are drawn evenly and lawfully; where a planner's own stands is told with an interval that covers."""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter

import numpy as np
import pytest
from scipy.stats import chi2

from shapan import load
from shapan.experiments.cli import main
from shapan.experiments.layouts import sampling
from shapan.experiments.layouts.chain import Chain, borders_between, log_trees
from shapan.experiments.layouts.counting import TooMany, all_layouts
from shapan.experiments.layouts.files import read_sample
from shapan.experiments.layouts.land import Ward, bits, wards
from shapan.experiments.layouts.sampling import agreement, draw
from shapan.experiments.layouts.standing import percentile
from shapan.experiments.runs.task import Finished, Summary
from shapan.model.parameters.levers.grid import GridLevers
from shapan.model.place.layouts import lay_out
from shapan.model.place.world import build_world

TOWN = load("status_quo").with_place("training_town")


def checkered(across, up, grids, low, high, households=None):
    """A ward of equal squares, every one beside those that share an edge."""
    spots = [(x, y) for y in range(up) for x in range(across)]
    near = [tuple(n for n, b in enumerate(spots) if abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1) for a in spots]
    return Ward(0, tuple(near), tuple(households or [10] * len(spots)), grids, low, high)


def by_brute_force(ward):
    """Every labelling of the cells, sorted out by the definition of a lawful layout and nothing else."""
    found = set()
    for labels in itertools.product(range(ward.grids), repeat=ward.cells):
        grids = [sum(1 << cell for cell, label in enumerate(labels) if label == one) for one in range(ward.grids)]
        if ward.lawful(grids):
            found.add(frozenset(grids))
    return found


WARDS = {
    "even": checkered(3, 3, 3, 20, 50),
    "tight": checkered(3, 3, 3, 30, 30),
    "uneven cells": checkered(3, 3, 2, 40, 90, [5, 25, 10, 10, 30, 10, 20, 10, 10]),
    "two rows": checkered(5, 2, 3, 20, 60),
}


@pytest.mark.parametrize("name", WARDS)
def test_every_lawful_layout_is_counted_once(name):
    ward = WARDS[name]
    found = all_layouts(ward, 10_000, 100_000)
    assert len(found) == len({frozenset(one) for one in found}) and {frozenset(one) for one in found} == by_brute_force(
        ward
    )


def test_counting_gives_up_where_there_is_too_much():
    with pytest.raises(TooMany):
        all_layouts(checkered(5, 5, 5, 10, 250), 1000, 10**9)
    with pytest.raises(TooMany):
        all_layouts(checkered(6, 6, 4, 90, 90), 10**9, 1000)


def unlikely(counts, cases):
    """How often luck alone would spread so unevenly over equally likely cases (chi-square)."""
    total = sum(counts.values())
    expected = total / cases
    statistic = sum((counts.get(case, 0) - expected) ** 2 / expected for case in counts)
    statistic += (cases - len(counts)) * expected
    return float(chi2.sf(statistic, cases - 1))


@pytest.mark.parametrize("name", WARDS)
def test_the_walk_visits_every_lawful_layout_equally_often(name):
    ward = WARDS[name]
    every = all_layouts(ward, 10_000, 100_000)
    chain = Chain(ward, every[0], random.Random(11))
    counts = Counter()
    between = 30 if name == "tight" else 3  # where few steps are lawful, layouts near each other in time are alike
    for _ in range(25 * len(every)):
        for _ in range(between):
            chain.sweep()
        assert ward.lawful(chain.grids)
        counts[frozenset(chain.grids)] += 1
    assert len(counts) == len(every) and unlikely(counts, len(every)) > 0.001
    assert all(chain.taken) or name == "tight"


def test_a_walk_without_the_acceptance_of_trees_would_be_found_out(monkeypatch):
    """The test above can fail: recombination alone prefers compact grids."""
    ward = WARDS["two rows"]
    every = all_layouts(ward, 10_000, 100_000)
    chain = Chain(ward, every[0], random.Random(11))
    monkeypatch.setattr(chain, "_log_trees", lambda *grids: 0.0)
    monkeypatch.setattr(chain, "_hand_over", lambda: False)
    borders = "shapan.experiments.layouts.chain.borders_between"
    monkeypatch.setattr(borders, lambda *about: min(1, borders_between(*about)))
    counts = Counter()
    for _ in range(25 * len(every)):
        for _ in range(3):
            chain.sweep()
        counts[frozenset(chain.grids)] += 1
    assert unlikely(counts, len(every)) < 1e-6


def test_a_small_community_is_drawn_evenly():
    ward = WARDS["even"]
    every = all_layouts(ward, 10_000, 100_000)
    drawn = draw([ward], [[every[0]]], 25 * len(every), seed=2)
    counts = Counter(tuple(row) for row in drawn.layouts.tolist())
    assert drawn.mixing[0].counted == len(every) == len(counts) and unlikely(counts, len(every)) > 0.001


def test_trees_are_counted_and_drawn_evenly():
    ward = checkered(2, 3, 1, 0, 100)
    everything = (1 << 6) - 1
    assert round(np.exp(log_trees(ward, everything))) == 15  # spanning trees of a ladder of three rungs
    assert borders_between(ward, 0b000111, 0b111000) == 3
    chain = Chain(ward, [everything], random.Random(3))
    sides = Counter(min(side, everything & ~side) for side in (chain._side_of_a_tree(everything) for _ in range(6000)))
    expected = {
        side: np.exp(log_trees(ward, side) + log_trees(ward, everything & ~side))
        * borders_between(ward, side, everything & ~side)
        / (15 * 5)
        for side in sides
    }
    assert sum(expected.values()) == pytest.approx(1.0)
    assert all(abs(sides[side] / 6000 - share) < 0.025 for side, share in expected.items())


def test_agreement_knows_chains_that_agree_from_those_that_do_not():
    rng = np.random.default_rng(4)
    alike = rng.normal(size=(4, 500))
    r_hat, effective = agreement(alike)
    assert r_hat < 1.01 and 1500 < effective <= 2000
    assert agreement(alike + np.array([[0.0], [0.0], [0.0], [3.0]]))[0] > 1.2
    slow = np.array([[sum(0.9**k * one[t - k] for k in range(60)) for t in range(60, 500)] for one in alike])
    assert agreement(slow)[1] < 0.15 * slow.size  # (1 − 0.9) ÷ (1 + 0.9) = 0.05 of them


@pytest.fixture(scope="module")
def town_sample(tmp_path_factory):
    """Layouts of the training town as the command writes them, once."""
    out = tmp_path_factory.mktemp("sample") / "s"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sampling, "FEWEST_A_CHAIN", 6)
        patched.setattr(sampling, "SWEEPS_BEFORE", 40)
        patched.setattr(sampling, "SWEEPS_BETWEEN", 20)
        assert main(["layouts", "sample", "training_town", "--n", "12", "--out", str(out), "--lang", "en"]) == 0
    return out


def test_layouts_of_a_town_are_all_lawful_and_the_model_takes_them(town_sample):
    world = build_world(TOWN.parameters.place)
    sample = read_sample(town_sample)
    assert len(sample.layouts) == 12 and len({tuple(one.tolist()) for one in sample.layouts}) == 12
    parts = wards(world.territory, np.array(sample.record["grids"]), sample.record["spread"])
    for one in sample.layouts:
        laid = lay_out(world, GridLevers(layout="drawn"), np.zeros(world.territory.cells), one)
        assert laid.grids == sum(sample.record["grids"])
        for ward in parts:
            held = laid.households_of_grid[np.unique(laid.grid_of_cell[ward.first : ward.first + ward.cells])]
            assert all(ward.low <= one <= ward.high for one in held)
    path = sorted(town_sample.glob("layout_*.csv"))[0]
    scenario = TOWN.set_many({"layout_file": str(path), "grid.layout": "drawn"})
    assert [grid for _, grid in scenario.drawn_layout] == sample.layouts[0].tolist()


def test_the_sample_says_how_well_it_is_mixed(town_sample):
    record = json.loads((town_sample / "layouts.json").read_text(encoding="utf-8"))
    assert record["place"] == "training_town" and len(record["mixing"]) == 3
    for one in record["mixing"]:
        assert (one["counted"] is None) == (one["taken"][0] > 0)
        assert one["moved"] > 0.5


def test_the_same_seed_draws_the_same_and_another_others(monkeypatch):
    monkeypatch.setattr(sampling, "SWEEPS_BEFORE", 5)
    monkeypatch.setattr(sampling, "SWEEPS_BETWEEN", 5)
    monkeypatch.setattr(sampling, "MOST_WORK", 100)
    ward = checkered(4, 4, 4, 20, 80)
    start = [tuple(0b1111 << 4 * row for row in range(4))]
    one, same, other = (draw([ward], [start], 8, seed).layouts.tolist() for seed in (1, 1, 2))
    assert one == same != other


def planted(rng, layouts, seeds, true, noise):
    """Layouts of normal merit, a planner's own of known standing, and luck that layouts of one seed partly share."""
    merit = rng.normal(size=layouts)
    shared = rng.normal(size=seeds)
    own = true + shared + noise * rng.normal(size=seeds)
    return own, merit[:, None] + shared[None, :] + noise * rng.normal(size=(layouts, seeds))


def test_the_interval_of_a_percentile_covers_a_standing_that_is_known():
    from scipy.stats import norm

    rng, hits = np.random.default_rng(6), Counter()
    for true in (-1.0, 0.3, 2.5):
        for _ in range(60):
            own, values = planted(rng, 40, 8, true, 0.3)
            found = percentile(own, values, "higher", resamples=200)
            hits[true] += found.lo <= norm.cdf(true) <= found.hi
            assert found.lo <= found.value <= found.hi and 0.5 < found.reliability <= 1.0
    assert all(count >= 0.9 * 60 for count in hits.values()), hits


def test_a_percentile_turns_with_the_direction_and_knows_pure_luck():
    rng = np.random.default_rng(7)
    own, values = planted(rng, 50, 8, 2.0, 0.2)
    up, down = (percentile(own, values, better, resamples=100).value for better in ("higher", "lower"))
    assert up > 0.9 and up + down == pytest.approx(1.0)
    luck = rng.normal(size=(50, 8))
    assert percentile(rng.normal(size=8), luck, "higher", resamples=100).reliability < 0.4


class MadeUp:
    """Coverage that likes even grids, and luck of seeds."""

    def __call__(self, tasks, workers=None, progress=None, cancel=None, folder=None):
        for task in tasks:
            sizes = Counter(grid for _, grid in task.scenario.drawn_layout)
            rng = random.Random(f"{task.seed} {sorted(sizes.items())}")
            value = 0.5 - 0.001 * float(np.var(list(sizes.values()))) + 0.001 * rng.random() + 0.01 * task.seed
            yield Finished(
                task, 0.0, Summary({"coverage": value}, {"born": 1}, {}, residents=5, communities=3, grids=10)
            )


def test_a_planners_own_layout_is_placed_among_the_sample(town_sample, tmp_path, monkeypatch, capsys):
    """Nearly equal grids, which the made-up model likes best, stand high; the answer says what it rests on."""
    world = build_world(TOWN.parameters.place)
    best = lay_out(world, GridLevers(layout="balanced"), np.zeros(world.territory.cells)).grid_of_cell
    mine = tmp_path / "mine.csv"
    mine.write_text("cell,grid\n" + "".join(f"{cell},{grid}\n" for cell, grid in enumerate(best)))
    monkeypatch.setattr("shapan.experiments.cli.making.run_many", MadeUp())
    monkeypatch.setattr("shapan.experiments.cli.layouts._minutes", lambda *about: "a minute")
    typed = ["layouts", "place", str(mine), "--sample", str(town_sample), "--reps", "6", "--days", "30"]
    assert main([*typed, "--json", "--lang", "en"]) == 0
    found = json.loads(capsys.readouterr().out)
    coverage = found["indicators"]["coverage"]
    assert (
        coverage["percentile"] > 0.7
        and coverage["lo"] <= coverage["percentile"] <= coverage["hi"]
        and found["layouts"] == 12
    )
    assert coverage["paired"]["n"] == 6 and coverage["paired"]["difference"] > 0
    for language, said in (("en", "Among"), ("zh", "在")):
        assert main([*typed, "--lang", language]) == 0
        assert said in capsys.readouterr().out


def test_grids_of_another_number_are_refused_with_a_way_out(town_sample, tmp_path, capsys):
    world = build_world(TOWN.parameters.place)
    few = tmp_path / "few.csv"
    few.write_text("cell,grid\n" + "".join(f"{c},{home}\n" for c, home in enumerate(world.territory.community_of_cell)))
    assert main(["layouts", "place", str(few), "--sample", str(town_sample), "--lang", "en"]) == 2
    assert "--like" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["sample", "training_town", "--n", "0", "--out", "x"], "1–10000"),
        (["sample", "training_town", "--n", "5"], "--out"),
        (["sample", "trainin_town", "--n", "5", "--out", "x"], "nearest training_town"),
        (["sample", "training_town", "--n", "5", "--out", "x", "--spread", "2"], "0"),
        (["sample", "training_town", "--n", "5", "--out", "x", "--spread", "0.001"], "community"),
        (["place", "none.csv", "--sample", "nowhere"], "nowhere"),
        (["place", "none.csv"], "--sample"),
    ],
)
def test_what_cannot_be_meant_is_one_line(typed, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for language in ("en", "zh"):
        assert main(["layouts", *typed, "--lang", language]) == 2
        out, err = capsys.readouterr()
        assert out == "" and err.count("\n") == 1 and "Traceback" not in err
        assert language == "zh" or said in err, err


@pytest.mark.slow
def test_walks_of_a_district_agree():
    """Communities of Yantian, cut by four rules of drawing to begin with: the walks forget where they began."""
    place = load("status_quo").with_place("yantian")
    world = build_world(place.parameters.place)
    from shapan.model.place.layouts import grids_of_communities

    grids = grids_of_communities(world.territory, 400.0)
    parts = wards(world.territory, grids, 0.5)[:3]
    starts = sampling.starts_of(world, 400.0, parts, None)
    sample = draw(parts, starts, 80, seed=1)
    for one in sample.mixing:
        assert one.r_hat < 1.15 and one.effective > 30
        assert one.moved > 0.95
    for row in sample.layouts:
        for ward in parts:
            labels = row[ward.first : ward.first + ward.cells]
            grids_there = [sum(1 << c for c in np.flatnonzero(labels == one).tolist()) for one in np.unique(labels)]
            assert ward.lawful(grids_there) and all(bits(one) for one in grids_there)
