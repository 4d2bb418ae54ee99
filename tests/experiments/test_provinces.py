"""A province is run district by district: what is drawn, what is summed, and what an interruption leaves."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest

from shapan.experiments.cli import main
from shapan.experiments.comparing.province_totals import count, figure, half_width, indicators, minus, share, weight
from shapan.experiments.runs import runner
from shapan.experiments.runs.provinces import Chosen, Stratum, district_seed, draw, province_tasks
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.task import Summary, Task
from shapan.scenarios.library import load
from shapan.scenarios.provinces import find_province

PROVINCE = """format = 1
kind = "province"
title = {zh = "小省", en = "A small province"}

[province]
urban_communities = 30
rural_communities = 22
residents = 190_000
most_communities = 5
most_residents = 100_000
seed = 7

[spread]
residents = 0.2

[[areas]]
id = "town"
settlement = "urban"
base = "training_town"
communities = 30
residents = 150_000

[[areas]]
id = "village"
settlement = "rural"
base = "guangdong_rural"
communities = 20
residents = 36_000

[[areas]]
id = "isle"
settlement = "rural"
base = "guangdong_rural"
communities = 2
residents = 4_000
"""
BINS = ("met_on_time", "met_late", "lapsed_waiting", "wrong_door", "never_heard", "open")


def summary(residents, communities=3, on_time=50, born=100, **indicators):
    rest = dict.fromkeys(BINS, 0) | {"met_on_time": on_time, "never_heard": born - on_time}
    return Summary(
        indicators={"trust": 0.5, **indicators},
        funnel={"born": born, **rest},
        requests={"app": on_time},
        residents=residents,
        communities=communities,
        grids=2,
        money={"spent": 10.0 * residents},
    )


class Lived:
    """What a pretended simulation hands back."""

    def __init__(self, scenario, seed):
        self.scenario, self.seed = scenario, seed


@pytest.fixture
def lived(monkeypatch):
    """Runs without a simulation; what they say hangs on place, policy and seed. The list holds the districts run."""
    calls = []

    def pretend(scenario, seed, days, warmup, progress=None, *, redraw=False):
        calls.append(scenario.place_id)
        return Lived(scenario, seed)

    def summarised(run):
        place, good = run.scenario.place_file.place, run.scenario.parameters.levers.staff.admin_share < 0.3
        born = 2 * place.residents
        return summary(place.residents, place.communities, born // (2 if good else 4) + run.seed % 97, born)

    monkeypatch.setattr(runner, "simulate", pretend)
    monkeypatch.setattr(runner, "summarise", summarised)
    return calls


@pytest.fixture
def province(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(PROVINCE, encoding="utf-8")
    return "./small.toml"


def asked(province, *more):
    return ["run", "status_quo", "--place", province, "--days", "9", "--warmup", "0", "--workers", "1", *more]


def stratum(chosen, of, residents, communities=9):
    class District:
        def __init__(self, name):
            self.id, self.communities = name, 3

    mine = tuple(Chosen(District(name), 3) for name in chosen)
    sizes = {"of": of, "communities": communities, "residents": residents}
    return Stratum("area", {"zh": "", "en": ""}, "urban", chosen=mine, **sizes)


def test_the_whole_is_drawn_whole_and_a_sample_by_address():
    guangdong = find_province("guangdong")
    whole, tenth, less = (draw(guangdong, one) for one in (1.0, 0.1, 0.02))
    assert all(one.is_whole for one in whole)
    for large, small in zip(tenth, less, strict=True):
        ids = [{one.district.id for one in stratum.chosen} for stratum in (large, small)]
        assert ids[1] <= ids[0]  # a larger sample keeps what the smaller one drew
        assert len(ids[1]) >= min(2, small.of)
        assert all(one.district.communities >= 3 for one in small.chosen)
    communities = sum(one.district.communities for stratum in tenth for one in stratum.chosen)
    assert communities == pytest.approx(2641, rel=0.1)
    assert next(one for one in less if one.area == "yantian_urban").is_whole  # an area of one district


@pytest.mark.parametrize("bad", [0, -1, 1.01, float("nan"), "x", True, None])
def test_what_is_no_share_is_refused_in_one_line(bad):
    from shapan.experiments.runs.provinces import check_sample

    with pytest.raises(Refused, match=r"allowed above 0 and at most 1"):
        check_sample(bad)


def test_every_district_lives_through_a_seed_of_its_own(province):
    strata = draw(find_province(province))
    town = load("status_quo")
    tasks = province_tasks({"A": town, "B": town.set("staff.admin_share", 0.2)}, strata, [3, 4], 9, 0)
    seeds = {(task.scenario.place_id, task.replication, task.name): task.seed for task in tasks}
    assert len(set(seeds.values())) == len(seeds) // 2  # districts and replications differ, scenarios do not
    assert all(seeds[place, rep, "A"] == seeds[place, rep, "B"] for place, rep, _ in seeds)
    assert seeds["town_001", 1, "A"] == district_seed(4, "town_001")
    fewer = province_tasks({"A": town}, strata[1:], [3], 9, 0)
    assert all(task.seed == seeds[task.scenario.place_id, 0, "A"] for task in fewer)  # fewer areas, the same seeds
    assert all(task.only_row for task in tasks)


def test_of_a_whole_province_counts_are_sums_and_shares_are_shares_of_sums():
    whole = [stratum(["a", "b"], 2, 1000), stratum(["c"], 1, 500)]
    found = {"a": summary(600, on_time=10, born=20), "b": summary(400, on_time=90, born=100), "c": summary(500)}
    found["c"].indicators["trust"] = 0.8
    one = count(whole, found, lambda s: s.funnel["born"])
    assert one.value == 220 and half_width(whole, one.residuals) == 0.0
    made = indicators(whole, [found])
    assert made["coverage"][0] == "share" and made["coverage"][1][0].value == pytest.approx(150 / 220)
    assert made["trust"][1][0].value == pytest.approx((1000 * 0.5 + 500 * 0.8) / 1500)
    assert "satisfaction_true" not in made  # nobody knows it


def test_of_a_sample_residents_stand_for_residents_and_the_error_is_that_of_the_formula():
    drawn = [stratum(["a", "b"], 5, 4000)]
    found = {"a": summary(100, on_time=20, born=100), "b": summary(100, on_time=60, born=100)}
    assert weight(drawn[0], found) == 20.0
    on_time = count(drawn, found, lambda s: s.funnel["met_on_time"])
    assert on_time.value == 20 * 80
    # residuals ±20 × 20; n/(n−1) Σ e² = 2 · 2 · 400²; t of one degree of freedom is 12.706
    assert half_width(drawn, on_time.residuals) == pytest.approx(12.7062 * math.sqrt(4 * 400**2), rel=1e-4)
    one = share(drawn, found, lambda s: s.funnel["met_on_time"], lambda s: s.funnel["born"])
    assert one.value == pytest.approx(0.4)
    assert half_width(drawn, one.residuals) == pytest.approx(12.7062 * math.sqrt(4 * 0.1**2), rel=1e-4)
    assert half_width([stratum(["a"], 5, 4000)], {"a": 1.0}) is None  # one district says nothing of the others


def test_what_two_scenarios_share_of_luck_cancels_in_their_difference():
    drawn = [stratum(["a", "b", "c"], 9, 9000)]
    before = {name: summary(100, on_time=on_time) for name, on_time in zip("abc", (20, 50, 80), strict=True)}
    after = {name: summary(100, on_time=on_time) for name, on_time in zip("abc", (25, 55, 85), strict=True)}
    one, other = (indicators(drawn, [found])["coverage"][1] for found in (before, after))
    changed = figure(drawn, minus(other, one), "share")
    assert changed.value == pytest.approx(0.05) and changed.half == pytest.approx(0.0, abs=1e-12)
    assert figure(drawn, one, "share").half > 0.3


def test_intervals_of_samples_hold_the_truth_about_as_often_as_they_say():
    """A planted province of forty districts: five are drawn 400 times, with luck in each."""
    rng = np.random.default_rng(5)
    people = rng.integers(800, 1200, 40)
    chance = rng.normal(0.5, 0.1, 40).clip(0.1, 0.9)
    truth = float((people * chance).sum() / people.sum())
    inside = 0
    for _ in range(400):
        mine = rng.choice(40, 5, replace=False)
        found = {
            str(n): summary(int(people[n]), on_time=int(rng.binomial(people[n], chance[n])), born=int(people[n]))
            for n in mine
        }
        drawn = [stratum(list(found), 40, int(people.sum()))]
        one = figure(drawn, indicators(drawn, [found])["coverage"][1], "share")
        inside += abs(one.value - truth) <= one.half
    assert 0.92 <= inside / 400 <= 0.99  # 95 %, a little more because districts are drawn without replacement


def test_one_row_a_district_and_totals_that_are_their_sums(lived, province, tmp_path, capsys):
    assert main(asked(province, "--json", "--reps", "2", "--out", "out")) == 0
    text = json.loads(capsys.readouterr().out)
    rows = text["scenarios"]["status_quo"]["districts"]
    assert len(rows) == 2 * (6 + 4 + 1) and len(lived) == len(rows)
    totals = text["scenarios"]["status_quo"]["totals"]
    born = [sum(row["funnel"]["born"] for row in rows if row["replication"] == rep) for rep in (0, 1)]
    assert totals["funnel"]["born"]["value"] == sum(born) / 2 == 2 * 190_000
    met = sum(row["funnel"]["met_on_time"] for row in rows)
    assert totals["indicators"]["coverage"]["value"] == pytest.approx(met / sum(born))
    assert totals["indicators"]["coverage"]["lo"] < totals["indicators"]["coverage"]["hi"]
    assert totals["indicators"]["coverage"]["half"] == 0.0 and totals["indicators"]["trust"]["how"] == "share"
    areas = text["scenarios"]["status_quo"]["areas"]
    assert sum(area["funnel"]["born"]["value"] for area in areas) == totals["funnel"]["born"]["value"]
    table = pd.read_parquet(tmp_path / "out" / "runs.parquet")
    assert len(table) == len(rows) and set(table.place) == {row["district"] for row in rows}
    assert json.loads((tmp_path / "out" / "province.json").read_text(encoding="utf-8")) == text
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "manifest.json",
        "province.json",
        "runs.parquet",
    ]


def test_a_stopped_province_goes_on_and_tells_the_same(lived, province, tmp_path, capsys, monkeypatch):
    assert main(asked(province, "--json", "--out", "whole")) == 0
    whole = json.loads(capsys.readouterr().out)
    finish, made = runner.finish, []

    def stopped(*words):
        if len(made) == 4:
            raise KeyboardInterrupt
        made.append(words)
        return finish(*words)

    monkeypatch.setattr(runner, "finish", stopped)
    assert main(asked(province, "--json", "--out", "part", "--lang", "en")) == 130
    said = capsys.readouterr()
    assert not said.out and "4 of 11 runs were finished and are kept in part" in said.err
    monkeypatch.setattr(runner, "finish", finish)
    assert main(["gather", "part", "--lang", "en"]) == 0
    assert len(pd.read_parquet(tmp_path / "part" / "runs.parquet")) == 4
    capsys.readouterr()
    lived.clear()
    assert main(asked(province, "--json", "--out", "part", "--resume")) == 0
    assert len(lived) == 7 and json.loads(capsys.readouterr().out) == whole
    assert main(asked(province, "--json", "--out", "part", "--resume")) == 0  # read back from its table
    assert len(lived) == 7 and json.loads(capsys.readouterr().out) == whole


def test_another_province_another_sample_and_another_kind_of_run_do_not_mix(lived, province, capsys):
    assert main(asked(province, "--sample", "0.5", "--out", "out")) == 0
    capsys.readouterr()
    assert main(asked(province, "--out", "out", "--resume", "--lang", "en")) == 2
    assert "holds other runs: sample there 0.5, asked for 1.0" in capsys.readouterr().err
    assert main(["run", "status_quo", "--place", "training_town", "--out", "out", "--resume", "--lang", "en"]) == 2
    assert main(["rerun", "out", "--lang", "en"]) == 2
    assert "the districts of a province" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--from", "nowhere.json"], "--from goes with one place"),
        (["--save-state", "5:a.json"], "--save-state goes with one place"),
        (["--shock", "typhoon:2029-01-15:5:3"], "begins outside the measured days"),
    ],
)
def test_what_a_province_does_not_take_is_refused_before_anything_runs(lived, province, capsys, typed, said):
    assert main(asked(province, *typed, "--lang", "en")) == 2
    assert said in capsys.readouterr().err and not lived


@pytest.mark.parametrize("typed", [["--draws", "2"], ["--decided-before"]])
def test_a_comparison_of_a_province_has_no_cards_and_no_verdict(lived, province, capsys, typed):
    words = ["compare", "status_quo", "yantian", *asked(province)[2:], *typed, "--lang", "en"]
    assert main(words) == 2
    assert "goes with one place, not with a province" in capsys.readouterr().err and not lived


def test_a_failed_district_is_said_and_the_others_stand_for_it(lived, province, capsys, monkeypatch):
    simulated = runner.simulate

    def fails(scenario, *words, **more):
        if scenario.place_id in ("town_002", "isle_001"):
            raise RuntimeError("no more")
        return simulated(scenario, *words, **more)

    monkeypatch.setattr(runner, "simulate", fails)
    assert main(asked(province, "--lang", "en")) == 1
    said = capsys.readouterr()
    assert "failed runs 2; areas without a finished district: isle" in said.out
    assert said.err.count("no more") == 1


def test_a_sample_says_what_it_leaves_out_and_how_long_it_takes(lived, province, capsys):
    assert main(asked(province, "--sample", "0.3", "--lang", "en")) == 0
    said = capsys.readouterr()
    assert "of 52 communities" in said.err and "The whole would take about" in said.err
    assert "Without --out an interruption loses" in said.err
    assert "±" in said.out and "3 / 4" in said.out and "the province" in said.out
    assert main(asked(province, "--sample", "0.3", "--lang", "zh")) == 0
    assert "全省" in capsys.readouterr().out


def test_two_scenarios_are_compared_district_by_district(lived, province, capsys):
    words = ["compare", "status_quo", "status_quo{staff.admin_share=0.2}", *asked(province)[2:]]
    assert main([*words, "--reps", "2", "--json"]) == 0
    text = json.loads(capsys.readouterr().out)["scenarios"]["status_quo{staff.admin_share=0.2}"]
    assert text["differences"]["coverage"]["value"] == pytest.approx(0.25, abs=0.001)
    assert main([*words, "--reps", "2", "--lang", "en"]) == 0
    assert "difference" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (
            ["run", "status_quo", "--place", "guangdong", "--sample", "0"],
            "--sample: 0.0 is out of range",
        ),
        (["run", "status_quo", "--place", "guangdong", "--sample", "some"], "--sample: a share above 0 and at most 1"),
        (["run", "status_quo", "--sample", "0.1"], "--sample goes with a province; --place guangdong is one"),
        (["run", "status_quo", "--place", "guangdon"], "training_town, yantian, guangdong; nearest guangdong"),
        (["run", "status_quo", "--place", "guangdong", "--reps", "0"], "--reps: 0 is out of range"),
        (["balance", "status_quo", "--place", "guangdong"], 'place: "guangdong" is a province'),
        (["show", "status_quo", "--place", "guangdong"], 'place: "guangdong" is a province'),
    ],
)
def test_what_cannot_be_is_one_line(typed, line, capsys):
    assert main([*typed, "--lang", "en"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and line in said.err and said.err.count("\n") == 1


def test_a_district_is_a_run_like_any_other_and_leaves_its_row_alone(tmp_path):
    """One district for real, and nothing but its row on disk."""
    guangdong = find_province("guangdong")
    one = next(one for one in draw(guangdong, 0.0001) if one.area == "north_rural").chosen[0].district.cut_to(3)
    scenario = load("status_quo").with_place(one.place_file)
    task = Task("status_quo", scenario, district_seed(1, one.id), 10, 0, only_row=True)
    done = runner.finish(task, tmp_path)
    assert (done.error, done.summary.communities, done.summary.residents) == ("", 3, one.residents)
    assert done.summary.funnel["born"] == sum(done.summary.funnel[name] for name in BINS) > 0
    assert [path.name for path in tmp_path.iterdir()] == [f"{task.run_id}.runs.parquet"]
