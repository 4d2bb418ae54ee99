"""A statement adds up, says the same as the run, and is told in either language."""

from __future__ import annotations

import datetime as dt
import json
import re

import pandas as pd
import pytest

from shapan import load, simulate
from shapan.experiments.cli import main
from shapan.experiments.reports.statements import Statement, Year, agreed_works, statements, total_of, years_of
from shapan.model.ledger.ledger import HOLDERS

pytestmark = pytest.mark.usefixtures("runs_made_once")

TOWN = ["training_town_status_quo", "--days", "40", "--warmup", "20"]
RICH = {"funding.owners_fund": True, "funding.purchase_yuan": 150.0}


@pytest.fixture(scope="module")
def run():
    return simulate(load("training_town_status_quo").set_many(RICH), seed=2, days=400, warmup=40)


def balanced(one: Statement) -> bool:
    sums = one.sums()
    into = sums["opening"] + sums["given"] + sums["passed_on"]
    return into == sums["spent"] + sums["returned"] + sums["closing"]


def test_every_years_statement_adds_up_and_follows_the_last(run):
    years = years_of(dt.date(2026, 1, 1), 400)
    assert years == [Year(2026, 1, 365), Year(2027, 366, 400)]
    first, second = (statements(run.ledger, year) for year in years)
    for found in (first, second):
        # What pays for works agreed on is one account of the whole district.
        assert list(found) == [-1, 0, 1, 2] and all(balanced(one) for one in found.values())
        assert set(found[-1].closing) == {"agreed_works"} and set(found[-1].spent) <= {"public_works"}
        assert not any("agreed_works" in found[place].closing for place in (0, 1, 2))
        assert balanced(total_of(found.values()))
    for place in first:
        closing = {name: fen for name, fen in first[place].closing.items() if fen}
        assert closing == {name: fen for name, fen in second[place].opening.items() if fen}
    spent = sum(total_of(found.values()).sums()["spent"] for found in (first, second))
    assert spent / 100 == pytest.approx(run.money["spent"], abs=0.005)
    assert total_of(second.values()).sums()["closing"] / 100 == pytest.approx(run.money["held"], abs=0.005)
    assert total_of(first.values()).returned > 0 == total_of(second.values()).returned


def test_a_small_statement_by_hand():
    rows = [
        (0, -1, "opening", "prize", 10.0),
        (0, 0, "opening", "purchase", 5.0),
        (3, 0, "treasury", "purchase", 20.0),
        (4, 0, "purchase", "purchase_services", 18.5),
        (5, 0, "treasury", "points", 1.25),
        (6, -1, "prize", "passed_on", 4.0),
        (6, 0, "passed_on", "community", 4.0),
        (9, 0, "purchase", "treasury", 2.0),
        (10, 0, "treasury", "points", 7.0),
    ]
    table = pd.DataFrame(rows, columns=["day", "community", "from_account", "to_account", "value"])
    found = statements(table, Year(2026, 1, 9))
    ours, district = found[0], found[-1]
    assert ours.sums() == {
        "opening": 500,
        "given": 2125,
        "passed_on": 400,
        "spent": 1975,
        "returned": 200,
        "closing": 850,
    }
    assert ours.closing == {"purchase": 450, "community": 400}
    assert district.sums()["closing"] == 600 and district.passed_on == -400
    assert total_of(found.values()).passed_on == 0 and balanced(ours) and balanced(district)
    assert statements(table, Year(2026, 10, 20))[0].in_yuan()["spent_by_account"] == {"points": 7.0}


def test_works_agreed_on_as_a_matter_are_told_apart_from_projects():
    rows = [
        (2, 0, "projects", "projects_works", "works", 30.0),
        (3, 0, "projects", "projects_works", "agreed_works", 12.34),
        (4, 1, "projects", "projects_works", "agreed_works", 5.0),
        (4, 1, "treasury", "public_works", "agreed_works", 50.0),
        (9, 0, "projects", "projects_works", "agreed_works", 7.0),
    ]
    table = pd.DataFrame(rows, columns=["day", "community", "from_account", "to_account", "purpose", "value"])
    year = Year(2026, 1, 8)
    assert agreed_works(table, year) == 1734 and agreed_works(table, year, 0) == 1234
    assert agreed_works(table, Year(2027, 20, 30)) == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_prints_a_table(capsys, language):
    assert main(["statement", *TOWN, "--lang", language]) == 0
    out = capsys.readouterr().out
    assert ("社区工作者薪酬" if language == "zh" else "Community workers") in out
    assert main(["statement", *TOWN, "--community", "2", "--lang", language]) == 0
    one = capsys.readouterr().out
    assert len(one.splitlines()) < len(out.splitlines())
    assert one.startswith("教学小镇：现状，社区 2" if language == "zh" else "Training town as it is, community 2")


def test_the_command_and_the_run_say_the_same(capsys):
    assert main(["statement", *TOWN, "--json"]) == 0
    text = json.loads(capsys.readouterr().out)
    assert [one["community"] for one in text["communities"]] == [-1, 0, 1, 2]
    assert set(text["communities"][0]["closing_by_account"]) == {"agreed_works"}
    assert (text["year"], text["first_day"], text["last_day"], text["unit"]) == (2026, 1, 40, "yuan")
    assert main(["run", *TOWN, "--json"]) == 0
    money = json.loads(capsys.readouterr().out)["money"]
    total = text["total"]
    assert (total["spent"], total["closing"], total["opening"]) == (money["spent"], money["held"], money["opening"])
    assert money["in"] == pytest.approx(total["opening"] + total["given"] - total["returned"], abs=0.005)
    assert sum(total["spent_by_account"].values()) == pytest.approx(total["spent"], abs=0.005)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["--year", "2"], "--year: 2 is no year of this run; it has 2026"),
        (["--year", "2025"], "it has 2026"),
        (["--community", "3"], "--community: 3 is out of range; allowed 0–2"),
        (["--community", "-1"], "--community: -1 is out of range"),
    ],
)
def test_what_is_not_there_is_said(capsys, typed, expected):
    assert main(["statement", *TOWN, *typed, "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert expected in err and err.count("\n") == 1


def test_means_of_several_runs_add_up(capsys):
    assert main(["run", *TOWN, "--reps", "3", "--json", "--workers", "1"]) == 0
    money = json.loads(capsys.readouterr().out)["money"]
    assert money["in"] == pytest.approx(money["spent"] + money["held"], abs=0.02)


def test_the_table_of_payments_is_kept(tmp_path):
    from shapan.experiments.runs.store import read

    folder = tmp_path / "kept"
    assert main(["run", *TOWN, "--reps", "2", "--out", str(folder), "--workers", "1"]) == 0
    kept = read(folder, "ledger").to_pandas()
    assert {"run_id", "scenario", "replication", "seed", "day", "date", "community"} <= set(kept.columns)
    assert {"from_account", "to_account", "purpose", "value", "unit"} <= set(kept.columns)
    again = simulate(load(TOWN[0]), seed=2, days=40, warmup=20).ledger
    second = kept[kept.replication == 1].reset_index(drop=True)
    for column in ("day", "community", "from_account", "to_account", "purpose", "value", "unit"):
        assert second[column].tolist() == again[column].tolist()
    runs = read(folder, "runs").to_pandas()
    assert runs.money_spent.tolist()[1] == pytest.approx(again[~again.to_account.isin(HOLDERS)].value.sum())


PROJECTS = ["yantian", "--place", "training_town", "--days", "120", "--warmup", "180"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_statement_tells_what_was_bought_and_how_far_projects_are(capsys, language):
    assert main(["statement", *PROJECTS, "--lang", language]) == 0
    out = capsys.readouterr().out
    for phrase in ("买到了什么", "职能部门", "排队招标") if language == "zh" else ("bought", "Departments", "tender"):
        assert phrase in out
    assert main(["statement", *PROJECTS, "--community", "1", "--lang", language]) == 0
    one = capsys.readouterr().out
    listed = [line for line in one.splitlines() if line.startswith("2026-01-01")]
    assert len(listed) > 5 and not any(line.startswith("2026-01-01") for line in out.splitlines())
    assert all("{" not in line for line in one.splitlines())
    assert ("票" if language == "zh" else "votes") not in one


def test_the_json_has_lines_and_projects_to_the_fen(capsys):
    assert main(["statement", *PROJECTS, "--json"]) == 0
    text = json.loads(capsys.readouterr().out)
    yuan = {row["line"]: row["yuan"] for row in text["bought"] if row["yuan"]}
    assert yuan == pytest.approx(text["total"]["spent_by_account"], abs=0.005)
    stages, listed = text["projects"]["stages"], text["projects"]["list"]
    assert sum(row["count"] for row in stages) == len(listed) > 10
    assert sum(row["yuan"] for row in stages) == pytest.approx(sum(row["cost_yuan"] for row in listed))
    # Of the four batches of a year two fall in these 120 days.
    assert {row["date"] for row in listed} == {"2026-01-01", "2026-04-01"}
    assert all(isinstance(row["failed"], bool) for row in listed)
    earlier = text["projects_of_earlier_years"]["list"]
    assert earlier and all(row["date"] < "2026" and row["number"] >= 0 for row in earlier)
    assert all(max(row["start_day"] or 0, row["acts_until_day"] or 0) >= 1 for row in earlier), (
        "what was over is not told"
    )
    lost = [row for row in listed if row["number"] < 0]
    assert lost and all(row["start_day"] is None for row in lost)


def test_all_lines_together_cost_what_the_statement_says_was_spent(capsys):
    assert main(["statement", *TOWN, "--lang", "en"]) == 0
    out = capsys.readouterr().out.splitlines()
    spent = next(line.split()[-1] for line in out if line.strip().startswith("Spent") and len(line.split()) == 2)
    alone = next(place for place, line in enumerate(out) if line.startswith("What each line bought"))
    last = next(line for line in out[alone:] if line.strip().startswith("all "))
    assert last.split()[1] == spent


def test_counts_are_whole_and_figures_are_not_broken(capsys):
    assert main(["statement", *PROJECTS, "--lang", "en"]) == 0
    out = capsys.readouterr().out
    bought = out[out.index("What each line bought") :]
    works = next(line for line in bought.splitlines() if line.startswith("Works "))
    assert re.fullmatch(r"[\d,]+\.\d\d", works.split()[1]) and works.split()[6].isdecimal()


def test_without_new_money_only_what_earlier_years_left_is_given_away(capsys):
    none = ["--set", "funding.project_yuan_per_resident=0", "--set", "funding.community_yuan_per_resident=0"]
    assert main(["statement", *PROJECTS[:3], "--days", "20", "--warmup", "0", *none, "--json"]) == 0
    text = json.loads(capsys.readouterr().out)
    now, before = (text[name]["list"] for name in ("projects", "projects_of_earlier_years"))
    assert {row["date"] for row in now} <= {"2026-01-01"}
    assert 0.0 <= sum(row["cost_yuan"] for row in now) < sum(row["cost_yuan"] for row in before)


def test_a_later_year_has_its_own_lists(capsys):
    assert main(["statement", *PROJECTS[:3], "--days", "400", "--warmup", "60", "--year", "2", "--json"]) == 0
    text = json.loads(capsys.readouterr().out)
    assert {row["date"][:4] for row in text["projects"]["list"]} == {"2027"}
    assert {row["date"][:4] for row in text["projects_of_earlier_years"]["list"]} >= {"2026"}
    assert sum(row["yuan"] for row in text["bought"]) == pytest.approx(text["total"]["spent"], abs=0.005)
