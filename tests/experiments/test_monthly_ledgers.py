"""Ledgers of months as offices write them, the same months of runs, and a calibration through the command."""

from __future__ import annotations

import csv
import datetime as dt
import json
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from shapan.experiments.calibrating.figures import figures_of, meeting, whole_months
from shapan.experiments.calibrating.monthly import month_of, read_ledger
from shapan.experiments.calibrating.planning import asked_of, first_wave, wave_plan
from shapan.experiments.cli import calibrate, main
from shapan.experiments.ledgers.faults import LedgerFault
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.store import write_part
from shapan.experiments.runs.task import Finished, Summary
from shapan.scenarios.worlds import kept_worlds

JANUARY = 2026 * 12
STUDY = """format = 1
kind = "study"
title = {zh = "试", en = "Try"}
[runs]
place = "training_town"
days = 90
warmup = 0
seeds = {first = 5, count = 2}
[design]
kind = "latin_hypercube"
points = 24
assumptions = {"needs.rate_multiplier" = true, "service.casework_share" = true}
"""
LEDGER = "month,heard,met,days\n2026-01,215,80,5\n2026-02,208,81,5\n2026-03,212,79,6\n"


def write(folder, text, name="ledger.csv", encoding="utf-8"):
    path = folder / name
    path.write_text(text, encoding=encoding)
    return str(path)


def test_a_ledger_as_offices_write_it(tmp_path):
    text = '月份,受理量,办结量,按期办结率,平均天数\n2026年1月,"1,053",965件,92.5%,5\n2026年3月,889,,0.9,6\n'
    found = read_ledger(write(tmp_path, text, encoding="gb18030"))
    assert found.months == (JANUARY, JANUARY + 2) and found.left_out == ("平均天数",)
    assert found.values["heard"].tolist() == [1053.0, 889.0]
    assert found.values["met"][0] == 965.0 and np.isnan(found.values["met"][1])
    assert found.values["on_time_share"].tolist() == [0.925, 0.9]


def test_kinds_are_added_up_unless_a_total_is_stated(tmp_path):
    rows = "month,kind,heard\n2026-01,lamp,3\n2026-01,litter,4\n2026-02,lamp,5\n2026-03,lamp,1\n2026-03,litter,1\n"
    found = read_ledger(write(tmp_path, rows))
    assert found.months == (JANUARY, JANUARY + 2) and found.values["heard"].tolist() == [7.0, 2.0]
    assert found.kinds == ("lamp", "litter") and found.incomplete == (JANUARY + 1,)
    found = read_ledger(write(tmp_path, rows + "2026-02,total,11\n"))
    assert found.values["heard"].tolist() == [7.0, 11.0, 2.0] and not found.incomplete


def test_single_reports_are_counted_by_whole_month(tmp_path):
    rows = "time,grid,kind,duplicate_of,id\n2026-01-20,G1,lamp,,a\n2026-02-03,G1,lamp,,b\n2026-02-04,G1,lamp,b,c\n"
    found = read_ledger(write(tmp_path, rows + "2026-02-28 23:50,G1,lamp,,d\n2026-03-01,G1,lamp,,e\n"))
    assert found.months == (JANUARY + 1,) and found.values["heard"].tolist() == [2.0]
    with pytest.raises(LedgerFault, match="no whole month"):
        read_ledger(write(tmp_path, rows))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("month,heard\n2026-13,5\n", ":2: “2026-13” is no month"),
        ("month,heard\n2026-01,-5\n", ":2: heard “-5” is no count"),
        ("month,heard\n2026-01,12%\n", "is no count"),
        ("month,on_time_share\n2026-01,120%\n", "is no share"),
        ("month,heard\n2026-01,5\n2026-01,6\n", ":3: month 2026-01, kind –, stands there already"),
        ("month,days\n2026-01,5\n", "nothing to compare"),
        ("month,heard\n", "headings and no month"),
        ("heard,met\n5,6\n", "month"),
        ("month,heard,requests\n2026-01,5,5\n", "twice"),
        ("month,heard\n2026-01,5,7\n", "fields"),
    ],
)
def test_what_is_wrong_with_a_ledger_is_one_line(tmp_path, text, expected):
    with pytest.raises(LedgerFault) as fault:
        read_ledger(write(tmp_path, text))
    line = fault.value.text("en")
    assert expected in line and "\n" not in line and fault.value.text("zh") != line


def test_months_as_people_write_them():
    ways = ("2026-03", "2026/3", "2026年3月", "202603", "2026.03", "2026-03-01", "2026年3月1日")
    assert [month_of(one) for one in ways] == [JANUARY + 2] * 7
    assert [month_of(one) for one in ("March", "2026", "2026-00", "")] == [None] * 4


def test_only_whole_months_meet_and_other_years_meet_the_same_months(tmp_path):
    assert whole_months(dt.date(2026, 1, 1), 90) == (JANUARY, 3)
    assert whole_months(dt.date(2026, 1, 2), 89) == (JANUARY + 1, 2)
    ledger = read_ledger(write(tmp_path, LEDGER.replace("2026", "2023")))
    found = meeting(ledger, dt.date(2026, 1, 1), 60)
    assert found.shift == 3 and found.figures == ("heard", "heard", "met", "met")
    assert found.months == (JANUARY - 36, JANUARY - 35) * 2
    assert meeting(ledger, dt.date(2026, 1, 2), 20) is None
    error = found.error(0.1)
    assert error[0, 0] == pytest.approx(2 * 21.15**2) and error[0, 1] == pytest.approx(21.15**2) and error[0, 2] == 0.0


def daily(counts, start=dt.date(2026, 1, 1)):
    """A daily table: indicator -> its count of every day."""
    rows = [
        {
            "day": day + 1,
            "date": start + dt.timedelta(days=day),
            "indicator": name,
            "value": float(value),
            "unit": "needs",
        }
        for name, values in counts.items()
        for day, value in enumerate(values)
    ]
    return pd.DataFrame(rows)


def test_figures_of_runs_are_sums_of_their_days(tmp_path):
    text = "month,heard,met,on_time_share\n2026-01,1,1,0.5\n2026-02,1,1,0.5\n"
    where = meeting(read_ledger(write(tmp_path, text)), dt.date(2026, 1, 1), 59)
    tables = [
        daily({"heard": [2] * 59, "met_on_time": [3] * 31 + [1] * 28, "met_late": [1] * 59}).assign(run_id="a"),
        daily({"heard": [1] * 59, "met_on_time": [0] * 59}).assign(run_id="b"),
    ]
    found = figures_of(pd.concat(tables), ["b", "a"], where)
    assert found[1].tolist() == [62.0, 56.0, 124.0, 56.0, 0.75, 0.5]
    assert found[0].tolist() == [31.0, 28.0, 0.0, 0.0, 0.0, 0.0]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    path = tmp_path_factory.mktemp("calibrating") / "s.toml"
    path.write_text(STUDY, encoding="utf-8")
    return path


def test_every_draw_has_seeds_of_its_own(study):
    asked = asked_of(str(study))
    plan = wave_plan(asked, first_wave(asked), 24)
    tasks = [plan.task(number) for number in range(plan.runs)]
    assert sorted(task.seed for task in tasks) == list(range(5 + 48, 5 + 96)) and tasks[0].keep == ("daily",)
    values = [task.scenario.values["needs.rate_multiplier"] for task in tasks]
    assert len(set(values)) == 24
    assert plan.hash != wave_plan(asked, first_wave(asked), 0).hash


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"needs.rate_multiplier" = true', '"needs.rate_multiplier" = [0.9, 1.1]', "needs.rate_multiplier cannot be"),
        (
            "assumptions = {",
            'levers = {"staff.admin_share" = true}\nassumptions = {',
            "varies levers: staff.admin_share",
        ),
        ("points = 24", "points = 5", "draws"),
        ("count = 2", "count = 1", "seeds"),
        (
            'assumptions = {"needs.rate_multiplier" = true, "service.casework_share" = true}',
            'levers = {"staff.admin_share" = true}',
            "levers",
        ),
    ],
)
def test_a_study_that_cannot_be_calibrated_is_refused(tmp_path, old, new, expected):
    path = write(tmp_path, STUDY.replace(old, new), "s.toml")
    with pytest.raises(Refused) as fault:
        asked_of(path)
    assert expected in fault.value.text("en") and fault.value.text("zh") != fault.value.text("en")


def test_the_assumptions_of_uncertainty_are_sought_under_the_first_scenario(tmp_path):
    text = STUDY.partition("[design]")[0] + '[design]\nkind = "listed"\n[[scenarios]]\nname = "a"\n[[scenarios]]\n'
    text += 'name = "b"\nset = {"staff.admin_share" = 0.2}\n[uncertainty]\ndraws = 30\n'
    text += 'assumptions = ["hearing.app_hazard"]\n'
    asked = asked_of(write(tmp_path, text, "s.toml"))
    assert asked.names == ("hearing.app_hazard",) and asked.draws == 30 and asked.scenario == "a"
    plan = wave_plan(asked, first_wave(asked), 0)
    assert len({plan.scenario(number).values["hearing.app_hazard"] for number in range(30)}) == 30


class MadeUp:
    """Runs that hear as many needs as one assumption says, and whose daily tables lie where those of runs lie."""

    at_once = 1

    def __init__(self, after=None):
        self.after, self.made = after, []

    def make(self, tasks, parts, progress):
        for task in tasks:
            if len(self.made) == self.after:
                raise KeyboardInterrupt
            self.made.append(task.seed)
            draw = np.random.default_rng(task.seed)
            heard = draw.poisson(7.0 * task.scenario.values["needs.rate_multiplier"], 90)
            counts = {"residents": 5, "communities": 1, "grids": 2}
            done = Finished(task, 0.1, Summary({"coverage": 0.5}, {"born": 10}, {"app": 1}, **counts))
            table = daily(
                {"heard": heard, "met_on_time": draw.binomial(heard, 0.3), "met_late": draw.binomial(heard, 0.08)}
            )
            write_part(parts, done, SimpleNamespace(daily=table))
            yield done


def go(study, folder, monkeypatch, executor, *words):
    monkeypatch.setattr(calibrate, "executor_of", lambda workers: executor)
    ledger = write(study.parent, LEDGER)
    return main(["calibrate", str(study), "--ledger", ledger, "--out", str(folder), "--lang", "en", *words])


def test_a_calibration_is_interrupted_goes_on_and_is_told_in_both_languages(study, tmp_path, monkeypatch, capsys):
    out, first, second = tmp_path / "out", MadeUp(after=60), MadeUp()
    monkeypatch.setattr(calibrate, "own_file", lambda place: tmp_path / "own" / f"{place}.csv")
    assert go(study, out, monkeypatch, first) == 130
    assert go(study, out, monkeypatch, second) == 2  # the folder is taken
    assert go(study, out, monkeypatch, second, "--resume", "--json", "--use", "--worlds", "20") == 0
    assert len(first.made) + len(second.made) == 96 == len({*first.made, *second.made})
    text = json.loads(capsys.readouterr().out)
    seen, unseen = text["assumptions"]
    assert seen["told"] == "told" and seen["posterior_05"] < 1.0 < seen["posterior_95"] and seen["width"] < 0.5
    assert unseen["told"] == "unseen" and text["ranks"]["truths"] == 24 and len(text["waves"]) == 2
    assert text["figures"] == ["heard", "met"] and not text["out_of_reach"]
    kept = kept_worlds("training_town", tmp_path / "own" / "training_town.csv")
    assert len(kept.worlds) == 20 and not kept.unknown
    assert {name for world in kept.worlds for name in world.values} == {
        "needs.rate_multiplier",
        "service.casework_share",
    }
    names = {path.name for path in out.iterdir() if path.is_file()}
    tables = {
        f"{name}.{kind}" for name in ("assumptions", "months", "posterior", "ranks") for kind in ("csv", "parquet")
    }
    assert names == tables | {"calibration.json", "calibration.png", "worlds.csv"}
    with (out / "posterior.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert sum(float(row["weight"]) for row in csv.DictReader(lines)) == pytest.approx(1.0)
    idle = MadeUp()
    for language, word in (("en", "needs.rate_multiplier]"), ("zh", "中间 90 %")):
        assert go(study, out, monkeypatch, idle, "--resume", "--waves", "1", "--lang", language) == 0
        assert word in capsys.readouterr().out
    assert not idle.made
    other = write(tmp_path, STUDY.replace("points = 24", "points = 25"), "s.toml")
    assert main(["calibrate", other, "--ledger", str(study.parent / "ledger.csv"), "--out", str(out), "--resume"]) == 2
    assert "24" in capsys.readouterr().err


def test_the_cost_is_told_before(study, tmp_path, monkeypatch, capsys):
    from shapan.experiments.studies import costs

    monkeypatch.setattr(costs, "cost_of", lambda plan: costs.Cost(plan.runs, 3.0, 10**6))
    assert go(study, tmp_path / "none", monkeypatch, MadeUp(), "--check", "--workers", "2") == 0
    out, err = capsys.readouterr()
    assert "at most 96 runs" in out and "2 minutes on 2 cores" in out and "left out: days" in err
    assert not (tmp_path / "none").exists()
