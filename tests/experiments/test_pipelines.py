"""The road of projects in numbers: stages, reasons, and what is chosen, built and helping month by month."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from shapan import load, simulate
from shapan.experiments.pipelines import final, reasons, stages, timeline
from shapan.model.projects.table import COLUMNS, STAGES

START = dt.date(2026, 1, 1)
NAN = float("nan")


def table(*rows: dict[str, object]) -> pd.DataFrame:
    """Proposals by hand; what is not said is that of a chosen project that helps."""
    usual = {"number": 0, "community": 0, "cell": 1, "batch_day": 1, "date": START, "form": "works", "kind": "litter"}
    usual |= {"proposer": "staff", "votes": 3, "cost_yuan": 100.0, "purse": "projects", "outcome": "chosen"}
    usual |= {"reason": "funded", "chosen_day": 1.0, "start_day": 40.0, "acts_from_day": 70.0, "acts_until_day": 90.0}
    usual |= {"paid_day": 42.0, "failed": False, "stage": "helping"}
    return pd.DataFrame([usual | row for row in rows])[list(COLUMNS)]


LOST = {"number": -1, "outcome": "no_money", "reason": "not_enough_left", "stage": "not_funded", "paid_day": NAN}
LOST |= dict.fromkeys(("chosen_day", "start_day", "acts_from_day", "acts_until_day"), NAN)
FAILED = {"number": 1, "cell": 2, "failed": True, "stage": "failed", "paid_day": NAN, "start_day": 50.0}
FAILED |= {"acts_from_day": 50.0, "acts_until_day": 50.0}


def test_a_proposal_that_a_second_purse_pays_for_counts_once():
    both = table(LOST | {"purse": "community"}, {"number": 0})
    assert final(both).number.tolist() == [0]
    assert stages(both).to_dict("records") == [{"stage": "helping", "form": "works", "count": 1, "yuan": 100.0}]


def test_stages_come_in_the_order_of_the_road():
    told = stages(table({}, FAILED, LOST | {"cell": 3}, LOST | {"cell": 4, "form": "goods", "cost_yuan": 7.0}))
    assert told.stage.tolist() == ["not_funded", "not_funded", "helping", "failed"]
    assert told.form.tolist() == ["works", "goods", "works", "works"]
    assert told.yuan.tolist() == [100.0, 7.0, 100.0, 100.0]


def test_reasons_are_counted():
    told = reasons(table({}, {"number": 1, "cell": 9}, LOST | {"cell": 3})).set_index(["outcome", "reason"])
    assert told["count"].to_dict() == {("no_money", "not_enough_left"): 1, ("chosen", "funded"): 2}


def test_months_show_who_waits_who_builds_and_who_helps():
    told = timeline(table({}, FAILED, LOST | {"cell": 3}), START, 100).set_index("month")
    assert told.index.tolist() == [dt.date(2026, month, 1) for month in (1, 2, 3, 4)]
    assert told.chosen.tolist() == [2, 0, 0, 0]
    assert told.queued.tolist() == [2, 0, 0, 0]  # one begins on day 42, the other proves impossible on day 50
    assert told.under_way.tolist() == [0, 1, 0, 0]  # 28 February is day 59, 31 March day 90
    assert told.helping.tolist() == [0, 0, 0, 0]
    later = timeline(table({"acts_until_day": 91.0}), START, 100).set_index("month")
    assert later.helping.tolist() == [0, 0, 1, 0]


@pytest.fixture(scope="module")
def run():
    return simulate(load("yantian").with_place("training_town"), seed=3, days=400, warmup=180)


def test_the_last_month_of_a_run_agrees_with_its_stages(run):
    start = load("yantian").with_place("training_town").parameters.place.start
    told = timeline(run.projects, start, run.days)
    assert len(told) == 14 and told.chosen.sum() == (run.projects.chosen_day >= 1).sum() > 0
    counts = stages(run.projects).groupby("stage")["count"].sum()
    assert set(counts.index) <= set(STAGES)
    last = told.iloc[-1]
    for stage in ("queued", "under_way", "helping"):
        assert last[stage] == counts.get(stage, 0), stage
    assert np.isclose(stages(run.projects).yuan.sum(), final(run.projects).cost_yuan.sum())
