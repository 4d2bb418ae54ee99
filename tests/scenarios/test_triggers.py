"""Triggers in files: what cannot be right about them is told in one line, and what they move is complete."""

from __future__ import annotations

import datetime as dt

import pytest

from shapan.scenarios.faults import InputFault
from shapan.scenarios.library import load
from shapan.scenarios.recorded import read_record, record
from shapan.scenarios.triggers import named_by_steps

HEAD = 'format = 1\nkind = "policy"\ntitle = "Mine"\nhome = "training_town"\n'


@pytest.fixture
def policy(tmp_path):
    def written(*triggers, steps=""):
        rows = [f"[[triggers]]\nwhen = '{when}'\nset = {moves}\n" for when, moves in triggers]
        path = tmp_path / "mine.toml"
        path.write_text(HEAD + steps + "".join(rows), encoding="utf-8")
        return str(path)

    return written


ADMIN, LESS = '{"staff.admin_share" = 0.2}', '{"staff.admin_share" = 0.1}'
LOW = "satisfaction_recorded < 0.6 for 30 days"
HIGH = "satisfaction_recorded > 0.5 for 30 days"
TORN = '"{}" and "{}" can hold at once and move staff.admin_share to two values'
REFUSED = {
    "never": (
        [("satisfaction_recorded > 1 for 30 days", ADMIN)],
        'the condition "satisfaction_recorded > 1 for 30 days" can never hold',
    ),
    "always": (
        [("satisfaction_recorded >= 0 for 7 days", ADMIN)],
        'the condition "satisfaction_recorded >= 0 for 7 days" always holds',
    ),
    "always, unbounded": (
        [("requests_per_1000 > -1 for 7 days", ADMIN)],
        'the condition "requests_per_1000 > -1 for 7 days" always holds',
    ),
    "torn": ([(LOW, ADMIN), (LOW.replace("0.6", "0.5"), LESS)], TORN.format(LOW, LOW.replace("0.6", "0.5"))),
    "torn between": ([(HIGH, ADMIN), (LOW, LESS)], TORN.format(HIGH, LOW)),
    "nothing moves": ([(LOW, "{}")], "triggers.0.set: moves no lever"),
    "levers that do not go together": ([(LOW, '{"grid.patrol_share" = 0.9}')], "together they may not exceed 0.95"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_right_is_one_line(policy, case):
    triggers, line = REFUSED[case]
    with pytest.raises(InputFault) as refused:
        load(policy(*triggers))
    assert line in str(refused.value) and "mine.toml:" in str(refused.value) and "\n" not in str(refused.value)
    assert refused.value.text("zh") != refused.value.text("en")


def test_levers_have_to_go_together_with_those_of_a_step_too(policy):
    steps = '[[steps]]\nat = "2027-01-01"\nset = {"grid.visit_share" = 0.5}\n'
    trigger = (LOW, '{"grid.patrol_share" = 0.6}')
    assert load(policy(trigger)).triggers
    with pytest.raises(InputFault, match=r"together they may not exceed 0\.95"):
        load(policy(trigger, steps=steps))


def test_conditions_that_exclude_each_other_may_move_a_lever_both_ways(policy):
    back = ("satisfaction_recorded > 0.7 for 30 days", LESS)
    down, up = load(policy((LOW, ADMIN), back)).acting_triggers
    assert (down.changes, up.changes) == ({"staff": {"admin_share": 0.2}}, {"staff": {"admin_share": 0.1}})


def test_steps_name_what_they_move_also_where_it_stands_there_already(policy):
    steps = '[[steps]]\nat = "2027-01-01"\nset = {"staff.admin_share" = 0.45, "grid.households_per_grid" = 300}\n'
    scenario = load(policy((LOW, ADMIN), steps=steps)).set("staff.admin_share", 0.45)
    named = {"staff": {"admin_share": 0.45}, "grid": {"households_per_grid": 300.0}}
    assert named_by_steps(scenario.steps) == {dt.date(2027, 1, 1): named}


def test_a_row_of_a_table_moves_alone_and_the_others_stay(policy):
    (trigger,) = load(policy((LOW, '{"index.weights.coverage" = 0.9}'))).acting_triggers
    weights = dict(trigger.changes["index"]["weights"])
    before = dict(load("status_quo").parameters.levers.index.weights)
    assert weights.pop("coverage") == 0.9 and before.pop("coverage") != 0.9 and weights == before


def test_a_scenario_that_was_written_down_answers_the_same(policy):
    scenario = load(policy((LOW, '{"grid.households_per_grid" = 300}')))
    again = read_record(record(scenario))
    assert again.acting_triggers == scenario.acting_triggers and again.hash == scenario.hash
