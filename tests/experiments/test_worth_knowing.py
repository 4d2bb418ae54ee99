"""The value of information on problems whose answer is known, and of a study through the command."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.stats import norm

from shapan.experiments.cli import main
from shapan.experiments.knowing.information import partials, perfect
from shapan.experiments.runs.task import Finished, Summary
from shapan.experiments.studies.keeping import StudyFolder
from shapan.experiments.studies.plan import plan_of
from shapan.experiments.studies.running import Course, carry_out

STUDY = """format = 1
kind = "study"
title = {zh = "试", en = "Try"}
[runs]
place = "training_town"
days = 5
warmup = 0
seeds = {first = 1, count = 2}
[design]
kind = "listed"
[[scenarios]]
name = "as now"
[[scenarios]]
name = "more visits"
set = {"grid.households_per_grid" = 150}
[uncertainty]
draws = DRAWS
assumptions = ["needs.rate_multiplier", "hearing.app_hazard"]
"""


def worth_of_normal(mean, spread):
    """E max(0, D) − max(0, E D) of a normal D."""
    return spread * norm.pdf(mean / spread) + mean * norm.cdf(mean / spread) - max(0.0, mean)


def two_actions(seed, slopes=(1.0, 0.5, 0.0), mean=0.2, draws=400, luck=0.3):
    """Two actions whose difference is linear in normal assumptions (the textbook case)."""
    draw = np.random.default_rng(seed)
    assumptions = draw.standard_normal((draws, len(slopes)))
    values = luck * draw.standard_normal((2, draws, 2))
    values[1] += (mean + assumptions @ np.array(slopes))[:, None]
    return values, {f"x{number}": list(column) for number, column in enumerate(assumptions.T)}


def test_two_linear_normal_actions_have_the_worth_of_the_book():
    several = [two_actions(seed) for seed in range(20)]
    both = [(perfect(values), {one.name: one for one in partials(values, columns)}) for values, columns in several]
    whole = worth_of_normal(0.2, np.hypot(1.0, 0.5))
    least, most = (np.mean([getattr(one, side).value for one, _ in both]) for side in ("at_least", "at_most"))
    error = np.mean([one.at_least.error for one, _ in both]) / np.sqrt(20)
    assert least - 2 * error < whole < most + 2 * error and most - least < 0.08
    for name, slope in (("x0", 1.0), ("x1", 0.5)):
        gains = [each[name].gain for _, each in both]
        error = np.mean([one.error for one in gains]) / np.sqrt(20)
        assert np.mean([one.value for one in gains]) == pytest.approx(worth_of_normal(0.2, slope), abs=3 * error)
        assert np.mean([each[name].stands_out for _, each in both]) > 0.8
    assert not any(each["x2"].stands_out for _, each in both)


def test_noise_is_worth_nothing():
    """A largest of means is too large by luck alone: that is kept out, and where it cannot be it is called at most."""
    several = [two_actions(seed, (0.0, 0.0, 0.0), 0.0, 100) for seed in range(40)]
    found = [perfect(values) for values, _ in several]
    assert np.mean([one.at_most.value for one in found]) > 0.05
    assert np.mean([one.at_least.value for one in found]) == pytest.approx(0.0, abs=0.03)
    each = [one for values, columns in several for one in partials(values, columns)]
    assert np.mean([one.gain.value for one in each]) == pytest.approx(0.0, abs=0.01)
    assert np.mean([one.stands_out for one in each]) < 0.05
    assert perfect(several[0][0][:, :, :1]).at_least is None


def test_where_the_choice_turns_is_told():
    draw = np.random.default_rng(0)
    x = draw.random(200)
    values = np.zeros((2, 200, 1))
    values[1, :, 0] = x - 0.4 + 0.05 * draw.standard_normal(200)
    (one,) = partials(values, {"x": list(x)})
    first, second = one.stretches
    assert (first.scenario, second.scenario, first.low, second.high) == (0, 1, None, None)
    assert first.high < 0.4 + 0.05 and second.low > 0.4 - 0.05 and one.stands_out
    answers = ["yes" if value > 0.5 else "no" for value in x]
    (one,) = partials(values, {"q": answers})
    assert [(part.low, part.scenario) for part in one.stretches] == [("no", 0), ("yes", 1)] and one.stands_out


def test_a_bent_gain_is_followed_and_a_constant_column_is_left_out():
    draw = np.random.default_rng(1)
    x = draw.random(300)
    values = np.zeros((2, 300, 1))
    values[1, :, 0] = np.abs(x - 0.5) - 0.2 + 0.02 * draw.standard_normal(300)
    found = partials(values, {"x": list(x), "same": [1.0] * 300})
    assert [one.name for one in found] == ["x"] and found[0].stands_out
    assert found[0].gain.value == pytest.approx(0.04, abs=0.012)  # 0.09 chosen where it pays, 0.05 on average
    assert [part.scenario for part in found[0].stretches] in ([1, 0, 1], [0, 1])


class MadeUp:
    """The second scenario does better where needs are many, and by as much worse where they are few."""

    at_once = 1

    def make(self, tasks, parts, progress):
        for task in tasks:
            rate = task.scenario.values["needs.rate_multiplier"] if task.scenario.values else 1.0
            luck = 0.002 * ((7 * task.seed + 3 * task.column) % 5 - 2)
            value = 0.5 + luck + (0.1 * (rate - 1.0) if task.name == "more visits" else 0.0)
            counts = {"residents": 5, "communities": 1, "grids": 2}
            yield Finished(task, 0.1, Summary({"coverage": value}, {"born": 10}, {"app": 1}, **counts))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("knowing")
    (path / "s.toml").write_text(STUDY.replace("DRAWS", "24"), encoding="utf-8")
    store = StudyFolder(path / "out", plan_of(path / "s.toml"))
    store.begin()
    store.close(carry_out(store, MadeUp(), Course()).state)
    return str(path / "out")


def test_a_study_says_which_survey_would_change_the_choice(folder, capsys):
    assert main(["worth-knowing", folder, "--json"]) == 0
    text = json.loads(capsys.readouterr().out)
    first, second = text["assumptions"]
    assert first["assumption"] == "needs.rate_multiplier" and first["stands_out"] and not second["stands_out"]
    assert first["gain"] == pytest.approx(text["everything"]["at_most"]["gain"], rel=0.2)
    assert {part["scenario"] for part in first["choices"]} == {"as now", "more visits"}
    assert text["draws"] == 24 and text["seeds"] == 2 and text["draws_left_out"] == 0
    for language, word in (("en", "A survey of"), ("zh", "调查")):
        assert main(["worth-knowing", folder, "--lang", language]) == 0
        out = capsys.readouterr().out
        assert word in out and "needs.rate_multiplier" in out and "more visits" in out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--indicator", "coverag"], "the nearest is coverage"),
        (["--indicator", "requests_per_1000"], "neither direction"),
        (["--indicator", "trust"], "do not know trust"),
    ],
)
def test_what_cannot_be_asked_is_one_line(folder, words, expected, capsys):
    assert main(["worth-knowing", folder, *words, "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert expected in err and len(err.splitlines()) == 1


def test_a_study_without_draws_or_with_few_has_no_answer(tmp_path, capsys):
    for number, text in enumerate((STUDY.partition("[uncertainty]")[0], STUDY.replace("DRAWS", "8"))):
        path = tmp_path / f"{number}.toml"
        path.write_text(text, encoding="utf-8")
        store = StudyFolder(tmp_path / str(number), plan_of(path))
        store.begin()
        store.close(carry_out(store, MadeUp(), Course()).state)
        assert main(["worth-knowing", str(tmp_path / str(number)), "--lang", "en"]) == 2
    assert ["joint draws" in line or "8 draws" in line for line in capsys.readouterr().err.splitlines()] == [True, True]
