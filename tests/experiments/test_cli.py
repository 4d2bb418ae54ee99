"""The command line as somebody uses it: what it prints and what it keeps."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pandas as pd
import pytest

import shapan
from shapan.experiments.cli import main
from shapan.experiments.comparing.compare import compare
from shapan.experiments.runs.folders import build_mark
from shapan.model import engine
from shapan.model.observation.indicators import INDICATORS
from shapan.scenarios.library import load

pytestmark = pytest.mark.usefixtures("runs_made_once")

TOWN = ["--place", "training_town"]
SHORT = [*TOWN, "--days", "30", "--warmup", "10"]
BINS = ("met_on_time", "met_late", "lapsed_waiting", "wrong_door", "never_heard", "open")


def output_of(capsys, *typed):
    """What a command printed, as the object it promised."""
    assert main([*typed, "--json"]) == 0
    out, err = capsys.readouterr()
    assert out.count("\n") == 1 and "Traceback" not in err
    return json.loads(out)


def test_run_prints_the_promised_object(capsys):
    got = output_of(capsys, "run", "status_quo", *SHORT)
    assert set(got) == {
        *("format", "scenario", "place", "policy", "seed", "days", "warmup", "residents", "communities", "grids"),
        *("wall_s", "indicators", "funnel", "requests", "matters", "money", "version", "build", "scenario_hash"),
        *("dead_levers", "matters_by_class"),
    }
    assert (got["format"], got["scenario"], got["place"], got["policy"]) == (
        1,
        "status_quo",
        "training_town",
        "status_quo",
    )
    assert (got["seed"], got["days"], got["warmup"], got["residents"]) == (1, 30, 10, 10_000)
    assert sum(got["funnel"][name] for name in BINS) == got["funnel"]["born"] > 0
    assert set(got["indicators"]) <= set(INDICATORS)
    assert got["indicators"]["coverage"].keys() == {"value", "unit", "better"}
    assert got["version"] == shapan.__version__ and got["build"] == build_mark()


def test_run_with_replications_prints_means_with_intervals(capsys):
    got = output_of(capsys, "run", "status_quo", *SHORT, "--reps", "3", "--seed", "5", "--workers", "1")
    coverage = got["indicators"]["coverage"]
    assert coverage.keys() == {"value", "unit", "better", "lo", "hi", "n"} and coverage["n"] == 3
    assert coverage["lo"] < coverage["value"] < coverage["hi"]
    single = [output_of(capsys, "run", "status_quo", *SHORT, "--seed", str(seed)) for seed in (5, 6, 7)]
    assert coverage["value"] == pytest.approx(sum(one["indicators"]["coverage"]["value"] for one in single) / 3)
    assert got["funnel"]["born"] == pytest.approx(sum(one["funnel"]["born"] for one in single) / 3)


def test_the_shell_and_python_say_the_same(capsys):
    got = output_of(capsys, "run", "status_quo", *SHORT, "--seed", "3", "--set", "staff.admin_share=0.3")
    scenario = load("status_quo").with_place("training_town").set("staff.admin_share", 0.3)
    run = shapan.simulate(scenario, seed=3, days=30, warmup=10)
    assert {name: one["value"] for name, one in got["indicators"].items()} == run.indicators
    assert got["funnel"] == run.funnel and got["requests"] == run.requests


def test_compare_prints_the_promised_object(capsys):
    other = "status_quo{staff.admin_share=0.2, grid.households_per_grid=250}"
    got = output_of(capsys, "compare", "status_quo", other, *SHORT, "--reps", "2", "--workers", "1")
    assert (got["format"], got["baseline"], got["reps"]) == (1, "status_quo", 2)
    assert set(got["indicators"]["coverage"]) == {"status_quo", other} and list(got["paired"]) == [other]
    town = load("status_quo").with_place("training_town")
    changed = town.set("staff.admin_share", 0.2).set("grid.households_per_grid", 250)
    table = compare({"status_quo": town, other: changed}, seeds=[1, 2], days=30, warmup=10, workers=1)
    by_hand = json.loads(json.dumps(table.to_json_dict("en")))
    assert got["paired"] == by_hand["paired"] and got["indicators"] == by_hand["indicators"]


def test_set_is_for_all_and_braces_for_one(capsys):
    names = ["status_quo", "status_quo{staff.admin_share=0.5}"]
    got = output_of(capsys, "compare", *names, *SHORT, "--reps", "1", "--set", "staff.admin_share=0.5")
    assert all(pair["difference"] == 0 for pair in got["paired"][names[1]].values())
    assert got["paired"][names[1]]["coverage"]["lo"] is None


def test_assumptions_may_be_set_too(capsys):
    shown = output_of(capsys, "show", "status_quo", "--set", "service.patience_days=21")
    row = next(row for row in shown["values"] if row["key"] == "service.patience_days")
    assert row["value"] == 21 and row["from"] == "--set"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_planner_reads(capsys, language):
    names = ["status_quo", "status_quo{staff.admin_share=0.2}"]
    assert main(["compare", *names, *SHORT, "--reps", "2", "--workers", "1", "--lang", language]) == 0
    out = capsys.readouterr().out
    first = " ".join(out.splitlines()[:2])
    assert names[0] in first and names[1] in first
    coverage = INDICATORS["coverage"]
    assert (coverage.label_zh if language == "zh" else coverage.label_en) in out
    assert main(["run", "status_quo", *SHORT, "--lang", language]) == 0
    assert "10,000" in capsys.readouterr().out
    assert main(["balance", "status_quo", *SHORT, "--lang", language]) == 0
    assert "%" in capsys.readouterr().out


def test_balance_never_uses_more_hours_than_are_offered(capsys):
    pools = output_of(capsys, "balance", "status_quo", *SHORT)["pools"]
    assert {"grid", "staff", "social"} <= {pool["pool"] for pool in pools}
    for pool in pools:
        assert 0 <= pool["hours_used_per_day"] <= pool["hours_offered_per_day"] * (1 + 1e-9), pool


def test_a_pool_that_offers_nothing_has_no_utilisation(capsys, monkeypatch):
    """As in a place whose needs never reach a department: one share of nothing must not cost all other figures."""
    row = {"pool": "departments", "unit": "cases", "hours_offered_per_day": 0.0, "hours_used_per_day": 0.0}
    lived = SimpleNamespace(balance=pd.DataFrame([row | {"utilisation": float("nan")}]))
    monkeypatch.setattr("shapan.experiments.cli.runs.simulate", lambda *_: lived)
    (pool,) = output_of(capsys, "balance", "status_quo", *SHORT)["pools"]
    assert pool == row | {"utilisation": None}
    assert main(["balance", "status_quo", *SHORT, "--lang", "en"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "departments" in line]
    assert line.rstrip().endswith("–") and "nan" not in line


@pytest.mark.parametrize("language", ["zh", "en"])
def test_list_show_schema(capsys, language):
    assert main(["list", "--lang", language]) == 0
    out = capsys.readouterr().out
    assert "training_town" in out and "yantian" in out and "status_quo" in out
    assert main(["show", "yantian", "--changed", "--lang", language]) == 0
    assert "grid.pooled_share" in capsys.readouterr().out
    assert main(["schema", "--lang", language]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].startswith("https://json-schema.org/")


def test_list_and_show_print_objects(capsys):
    listed = output_of(capsys, "list")
    assert {"name": "yantian", "title": load("yantian").title["en"]} in listed["policy"] or listed["policy"]
    shown = output_of(capsys, "show", "yantian", "--place", "training_town", "--set", "staff.admin_share=0.31")
    by_key = {row["key"]: row for row in shown["values"]}
    assert by_key["staff.admin_share"]["value"] == 0.31 and by_key["staff.admin_share"]["from"] == "--set"
    assert by_key["place.residents"]["value"] == 10_000
    assert all(row["from"] for row in shown["values"])


def test_show_says_on_whose_word_each_value_stands(capsys):
    typed = ["show", "yantian", "--place", "suzhou_gusu", "--set", "staff.admin_share=0.31"]
    by_key = {row["key"]: row for row in output_of(capsys, *typed)["values"]}
    expected = {
        "party.leader_visit_months": (["YT-01"], "C"),
        "funding.project_yuan_per_resident": (["S67", "B9"], "D"),
        "staff.admin_share": ([], ""),
    }
    for key, evidence in expected.items():
        assert (by_key[key]["rows"], by_key[key]["grade"]) == evidence, key
    assert by_key["service.patience_days"]["grade"] == "D" and by_key["place.residents"]["rows"]
    own = [row for row in by_key.values() if row["from"] == "place suzhou_gusu"]
    assert own and all(row["rows"] or row["grade"] for row in own if row["key"] != "place.id")
    weights = {row["key"]: row for row in output_of(capsys, "show", "guangdong")["values"]}["index.weights"]
    assert weights["rows"] == ["GD-11"]
    rich = ["--set", "funding.foundation_seed_yuan=2000000"]
    assert main(["show", "yantian", "--lang", "en", *rich]) == 0
    text = capsys.readouterr().out
    assert "YT-26, R-09 · C" in text and "2,000,000 yuan" in text and "179.67 yuan" in text and "e+06" not in text
    assert "1 month " in text and "1 months" not in text and "0 months" not in text and " never " in text


def test_compare_says_how_it_was_made_and_whose_notes_it_prints(capsys):
    names = ["status_quo", "yantian", "guangdong"]
    assert main(["compare", *names, *SHORT, "--reps", "2", "--workers", "1", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "Training town: 10,000 residents; 30 days after 10 of warm-up; seeds 1 to 2" in out
    assert "Planned money: “yantian” 544" in out and "grade D" in out
    notes = [line for line in err.splitlines() if "do not act" in line]
    assert [line.partition(":")[2].split(":")[0].strip() for line in notes] == ["guangdong"]
    resting = [line for line in err.splitlines() if "no emergency comes in this scenario" in line]
    assert [line.partition(":")[2].split(":")[0].strip() for line in resting] == ["yantian"]
    short = [line for line in err.splitlines() if "30" in line and "days" in line and "180" in line]
    assert len(short) == 1 and not any(f"{name}:" in short[0] for name in names)


def test_list_promises_what_it_lists(capsys):
    listed = output_of(capsys, "list")
    assert set(listed) == {"place", "policy", "scenario", "format", "shock", "province"}
    for typed in (["list", "--help"], ["--help"]):
        assert main([*typed, "--lang", "en"]) == 0
        text = capsys.readouterr().out
        said = "places, provinces, policies, scenarios, formats of deliberation and kinds of emergency"
        assert said in " ".join(text.split())


def test_doctor_counts_kernels_where_they_are_kept(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "HAS_NUMBA", True)
    monkeypatch.setattr(engine, "kernel_cache", lambda: str(tmp_path / "kernels"))

    def found():
        return next(one["found"] for one in output_of(capsys, "doctor") if one["what"] == "compiled kernels")

    assert "none yet" in found()
    (tmp_path / "kernels" / "deeper").mkdir(parents=True)
    (tmp_path / "kernels" / "deeper" / "serve.nbi").touch()
    assert found() == f"1 files in {tmp_path / 'kernels'}"


def test_doctor_finds_this_installation_well(capsys):
    found = output_of(capsys, "doctor")
    assert all(one["good"] for one in found if one["needed"])
    assert main(["doctor", "--lang", "zh"]) == 0
    assert shapan.__version__ in capsys.readouterr().out


def test_out_keeps_tables_and_a_manifest(capsys, tmp_path):
    out = tmp_path / "results"
    names = ["status_quo", "status_quo{staff.admin_share=0.2}"]
    got = output_of(capsys, "compare", *names, *SHORT, "--reps", "2", "--out", str(out), "--workers", "2")
    runs = pd.read_parquet(out / "runs.parquet")
    assert list(runs["scenario"]) == [names[0]] * 2 + [names[1]] * 2 and list(runs["seed"]) == [1, 2, 1, 2]
    mean = runs.groupby("scenario")["coverage"].mean()
    for name in names:
        assert mean[name] == pytest.approx(got["indicators"]["coverage"][name]["value"])
    daily = pd.read_parquet(out / "daily.parquet")
    shared = ["run_id", "scenario", "replication", "seed", "day", "date", "indicator", "value", "unit"]
    assert set(shared) <= set(daily.columns)
    born = daily[daily["indicator"] == "born"].groupby("run_id")["value"].sum()
    assert born.to_dict() == pytest.approx(runs.set_index("run_id")["born"].to_dict())
    for table in ("by_cell", "by_grid", "by_group", "decisions"):
        assert len(pd.read_parquet(out / f"{table}.parquet")), table
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["state"] == "done" and set(runs["build"]) == {manifest["versions"]["build"]} == {build_mark()}
    assert manifest["interrupted"] is False and manifest["runs"] == {"asked": 4, "finished": 4, "failed": 0}
    assert not (out / "parts").exists()
    assert main(["run", "status_quo", *SHORT, "--out", str(out), "--lang", "en"]) == 2
    assert "already holds results" in capsys.readouterr().err
