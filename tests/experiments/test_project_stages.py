"""The road of projects in numbers: stages, reasons, and what is chosen, built and helping month by month."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from shapan import load, simulate
from shapan.experiments.cli.proposals import project_lines
from shapan.experiments.reports.project_stages import (
    by_date_and_stage,
    final,
    put_to_the_vote,
    reasons,
    stages,
    timeline,
)
from shapan.experiments.reports.statements import agreed_works, statements, total_of, years_of
from shapan.experiments.reports.wording import words
from shapan.model.observation.projects_table import COLUMNS, STAGES

START = dt.date(2026, 1, 1)
NAN = float("nan")


def table(*rows: dict[str, object]) -> pd.DataFrame:
    """Proposals by hand; what is not said is that of a chosen project that helps."""
    usual = {"number": 0, "community": 0, "cell": 1, "batch_day": 1, "date": START, "form": "works", "kind": "litter"}
    usual |= {"proposer": "staff", "votes": 3, "cost_yuan": 100.0, "purse": "projects", "outcome": "chosen"}
    usual |= {"reason": "funded", "chosen_day": 1.0, "start_day": 40.0, "acts_from_day": 70.0, "acts_until_day": 90.0}
    usual |= {"paid_day": 42.0, "failed": False, "stage": "helping"}
    rows = pd.DataFrame([usual | row for row in rows])
    paid = rows.cost_yuan.where(rows.paid_day.notna() & (rows.purse != ""), 0.0)
    return rows.assign(paid_yuan=paid)[list(COLUMNS)]


LOST = {"number": -1, "outcome": "no_money", "reason": "not_enough_left", "stage": "not_funded", "paid_day": NAN}
LOST |= dict.fromkeys(("chosen_day", "start_day", "acts_from_day", "acts_until_day"), NAN)
FAILED = {"number": 1, "cell": 2, "failed": True, "stage": "failed", "paid_day": NAN, "start_day": 50.0}
FAILED |= {"acts_from_day": 50.0, "acts_until_day": 50.0}


def test_a_proposal_that_a_second_purse_pays_for_counts_once():
    both = table(LOST | {"purse": "community"}, {"number": 0})
    assert final(both).number.tolist() == [0]
    one = {"stage": "helping", "form": "works", "count": 1, "yuan": 100.0, "paid_yuan": 100.0}
    assert stages(both).to_dict("records") == [one]


def test_stages_come_in_the_order_of_the_road():
    found = stages(table({}, FAILED, LOST | {"cell": 3}, LOST | {"cell": 4, "form": "goods", "cost_yuan": 7.0}))
    assert found.stage.tolist() == ["not_funded", "not_funded", "helping", "failed"]
    assert found.form.tolist() == ["works", "goods", "works", "works"]
    assert found.yuan.tolist() == [100.0, 7.0, 100.0, 100.0]
    assert found.paid_yuan.tolist() == [0.0, 0.0, 100.0, 0.0]


def test_members_own_projects_take_no_funds_money():
    own = table({"outcome": "claimed", "reason": "members_claimed", "purse": ""})
    assert stages(own).paid_yuan.tolist() == [0.0]


def test_proposals_are_listed_by_date_then_by_how_far_they_came():
    early = table(FAILED, {"number": 2, "cell": 3}, LOST | {"cell": 4}, {"number": 3, "cell": 5, "cost_yuan": 200.0})
    late = table(LOST | {"cell": 6, "batch_day": -30})
    assert by_date_and_stage(pd.concat([early, late])).cell.tolist() == [6, 4, 5, 3, 2]


def test_a_failed_project_was_chosen_and_given_up_and_nobody_paid_for_it():
    (line,) = project_lines(table(FAILED), load("yantian"), words("en"))
    assert "chosen (its turn came while the money lasted), then given up on 2026-02-19; nothing was paid" in line
    assert "paid from" not in line and "named by 3 adults" in line


def test_a_paid_project_says_who_paid_and_the_dates():
    (line,) = project_lines(table({}), load("status_quo"), words("en"))
    assert line.endswith(
        "100 yuan, proposed by community staff, would be named by 3 adults: helping: its turn came while the money "
        "lasted; paid from “Micro-project money” on 2026-02-11; begun 2026-02-09; helps from 2026-03-11 to 2026-03-31"
    )


def test_what_waits_for_its_tender_does_not_tell_the_future():
    waits = {"stage": "queued", "paid_day": NAN}
    (line,) = project_lines(table(waits), load("yantian"), words("zh"))
    assert "将由“微项目经费”付款；预定 2026-02-09 开工" in line and "见效" not in line


def test_what_was_struck_was_named_by_nobody_and_what_members_do_is_not_paid():
    struck = LOST | {"outcome": "struck", "reason": "cannot_be_done", "stage": "struck", "votes": 0, "cell": 8}
    own = {"outcome": "claimed", "reason": "members_claimed", "purse": ""}
    first, second = project_lines(table(struck, own), load("yantian"), words("en"))
    assert "named" not in first and first.endswith("struck by screening: it cannot be done")
    assert "would cost 100 yuan" in second and "paid" not in second


def test_before_the_first_day_the_places_own_rule_decided():
    yantian = load("yantian")
    before = yantian.parameters.place.start - dt.timedelta(days=1)
    assert put_to_the_vote(yantian, yantian.parameters.place.start, "projects")
    assert not put_to_the_vote(yantian, before, "projects")
    board = yantian.set_many({"projects.foundation_decided_by": "board"})
    assert not put_to_the_vote(board, yantian.parameters.place.start, "foundation")


def test_reasons_are_counted():
    rows = reasons(table({}, {"number": 1, "cell": 9}, LOST | {"cell": 3})).set_index(["outcome", "reason"])
    assert rows["count"].to_dict() == {("no_money", "not_enough_left"): 1, ("chosen", "funded"): 2}


def test_months_show_who_waits_who_builds_and_who_helps():
    rows = timeline(table({}, FAILED, LOST | {"cell": 3}), START, 100).set_index("month")
    assert rows.index.tolist() == [dt.date(2026, month, 1) for month in (1, 2, 3, 4)]
    assert rows.chosen.tolist() == [2, 0, 0, 0]
    assert rows.queued.tolist() == [2, 0, 0, 0]  # one begins on day 42, the other proves impossible on day 50
    assert rows.under_way.tolist() == [0, 1, 0, 0]  # 28 February is day 59, 31 March day 90
    assert rows.helping.tolist() == [0, 0, 0, 0]
    later = timeline(table({"acts_until_day": 91.0}), START, 100).set_index("month")
    assert later.helping.tolist() == [0, 0, 1, 0]


@pytest.fixture(scope="module")
def run():
    return simulate(load("yantian").with_place("training_town"), seed=3, days=400, warmup=180)


def test_the_last_month_of_a_run_agrees_with_its_stages(run):
    start = load("yantian").with_place("training_town").parameters.place.start
    found = timeline(run.projects, start, run.days)
    assert len(found) == 14 and found.chosen.sum() == (run.projects.chosen_day >= 1).sum() > 0
    counts = stages(run.projects).groupby("stage")["count"].sum()
    assert set(counts.index) <= set(STAGES)
    last = found.iloc[-1]
    for stage in ("queued", "under_way", "helping"):
        assert last[stage] == counts.get(stage, 0), stage
    assert np.isclose(stages(run.projects).yuan.sum(), final(run.projects).cost_yuan.sum())


def test_works_of_a_statement_are_those_of_projects_and_those_agreed_on(run):
    paid = run.projects[(run.projects.form == "works") & (run.projects.paid_day >= 1) & (run.projects.purse != "")]
    years = years_of(START, run.days)
    works = sum(total_of(statements(run.ledger, year).values()).spent.get("projects_works", 0) for year in years)
    agreed = sum(agreed_works(run.ledger, year) for year in years)
    assert 0 < agreed == works - round(paid.paid_yuan.sum() * 100)
