"""Morris screening of a model whose effects are known; nothing of Shapan is run."""

from __future__ import annotations

from itertools import pairwise

import pytest

from shapan.experiments.evidence import screening
from shapan.experiments.evidence.screening_effects import (
    GROUPS,
    MOVE,
    WATCHED,
    Row,
    effects,
    group_of,
    moved_names,
    ranked,
    stability,
    steps_of,
    trajectory,
    whole,
)
from shapan.experiments.evidence.screening_page import page
from shapan.experiments.runs.task import Finished, Summary
from shapan.experiments.worlds.drawing import dimensions
from shapan.model.parameters.believing import beliefs
from shapan.scenarios.matter import LEAST, STATED, what_matters, write_matter

FIRST, SECOND, THIRD, FOURTH = dimensions()[:4]


def known(at):
    """Two straight effects, and two that only act together."""
    return {
        "coverage": 0.3 * at[FIRST] - 0.2 * at[SECOND] + at[THIRD] * at[FOURTH],
        "heard_share": at[FIRST],
        "satisfaction_true": 0.5,
        "trust": at[SECOND],
    }


def rows_of(number, before=()):
    usual = dict.fromkeys(dimensions(), 0.5)
    return [
        Row("mark", number, step.number, step.name, step.sign, known({**usual, **step.at}))
        for step in steps_of(before, number)
    ]


@pytest.fixture(scope="module")
def rows():
    made = rows_of(GROUPS)
    for number in range(4):
        made += rows_of(number, made)
    return made


def test_every_step_moves_one_dimension_by_half_of_its_belief():
    steps = list(trajectory(3, dimensions()))
    assert [step.number for step in steps] == list(range(len(dimensions()) + 1))
    assert sorted(step.name for step in steps[1:]) == sorted(dimensions())
    for before, after in pairwise(steps):
        changed = {name for name in after.at if after.at[name] != before.at[name]}
        assert changed == {after.name} and 0.0 < after.at[after.name] < 1.0
        assert after.at[after.name] - before.at[after.name] == after.sign * MOVE


def test_later_trajectories_leave_out_what_moved_nothing(rows):
    group = [name for name in dimensions() if group_of(name) == group_of(FIRST)]
    assert list(moved_names(rows, 0)) == group and len(group) < len(dimensions()) / 10
    assert set(moved_names(rows, 1)) == {FIRST, SECOND, THIRD, FOURTH}
    groups = {group_of(name) for name in dimensions()}
    assert len(rows) == len(groups) + 1 + len(group) + 1 + 3 * 5
    assert whole(rows[:-1]) == [row for row in rows if row.trajectory < 3]


def test_elementary_effects_are_the_known_ones(rows):
    found = effects(rows, "coverage")
    assert (found[FIRST].size, found[FIRST].mean) == pytest.approx((0.3, 0.3))
    assert (found[SECOND].size, found[SECOND].mean) == pytest.approx((0.2, -0.2))
    assert found[FIRST].spread == pytest.approx(0.0, abs=1e-12) and found[THIRD].spread > 0.0
    assert set(ranked(found)[:4]) == {FIRST, SECOND, THIRD, FOURTH}
    assert effects(rows, "satisfaction_true")[FIRST].size == 0.0


def test_the_order_of_halves_is_compared_where_there_are_two(rows):
    assert stability([row for row in rows if row.trajectory <= 0], "coverage") is None
    straight = [row for row in rows if row.name not in (THIRD, FOURTH)]
    assert stability(rows, "coverage") == pytest.approx(stability(list(reversed(rows)), "coverage"))
    assert stability(straight, "coverage", 2) is None, "two are no order"


def test_from_the_third_on_the_largest_are_followed(rows, monkeypatch):
    monkeypatch.setattr("shapan.experiments.evidence.screening_effects.FOLLOWED", 2)
    two = [row for row in rows if row.trajectory < 2]
    largest = [name for name in ranked(effects(two, "coverage")) if name in {FIRST, SECOND, THIRD, FOURTH}][:2]
    assert set(moved_names(two, 2)) == set(moved_names(two, 7)) == set(largest)


def test_what_was_found_is_kept_for_the_forms_and_a_stated_list_stands_in(rows, tmp_path):
    file = tmp_path / "matter.toml"
    assert what_matters(file).names == STATED and not what_matters(file).measured
    sizes = effects(rows, "coverage")
    what_matters.cache_clear()
    write_matter(file, [(name, sizes[name].size) for name in ranked(sizes)] + [("place.deadlines", 0.4)], "mark", 0.93)
    found = what_matters(file)
    assert found.measured and set(found.names) == {FIRST, SECOND, THIRD, FOURTH} and found.model == "mark"
    assert found.names == tuple(name for name in ranked(sizes) if sizes[name].size > 0.0) and found.stability == 0.93
    write_matter(file, [(FIRST, 0.5 * LEAST)], "mark", None)
    assert what_matters(file).names == STATED, "nothing that small is worth a place in a form"
    assert set(STATED) <= set(beliefs()) and all(not beliefs()[name].fixed for name in STATED)


def test_a_part_of_the_town_is_another_screening(town):
    assert screening.in_part(town, None) is town and "/" not in screening.mark_for(town)
    one = screening.in_part(town, 1)
    place, small = town.place_file.place, one.place_file.place
    assert small.communities == 1 and small.residents == pytest.approx(place.residents / place.communities, abs=1)
    assert small.built_km2 / small.residents == pytest.approx(place.built_km2 / place.residents, rel=1e-3)
    assert one.parameters.place.communities == 1 and screening.mark_for(one).endswith("/1")


def test_the_page_says_whether_the_order_is_stable(rows):
    text = page(rows)
    sure = stability(rows, "coverage")
    assert f"coverage {sure:.2f}" in text and ("reached" if sure >= 0.9 else "**missed**") in text
    part = [Row("mark/1", *(getattr(row, name) for name in FACTS), values=row.values) for row in rows]
    assert "1 of the communities" in page(part)


FACTS = ("trajectory", "step", "name", "sign")


def test_the_page_ranks_them(rows):
    text = page(rows)
    assert text.count("\n| ") > 4 and f"`{FIRST}`" in text and "4 trajectories" in text
    assert all("{" not in line for line in text.splitlines())


def test_steps_are_stored_as_they_are_done_and_not_run_again(tmp_path, monkeypatch, town):
    ran = []

    def run(tasks, workers):
        for task in tasks:
            ran.append(task.name)
            at = dict.fromkeys(WATCHED, float(len(ran)))
            yield Finished(task, 0.0, Summary(at, {}, {}, 1, 1, 1))

    few = dimensions()[:5]  # of one group
    monkeypatch.setattr("shapan.experiments.evidence.screening_effects.dimensions", lambda: few)
    monkeypatch.setattr(screening, "run_many", run)
    path = tmp_path / "steps.csv"
    assert len(screening.make(town, path, 1, minutes=0.0)) == 1
    rows = screening.make(town, path, 2)
    assert len(rows) == len(ran) == 2 + 2 * 6 and len(set(ran)) == 14
    assert screening.make(town, path, 2) == screening.read_rows(path, rows[0].model) and len(ran) == 14
    assert screening.read_rows(path, "another model") == []
