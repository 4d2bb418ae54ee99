"""Lessons: what figures show, how a prediction is marked, what a class sees when; that the model still says so."""

import json
from dataclasses import replace

import pytest

from shapan.experiments.cli import main
from shapan.experiments.evidence.model_mark import model_mark
from shapan.experiments.evidence.stored_runs import Stored, mark_of
from shapan.experiments.lessons import record
from shapan.experiments.lessons.figures import draw_seeds, kept, seeds, step_of, tasks
from shapan.experiments.lessons.record import FORMS, Record, gain, new_record
from shapan.experiments.lessons.showing import NotKept, mark, shown
from shapan.experiments.lessons.sitting import NotYet, Prediction, Sitting, sitting_of
from shapan.experiments.runs.runner import run_many
from shapan.scenarios.lesson_test import shipped_test
from shapan.scenarios.lessons import shipped_lessons

LESSON = shipped_lessons()["ordos_hands"]
TEST = shipped_test()
WOBBLE = (0.0, 0.001, -0.001, 0.0005, -0.0005, 0.0008, -0.0008, 0.0002, -0.0002, 0.0004)


def planted(by_claim, over_draws):
    """Runs of the first claim's two worlds: differences over luck, and over sets of assumptions."""
    claim = LESSON.claims[0]
    rows = []
    for numbers, size in ((seeds(LESSON), by_claim), (draw_seeds(), over_draws)):
        for seed, wobble in zip(numbers, WOBBLE, strict=False):
            for world, value in ((claim.before, 0.4), (claim.after, 0.4 + size + wobble)):
                values = {one.indicator: value for one in LESSON.claims}
                rows.append(Stored(step_of(LESSON, world), "town", 365, seed, scenario="x", model="m", values=values))
    return rows


def first(rows, shows, assumptions=None):
    claim = replace(LESSON.claims[0], shows=shows, assumptions=assumptions or shows)
    return shown(replace(LESSON, claims=(claim,)), rows)[claim.id]


@pytest.mark.parametrize(("size", "shows"), [(0.05, "up"), (-0.05, "down"), (0.0, "same"), (0.005, "unsure")])
def test_a_planted_difference_is_shown_as_what_it_is(size, shows):
    found = first(planted(size, size), shows)
    assert found.shows == shows and found.holds
    assert found.luck.difference == pytest.approx(size, abs=1e-3) and found.luck.n == LESSON.pairs
    assert not first(planted(size, size), "up" if shows != "up" else "down").holds


def test_a_claim_that_other_assumptions_turn_round_does_not_hold():
    assert not first(planted(0.05, -0.05), "up").holds
    assert not first(planted(0.0, 0.05), "same").holds
    assert first(planted(0.05, -0.05), "up").along == 0
    hangs = first(planted(0.05, 0.0), "up", "unsure")
    assert hangs.holds and hangs.hangs and not first(planted(0.05, 0.05), "up", "unsure").holds
    assert not first(planted(0.05, 0.05), "up").hangs


def test_nothing_is_shown_of_too_few_runs():
    with pytest.raises(NotKept):
        first(planted(0.05, 0.05)[4:], "up")


def test_a_prediction_is_marked_by_direction_and_by_number():
    found = first(planted(0.05, 0.05), "up")
    assert mark(found, "up", 0.05).right and mark(found, "up", 0.05).inside
    wide = mark(found, "down", -0.01)
    assert wide.right is False and not wide.inside and wide.off == pytest.approx(0.06, abs=1e-3)
    unsure = first(planted(0.005, 0.005), "unsure")
    assert mark(unsure, "up").right is None and mark(unsure, "unsure").right is True


def all_of(lesson, shows="up"):
    return {claim.id: Prediction(shows) for claim in lesson.claims}


def test_nothing_is_revealed_before_a_prediction_is_committed_or_declined():
    begun = Sitting(LESSON.id)
    for step in ("reveal", "discuss"):
        with pytest.raises(NotYet):
            begun.at(step)
    with pytest.raises(NotYet):
        begun.commit(LESSON, dict(list(all_of(LESSON).items())[1:]))
    assert begun.commit(LESSON, all_of(LESSON)).step == "reveal"
    assert begun.decline().step == "reveal" and begun.decline().declined


def test_what_is_committed_cannot_be_changed():
    done = Sitting(LESSON.id).vote({0: 12, 1: 0}).commit(LESSON, all_of(LESSON))
    assert dict(done.votes) == {0: 12}
    for act in (lambda: done.commit(LESSON, all_of(LESSON, "down")), done.decline, lambda: done.vote({1: 3})):
        with pytest.raises(NotYet):
            act()
    with pytest.raises(NotYet):
        Sitting(LESSON.id).decline().commit(LESSON, all_of(LESSON))


def test_a_sitting_comes_back_from_json_and_a_forged_one_begins_anew():
    done = Sitting(LESSON.id).tick((2, 0, 2)).vote({1: 7}).commit(LESSON, {**all_of(LESSON)}).at("discuss")
    assert sitting_of(LESSON, json.loads(json.dumps(done.plain()))) == done
    plain = Sitting(LESSON.id).plain()
    forged = ({"step": "reveal"}, {"causes": [99]}, {"predictions": {"x": 1}}, {"votes": {"0": "many"}}, {"votes": 3})
    for change in forged:
        assert sitting_of(LESSON, {**plain, **change}) == Sitting(LESSON.id)


def test_each_moment_has_its_own_form_and_half_begin_with_either():
    assert Record("0" * 31 + "0").form("before") == FORMS[0] and Record("0" * 31 + "0").form("after") == FORMS[1]
    assert Record("0" * 31 + "1").form("before") == FORMS[1]


def test_a_test_is_handed_in_once_and_whole():
    held, _ = new_record()
    right = {topic: one.right for topic, one in TEST.form(held.form("before")).items()}
    done = held.answered(TEST, "before", right)
    assert done.right(TEST, "before") == len(right) and done.right(TEST, "after") is None
    with pytest.raises(NotYet):
        done.answered(TEST, "before", right)
    with pytest.raises(NotYet):
        held.answered(TEST, "before", {})
    assert (gain(1, 3, 4), gain(4, 4, 4), gain(2, 1, 4)) == (pytest.approx(2 / 3), None, -0.5)


def test_a_record_is_found_again_and_nothing_else_is(tmp_path):
    held = new_record()[0].with_sitting(Sitting(LESSON.id).decline())
    held = held.answered(TEST, "before", dict.fromkeys(TEST.topics, 0))
    record.write(tmp_path, held)
    assert record.read(tmp_path, held.id, shipped_lessons(), TEST) == held
    (tmp_path / f"{'a' * 32}.json").write_text("[1")
    (tmp_path / f"{'b' * 32}.json").write_text('{"format": 1, "answers": 3, "sittings": {}}')
    for name in ("", "../x", "A" * 32, "a" * 32, "b" * 32, "c" * 32):
        assert record.read(tmp_path, name, shipped_lessons(), TEST) is None


def test_a_record_is_written_by_its_browser_or_with_its_key_and_copied_by_others(tmp_path):
    held, key = new_record("anna")
    record.write(tmp_path, held)
    kept_as = (tmp_path / f"{held.id}.json").read_text()
    assert key not in kept_as and "anna" not in kept_as, "of both the hash alone is kept"
    found = record.read(tmp_path, held.id, shipped_lessons(), TEST)
    assert found.written_by("anna") and not found.written_by("bob") and not found.written_by("")
    assert found.opens(f" {key} ") and not found.opens("") and not found.opens(key[:-1])
    assert found.with_device("bob").written_by("bob") and found.with_device("bob").written_by("anna")
    copy, other_key = found.with_sitting(Sitting(LESSON.id).decline()).copied("bob")
    assert copy.written_by("bob") and not copy.written_by("anna") and not copy.opens(key) and copy.opens(other_key)
    assert copy.id != held.id and copy.sittings and copy.form("before") == held.form("before")
    old = json.loads(kept_as)
    del old["key_hash"], old["devices"]
    (tmp_path / f"{held.id}.json").write_text(json.dumps(old))
    found = record.read(tmp_path, held.id, shipped_lessons(), TEST)
    assert found is not None and not found.opens("") and not found.written_by("anna"), "an older build's is copied"


# --- the model -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def by_step():
    return tasks(shipped_lessons().values())


def test_figures_are_of_this_model_and_of_the_lessons_as_they_are_written(by_step):
    fields = {(row.step, row.seed) for row in kept()}
    made = [(step, task) for step, wanted in by_step.items() for task in wanted if (step, task.seed) in fields]
    marks = {(step, task.seed): mark_of(task) for step, task in made}
    assert {row.model for row in kept()} == {model_mark()}, (
        "python -m shapan.experiments.lessons.figures run, then keep"
    )
    assert all(marks[row.step, row.seed].startswith(row.scenario) for row in kept())


@pytest.mark.parametrize("name", list(shipped_lessons()))
def test_the_model_shows_what_a_lesson_says(name):
    for found in shown(shipped_lessons()[name], kept()).values():
        assert found.holds, (
            f"{name}.{found.claim.id}: {found.shows} {found.luck.difference:+.4f}, not {found.claim.shows}"
        )


def agree(wanted, by_row):
    """Whether runs made now give the figures kept, to the digits kept."""
    for done in run_many([task for _, task in wanted], 1):
        step = next(step for step, task in wanted if task is done.task)
        for name, value in by_row[step, done.task.seed].items():
            assert done.summary.indicators[name] == pytest.approx(value, rel=1e-6), (step, done.task.seed, name)


def test_one_pair_run_now_gives_the_figures_kept(by_step):
    rows = {(row.step, row.seed): row.values for row in kept()}
    agree([(step_of(LESSON, world), by_step[step_of(LESSON, world)][0]) for world in ("today", "ordering")], rows)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(shipped_lessons()))
def test_every_run_of_a_lesson_gives_the_figures_kept(name, by_step):
    """All pairs over luck and over assumptions, so that the reveal is what this model says today."""
    rows = {(row.step, row.seed): row.values for row in kept()}
    steps = [step for step in by_step if step.startswith(f"{name}/")]
    agree([(step, task) for step in steps for task in by_step[step] if (step, task.seed) in rows], rows)


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_lists_lessons_and_prints_one(capsys, language):
    assert main(["lessons", "--lang", language]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in shipped_lessons())
    assert main(["lessons", "ordos_hands", "--lang", language]) == 0
    text = capsys.readouterr().out
    assert LESSON.question[language] in text and LESSON.not_said[0][language] in text and model_mark() in text


def test_the_command_as_json_and_with_a_wrong_name(capsys):
    assert main(["lessons", "ordos_hands", "--json", "--lang", "en"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in found["claims"]] == [claim.id for claim in LESSON.claims]
    assert all(one["lo"] <= one["difference"] <= one["hi"] for one in found["claims"])
    assert main(["lessons", "ordos_hand", "--lang", "en"]) == 2
    assert "nearest ordos_hands" in capsys.readouterr().err
