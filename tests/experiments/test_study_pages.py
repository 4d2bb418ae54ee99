"""Shipped studies: each can be made, and its page says what is kept of its runs and nothing else."""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest

from shapan.experiments.runs.refusing import Refused
from shapan.experiments.sensitivity.samples import Sample, Target
from shapan.experiments.studies.costs import cost_of
from shapan.experiments.studies.opening import read_runs
from shapan.experiments.studies.plan import plan_of
from shapan.experiments.studies.study_page import BY_HAND
from shapan.experiments.study_pages import levels, within
from shapan.experiments.study_pages.factors import high_less_low
from shapan.experiments.study_pages.kept import Kept, folder_of, keep, read
from shapan.experiments.study_pages.page import page
from shapan.experiments.worlds.drawing import dimensions
from shapan.scenarios.faults import InputFault

ROOT = Path(__file__).resolve().parents[2]
STUDIES = ROOT / "experiments/studies"
PAGES = ROOT / "docs/studies"
RUNS = {
    "grids_and_paperwork": 200,
    "grid_size_and_load": 108,
    "hearing_and_hands": 192,
    "volunteers": 160,
    "packages_in_worlds": 180,
    "epidemic": 108,
    "money_rules": 80,
    "all_assumptions": 1800,
}
MADE = [name for name in RUNS if (PAGES / f"{name.replace('_', '-')}.csv").exists()]
BY_ITSELF = {"grids_and_paperwork": "its page is older than kept figures", "all_assumptions": "made for each release"}


def files(name):
    return STUDIES / f"{name}.toml", PAGES / f"{name.replace('_', '-')}.csv", PAGES / f"{name.replace('_', '-')}.md"


def test_the_list_of_shipped_studies_is_whole_and_each_has_a_page():
    assert {path.stem for path in STUDIES.glob("*.toml")} == set(RUNS)
    assert set(RUNS) == set(MADE) | set(BY_ITSELF)


@pytest.mark.parametrize("name", RUNS)
def test_every_shipped_study_is_a_plan_with_question_and_expectation(name):
    plan = plan_of(files(name)[0])
    assert plan.runs == RUNS[name]
    for text in (plan.file.header.title, plan.file.header.summary, plan.file.question, plan.file.hypothesis):
        assert text["zh"] and text["en"] and text["zh"] != text["en"]


def test_the_study_of_all_assumptions_holds_each_in_one_group():
    asked = plan_of(files("all_assumptions")[0]).file.uncertainty
    members = [one for group in asked.groups.values() for one in group]
    assert sorted(members) == sorted(dimensions()) and len(members) == len(set(members))


@pytest.mark.parametrize("name", MADE)
def test_a_page_tells_the_means_of_its_kept_figures_and_somebody_made_something_of_them(name):
    _, kept, found = files(name)
    text, rows = found.read_text(encoding="utf-8"), list(csv.DictReader(kept.read_text(encoding="utf-8").splitlines()))
    assert {row["model"] for row in rows} == {text.partition("model `")[2][:12]}
    assert f"{len(rows)} runs, {sum(row['stage'] != 'done' for row in rows)} failed" in text
    by_hand = text.partition(BY_HAND)[2]
    assert (
        len(by_hand.split()) > 150 and "Unclear" in by_hand and "gainst expectation" in by_hand and "Limits" in by_hand
    )
    plan = plan_of(files(name)[0])
    if plan.file.design.kind in ("factorial", "listed"):
        for number, scenario in enumerate(plan.names):
            mean = fmean(float(row[plan.file.outcomes[0]]) for row in rows if int(row["point"]) == number)
            shown = text.partition(f"| {scenario} | ")[2].split()[0]
            scale = 1.0 if plan.file.outcomes[0] == "surge_needs_lost" else 100.0
            assert float(shown) == pytest.approx(scale * mean, abs=0.0501)


@pytest.mark.parametrize("name", ["money_rules", *[pytest.param(one, marks=pytest.mark.slow) for one in MADE[:-1]]])
def test_a_page_is_made_again_of_what_is_kept(name):
    study, kept, found = files(name)
    before = found.read_text(encoding="utf-8")
    assert page(study, kept, before) == before


def test_figures_kept_are_those_of_the_runs_and_one_that_is_missing_is_named(tmp_path):
    plan = plan_of(files("money_rules")[0])
    kept = read(files("money_rules")[1], len(plan.points))
    keep(folder_of(plan, kept, tmp_path / "a"), tmp_path / "again.csv")
    again = read(tmp_path / "again.csv", len(plan.points))
    assert again.runs == kept.runs and len(read_runs(tmp_path / "a")) == len(kept.runs)
    less = Kept(kept.model, kept.build, dict(list(kept.runs.items())[1:]))
    with pytest.raises(Refused, match="equally, seed 1: no figures"):
        folder_of(plan, less, tmp_path / "b")
    with pytest.raises(InputFault, match="no such file"):
        read(tmp_path / "none.csv", 4)


def test_scenarios_in_parts_are_compared_inside_their_part():
    names = ["mild", "mild · drilled", "severe", "severe · drilled", "severe · both"]
    assert within.parts(names) == {"mild": ["mild · drilled"], "severe": ["severe · drilled", "severe · both"]}
    assert within.parts(["now", "then"]) == {} and within.parts(["a · b", "a"]) == {}
    known = {"severe": {s: 0.50 + 0.01 * s for s in range(8)}, "severe · both": {s: 0.53 + 0.011 * s for s in range(8)}}
    pair = within.pairs(known, "severe", "severe · both", ("coverage", "once"))
    assert pair.difference == pytest.approx(0.0335) and pair.verdict == "better"
    assert within.cells_of(pair, "coverage").startswith("+3.4 [") and within.cells_of(None, "coverage") == "– | –"


def test_the_step_across_a_factorial_is_first_less_last_in_every_setting():
    plan = plan_of(files("grid_size_and_load")[0])
    known = {
        name: {seed: 0.5 + 0.001 * seed + 1e-4 * point.values["grid.households_per_grid"] for seed in range(6)}
        for name, point in zip(plan.names, plan.points, strict=True)
    }
    found = levels.steps(plan, known)
    assert len(found) == 6 and all(list(one.values()) == pytest.approx([-0.045] * 6) for one in found.values())
    text = "\n".join(levels.lines(plan, dict.fromkeys(plan.file.outcomes, known)))
    assert "| 1.5 | behind | 600 | 150 | −4.5 [−4.5, −4.5] | worse |" in text
    assert "| 5 | first | −4.5 [−4.5, −4.5] | 0.0 [0.0, 0.0] |" in text.replace("+0.0", "0.0").replace("−0.0", "0.0")


def test_upper_half_less_lower_half_is_welch_and_skips_rows_that_hang_together():
    rows = [{"x": x, "y": x > 0.5, "matrix": "A"} for x in (0.1, 0.2, 0.3, 0.7, 0.8, 0.9)]
    rows.append({"x": 0.95, "y": True, "matrix": "AB x"})
    values = np.array([1.0, 2.0, 3.0, 11.0, 12.0, 13.0, 99.0])
    target = Target("coverage", "", "", values, None)
    sample = Sample("s", "sobol", rows, {"x": ("x",), "y": ("y",)}, "point", (target,), ("coverage",))
    for name in ("x", "y"):  # both split three and three: difference 10, standard error sqrt(2/3), 4 degrees
        assert high_less_low(sample, target, name) == pytest.approx((10.0, 2.7764451 * (2 / 3) ** 0.5))


def test_the_cost_of_a_study_of_an_emergency_counts_its_second_life():
    plan = plan_of(files("epidemic")[0])
    cost = cost_of(plan)
    assert cost.runs == 108 and cost.seconds > 0.0
