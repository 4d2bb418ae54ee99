"""Morris screening of a model whose effects are known; nothing of Shapan is run."""

from __future__ import annotations

import pytest

from shapan.experiments.evidence import screening
from shapan.experiments.evidence.screening_effects import (
    MOVE,
    WATCHED,
    Row,
    effects,
    moved_names,
    ranked,
    stability,
    trajectory,
    whole,
)
from shapan.experiments.evidence.screening_page import page
from shapan.experiments.runs.task import Finished, Summary
from shapan.experiments.worlds.drawing import dimensions

FIRST, SECOND, THIRD, FOURTH = dimensions()[:4]


def known(at):
    """Two straight effects, and two that only act together."""
    return {
        "coverage": 0.3 * at[FIRST] - 0.2 * at[SECOND] + at[THIRD] * at[FOURTH],
        "heard_share": at[FIRST],
        "satisfaction_true": 0.5,
        "trust": at[SECOND],
    }


def rows_of(number, names):
    return [
        Row("mark", number, step.number, step.name, step.sign, known({**dict.fromkeys(dimensions(), 0.5), **step.at}))
        for step in trajectory(number, names)
    ]


@pytest.fixture(scope="module")
def rows():
    first = rows_of(0, dimensions())
    moved = moved_names(first)
    return [*first, *(row for number in (1, 2, 3) for row in rows_of(number, moved))]


def test_every_step_moves_one_dimension_by_half_of_its_belief():
    steps = list(trajectory(3, dimensions()))
    assert [step.number for step in steps] == list(range(len(dimensions()) + 1))
    assert sorted(step.name for step in steps[1:]) == sorted(dimensions())
    for before, after in zip(steps, steps[1:], strict=False):
        changed = {name for name in after.at if after.at[name] != before.at[name]}
        assert changed == {after.name} and 0.0 < after.at[after.name] < 1.0
        assert after.at[after.name] - before.at[after.name] == after.sign * MOVE


def test_later_trajectories_leave_out_what_moved_nothing(rows):
    assert set(moved_names(rows)) == {FIRST, SECOND, THIRD, FOURTH}
    assert len(rows) == len(dimensions()) + 1 + 3 * 5
    assert whole(rows[:-1]) == [row for row in rows if row.trajectory < 3]


def test_elementary_effects_are_the_known_ones(rows):
    found = effects(rows, "coverage")
    assert (found[FIRST].size, found[FIRST].mean) == pytest.approx((0.3, 0.3))
    assert (found[SECOND].size, found[SECOND].mean) == pytest.approx((0.2, -0.2))
    assert found[FIRST].spread == pytest.approx(0.0, abs=1e-12) and found[THIRD].spread > 0.0
    assert set(ranked(found)[:4]) == {FIRST, SECOND, THIRD, FOURTH}
    assert effects(rows, "satisfaction_true")[FIRST].size == 0.0


def test_the_order_of_halves_is_compared_where_there_are_two(rows):
    assert stability([row for row in rows if row.trajectory == 0], "coverage") is None
    straight = [row for row in rows if row.name not in (THIRD, FOURTH)]
    assert stability(rows, "coverage") == pytest.approx(stability(list(reversed(rows)), "coverage"))
    assert stability(straight, "coverage", 2) is None, "two are no order"


def test_the_page_ranks_them(rows):
    told = page(rows)
    assert told.count("\n| ") > 4 and f"`{FIRST}`" in told and "4 trajectories" in told
    assert all("{" not in line for line in told.splitlines())


def test_steps_are_stored_as_they_are_done_and_not_run_again(tmp_path, monkeypatch, town):
    ran = []

    def run(tasks, workers):
        for task in tasks:
            ran.append(task.name)
            at = dict.fromkeys(WATCHED, float(len(ran)))
            yield Finished(task, 0.0, Summary(at, {}, {}, 1, 1, 1))

    few = dimensions()[:5]
    for module in ("screening", "screening_effects"):
        monkeypatch.setattr(f"shapan.experiments.evidence.{module}.dimensions", lambda: few)
    monkeypatch.setattr(screening, "run_many", run)
    path = tmp_path / "steps.csv"
    assert len(screening.make(town, path, 1, minutes=0.0)) == 1
    rows = screening.make(town, path, 2)
    assert len(rows) == len(ran) == 2 * 6 and len(set(ran)) == 12
    assert screening.make(town, path, 2) == screening.read_rows(path, rows[0].model) and len(ran) == 12
    assert screening.read_rows(path, "another model") == []
