"""Patterns of evidence: data complete, judged by pure functions of planted tables, told by a command and on a page."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from shapan.experiments.cli import main
from shapan.experiments.evidence import arm_runs, patterns, patterns_over_worlds
from shapan.experiments.evidence.arms import ARMS_OF, Check, all_hold, judge
from shapan.experiments.evidence.lived import live
from shapan.experiments.evidence.lived_figures import FIGURES, figures
from shapan.experiments.evidence.patterns import Count, Row, arms, count, rows, seeds
from shapan.experiments.evidence.patterns import patterns as every_pattern
from shapan.experiments.evidence.validation_page import page
from shapan.experiments.runs.simulate import simulate
from shapan.scenarios.library import load
from shapan.scenarios.worlds import kept_worlds

B10 = ["01", "02", "03", "04", "05", "07", "08", "09", "10", "12", "14", "15", "16", "18", "19", "20", "21", "22"]
"""Rows of the evidence's table of validation patterns; 06, 11, 13 and 17 do not exist."""
JIANGSU = {"J24-volume", "J24-at-once", "J24-satisfied", "J24-days"}
RESTATED = {"V-01", "V-02", "V-03", "V-04", "V-07", "V-09", "V-10", "V-14", "V-16", "V-18", "V-18-serving"}
"""Rows that the evidence itself tags as inputs."""
CALIBRATED = RESTATED | {"V-12", "V-15", "J24-volume", "J24-days"}


def planted(**by_arm: list[float]) -> dict[str, dict[int, dict[str, float]]]:
    """Arm -> seed -> one figure."""
    return {arm: {seed: {"x": value} for seed, value in enumerate(values)} for arm, values in by_arm.items()}


def holds(check: Check, **by_arm: list[float]) -> bool | None:
    return judge(check, planted(**by_arm)).holds


# --- checks on planted tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "wanted"), [([0.3, 0.5], True), ([0.1, 0.5], True), ([0.1, 0.3], False), ([], None), ([0.4], True)]
)
def test_a_level_holds_where_the_mean_over_seeds_is_within(values, wanted):
    assert holds(Check("x", ("a",), "level", 0.3, 0.5), a=values) is wanted


def test_a_level_of_several_arms_holds_in_each():
    check = Check("x", ("a", "b"), "level", 0.3, 0.5)
    assert holds(check, a=[0.4], b=[0.5]) is True
    assert holds(check, a=[0.4], b=[0.6]) is False
    assert holds(check, a=[0.4]) is None, "an arm nobody ran"


@pytest.mark.parametrize(
    ("test", "low", "high", "wanted"),
    [
        ("rises", [1.0, 2.0, 3.0], [1.5, 2.4, 3.6], True),
        ("falls", [1.0, 2.0, 3.0], [1.5, 2.4, 3.6], False),
        ("rises", [1.0, 2.0, 3.0], [1.5, 1.6, 3.1], False),  # up on average, and the interval has zero in it
        ("falls", [1.5, 2.4, 3.6], [1.0, 2.0, 3.0], True),
        ("rises", [1.0], [2.0], None),  # one pair says nothing about chance
        ("same", [1.0, 2.0], [1.0, 2.0], True),
        ("same", [1.0, 2.0], [1.0, 2.0 + 1e-12], False),
    ],
)
def test_a_change_is_judged_pair_by_pair(test, low, high, wanted):
    assert holds(Check("x", ("a", "b"), test), a=low, b=high) is wanted


def test_only_seeds_that_every_arm_knows_make_pairs():
    found = planted(a=[1.0, 2.0, 3.0], b=[2.0, 3.1, 4.2])
    del found["a"][0]
    judged = judge(Check("x", ("a", "b"), "rises"), found)
    assert judged.got[0].count == 2 and judged.got[0].mean == pytest.approx(1.15)


def test_every_step_of_a_ladder_has_to_rise():
    check = Check("x", ("a", "b", "c"), "rises")
    assert holds(check, a=[1.0, 1.1], b=[2.0, 2.2], c=[3.0, 3.1]) is True
    assert holds(check, a=[1.0, 1.1], b=[2.0, 2.2], c=[2.0, 2.3]) is False


def test_a_return_that_slows():
    check = Check("x", ("a", "b", "c"), "slows")
    assert holds(check, a=[0.0, 0.1], b=[1.0, 1.1], c=[1.2, 1.35]) is True
    assert holds(check, a=[0.0, 0.1], b=[1.0, 1.1], c=[2.2, 2.35]) is False


@pytest.mark.parametrize(("high", "wanted"), [(0.05, False), (0.2, True)])
def test_near_means_the_whole_interval_and_still_the_mean(high, wanted):
    assert holds(Check("x", ("a", "b"), "near", high=high), a=[1.0, 1.0], b=[1.02, 1.03]) is wanted
    assert holds(Check("x", ("a", "b"), "still", high=high), a=[1.0, 2.0], b=[1.1, 2.2]) is wanted


def test_a_ratio_is_taken_pair_by_pair():
    check = Check("x", ("a", "b"), "ratio", 3.0, 5.0)
    assert holds(check, a=[1.0, 10.0], b=[3.0, 50.0]) is True
    assert holds(check, a=[1.0, 10.0], b=[2.0, 20.0]) is False
    assert holds(check, a=[0.0, 1.0], b=[2.0, 4.0]) is None, "no ratio to nothing"


def test_more_compares_two_changes():
    check = Check("x", ("a", "b", "c", "d"), "more")
    assert holds(check, a=[0.0, 0.0], b=[1.0, 1.1], c=[0.0, 0.0], d=[0.2, 0.3]) is True
    assert holds(check, a=[0.0, 0.0], b=[0.2, 0.3], c=[0.0, 0.0], d=[1.0, 1.1]) is False


def test_less_takes_another_figure_off_in_every_run():
    found = {"a": {1: {"x": 1.0, "y": 0.5}, 2: {"x": 2.0}}}
    judged = judge(Check("x", ("a",), "level", 0.4, 0.6, less="y"), found)
    assert judged.holds is True and judged.got[0].count == 1, "a run that does not know both is left out"


def test_one_miss_is_a_miss_and_one_unknown_leaves_it_open():
    hit, miss, open_ = (judge(Check("x", ("a",), "level", 0, 1), planted(a=values)) for values in ([0.5], [2.0], []))
    assert all_hold([hit, hit]) is True
    assert all_hold([hit, miss, open_]) is False
    assert all_hold([hit, open_]) is None and all_hold([]) is None


# --- the data ----------------------------------------------------------------------------------------------------


def test_every_row_of_the_evidence_is_there_and_nothing_else():
    ids = {name for name in every_pattern() if name.startswith("V-")}
    assert {name[:4] for name in ids} == {f"V-{number}" for number in B10}
    assert set(every_pattern()) - ids == JIANGSU


def test_rows_that_restate_an_input_are_marked_and_never_counted():
    assert {name for name, one in every_pattern().items() if one.calibration} == CALIBRATED
    all_missed = [Row(one, ()) for one in every_pattern().values()]
    assert count(all_missed).unknown == len(every_pattern()) - len(CALIBRATED)


def test_calibration_rows_that_hold_or_miss_change_no_count():
    for name, one in every_pattern().items():
        found = {arm: {1: dict.fromkeys(FIGURES, 0.5), 2: dict.fromkeys(FIGURES, 0.6)} for arm in one.arms}
        seen = [Row(one, tuple(judge(check, found) for check in one.checks))]
        assert sum((count(seen).holds, count(seen).missed, count(seen).unknown)) == (name not in CALIBRATED)


def test_what_is_written_can_be_run_and_judged():
    for one in every_pattern().values():
        assert one.says["zh"] and one.says["en"] and one.source and one.grade in "ABCD" and one.target
        assert one.checks or one.unknown
        for check in one.checks:
            assert set(check.needs) <= set(FIGURES) and set(check.arms) <= set(arms())
            assert one.unknown or len(check.arms) == ARMS_OF.get(check.test, len(check.arms)) > 0
            assert check.test not in ("level", "ratio") or math.isfinite(check.low)
    used = {arm for one in every_pattern().values() for arm in one.arms}
    assert used == set(arms()), "an arm that nobody looks at is not run"


def test_seeds_are_those_of_nobody_else():
    from shapan.experiments.evidence import claimed, fingerprint_rows
    from shapan.experiments.evidence.plain_steps import seeds_of

    ours = {seed for arm in arms().values() for seed in seeds(arm)}
    others = {*claimed.seeds(), *seeds_of("building"), *seeds_of("holdout")}
    theirs = {*fingerprint_rows.seeds(next(iter(fingerprint_rows.arms().values()))), *range(1, 21)}
    assert ours.isdisjoint(others | theirs)


def test_three_quarters_of_what_is_known_have_to_hold():
    assert Count(3, 1, 9).enough is True and Count(2, 1, 9).enough is False and Count(0, 0, 9).enough is None


def test_over_worlds_a_pattern_holds_in_some_of_those_that_know_it():
    low, high = ({"yantian_today": {1: {"patrol_to_report_ratio": value}}} for value in (3.0, 5.0))
    found = patterns.over_worlds({"a": low, "b": high, "c": high, "d": {}})
    assert found["V-09"] == (2, 3) and found["V-18"] == (0, 0)


def test_a_world_stands_in_the_place_of_a_seed():
    """Known answers: three worlds with 3, 5 and 7 to one; an interval of a change over worlds."""
    worlds = [{"yantian_today": {4001: {"patrol_to_report_ratio": value}}} for value in (3.0, 5.0, 7.0)]
    found = patterns_over_worlds.over(worlds)["V-09"]
    (judged,) = found.row.judged
    assert (found.holds, found.known) == (2, 3) and judged.holds is True
    assert (judged.got[0].mean, judged.got[0].sd, judged.got[0].count) == (5.0, 2.0, 3)
    assert patterns_over_worlds.over([])["V-09"].known == 0


def test_only_places_with_kept_worlds_are_lived_through_world_by_world(tmp_path):
    asked = []

    def look(task):
        asked.append(task)
        return {"coverage": task.scenario.values["hearing.report_hazard"]}

    path, towns = tmp_path / "w.csv", ["training_town"]
    arms_there = patterns_over_worlds.arms_with(0, towns)
    assert arms_there and patterns_over_worlds.arms_with(10_000, towns) == []
    assert patterns_over_worlds.run(towns, 2, 0.0, path, look) == len(asked) + 2 * len(arms_there) and not asked
    assert patterns_over_worlds.run(towns, 2, None, path, look) == 0
    one, other = patterns_over_worlds.found(towns, 2, path)
    kept = kept_worlds("training_town").worlds
    for world, seen in zip(kept, (one, other), strict=False):
        assert {arm.name for arm in arms_there} == set(seen)
        for by_seed in seen.values():
            (values,) = by_seed.values()
            assert values["coverage"] == pytest.approx(world.values["hearing.report_hazard"])
    assert patterns_over_worlds.run(towns, 2, None, path, look) == 0 and len(asked) == 2 * len(arms_there)


def test_validate_tells_the_spread_over_kept_worlds(monkeypatch, capsys):
    worlds = [{"yantian_today": {4001: {"patrol_to_report_ratio": value}}} for value in (3.0, 5.0, 7.0)]
    monkeypatch.setattr(patterns, "run", lambda *_: 0)
    monkeypatch.setattr(patterns, "found", lambda *_: {})
    monkeypatch.setattr(patterns_over_worlds, "run", lambda *_: 0)
    monkeypatch.setattr(patterns_over_worlds, "found", lambda *_: worlds)
    assert main(["validate", "--draws", "3", "--lang", "en"]) == 0
    assert "V-09 over kept worlds: patrol_to_report_ratio" in (out := capsys.readouterr().out)
    assert "holds in 2 of 3 by itself" in out
    assert main(["validate", "--draws", "3", "--json"]) == 0
    text = {one["id"]: one for one in json.loads(capsys.readouterr().out)["patterns"]}
    assert text["V-09"]["over_worlds"]["got"][0][0]["sd"] == 2.0
    assert main(["validate", "--draws", "100000"]) == 2
    monkeypatch.setattr(patterns_over_worlds, "most_worlds", lambda _: 0)
    assert main(["validate", "--draws", "3", "--lang", "en"]) == 2
    assert "none of these places has kept worlds" in capsys.readouterr().err


def test_another_world_has_runs_of_its_own(tmp_path):
    def into(scenario):
        return scenario.assume("turnover.turnover_share", 0.3)

    town = patterns.arms_at(["training_town"])[:1]
    arm_runs.make(arm_runs.tasks(town, lambda _: [1], into), tmp_path / "a.csv", look=pretend)
    assert not arm_runs.found_in(tmp_path / "a.csv", town, lambda _: [1])[town[0].name]
    assert arm_runs.found_in(tmp_path / "a.csv", town, lambda _: [1], into)[town[0].name][1]["coverage"] == 0.5


# --- a run, and what is kept of it -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lived():
    scenario = load("yantian").with_place("training_town")
    return scenario, live(scenario, 3, 60, redraw=True)


def test_it_is_the_run_that_simulate_makes(lived):
    scenario, one = lived
    other = simulate(scenario, seed=3, days=60, redraw=True)
    assert one.run.indicators == other.indicators and one.run.funnel == other.funnel
    assert len(one.needs) == one.run.funnel["born"]
    assert one.needs["bin"].value_counts().to_dict() == {
        name: number for name, number in one.run.funnel.items() if name != "born" and number
    }


def test_figures_agree_with_the_tables_they_come_from(lived):
    _, one = lived
    found = figures(one)
    assert found["coverage"] == one.run.indicators["coverage"]
    assert found["requests_by_app"] == one.run.requests["app"]
    settled = one.needs["bin"].isin(("met_on_time", "met_late"))
    assert one.needs["days_met"].notna().equals(settled)
    assert (one.needs.loc[one.needs["channel"] == "", "days_handled"].isna()).all()
    assert found["households_per_worker_spread"] >= 1.0
    assert one.grids["posts"].sum() == pytest.approx(
        one.grids["households"].sum() * lived[0].values["grid.workers_per_1000_households"] / 1000
    )
    assert 0.0 <= found["project_money_gini"] <= 1.0 and 0.0 <= found["coverage_gini_communities"] <= 1.0
    assert "request_growth" not in found, "growth takes two whole years"


def pretend(task):
    """Figures by the length of the scenario's hash: cheap, and the same every time."""
    return dict.fromkeys(FIGURES, 0.5)


def test_it_goes_on_where_it_stopped(tmp_path):
    path, wanted = tmp_path / "runs.csv", arm_runs.tasks(patterns.arms_at(["training_town"]), seeds)
    assert len(wanted) == 4 * 6
    asked = []

    def look(task):
        asked.append(task)
        if len(asked) == 4:
            raise KeyboardInterrupt
        return pretend(task)

    with pytest.raises(KeyboardInterrupt):
        arm_runs.make(wanted, path, look=look)
    assert arm_runs.make(wanted, path, look=look) == 0
    assert len(asked) == len(wanted) + 1
    assert arm_runs.make(wanted, path, minutes=0.0, look=look) == 0, "all are kept"


def test_an_arm_takes_no_seeds_of_another_that_is_the_same_scenario(tmp_path):
    one = patterns.arms()["town_admin_50"]
    other = replace(one, name="other")
    by_name = {one.name: [1, 2], other.name: [2, 3]}
    wanted = arm_runs.tasks([one, other], lambda arm: by_name[arm.name])
    assert sorted(task.seed for task in wanted) == [1, 2, 3], "what both want is run once"
    arm_runs.make(wanted, tmp_path / "runs.csv", look=pretend)
    found = arm_runs.found_in(tmp_path / "runs.csv", [one, other], lambda arm: by_name[arm.name])
    assert {name: sorted(seeds) for name, seeds in found.items()} == by_name


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A folder of one's own, in which nothing is run: every run has the same figures."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(arm_runs.make, "__defaults__", (None, pretend))
    return tmp_path


def test_the_command_tells_every_pattern_as_json(kept, capsys):
    assert main(["validate", "--json", "--seeds", "7-8", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    data = json.loads(out)
    assert {"format", "left", "counted", "patterns"} == set(data) and data["format"] == 1 and data["left"] == 0
    assert [one["id"] for one in data["patterns"]] == list(every_pattern()) and not err
    one = next(one for one in data["patterns"] if one["id"] == "V-19")
    assert {
        "id",
        "says",
        "source",
        "grade",
        "target",
        "calibration",
        "restates",
        "holds",
        "unknown",
        "why",
        "checks",
    } == (set(one))
    assert one["holds"] is False and one["calibration"] is False
    check = one["checks"][0]
    assert {"figure", "less", "test", "arms", "low", "high", "holds", "got"} == set(check)
    assert check["got"][0] == {"mean": 0.0, "sd": 0.0, "lo": 0.0, "hi": 0.0, "n": 2}
    counted = data["counted"]
    assert counted["holds"] + counted["missed"] + counted["unknown"] == len(every_pattern()) - len(CALIBRATED)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_command_tells_people_and_what_is_left(kept, capsys, language):
    assert main(["validate", "--minutes", "0", "--places", "training_town", "--lang", language]) == 0
    out, err = capsys.readouterr()
    assert "V-19" in out and "V-05" not in out and every_pattern()["V-19"].says[language][:8] in out
    assert "24" in err and err.count("\n") == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--places", "yantain"], "yantian"),
        (["--places", " , "], "--places"),
        (["--seeds", "3-1"], "--seeds"),
        (["--seeds", "one"], "--seeds"),
        (["--seeds", ""], "--seeds"),
        (["--minutes", "-1"], "--minutes"),
        (["--minutes", "soon"], "soon"),
        (["--place", "yantian"], "--places"),
    ],
)
def test_bad_options_are_one_line(kept, capsys, typed, said):
    for language in ("en", "zh"):
        assert main(["validate", *typed, "--lang", language]) == 2
        out, err = capsys.readouterr()
        assert not out and said in err and err.count("\n") == 1
    assert not (kept / "results").exists(), "nothing is begun"


def test_the_page_says_what_was_missed_and_why():
    seen = []
    for row in rows({}):
        known = row.pattern.checks and not row.pattern.unknown
        found = {arm: {1: dict.fromkeys(FIGURES, 0.5), 2: dict.fromkeys(FIGURES, 0.6)} for arm in row.pattern.arms}
        judged = tuple(judge(check, found) for check in row.pattern.checks) if known else ()
        seen.append(Row(replace(row.pattern, why=f"because of {row.pattern.id}"), judged))
    text = page(seen, "`a`")
    missed = [row.pattern for row in seen if row.holds is False]
    assert missed and any(one.calibration for one in missed)
    for one in missed:
        assert (f"- `{one.id}`: because of {one.id}" in text) is not one.calibration
    assert "a run keeps no list of who came to which activity" in text and "**missed**" in text
