"""Pilots in files: what cannot be right about them is told in one line, and what they try is complete."""

from __future__ import annotations

import pytest

from shapan.model.local_levers import LOCAL
from shapan.model.pilots.figures import JUDGED
from shapan.scenarios.faults import InputFault
from shapan.scenarios.library import check_file, load
from shapan.scenarios.recorded import read_record, record

HEAD = 'format = 1\nkind = "policy"\ntitle = "Mine"\nhome = "training_town"\n'
APP = "set = {'channels.app_reach' = 0.4}"
STEP = "[[steps]]\nat = 2026-07-01\n"
SEEN = ", ".join(JUDGED)


@pytest.fixture
def policy(tmp_path):
    def written(*steps):
        path = tmp_path / "mine.toml"
        path.write_text(HEAD + "".join(steps), encoding="utf-8")
        return str(path)

    return written


def step(*more, at="2026-07-01", changes=APP):
    return "\n".join(("[[steps]]", f"at = {at}", changes, *more, ""))


JUDGE = "adopt_if_better = 'satisfaction_recorded'"
REFUSED = {
    "out of order": (
        (step(at="2027-01-01"), step()),
        "steps.1.at: 2026-07-01 stands after 2027-01-01; steps are written in the order of their dates",
    ),
    "a day twice": ((step(), step()), "steps.1.at: 2026-07-01 has a step already; what changes on one day is one step"),
    "a share of nobody": ((step("where = 0"),), "steps.0.where: names no community"),
    "a list of nobody": ((step("where = []"),), "steps.0.where: names no community"),
    "no numbers": ((step("where = ['a']"),), "steps.0.where: must be a share of communities above 0, or a list"),
    "one twice": ((step("where = [1, 1]"),), "or a list of their numbers, each once, got [1, 1]"),
    "a share above all": ((step("where = 1.5"),), "steps.0.where: 1.5 is out of range; allowed 0–1"),
    "no such community": ((step("where = [1, 7]"),), "steps.where: the place has no community 7; allowed 0–2"),
    "everybody": ((step("where = 1", JUDGE),), "steps.0.where: every community tries it, so there is none to compare"),
    "all by name": ((step("where = [0, 1, 2]", JUDGE),), "steps.where: every community tries it"),
    "adopt without where": ((step(JUDGE),), "steps.0.adopt_if_better: says nothing of where it is tried"),
    "latent": (
        (step("where = 0.5", "adopt_if_better = 'coverage'"),),
        f"steps.0.adopt_if_better: nobody in a district sees coverage, so no policy can answer it; allowed {SEEN}",
    ),
    "neither better nor worse": (
        (step("where = 0.5", "adopt_if_better = 'requests_per_1000'"),),
        "more or less of requests_per_1000 is neither better nor worse",
    ),
    "better by what": (
        (step("where = 0.5", "adopt_if_better = true"),),
        "must name the figure it is judged by, got true",
    ),
    "no such figure": (
        (step("where = 0.5", "adopt_if_better = 'x'"),),
        f'steps.0.adopt_if_better: unknown indicator "x"; allowed {SEEN}',
    ),
    "judged too soon": ((step("where = 0.5", JUDGE, "judge_after_days = 3"),), "3 is out of range; allowed 28–3650"),
    "judged by nothing": ((step("where = 0.5", "judge_after_days = 90"),), "says when to judge, and adopt_if_better"),
    "the whole district's": (
        (step("where = 0.5", changes="set = {'grid.households_per_grid' = 250}"),),
        "steps.0.set: grid.households_per_grid is the whole district's and cannot be tried in some communities only; "
        f"allowed {', '.join(LOCAL)}",
    ),
    "levers that do not go together": (
        (step("where = 0.5", changes="set = {'grid.visit_share' = 0.9}"),),
        "together they may not exceed 0.95",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_right_is_one_line(policy, case):
    steps, line = REFUSED[case]
    (fault,) = check_file(policy(*steps))
    assert line in str(fault) and "mine.toml:" in str(fault) and "\n" not in str(fault)
    assert fault.text("zh") != fault.text("en")


def test_pilots_may_share_a_day_with_a_step_and_with_each_other(policy):
    scenario = load(policy(step(), step("where = 0.5"), step("where = [2]", JUDGE)))
    one, other = scenario.acting_pilots
    assert (one.where, one.judged_by, other.where, other.judge_after) == (0.5, None, (2,), 365)
    assert one.changes == {"channels": {"app_reach": 0.4}} and len(scenario.steps) == 1


def test_a_pilot_that_was_written_down_is_the_same(policy):
    scenario = load(policy(step("where = [2]", JUDGE, "judge_after_days = 90")))
    again = read_record(record(scenario))
    assert again.acting_pilots == scenario.acting_pilots and again.hash == scenario.hash
    assert again.hash != load(policy(step("where = [2]", JUDGE, "judge_after_days = 91"))).hash


def test_a_place_without_these_communities_is_refused(policy):
    three = load(policy(step("where = [2]", JUDGE)))
    with pytest.raises(InputFault, match="has no community 2; allowed 0–1"):
        three.with_place("standard_town")


def test_a_pilot_that_is_judged_after_the_end_is_told(policy):
    scenario = load(policy(step("where = 0.5", JUDGE, "judge_after_days = 90")))
    text = [notice.text("en") for notice in scenario.warnings_for(days=200)]
    assert any("judgement of a pilot on 2026-09-29 lies outside" in line for line in text)
