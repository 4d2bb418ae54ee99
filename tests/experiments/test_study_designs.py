"""Which points a design consists of, how a study becomes runs, and how a bad study file is answered."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from shapan.experiments.cli import main
from shapan.experiments.evidence.screening_effects import LEVELS, MOVE
from shapan.experiments.studies.designs import count_of, factorial, latin_hypercube, morris, points_of, sobol
from shapan.experiments.studies.factors import Factor, read_factor
from shapan.experiments.studies.keeping import Part
from shapan.experiments.studies.plan import plan_of
from shapan.model.parameters.believing import beliefs

HOUSEHOLDS, PAPERWORK, APP = "grid.households_per_grid", "staff.admin_share", "hearing.app_hazard"
NOWHERE = ("", None)
ONE, TWO = Factor("a.one", "lever", low=0.0, high=1.0), Factor("a.two", "lever", low=10.0, high=20.0)
WORDS = Factor("a.word", "lever", values=("x", "y", "z"))
GOOD = """format = 1
kind = "study"
[runs]
place = "training_town"
days = 5
warmup = 0
seeds = {first = 3, count = 2}
[design]
kind = "factorial"
levers = {"grid.households_per_grid" = [150, 300], "staff.admin_share" = [0.2, 0.35]}
"""


@pytest.fixture
def study(tmp_path):
    """A study file with one text in place of another."""

    def make(old="", new="", text=GOOD):
        assert old in text
        path = tmp_path / "mine.toml"
        path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
        return path

    return make


def test_a_factorial_varies_the_last_factor_fastest():
    three = Factor("a.two", "lever", low=10.0, high=20.0, levels=3)
    found = factorial([WORDS, three])
    assert [(point.values["a.word"], point.values["a.two"]) for point in found] == [
        (word, value) for word in "xyz" for value in (10.0, 15.0, 20.0)
    ]
    assert count_of("factorial", [WORDS, three], 0) == len(found) == 9


def test_a_latin_hypercube_visits_every_part_of_every_factor_once_and_a_new_factor_moves_none():
    found = latin_hypercube([ONE, WORDS], 12, 7)
    assert sorted(int(point.values["a.one"] * 12) for point in found) == list(range(12))
    assert [sum(point.values["a.word"] == word for point in found) for word in "xyz"] == [4, 4, 4]
    more = latin_hypercube([TWO, ONE, WORDS], 12, 7)
    assert [point.values["a.one"] for point in more] == [point.values["a.one"] for point in found]
    assert [point.values for point in latin_hypercube([ONE, WORDS], 12, 8)] != [point.values for point in found]


def test_sobol_has_a_row_of_a_then_one_column_of_b_at_a_time_then_b():
    found = sobol([ONE, TWO], 4, 1)
    assert len(found) == count_of("sobol", [ONE, TWO], 4) == 16
    for start in range(0, 16, 4):
        a, one, two, b = (point.values for point in found[start : start + 4])
        assert one == {"a.one": b["a.one"], "a.two": a["a.two"]}
        assert two == {"a.one": a["a.one"], "a.two": b["a.two"]}
        assert [point.marks["matrix"] for point in found[start : start + 4]] == ["A", "AB a.one", "AB a.two", "B"]
    firsts = np.array([point.values["a.one"] for point in found if point.marks["matrix"] == "A"])
    assert sorted((firsts * 4).astype(int)) == [0, 1, 2, 3]


def test_the_pipeline_recovers_known_first_order_indices_of_an_additive_function():
    """y = x1 + 2·x2 on the unit square: variances 1 and 4 of 5, by the estimator of Saltelli et al. 2010."""
    other = Factor("a.two", "lever", low=0.0, high=1.0)
    found = sobol([ONE, other], 256, 3)
    y = np.array([point.values["a.one"] + 2.0 * point.values["a.two"] for point in found]).reshape(-1, 4)
    a, ab, b = y[:, 0], y[:, 1:3], y[:, 3]
    first = (b[:, None] * (ab - a[:, None])).mean(axis=0) / np.var(np.concatenate([a, b]))
    assert first == pytest.approx([0.2, 0.8], abs=0.02)


def test_morris_moves_each_factor_once_by_half_of_what_it_may_be():
    factors = [ONE, TWO, WORDS]
    found = morris(factors, 3, 0)
    assert len(found) == count_of("morris", factors, 3) == 12
    for number in range(3):
        steps = [point for point in found if point.marks["trajectory"] == number]
        assert sorted(point.marks["moved"] for point in steps) == ["", "a.one", "a.two", "a.word"]
        assert steps[0].values["a.one"] in LEVELS
        for before, after in pairwise(steps):
            moved = after.marks["moved"]
            assert {name for name in before.values if before.values[name] != after.values[name]} == {moved}
            if moved == "a.one":
                assert after.values[moved] - before.values[moved] == after.marks["sign"] * MOVE
    assert [point.values for point in morris(factors, 3, 1)] != [point.values for point in found]


def test_whole_numbers_choices_and_answers_are_as_likely_as_each_other():
    shares = (np.arange(600) + 0.5) / 600
    whole = Factor("a.count", "lever", low=2.0, high=4.0, whole=True)
    yes = read_factor("channels.visits", True, "lever", NOWHERE)
    for factor, values in ((whole, (2, 3, 4)), (WORDS, ("x", "y", "z")), (yes, (False, True))):
        found = [factor.at(u) for u in shares]
        assert {value: found.count(value) for value in values} == dict.fromkeys(values, 600 // len(values))
        assert factor.at(1.0) == values[-1]


def test_all_that_an_assumption_may_be_is_what_is_believed_of_it():
    factor, belief = read_factor(APP, True, "assumption", NOWHERE), beliefs()[APP]
    assert factor.at(0.0) == pytest.approx(belief.low, rel=1e-3) and factor.at(1.0) == pytest.approx(
        belief.high, rel=1e-3
    )


def test_runs_go_seed_by_seed_and_parts_are_slices_of_them(study):
    plan = plan_of(study())
    assert plan.runs == 8 and not plan.has_baseline
    tasks = [plan.task(number) for number in range(8)]
    assert [task.seed for task in tasks] == [3] * 4 + [4] * 4
    assert len({task.run_id for task in tasks}) == 8
    assert [task.column for task in tasks] == [0, 1, 2, 3] * 2
    assert tasks[1].scenario.values[HOUSEHOLDS] == 150 and tasks[1].scenario.values[PAPERWORK] == 0.35
    assert [list(Part(k, 3).numbers(8)) for k in (1, 2, 3)] == [[0, 1], [2, 3, 4], [5, 6, 7]]


def test_every_point_meets_the_same_draws_and_keeps_what_it_sets_itself(study):
    text = GOOD + '[uncertainty]\ndraws = 3\nassumptions = ["hearing.app_hazard", "hearing.report_hazard"]\n'
    text = text.replace('"staff.admin_share" = [0.2, 0.35]}', '}\nassumptions = {"hearing.app_hazard" = [0.01, 0.02]}')
    plan = plan_of(study(text=text.replace("[150, 300], }", "[150, 300]}")))
    assert plan.runs == 2 * 2 * 3 * 2 and plan.units == 3
    drawn = "hearing.report_hazard"
    by_draw = [[plan.task(number).scenario.values for number in range(first, first + 8)] for first in (0, 8, 16)]
    assert [len({values[drawn] for values in some}) for some in by_draw] == [1, 1, 1]
    assert len({some[0][drawn] for some in by_draw}) == 3
    assert [[values[APP] for values in some][:4] for some in by_draw] == [[0.01, 0.02] * 2] * 3


def test_the_hash_is_of_what_is_run_and_not_of_what_it_is_called(study):
    plain = plan_of(study()).hash
    assert plan_of(study("format = 1", 'format = 1\ntitle = "Another"')).hash == plain
    assert plan_of(study("days = 5", "days = 6")).hash != plain
    assert plan_of(study("0.35", "0.36")).hash != plain
    assert plan_of(study("count = 2", "count = 3")).hash != plain


LISTED = GOOD.partition("[design]")[0] + '[design]\nkind = "listed"\n'


def test_listed_scenarios_depart_from_the_base(study):
    rows = '[[scenarios]]\nname = "now"\n[[scenarios]]\nname = "ours"\npolicy = "yantian"\n'
    rows += 'set = {"staff.admin_share" = 0.3}\n'
    plan = plan_of(study(text=LISTED + rows))
    assert plan.names == ("now", "ours") and plan.has_baseline
    assert plan.scenario(1).policy_id == "yantian" and plan.scenario(1).place_id == "training_town"
    assert plan.values_of(1) == {PAPERWORK: 0.3}


BAD = [
    ('kind = "factorial"', 'kind = "factorail"', ':9: design.kind: "factorail" is no choice', "nearest factorial"),
    ("levers =", "leavers =", ":10: design.leavers: unknown key", "nearest levers"),
    (
        "households_per_grid",
        "household_per_grid",
        ":10: grid.household_per_grid: unknown lever",
        f"nearest {HOUSEHOLDS}",
    ),
    ("[0.2, 0.35]", "[0.2]", ":10: staff.admin_share: needs two different values or more", ""),
    ("[0.2, 0.35]", "[0.2, 0.2]", ":10: staff.admin_share: 0.2 is listed twice", ""),
    ("[0.2, 0.35]", "[0.2, 3.5]", ":10: staff.admin_share: 3.5 is out of range", "allowed 0–"),
    ("[0.2, 0.35]", "{low = 0.4, high = 0.2}", "low 0.4 must be below high 0.2", ""),
    ("[0.2, 0.35]", "{low = 0.2, high = 0.4}", "staff.admin_share: a range in a factorial design needs `levels`", ""),
    ("[0.2, 0.35]", "{low = 0.2, hihg = 0.4}", "staff.admin_share.hihg: unknown key", "nearest high"),
    ("[0.2, 0.35]", "0.2", "staff.admin_share: must be a list of values, {low, high}, {choices} or true, got 0.2", ""),
    ("staff.admin_share", APP, "hearing.app_hazard: is an assumption, not a lever", ""),
    ("days = 5", "days = 0", ":5: runs.days: 0 is out of range", "allowed 1–36525"),
    ("days = 5", "days = 5.5", ":5: runs.days: must be a whole number, got 5.5", ""),
    ("{first = 3, count = 2}", "[1, 1]", ":7: runs.seeds: 1 is listed twice", ""),
    ("training_town", "traning_town", "unknown place", "nearest training_town"),
    ("", '[outcomes]\nprimary = "covrage"\n', 'outcomes.primary: unknown indicator "covrage"', "nearest coverage"),
    ("", '[outcomes]\nsecondary = [["coverage"]]\n', "outcomes.secondary: unknown indicator", ""),
    ("", "[uncertainty]\nassumptions = [[1]]\n", "unknown assumption", ""),
    ("", '[keep]\ntables = ["by_gruop"]\n', 'keep.tables: "by_gruop" is no choice', "nearest by_group"),
    ("", "[stop]\nhalf_width = 0.01\n", "stop: has no baseline to compare with", ""),
    ("", "[uncertainty]\ndraws = 1\n", "uncertainty.draws: 1 is out of range", "allowed 2–"),
    ("", "[uncertainty]\ndraws = 500\n", "training_town has no 500 kept draws of assumptions", ""),
    ("", '[uncertainty]\nassumptions = ["hearing.ap_hazard"]\n', "unknown assumption", f"nearest {APP}"),
    ("count = 2", "count = 900000", "asks for 3,600,000 runs, at most 1,000,000", ""),
    ("format = 1\n", "", "format: is missing", "allowed 1"),
    ('kind = "study"', 'kind = "studdy"', ':2: kind: unknown kind of file "studdy"', "nearest study"),
    ("days = 5", "days = = 5", ":5: broken TOML", ""),
]


@pytest.mark.parametrize(("old", "new", "expected", "more"), BAD, ids=range(len(BAD)))
def test_a_bad_file_is_answered_in_one_line(study, capsys, old, new, expected, more):
    assert main(["study", "check", str(study(old, new)), "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "Traceback" not in err
    assert expected in err and more in err


def test_points_whose_values_round_alike_are_told_apart(study):
    plan = plan_of(study("[0.2, 0.35]", "[0.2, 0.2000001]"))
    assert len(set(plan.hashes)) == len(set(plan.names)) == 4


SAMPLED = GOOD.replace('"factorial"', '"sobol"').replace("[150, 300]", "{low = 150, high = 300}")


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("samples = 48", "design.samples: 48 is no power of two; nearest 64"),
        ("", "design.samples: is missing"),
        ("samples = 1", "design.samples: 1 is out of range; allowed 2–"),
        ("points = 4\nsamples = 4", "design.points: unknown key"),
    ],
)
def test_the_size_of_a_design_is_asked_for_and_looked_at(study, capsys, size, expected):
    assert main(["study", "check", str(study("[design]", f"[design]\n{size}", SAMPLED)), "--lang", "en"]) == 2
    assert expected in capsys.readouterr().err


def test_values_that_do_not_go_together_are_told_with_their_point(study, capsys):
    text = GOOD.replace(HOUSEHOLDS, "grid.patrol_share").replace(PAPERWORK, "grid.visit_share")
    path = study("[0.2, 0.35]", "[0.2, 0.6]", text.replace("[150, 300]", "[0.3, 0.7]"))
    assert main(["study", "check", str(path), "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert "design: point " in err and "together they may not exceed" in err and err.count("\n") == 1


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["chekc", "x"], "ACTION: there is no chekc; allowed check, run, gather, status, export"),
        (["run", "x", "--part", "3/2"], "--part: K/N is needed, such as 2/5, got 3/2"),
        (["status", "x", "--workers", "2"], "--workers does not go with study status, which takes --json"),
        (["status", "x", "y"], "study status takes one path, got y as well"),
        (["status", "nowhere"], "nowhere: there is no manifest"),
        (["run", "nowhere.toml"], "nowhere.toml: there is no such file"),
        (["gather", "a", "b"], "--out DIR says where several folders are put together"),
        (["run", "x", "--minutes", "0"], "--minutes: 0"),
    ],
)
def test_wrong_words_are_answered_in_one_line(capsys, typed, expected):
    assert main(["study", *typed, "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert expected in err and err.count("\n") == 1


def test_check_says_what_a_study_will_take(study, capsys, monkeypatch):
    from shapan.experiments.studies import costs

    taken = iter([(9.0, 0), (1.0, 0), (1.2, 400)])
    monkeypatch.setattr(costs, "_timed", lambda task: next(taken))
    assert main(["study", "check", str(study()), "--workers", "2", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "4 points × 2 seeds = 8 runs of 5 days after 0" in out and "About 5 seconds on 2 cores and 0.1 MB" in out


def test_points_of_names_every_kind():
    assert len(points_of("latin_hypercube", [ONE], 3, 0)) == 3
    assert len(points_of("factorial", [WORDS], 0, 0)) == 3


def test_a_shipped_study_is_known_by_its_name_and_a_file_of_ones_own_goes_first(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("grids_and_paperwork", "grids_and_paperwork.toml"):
        assert plan_of(name).file.id == "grids_and_paperwork"
    (tmp_path / "grids_and_paperwork.toml").write_text(GOOD, encoding="utf-8")
    assert plan_of("grids_and_paperwork.toml").file.days == 5
    for nowhere in ("folder/grids_and_paperwork.toml", "nobodys.toml"):
        assert main(["study", "check", nowhere, "--lang", "en"]) == 2
        assert f"{nowhere}: there is no such file" in capsys.readouterr().err
    assert main(["study", "check", "grids_and_paprwork", "--lang", "en"]) == 2
    assert capsys.readouterr().err.rstrip().endswith("nearest grids_and_paperwork")
