"""Talk brings people together or into camps, as an independent simulation found (domain.md, B8.2)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from shapan.model.deliberation.opinion import (
    clusters,
    plenary,
    plenary_round,
    plenary_rounds,
    talk,
    talk_sweeps,
)
from shapan.model.hashing import uniforms
from shapan.model.streams import stream_key

RUNS, SWEEPS = 300, 60
TABLE = {  # people, bound: (mean camps, share with one, share with two thirds in one) for talk, then plenary; rounds
    (9, 0.20): ((2.83, 0.00, 0.31), (2.34, 0.05, 0.53), 2.7),
    (9, 0.30): ((2.07, 0.09, 0.64), (1.48, 0.52, 0.84), 3.1),
    (9, 0.40): ((1.60, 0.40, 0.86), (1.13, 0.87, 0.95), 2.7),
    (9, 0.50): ((1.27, 0.73, 0.94), (1.01, 0.99, 0.99), 2.3),
    (15, 0.20): ((2.97, 0.00, 0.24), (2.16, 0.05, 0.52), 3.8),
    (15, 0.30): ((2.05, 0.07, 0.63), (1.41, 0.59, 0.77), 3.7),
    (40, 0.20): ((2.83, 0.00, 0.11), (1.98, 0.07, 0.37), 5.1),
    (40, 0.30): ((1.95, 0.15, 0.64), (1.15, 0.85, 0.88), 5.0),
    (200, 0.20): ((2.80, 0.00, 0.05), (2.00, 0.03, 0.15), 6.2),
    (200, 0.30): ((2.27, 0.33, 0.75), (1.00, 1.00, 1.00), 4.7),
}
FIGURES = len(TABLE) * 7
LEVEL = 0.01 / FIGURES  # one false alarm in a hundred over the whole table


def runs_of_the_table(people: int) -> int:
    return 40 if people == 200 else 300


@lru_cache
def lived(people: int, bound: float) -> dict[str, np.ndarray]:
    """For each run: camps and share of the largest, by talk and by plenary, and rounds."""
    found: dict[str, list] = {"talk": [], "plenary": [], "rounds": []}
    for run in range(RUNS):
        key = stream_key(run, f"table {people} {bound}")
        start = uniforms(key, np.arange(people))
        after, rounds = plenary(start, bound, 1000)
        found["rounds"].append(rounds)
        for way, belief in (("plenary", after), ("talk", talk(start, bound, SWEEPS, stream_key(run, "pairs")))):
            size = clusters(belief)
            found[way].append((len(size), size[0] / people))
    return {name: np.array(rows, float) for name, rows in found.items()}


def same_mean(ours: np.ndarray, theirs: float, runs: int, rounding: float) -> bool:
    """Welch's t: the table gives no spread, so theirs is taken to be ours; what it rounded away is allowed for."""
    error = ours.std(ddof=1) * np.sqrt(1 / len(ours) + 1 / runs)
    return abs(ours.mean() - theirs) <= stats.t.isf(LEVEL / 2, runs - 1) * error + rounding


def same_share(ours: np.ndarray, theirs: float, runs: int) -> bool:
    """Fisher's exact test on counts."""
    hits, found = int(ours.sum()), round(theirs * runs)
    return stats.fisher_exact([[hits, len(ours) - hits], [found, runs - found]]).pvalue >= LEVEL


@pytest.mark.parametrize("way", ["talk", "plenary"])
@pytest.mark.parametrize(("people", "bound"), TABLE)
def test_camps_are_as_in_the_table(people, bound, way):
    camps, one, two_thirds = TABLE[people, bound][way == "plenary"]
    found, runs = lived(people, bound)[way], runs_of_the_table(people)
    assert same_mean(found[:, 0], camps, runs, 0.005)
    assert same_share(found[:, 0] == 1, one, runs)
    assert same_share(found[:, 1] >= 2 / 3 - 1e-9, two_thirds, runs)


@pytest.mark.parametrize(("people", "bound"), TABLE)
def test_a_plenary_takes_as_many_rounds_as_in_the_table(people, bound):
    assert same_mean(lived(people, bound)["rounds"], TABLE[people, bound][2], runs_of_the_table(people), 0.05)


BELIEFS = arrays.arrays(float, st.integers(0, 30), elements=st.floats(0, 1))
BOUND = st.floats(0, 1)


@given(BELIEFS, BOUND, st.integers(0, 2**32))
def test_beliefs_stay_between_the_furthest_apart(belief, bound, seed):
    for after in (plenary(belief, bound, 5)[0], talk(belief, bound, 3, stream_key(seed, "talk"))):
        assert after.shape == belief.shape
        if len(belief):
            assert belief.min() <= after.min() and after.max() <= belief.max()


@given(st.floats(0, 1), st.integers(1, 30), BOUND)
def test_where_all_agree_nothing_moves(shared, people, bound):
    belief = np.full(people, shared)
    after, rounds = plenary(belief, bound, 10)
    assert rounds == 0 and np.array_equal(after, belief)
    assert np.array_equal(talk(belief, bound, 3, stream_key(1, "talk")), belief)
    assert clusters(belief).tolist() == [people]


@given(BELIEFS, BOUND, st.randoms(use_true_random=False))
def test_a_plenary_has_no_head_of_the_table(belief, bound, shuffle):
    order = np.array(shuffle.sample(range(len(belief)), len(belief)), int)
    # Whom one hears is a matter of yes or no: a gap within rounding of the bound may fall either way.
    gaps = np.abs(np.abs(belief[:, None] - belief) - bound)
    if not (gaps < 1e-9).any() or bound == 0:
        assert plenary_round(belief[order], bound) == pytest.approx(plenary_round(belief, bound)[order], abs=2e-9)


def test_with_no_ear_for_others_nobody_moves_and_with_an_open_one_all_do():
    belief = np.array([0.0, 0.3, 1.0])
    assert np.array_equal(plenary(belief, 0.1, 9)[0], belief)
    after, rounds = plenary(belief, 1.0, 9)
    assert after == pytest.approx(np.full(3, 1.3 / 3)) and rounds == 1


def test_a_meeting_ends_when_its_time_is_over():
    belief = np.linspace(0, 1, 40)
    assert plenary(belief, 0.2, 2)[1] == 2
    assert np.array_equal(plenary(belief, 0.2, 2)[0], plenary_round(plenary_round(belief, 0.2), 0.2))


def test_talk_keeps_the_mean_and_depends_on_its_address_alone():
    belief = uniforms(stream_key(3, "start"), np.arange(25))
    key = stream_key(3, "talk")
    assert talk(belief, 0.4, 4, key).mean() == pytest.approx(belief.mean())
    assert np.array_equal(talk(belief, 0.4, 4, key), talk(belief, 0.4, 4, key))
    assert not np.array_equal(talk(belief, 0.4, 4, key), talk(belief, 0.4, 4, stream_key(4, "talk")))


def test_camps_are_counted_largest_first():
    assert clusters(np.array([0.9, 0.1, 0.11, 0.5, 0.12])).tolist() == [3, 1, 1]
    assert clusters(np.zeros(0)).tolist() == []


def test_what_is_told_round_by_round_ends_where_the_meeting_ends():
    belief, key = uniforms(stream_key(5, "start"), np.arange(15)), stream_key(6, "talk")
    found = list(plenary_rounds(belief, 0.2, 9))
    assert len(found) == plenary(belief, 0.2, 9)[1] > 1
    assert np.array_equal(found[-1], plenary(belief, 0.2, 9)[0])
    assert np.array_equal(found[0], plenary_round(belief, 0.2))
    swept = list(talk_sweeps(belief, 0.2, 4, key))
    for sweep, after in enumerate(swept, 1):
        assert np.array_equal(after, talk(belief, 0.2, sweep, key))
    assert list(plenary_rounds(belief[:1], 0.2, 9)) == list(talk_sweeps(belief[:1], 0.2, 9, key)) == []
