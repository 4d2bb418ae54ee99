"""Every proposal has a row that says what became of it and why, and stages agree with the ledger."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.district import District, Plan
from shapan.model.elections.outcome import Code
from shapan.model.observation.projects_table import (
    COLUMNS,
    OUTCOMES,
    STAGES,
    proposer_name,
)
from shapan.model.observation.record import Run, record
from shapan.model.parameters import Parameters
from shapan.model.projects.agreed_works import PURPOSE
from shapan.model.projects.kinds import FORMS
from shapan.model.projects.proposals import ORGANISATIONS, REASONS, RESIDENTS, STAFF
from shapan.model.projects.records import ProjectBook

MONEY = {
    "funding.project_yuan_per_resident": 0,
    "funding.project_yuan": 600_000,
    "funding.community_yuan_per_resident": 0,
    "funding.community_yuan": 200_000,
}
FOUNDED = {"funding.foundation_share": 1.0, "funding.foundation_seed_yuan": 400_000.0}
POLICIES = {
    "staff_list": {"projects.screening": False},
    "greedy": {"projects.rule": "greedy", "projects.screening": True, "projects.proposed_by": "all"},
    "equal_shares": {  # branches on every grid, whose members claim
        "projects.rule": "equal_shares",
        "projects.claim_share": 0.6,
        "delivery.member_hours": 50.0,
        "grid.party_unit_share": 1.0,
    },
    "board": FOUNDED | {"projects.foundation_decided_by": "board", "projects.batches_per_year": 2},
    "earmark": {"projects.rule": "phragmen", "funding.activity_earmark": 0.4},
}


@pytest.fixture(scope="module", params=POLICIES)
def lived(request, made_place, needs, inflow, changed) -> tuple[str, District, Run]:
    place = made_place(communities=3, residents=9_000, area_km2=2.5, built_km2=2.0, needs=needs, departments=inflow)
    policy = changed(Parameters(place=place), MONEY | POLICIES[request.param])
    district = District(Plan(policy, seed=5, days=500, warmup=200))
    district.run()
    return request.param, district, record(district)


def test_every_row_says_what_became_of_it_and_why(lived):
    name, _, run = lived
    table, codes = (
        run.projects,
        {*Code.__args__, "donors_taste", "not_for_foundations", "members_claimed", "nobody_bids"},
    )
    assert list(table.columns) == list(COLUMNS) and len(table) > 10
    assert set(table.outcome) <= set(OUTCOMES) and set(table.stage) <= set(STAGES) and set(table.form) <= set(FORMS)
    struck, won = table.outcome == "struck", table.outcome.isin(["chosen", "claimed"])
    assert set(table[struck].reason) <= set(REASONS[1:]) and set(table[~struck].reason) <= codes
    assert ((table.number >= 0) == won).all() and ((table.stage == "struck") == struck).all()
    assert ((table.stage == "not_funded") == table.outcome.isin(["no_money", "not_chosen"])).all()
    assert ((table.purse == "") == (table.outcome == "claimed")).all()
    assert not table[struck].votes.any()
    assert struck.any() == (name != "staff_list")
    assert (table.reason == "donors_taste").any() == (name == "board")
    assert (table.outcome == "claimed").any() == (name == "equal_shares")
    if name == "equal_shares":
        assert (table.reason == "funded_shares").any()
    assert (table.cost_yuan > 0.0).all() and table.kind.isin(run_kinds(lived)).all()


def run_kinds(lived) -> list[str]:
    return [kind.id for kind in lived[1].plan.parameters.place.needs]


def test_every_project_of_the_book_has_its_row(lived):
    _, district, run = lived
    table, first = run.projects[run.projects.number >= 0].set_index("number"), district.plan.warmup
    assert table.index.is_unique
    known = {one.number: one for one in district.of(ProjectBook).projects}
    for number, row in table.iterrows():
        one = known.pop(number)
        assert (row.community, row.cell, row.form) == (one.community, one.cell, FORMS[one.form])
        assert row.kind == district.of(ProjectBook).kinds.ids[one.kind] and row.cost_yuan == one.cost_fen / 100
        assert row.proposer == proposer_name(one.proposer) and row.purse == one.purse
        days = [row.chosen_day, row.start_day, row.acts_from_day, row.acts_until_day]
        theirs = [one.chosen_day, one.start_day, one.acts_from_day, one.acts_until_day]
        assert [day + first - 1 for day in days] == theirs
    # Only what was over before the first measured day is left out.
    assert all(one.start_day < first and (one.failed or one.acts_until_day <= first) for one in known.values())


def test_lists_of_the_measured_days_have_their_dates(lived):
    _, district, run = lived
    start = district.plan.parameters.place.start
    days = [(date - start).days + 1 for date in run.projects.date]
    assert days == run.projects.batch_day.tolist()
    assert (run.projects[run.projects.batch_day < 1].number >= 0).all()
    assert {date.day for date in run.projects.date} == {1}


def test_what_is_under_way_or_helped_was_paid_as_the_ledger_says(lived):
    _, _, run = lived
    table = run.projects
    paid = table[(table.outcome == "chosen") & (table.paid_day >= 1)]
    assert set(paid.stage) <= {"under_way", "helping", "ended"}
    out = run.ledger[run.ledger.purpose.isin(FORMS) & (run.ledger.day >= 1)]
    assert len(out) == len(paid) and (paid.paid_yuan <= paid.cost_yuan).all() and (paid.paid_yuan > 0.0).all()
    whole = run.ledger[run.ledger.to_account.str.startswith("projects_") | (run.ledger.to_account == "activities")]
    agreed = whole[whole.purpose == PURPOSE]
    assert round(whole.value.sum() - agreed.value.sum(), 2) == round(paid.paid_yuan.sum(), 2)
    unpaid = table[table.paid_day.isna()]
    assert set(unpaid.stage) <= {"struck", "not_funded", "queued", "failed"}


def test_stages_follow_the_days(lived):
    _, district, run = lived
    evening = run.days
    for row in run.projects[run.projects.number >= 0].itertuples():
        assert row.chosen_day <= row.start_day <= row.acts_from_day <= row.acts_until_day
        if row.stage == "queued":
            assert row.start_day > evening - 7  # seen to on Mondays
        elif row.stage == "failed":
            assert row.failed and row.start_day <= evening
        else:
            assert not row.failed and 0 <= row.paid_day - row.start_day < 7
            assert (row.acts_from_day > evening) == (row.stage == "under_way")
            assert (row.acts_until_day <= evening) == (row.stage == "ended")
    assert district.of(ProjectBook).projects and {"helping", "ended"} & set(run.projects.stage)


def test_votes_are_those_of_the_ballots(lived):
    """A list's winners under the staff's list may have no votes; under a vote somebody named each of them."""
    name, _, run = lived
    won = run.projects[(run.projects.outcome == "chosen") & (run.projects.purse != "foundation")]
    if name not in ("staff_list", "board"):
        assert (won.votes > 0).all()
    lost = run.projects[run.projects.reason == "no_votes"]
    assert (lost.votes == 0).all() and (run.projects.votes > 0).any()


def test_proposers_are_named_together():
    assert proposer_name(STAFF) == "staff"
    assert proposer_name(RESIDENTS | ORGANISATIONS | STAFF) == "staff+residents+organisations"


def test_writing_it_down_changes_nothing(lived):
    """Twice recorded it is the same table."""
    _, district, run = lived
    again = record(district)
    assert again.projects.equals(run.projects) and again.bought.equals(run.bought)
    assert np.isfinite(run.projects.cost_yuan).all()
