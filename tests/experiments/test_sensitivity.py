"""Known answers through the whole pipeline: a study file, made-up runs, the store, then indices, regret and boxes.

Nothing is simulated: an executor computes a function of the scenario's own values where a run would stand.
"""

from __future__ import annotations

import csv
import itertools
import json
import math
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from shapan.experiments.cli import main, studied
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.task import Finished, Summary, failed
from shapan.experiments.sensitivity import indices
from shapan.experiments.sensitivity.boxes import Column, find_box, within
from shapan.experiments.sensitivity.indices import distances, indices_of, method_of
from shapan.experiments.sensitivity.regret import lost_by, robustness_of
from shapan.experiments.sensitivity.samples import read_sample, replication_share
from shapan.experiments.studies.costs import Cost
from shapan.experiments.studies.designs import count_of, morris, sobol
from shapan.experiments.studies.factors import Factor
from shapan.experiments.studies.keeping import StudyFolder
from shapan.experiments.studies.plan import plan_of
from shapan.experiments.studies.running import Course, carry_out

ROOT = Path(__file__).resolve().parents[2]
A, B, C = "channels.app_ease", "channels.data_sharing", "volunteers.campaign"
PATROL, VISITS, APP = "hearing.patrol_hazard", "hearing.visit_hours", "hearing.app_hazard"
HEAD = """format = 1
kind = "study"
[runs]
place = "training_town"
days = 5
warmup = 0
seeds = {{first = 1, count = {seeds}}}
[design]
kind = "{kind}"
{rest}
"""


class Function:
    """Runs whose coverage is a function of the scenario, its name and the seed; some can be made to fail."""

    at_once = 1

    def __init__(self, of, dies=lambda task: False):
        self.of, self.dies = of, dies

    def make(self, tasks, parts, progress):
        for task in tasks:
            if self.dies(task):
                yield failed(task, "simulate", ValueError("no such day"), 0.1)
                continue
            value = float(self.of(task.scenario.values, task.name, task.seed))
            counts = {"residents": 5, "communities": 1, "grids": 2}
            yield Finished(task, 0.1, Summary({"coverage": value}, {"born": 10}, {"app": 1}, **counts))


def lived(path, text, of, **how):
    """The folder of a study whose runs were made up."""
    file = path / "study.toml"
    file.write_text(text, encoding="utf-8")
    store = StudyFolder(path / "made", plan_of(file))
    store.begin()
    course = carry_out(store, Function(of, **how), Course())
    store.close(course.state)
    return store.path


def by_index(folder, method=None):
    sample = read_sample(folder)
    found, left = indices_of(sample, method_of(sample, method))
    return {(one.factor, one.index): one for one in found}, left, sample


def ishigami(values, name, seed):
    one, two, three = (math.pi * (2.0 * values[key] - 1.0) for key in (A, B, C))
    return math.sin(one) + 7.0 * math.sin(two) ** 2 + 0.1 * three**4 * math.sin(one)


ALL = "levers = {{{}}}".format(", ".join(f'"{name}" = {{low = 0.0, high = 1.0}}' for name in (A, B, C)))


ANALYTIC = {(A, "S1"): 0.3139, (B, "S1"): 0.4424, (C, "S1"): 0.0}
ANALYTIC |= {(A, "ST"): 0.5576, (B, "ST"): 0.4424, (C, "ST"): 0.2437}


@pytest.mark.parametrize(("samples", "near"), [(64, 0.15), pytest.param(512, 0.06, marks=pytest.mark.slow)])
def test_the_indices_of_ishigami_come_out_of_a_study(tmp_path, samples, near):
    text = HEAD.format(seeds=1, kind="sobol", rest=f"samples = {samples}\nwith_base = true\n{ALL}")
    folder = lived(tmp_path, text, ishigami)
    found, left, sample = by_index(folder)
    assert not left and len(sample.rows) == samples * 5 and sample.targets[0].luck is None
    for key, true in ANALYTIC.items():
        one = found[key]
        assert abs(one.value - true) < near and one.lo - 0.03 < true < one.hi + 0.03, key
    pawn, *_ = by_index(folder, "pawn")
    assert pawn[B, "pawn"].value > pawn[B, "pawn"].floor and pawn[B, "pawn"].n == 2 * samples
    with pytest.raises(Refused, match="design of this study is sobol"):
        method_of(sample, "morris")


@pytest.mark.slow
def test_what_two_factors_do_together_comes_out_of_a_study(tmp_path):
    """Of Ishigami the first and the third alone: 0.2437."""
    text = HEAD.format(seeds=1, kind="sobol", rest=f"samples = 256\nsecond_order = true\n{ALL}")
    sample = read_sample(lived(tmp_path, text, ishigami))
    pairs = {(one.factor, one.other): one.value for one in indices_of(sample, "sobol")[0] if one.index == "S2"}
    assert abs(pairs[A, C] - 0.2437) < 0.1 and abs(pairs[A, B]) < 0.1 and abs(pairs[B, C]) < 0.1


def test_the_small_second_order_of_a_product(tmp_path):
    """A product of two factors around their middles is all interaction: S2 is 1, S1 is 0."""
    text = HEAD.format(seeds=1, kind="sobol", rest=f"samples = 16\nsecond_order = true\n{ALL}")
    sample = read_sample(lived(tmp_path, text, lambda values, *_: (values[A] - 0.5) * (values[B] - 0.5)))
    found = indices_of(sample, "sobol")[0]
    assert len(sample.rows) == 16 * 8
    pair = next(one for one in found if (one.factor, one.other) == (A, B))
    assert pair.value == pytest.approx(1.0, abs=0.5)
    assert next(one for one in found if (one.factor, one.index) == (C, "ST")).value == pytest.approx(0.0, abs=1e-12)


def linear(values, name, seed):
    return 0.3 * values[A] - 0.1 * values[B]


def test_morris_finds_a_linear_function_exactly_and_a_lost_run_costs_its_trajectory_aloud(tmp_path):
    text = HEAD.format(seeds=1, kind="morris", rest=f"trajectories = 6\n{ALL}")
    folder = lived(tmp_path, text, linear, dies=lambda task: task.name == "0007")
    found, left, sample = by_index(folder)
    for name, slope in ((A, 0.3), (B, -0.1), (C, 0.0)):
        assert found[name, "mu"].value == pytest.approx(slope) and found[name, "mu_star"].value == pytest.approx(
            abs(slope)
        )
        assert found[name, "sigma"].value == pytest.approx(0.0, abs=1e-12) and found[name, "mu"].n == 5
    assert [(one.dropped, one.of) for one in left] == [(1, 6)]
    assert [(one.run, one.stage, one.error) for one in sample.failures] == [(6, "simulate", sample.failures[0].error)]


def test_a_group_moves_together_has_a_size_and_no_sign(tmp_path):
    rest = f"trajectories = 4\n{ALL}\n[groups]\nboth = ['{A}', '{B}']"
    found, _, sample = by_index(lived(tmp_path, HEAD.format(seeds=1, kind="morris", rest=rest), linear))
    assert len(sample.rows) == 4 * 3 and sample.movers == {"both": (A, B), C: (C,)}
    assert 0.2 - 1e-9 <= found["both", "mu_star"].value <= 0.4 + 1e-9 and ("both", "mu") not in found
    assert found[C, "mu_star"].value == pytest.approx(0.0, abs=1e-12)


def test_designs_of_groups_swap_whole_groups():
    factors = [Factor(name, "lever", low=0.0, high=1.0) for name in ("a.x", "a.y", "a.z")]
    groups = {"xy": ("a.x", "a.y")}
    points = sobol(factors, 2, 0, groups)
    assert count_of("sobol", factors, 2, groups) == len(points) == 8
    first, other, mixed = points[0].values, points[3].values, points[1].values
    assert points[1].marks["matrix"] == "AB xy" and mixed == {**other, "a.z": first["a.z"]}
    assert next(point.values for point in sobol(factors, 2, 0)) == first, "groups move no draw"
    steps = morris(factors, 1, 3, groups)
    moved = [
        {name for name in one.values if one.values[name] != before.values[name]}
        for before, one in itertools.pairwise(steps)
    ]
    assert sorted(moved, key=len) == [{"a.z"}, {"a.x", "a.y"}]
    assert morris(factors, 2, 3) == morris(factors, 2, 3, {}), "without groups nothing changes"


DRAWN = """format = 1
kind = "study"
[runs]
place = "training_town"
days = 5
warmup = 0
seeds = {{first = 1, count = 2}}
[design]
kind = "listed"
[[scenarios]]
name = "now"
[[scenarios]]
name = "=more"
set = {{"grid.households_per_grid" = 150}}
[uncertainty]
assumptions = ["{patrol}", "{visits}", "{app}", "place.deadlines"]
{rest}
"""


def share(name, value):
    from shapan.model.parameters.believing import beliefs

    about = beliefs()[name]
    return math.log(value / about.low) / math.log(about.high / about.low)


def turning(values, name, seed):
    """The second scenario is better by patrol, and behind where patrol is rare; visits move both alike."""
    own = 0.1 * (share(PATROL, values[PATROL]) - 0.35) if name == "=more" else 0.0
    wobble = 0.002 * math.sin(1e4 * values[APP] + seed) if name == "=more" else 0.0
    return 0.5 + 0.3 * share(VISITS, values[VISITS]) + own + wobble


def drawn(rest):
    return DRAWN.format(patrol=PATROL, visits=VISITS, app=APP, rest=rest)


def test_the_difference_of_two_scenarios_has_indices_of_its_own(tmp_path):
    folder = lived(tmp_path, drawn('kind = "sobol"\nsamples = 32\n'), turning)
    sample = read_sample(folder)
    found, _ = indices_of(sample, "sobol")
    by_key = {(one.scenario, one.baseline, one.factor, one.index): one.value for one in found}
    assert by_key["now", "", VISITS, "S1"] == pytest.approx(1.0, abs=0.05)
    assert by_key["=more", "now", PATROL, "ST"] > 0.95 and abs(by_key["=more", "now", VISITS, "ST"]) < 0.02
    gap = next(one for one in sample.targets if one.baseline)
    assert gap.luck is not None and 0.0 < gap.luck < 0.05 and len(sample.rows) == 32 * 6


@pytest.fixture(scope="module")
def robust(tmp_path_factory):
    path = tmp_path_factory.mktemp("robust")
    return lived(path, drawn("draws = 120\n"), turning, dies=lambda task: task.column == 10 and task.seed == 2)


def test_given_data_rank_what_moves_the_difference_above_a_dummy(robust):
    found, left, _ = by_index(robust)
    gaps = {key: one for key, one in found.items() if one.baseline}
    assert gaps[PATROL, "pawn"].value > gaps[PATROL, "pawn"].floor > gaps["place.deadlines", "pawn"].value
    assert [(one.dropped, one.of) for one in left] == [(1, 120), (1, 120)], (
        "of the scenario that lost a run, and its gap"
    )


def test_the_box_in_which_the_choice_turns_is_found(robust):
    card = robustness_of(read_sample(robust), "coverage")
    assert card.draws == 119 and card.dropped == 1 and card.recommended == card.on_average == "=more"
    assert {one.scenario: one.best for one in card.regrets}["now"] + {one.scenario: one.best for one in card.regrets}[
        "=more"
    ] == 119
    assert card.fails is not None and [side.name for side in card.fails.sides] == [PATROL]
    assert share(PATROL, card.fails.sides[0].high) == pytest.approx(0.25, abs=0.12)
    assert card.fails.density > 0.85 and card.fails.held_out > 0.8 and card.fails.coverage > 0.8
    other = robustness_of(read_sample(robust), "coverage", "now")
    assert other.recommended == "now" and other.regrets == card.regrets and other.behind > card.behind


def test_noise_gives_no_box_and_a_planted_one_of_answers_does():
    """Of 60 sets of pure noise at most a few pass: each passes in about 1 of 20."""
    draw = np.random.default_rng(5)
    found = 0
    for _ in range(60):
        columns = [Column(f"a.{number}", draw.random(60)) for number in range(6)]
        found += find_box(columns, draw.random(60) < 0.3) is not None
    assert found <= 8
    words = Column("q", draw.integers(0, 3, 120).astype(float), ("x", "y", "z"))
    columns = [*(Column(f"a.{number}", draw.random(120)) for number in range(6)), words]
    cases = (words.values == 1.0) & (columns[2].values > 0.4)
    box = find_box(columns, cases)
    assert box is not None and {side.name for side in box.sides} == {"a.2", "q"}
    assert box.density > 0.85 and within(columns, box.sides, 120).sum() == box.inside
    assert find_box(columns[:2], np.arange(120) < 4) is None, "four cases are too few to look"


def test_regret_is_what_one_stays_behind():
    values = np.array([[0.5, 0.7], [0.6, 0.6], [0.9, 0.8]])
    assert lost_by(values, 1.0) == pytest.approx(np.array([[0.2, 0.0], [0.0, 0.0], [0.0, 0.1]]))
    assert lost_by(values, -1.0) == pytest.approx(np.array([[0.0, 0.2], [0.0, 0.0], [0.1, 0.0]]))


def test_luck_is_told_from_what_was_varied():
    draw = np.random.default_rng(3)
    rows, seeds = draw.normal(size=(400, 1)), draw.normal(size=(1, 4))
    assert replication_share(rows + 5.0 * seeds) == pytest.approx(0.0, abs=1e-12), (
        "luck that all rows share moves no index"
    )
    assert replication_share(rows + 2.0 * draw.normal(size=(400, 4))) == pytest.approx(0.5, abs=0.07)
    assert replication_share(rows) is None


def test_dummies_are_measured_as_salib_measures_factors():
    from SALib.analyze import pawn

    draw = np.random.default_rng(1)
    for rows in (40, 63, 100):
        shares = (draw.random((rows, 3)).argsort(axis=0).argsort(axis=0) + 0.5) / rows
        values = np.round(shares[:, 0] + draw.random(rows), 1)
        theirs = pawn.analyze(indices._problem("abc"), shares, values, indices._slices(rows))["mean"]
        assert distances(shares, values) == pytest.approx(np.asarray(theirs))


def test_the_floor_is_what_the_largest_of_many_dummies_rarely_exceeds():
    """Over 60 samples of 30 factors without effect the largest passes in about 1 of 20 of them."""
    draw, passed = np.random.default_rng(11), 0
    for _ in range(60):
        values, shares = draw.normal(size=40), draw.random((40, 330)).argsort(axis=0)
        found = distances((shares + 0.5) / 40, values)
        passed += found[:30].max() > indices._floor(found[30:], 30)
    assert passed <= 9


def test_a_choice_and_a_yes_or_no_are_factors_like_others(tmp_path):
    rest = f'points = 60\nlevers = {{"centres.rated_by" = true, "channels.visits" = true, "{A}" = true}}'
    text = HEAD.format(seeds=1, kind="latin_hypercube", rest=rest)
    said = lambda values, name, seed: 0.4 * (values["channels.visits"] is True)  # noqa: E731
    folder = lived(tmp_path, text, said)
    found, *_ = by_index(folder)
    sizes = {name: one.value for (name, _), one in found.items()}
    floor = found["channels.visits", "pawn"].floor
    assert {name for name, size in sizes.items() if size > floor} == {"channels.visits"}


def test_the_commands_make_what_is_missing_and_tell_it(tmp_path, capsys, monkeypatch):
    file, folder = tmp_path / "mine.toml", tmp_path / "kept"
    file.write_text(drawn("draws = 48\n"), encoding="utf-8")
    lost = Function(turning, dies=lambda task: task.column == 3 and task.seed == 1)
    monkeypatch.setattr(studied, "executor_of", lambda workers: lost)
    monkeypatch.setattr(studied, "cost_of", lambda plan: Cost(plan.runs, 0.5, 1000))
    assert main(["sensitivity", str(file), "--out", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert PATROL in out and "PAWN" in out and "192" in err and "no such day" in err
    rows = pq.read_table(folder / "sensitivity.parquet").to_pylist()
    assert {row["scenario"] for row in rows} == {"now", "=more"} and (folder / "sensitivity.png").stat().st_size > 5000
    with (folder / "sensitivity.csv").open(encoding="utf-8-sig", newline="") as lines:
        result = list(csv.DictReader(lines))
    assert len(result) == len(rows) and {row["scenario"] for row in result} == {"now", "'=more"}, "no formula leaves"
    monkeypatch.setattr(studied, "executor_of", lambda workers: pytest.fail("made again"))
    assert main(["sensitivity", str(folder), "--lang", "zh"]) == 0
    assert "毫无作用的因素" in capsys.readouterr().out
    for language, word in (("en", "Smallest largest regret: “=more”"), ("zh", "最大遗憾最小：“=more”")):
        assert main(["robustness", str(folder), "--lang", language]) == 0
        out = capsys.readouterr().out
        assert word in out and PATROL in out, "the card names the assumption of its box"
    assert main(["robustness", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["indicators"]["coverage"]["draws"] == 47
    assert main(["sensitivity", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["failed"] and found["left_out"] and {one["baseline"] for one in found["targets"]} == {"", "now"}


def test_what_cannot_be_analysed_is_said_in_one_line(tmp_path, capsys, monkeypatch, robust):
    bad = HEAD.format(seeds=1, kind="factorial", rest=f"levers = {{'{A}' = [0.1, 0.2]}}\n[groups]\nboth = ['{A}']")
    (tmp_path / "bad.toml").write_text(bad, encoding="utf-8")
    assert main(["sensitivity", str(tmp_path / "bad.toml")]) == 2
    assert "bad.toml:11: groups: only a design of the kind sobol or morris" in capsys.readouterr().err
    assert main(["sensitivity", str(robust), "--method", "sobol"]) == 2
    assert "its own indices and pawn" in capsys.readouterr().err
    assert main(["robustness", str(robust), "--scenario", "mor"]) == 2
    assert "nearest" in capsys.readouterr().err
    assert main(["sensitivity", str(robust), "--outcome", "trust"]) == 2
    assert main(["sensitivity", str(tmp_path)]) == 2
    capsys.readouterr()
    monkeypatch.setattr(indices, "import_module", lambda name: (_ for _ in ()).throw(ImportError(name)))
    assert main(["sensitivity", str(robust)]) == 2
    assert "pip install 'shapan[research]'" in capsys.readouterr().err


def test_a_salib_problem_samples_what_the_study_file_would(tmp_path):
    from SALib.sample import latin

    import shapan

    said = {
        A: {"low": 0.2, "high": 0.4},
        "channels.visits": True,
        "centres.menu_partners": {"low": 0, "high": 7},
    }
    problem = shapan.to_salib_problem({**said, PATROL: True}, groups={"both": [A, PATROL]})
    assert problem["bounds"] == [[0.2, 0.4], [0.0, 2.0], [0.0, 8.0], [0.0, 1.0]]
    assert problem["groups"] == ["both", "channels.visits", "centres.menu_partners", "both"]
    rows = latin.sample(shapan.to_salib_problem({**said, PATROL: True}), 16, seed=1)
    values = [problem.values(row) for row in rows]
    assert sum(one["channels.visits"] for one in values) == 8
    assert all(isinstance(one["centres.menu_partners"], int) and 0.2 <= one[A] <= 0.4 for one in values)
    assert sorted(int(16 * share(PATROL, one[PATROL])) for one in values) == list(range(16))
    made = problem.scenario(shapan.load("status_quo"), rows[0])
    assert {name: made.values[name] for name in values[0]} == values[0]
    assert problem.values([0.4, 2.0, 8.0, 1.0])["centres.menu_partners"] == 7, "the very end too"
    with pytest.raises(shapan.InputFault, match="app_ease"):
        shapan.to_salib_problem(["channels.app_eas"])
    with pytest.raises(shapan.InputFault, match="groups"):
        shapan.to_salib_problem([A], groups={"g": [B]})


def test_a_batch_is_told_in_the_words_of_mesa(monkeypatch):
    import shapan
    from shapan.experiments.sensitivity import adapters

    made = Function(linear, dies=lambda task: task.column == 1 and task.seed == 8)
    monkeypatch.setattr(adapters, "run_many", lambda tasks, workers: made.make(list(reversed(tasks)), None, None))
    rows = shapan.batch_run({A: [0.2, 0.4], "place": "training_town", PATROL: 0.2}, seeds=[7, 8], days=5, warmup=0)
    assert [(row["RunId"], row["iteration"], row["seed"], row[A]) for row in rows] == [
        (0, 0, 7, 0.2),
        (1, 1, 8, 0.2),
        (2, 0, 7, 0.4),
        (3, 1, 8, 0.4),
    ]
    assert [row["stage"] for row in rows] == ["done", "done", "done", "simulate"] and "no such day" in rows[3]["error"]
    assert rows[0]["coverage"] == linear({A: 0.2, B: rows[0].get(B, shapan.load("status_quo").values[B])}, "", 7)
    assert rows[0]["place"] == "training_town" and rows[0][PATROL] == 0.2


def test_the_study_file_of_the_how_to_is_one(tmp_path):
    text = (ROOT / "docs/how-to-sensitivity.md").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(text.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    plan = plan_of(tmp_path / "mine.toml")
    assert plan.runs == 2 * 10 * 3 * 2 and dict(plan.draw_marks[1])["moved"] in ("by foot", APP)
