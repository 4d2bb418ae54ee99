"""Plain contrasts: written down before, run on towns drawn anew, resumed, corrected, and checked against chance."""

from __future__ import annotations

import dataclasses
import math
import re

import numpy as np
import pytest

from shapan.experiments.evidence import plain as study
from shapan.experiments.evidence import plain_effects as effects
from shapan.experiments.evidence import plain_steps as written
from shapan.experiments.evidence import stored_runs as kept
from shapan.experiments.evidence.mechanisms_page import DOCS
from shapan.experiments.evidence.plain_page import section
from shapan.model.parameters import all_parameters
from shapan.scenarios.library import load

pytestmark = pytest.mark.usefixtures("runs_made_once")

LEVERS = written.plain()


def test_every_lever_an_article_moves_has_one_expectation():
    today, wanted = written.today_on("standard_town").values, set()
    for policy in ("yantian", "shenzhen", "guangdong", "ordos", "suzhou"):
        file, here = load(policy).policy_file, load(policy).values
        keys = [key if key in here else key.rpartition(".")[0] for key in file.levers.values]
        wanted |= {key for key in keys if all_parameters()[key].about.built and here[key] != today[key]}
    assert wanted == set(LEVERS)


@pytest.mark.parametrize("lever", LEVERS)
def test_a_step_is_the_articles_own_and_its_target_one_of_the_levers_own(lever):
    about = LEVERS[lever]
    low, high = about.values("standard_town")
    assert low != high == load(about.policy).values[lever]
    assert about.target in all_parameters()[lever].about.moves
    assert about.expected in ("+", "-", "0") and about.stage in (*written.STAGES, "none")
    assert about.expected != "0" or about.stage == "none"
    moved = about.scenario("standard_town")
    assert {key for key, value in moved.values.items() if value != written.today_on("standard_town").values[key]} == {
        lever
    }


def test_runs_are_shared_kept_and_resumed(tmp_path, monkeypatch):
    """Two steps and the status quo over two seeds are six runs; cut off in the middle, only the rest is made again."""
    two, path = ["compact.cut_share", "grid.stewards_per_1000"], tmp_path / "runs.csv"
    wanted = study.tasks("training_town", 5, (1, 2), two)
    assert [(task.name, task.seed) for task in wanted] == [(s, n) for n in (1, 2) for s in (written.TODAY, *two)]
    assert all(task.redraw for task in wanted)
    assert kept.make(wanted[:4], path, study.indicators(), workers=1) == 0
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[:-20], encoding="utf-8")  # the fourth was being written
    assert len(kept.missing(wanted, kept.read_runs(path))) == 3
    assert kept.make(wanted, path, study.indicators(), workers=1) == 0
    again = kept.read_runs(path)
    assert len(again) == 6 and path.read_text(encoding="utf-8").startswith(whole)
    assert kept.make(wanted, path, study.indicators(), workers=1) == 0 and len(kept.read_runs(path)) == 6
    monkeypatch.setattr(kept, "model_mark", lambda: "another model")
    assert len(kept.missing(wanted, again)) == 6


def test_no_value_is_read_under_another_name(tmp_path):
    """A file that keeps other indicators is set aside, and a row that does not fit its head is left out."""
    path, wanted = tmp_path / "runs.csv", study.tasks("training_town", 5, (1,), ["compact.cut_share"])
    assert kept.make(wanted, path, ("coverage", "trust"), workers=1) == 0
    before = path.read_text(encoding="utf-8")
    assert kept.make(wanted, path, ("coverage", "efficacy"), workers=1) == 0
    assert (tmp_path / "runs-before-1.csv").read_text(encoding="utf-8") == before
    assert all(set(run.values) == {"coverage", "efficacy"} for run in kept.read_runs(path))
    row = path.read_text(encoding="utf-8").splitlines()[1]
    with path.open("a", encoding="utf-8") as lines:
        lines.write(row + ",0.5,0.5\n")
    assert len(kept.read_runs(path)) == 2


def test_a_town_drawn_anew_is_another_than_the_places_own(tmp_path):
    scenario = {"status quo": written.today_on("training_town")}
    drawn, same = (kept.seed_by_seed(scenario, (1,), 5, redraw=redraw) for redraw in (True, False))
    assert kept.make(drawn, tmp_path / "runs.csv", ("coverage",), workers=1) == 0
    stored = kept.read_runs(tmp_path / "runs.csv")
    assert kept.missing(drawn, stored) == [] and kept.missing(same, stored) == same


def test_runs_of_scenarios_that_have_changed_since_are_not_told(tmp_path, monkeypatch):
    path, wanted = tmp_path / "runs.csv", study.tasks("training_town", 5, (1,), ["compact.cut_share"])
    assert kept.make(wanted, path, study.indicators(), workers=1) == 0
    stored = kept.read_runs(path)
    assert len(study.of_today(stored)) == 2
    monkeypatch.setattr(kept, "mark_of", lambda task: "another")
    assert study.of_today(stored) == []


def test_time_up_leaves_the_rest_for_another_time(tmp_path):
    wanted = study.tasks("training_town", 2, (1, 2), ["compact.cut_share"])
    assert kept.make(wanted, tmp_path / "runs.csv", study.indicators(), minutes=0.0, workers=1) == 3
    assert kept.make(wanted, tmp_path / "runs.csv", study.indicators(), workers=1) == 0


def stored(effect_of, seeds, spread=0.01, place="standard_town"):
    """Made-up runs: every step moves every indicator by `effect_of(lever)` with noise of its own."""
    generator, runs = np.random.default_rng(3), []
    for seed in seeds:
        base = {name: 0.5 + 0.1 * generator.standard_normal() for name in study.indicators()}
        runs.append(kept.Stored(written.TODAY, place, 365, seed, "", "", base))
        for lever in LEVERS:
            moved = {name: one + effect_of(lever) + spread * generator.standard_normal() for name, one in base.items()}
            runs.append(kept.Stored(lever, place, 365, seed, "", "", moved))
    return runs


def test_holm_is_the_textbook_example():
    assert effects.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert effects.holm([0.9, 0.8]) == [1.0, 1.0]


def test_a_paired_test_is_students():
    mean, error, p = effects.tested([1.0, 2.0, 3.0, 4.0])
    assert (mean, error) == (2.5, pytest.approx(math.sqrt(5 / 3 / 4)))
    assert p == pytest.approx(0.0304662, abs=1e-6)
    assert effects.tested([0.0, 0.0]) == (0.0, 0.0, 1.0) and effects.tested([0.2, 0.2]) == (0.2, 0.0, 0.5)
    assert effects.tested([0.2] * 20)[2] == pytest.approx(2 * 0.5**20)


def test_placebo_levers_show_one_time_in_twenty_whatever_the_levers_do():
    for effect in (0.0, 0.02):
        found = effects.reckon(stored(lambda lever, effect=effect: effect, written.seeds_of("building")))
        placebos = [row for row in found if effects.is_placebo(row)]
        assert len(placebos) == 20 and all(row.pairs == len(LEVERS) for row in placebos)
        assert 0.02 <= np.mean([row.difference for row in placebos]) <= 0.08


def test_what_is_there_is_found_replicates_and_is_told(tmp_path):
    signs = {"+": 0.05, "-": -0.05, "0": 0.0}
    seeds = [*written.seeds_of("building"), *written.seeds_of("holdout")]
    found = effects.reckon(stored(lambda lever: signs[LEVERS[lever].expected], seeds))
    levers = [row for row in found if not effects.is_placebo(row)]
    assert len(levers) == 2 * len(LEVERS)
    signed = [row for row in levers if LEVERS[row.lever].expected != "0"]
    assert all(row.as_expected for row in signed)
    assert sum(not row.as_expected for row in levers) <= 1, "Holm lets one of a family through in twenty families"
    again = effects.replicated(found)["standard_town", 365]
    assert again[0] == again[1] == len(signed) / 2
    effects.write(tmp_path / "told.csv", found)
    once = effects.read(tmp_path / "told.csv")
    effects.write(tmp_path / "again.csv", once)
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "told.csv").read_bytes()
    text = section(once, lambda lever, value: str(value), lambda name: ("", 100.0))
    assert written.file_hash() in text and "Replication" in text and "20 placebo levers" in text
    assert f"{len(signed) // 2} of {len(signed) // 2} signs as expected" in text
    elsewhere = [dataclasses.replace(row, place="yantian") for row in found if row.part == "building"]
    one, other = [at for at, row in enumerate(elsewhere) if row.shown and row.lever in LEVERS][:2]
    elsewhere[one] = dataclasses.replace(elsewhere[one], difference=-elsewhere[one].difference)
    elsewhere[other] = dataclasses.replace(elsewhere[other], p_holm=1.0)
    shown = sum(row.shown for row in found if row.part == "building" and not effects.is_placebo(row))
    kept_signs = effects.signs_kept([*found, *elsewhere])
    assert kept_signs == {("yantian", 365): (shown, shown - 1, shown - 2)}, "one turned, one too small to show"
    text = section([*found, *elsewhere], lambda lever, value: str(value), lambda name: ("", 100.0))
    assert f"Of {shown} that show in `standard_town` over 365 days" in text
    turned = effects.reckon(stored(lambda lever: -signs[LEVERS[lever].expected], written.seeds_of("building")))
    assert not any(
        row.as_expected for row in turned if not effects.is_placebo(row) and LEVERS[row.lever].expected != "0"
    )


def test_a_place_may_have_seeds_of_its_own_and_every_table_of_a_release_has_seeds():
    assert list(written.seeds_of("building", "yantian")) == [1, 2, 3, 4]
    assert written.seeds_of("building", "standard_town") == written.seeds_of("building") == range(1, 21)
    for place, days, part in written.tables():
        assert place in written.study("places") and days in written.study("days") and part in effects.PARTS
        assert len(written.seeds_of(part, place)) >= 4
        assert not set(written.seeds_of("building", place)) & set(written.seeds_of("holdout", place))
    of_town = {"place": "yantian", "days": 365}
    runs = [dataclasses.replace(run, **of_town) for run in stored(lambda lever: 0.02, range(1, 21))]
    rows = [row for row in effects.reckon(runs) if not effects.is_placebo(row)]
    assert {row.pairs for row in rows} == {4}, "seeds of other places do not count here"


def test_the_committed_table_is_of_levers_and_seeds_of_the_protocol():
    """Of the model before there may be rows of a step that is gone, and none of those written since: both are said."""
    table = effects.read(DOCS / study.EFFECTS.name)
    assert all(row.part in effects.PARTS and row.pairs >= 2 for row in table)
    levers = {row.lever for row in table if not effects.is_placebo(row)}
    page = (DOCS / "mechanisms.md").read_text(encoding="utf-8")
    before, since = "**Run with a model before this one**", "Written down since, not run with this build yet: "
    assert levers - set(LEVERS) <= {"staff.admin_share", "centres.open_hours_per_week"}
    assert (before in page) is bool(levers - set(LEVERS))
    for place, days in {(row.place, row.days) for row in table}:
        part = page.partition(f"### `{place}`, {days} days\n")[2].partition("\n### ")[0]
        here = {row.lever for row in table if (row.place, row.days) == (place, days) and not effects.is_placebo(row)}
        assert (before in part) is bool(here - set(LEVERS))
        waiting = [line.removeprefix(since) for line in part.splitlines() if line.startswith(since)]
        fields = {name for line in waiting for name in re.findall(r"`([a-z_]+\.[a-z_0-9]+)`", line)}
        assert fields == written.added() - here


def test_a_row_of_a_step_that_is_gone_is_said_and_left_out():
    found = effects.reckon(stored(lambda _: 0.01, range(1, 4)))
    first = next(row for row in found if not effects.is_placebo(row))
    old = dataclasses.replace(first, lever="staff.no_such_step")
    text, plainly = (
        section(rows, lambda lever, value: str(value), lambda name: ("", 100.0)) for rows in ([old, *found], found)
    )
    assert "which had a step of `staff.no_such_step` too" in text and text.count("no_such_step") == 1
    assert "Run with a model before" not in plainly and "not run with this build yet" not in plainly


def test_steps_written_down_since_are_not_told_as_unknown():
    since = written.added()
    assert since and since <= set(LEVERS)
    some = [run for run in stored(lambda _: 0.01, range(1, 4)) if run.step not in since]
    text = section(effects.reckon(some), lambda lever, value: str(value), lambda name: ("", 100.0))
    (line,) = [line for line in text.splitlines() if line.startswith("Written down since, not run with this build yet")]
    assert all(f"`{lever}`" in line for lever in since) and "Without a row" not in text


def test_levers_without_a_row_and_too_few_pairs_are_said():
    some = [run for run in stored(lambda _: 0.01, range(1, 4)) if run.step != next(iter(LEVERS))]
    first = next(iter(LEVERS))
    text = section(effects.reckon(some), lambda lever, value: str(value), lambda name: ("", 100.0))
    assert f"Without a row, because the target is not known on both sides of two pairs: `{first}`" in text
    whole = section(effects.reckon(stored(lambda _: 0.01, range(1, 4))), lambda *_: "", lambda name: ("", 100.0))
    assert "Without a row" not in whole
    assert "3 pairs are too few to swap" in whole and "(5 % should)" not in whole


def test_families_that_were_not_run_again_keep_their_rows():
    first = effects.reckon(stored(lambda lever: 0.05, (1, 2)))
    other = effects.reckon(stored(lambda lever: -0.05, (1, 2), place="yantian"))
    anew = effects.reckon(stored(lambda lever: 0.01, (1, 2)))
    assert effects.with_those_kept(other, anew) == [*anew, *other]
    assert effects.with_those_kept([*first, *other], anew) == [*anew, *other]
    assert effects.with_those_kept(first, []) == first
