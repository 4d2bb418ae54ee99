"""A scenario is one place under one policy: resolved, sourced, immutable, and the same everywhere."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapan.model.parameters import Levers, all_parameters
from shapan.scenarios.library import InputFault, Scenario, check_file, diff, load, names, parse_shock


def test_names_of_everything_shipped():
    known = names()
    assert {"yantian", "training_town"} <= {name for name, _ in known["place"]}
    assert {"status_quo", "yantian"} <= {name for name, _ in known["policy"]}
    assert {"yantian_status_quo", "training_town_status_quo"} <= {name for name, _ in known["scenario"]}
    assert {"staff", "three_meetings", "joint_nine"} <= {name for name, _ in known["format"]}
    for rows in known.values():
        for _, title in rows:
            assert title["zh"] and title["en"] and title["zh"] != title["en"]


def test_a_policy_name_means_that_policy_at_home():
    scenario = load("yantian")
    assert (scenario.place_id, scenario.policy_id, scenario.name) == ("yantian", "yantian", "yantian")
    assert scenario.parameters.place.residents == 211_500
    assert scenario.parameters.levers.staff.access_gate == 0.8
    assert load("status_quo").parameters.levers == Levers()


def test_any_policy_runs_on_any_place():
    moved = load("yantian").with_place("training_town")
    assert moved.parameters.place.residents == 10_000
    assert moved.parameters.levers == load("yantian").parameters.levers
    assert moved.name == "yantian@training_town"
    assert "Training town" in moved.title["en"] and "教学小镇" in moved.title["zh"]
    assert load("training_town_status_quo").with_policy("yantian").hash == moved.hash


def test_the_warm_up_is_the_status_quo_of_the_place():
    scenario = load("yantian").set("grid.households_per_grid", 250)
    assert scenario.warmup_parameters.levers == Levers()
    assert scenario.warmup_parameters.place == scenario.parameters.place
    assert scenario.assume("needs.rate_multiplier", 1.5).warmup_parameters.assumptions.needs.rate_multiplier == 1.5


def test_every_value_knows_where_it_comes_from(scenario, town_text, write):
    write("town", town_text.replace('id = "training_town"', 'id = "town"') + "[status_quo]\nstaff.admin_share = 0.4\n")
    write(
        "gate",
        'format = 1\nkind = "policy"\nhome = "town.toml"\n'
        "[levers]\nstaff.access_gate = 0.5\nstaff.workers_per_10000 = 9\n",
    )
    path = write(
        "mine",
        'format = 1\nkind = "scenario"\nplace = "town.toml"\npolicy = "gate.toml"\n'
        "set = {staff = {workers_per_10000 = 10}, 'index.weights.coverage' = 2}\n"
        "assumptions = {'service.patience_days' = 20}\n",
    )
    made = load(path).set("grid.layout", "by_form").assume("needs.rate_multiplier", 1.1)
    where = made.provenance
    assert list(where) == list(all_parameters())
    assert where["staff.admin_share"] == "place town"
    assert where["staff.access_gate"] == "policy gate"
    assert where["staff.workers_per_10000"] == where["index.weights"] == "scenario mine"
    assert where["service.patience_days"] == "scenario mine"
    assert where["grid.layout"] == "set"
    assert where["needs.rate_multiplier"] == "assume"
    assert where["grid.households_per_grid"] == "default"
    assert made.set_many({"grid.layout": "workload"}, origin="--set").provenance["grid.layout"] == "--set"
    values = made.values
    assert (values["staff.admin_share"], values["staff.access_gate"], values["staff.workers_per_10000"]) == (
        0.4,
        0.5,
        10,
    )
    assert values["index.weights"]["coverage"] == 2.0 and values["index.weights"]["trust"] == 1.0
    assert made.warmup_parameters.levers.staff.admin_share == 0.4
    assert made.warmup_parameters.levers.staff.access_gate == 0.0


def test_nested_dotted_and_quoted_keys_mean_the_same(policy):
    spellings = [
        "[levers]\ngrid.patrol_share = 0.3\nindex.weights.coverage = 2\n",
        "[levers]\n'grid.patrol_share' = 0.3\n'index.weights.coverage' = 2\n",
        "[levers.grid]\npatrol_share = 0.30\n[levers.index.weights]\ncoverage = 2.0\n",
        "levers = {grid = {patrol_share = 3e-1}, index = {'weights.coverage' = 2}}\n",
        "levers = {grid = {patrol_share = 3e-1}, 'index.weights' = {coverage = 2}}\n",
    ]
    hashes = {load(policy(text)).hash for text in spellings}
    assert len(hashes) == 1


def test_each_change_is_a_new_scenario():
    first = load("status_quo")
    before = first.hash
    second = first.set("grid.households_per_grid", 250)
    assert first.parameters.levers.grid.households_per_grid == 400
    assert second.parameters.levers.grid.households_per_grid == 250
    assert first.hash == before != second.hash
    with pytest.raises(FrozenInstanceError):
        first.layout_file = "x"  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        first.parameters.levers.grid.patrol_share = 0.1  # type: ignore[misc]


def test_levers_are_set_and_assumptions_assumed():
    scenario = load("status_quo")
    with pytest.raises(InputFault, match="is an assumption, not a lever"):
        scenario.set("service.patience_days", 3)
    with pytest.raises(InputFault, match="is a lever, not an assumption"):
        scenario.assume("grid.layout", "by_form")
    assert scenario.assume("service.patience_days", 12).values["service.patience_days"] == 12


def test_changes_made_together_are_judged_together():
    scenario = load("status_quo")
    both = {"grid.patrol_share": 0.9, "grid.visit_share": 0.05}
    assert scenario.set_many(both).parameters.levers.grid.patrol_share == 0.9
    with pytest.raises(InputFault, match="together they may not exceed"):
        scenario.set("grid.patrol_share", 0.9)


def test_tables_and_numbers_of_numpy_are_taken():
    scenario = load("status_quo").set("index.weights", {"coverage": 3, "trust": 0})
    assert scenario.parameters.levers.index.weights["coverage"] == 3.0
    assert scenario.parameters.levers.index.weights["equity"] == 1.0
    made = scenario.set("grid.households_per_grid", np.float64(250)).set("deliberation.seats", np.int64(9))
    assert made.hash == scenario.set("grid.households_per_grid", 250).set("deliberation.seats", 9).hash


def test_a_name_tells_what_was_changed():
    scenario = load("status_quo").set("grid.households_per_grid", 250).set("grid.layout", "by_form")
    assert scenario.name == "status_quo{grid.households_per_grid=250, grid.layout=by_form}"
    assert load("training_town_status_quo").name == "training_town_status_quo"
    assert load("training_town_status_quo").with_policy("yantian").name == "yantian@training_town"


def test_the_hash_tells_content_and_nothing_else(policy, write):
    scenario = load("status_quo")
    assert scenario.hash == load("yantian_status_quo").hash == load("yantian").with_policy("status_quo").hash
    assert scenario.set("grid.households_per_grid", 400).hash == scenario.hash
    assert load(policy("[levers]\ngrid.patrol_share = 0.45\n")).hash == scenario.hash
    different = {
        scenario.hash,
        load("yantian").hash,
        scenario.with_place("training_town").hash,
        scenario.set("grid.households_per_grid", 401).hash,
        scenario.set("party.member_units", 5).hash,
        scenario.assume("needs.rate_multiplier", 1.01).hash,
        scenario.with_shock(parse_shock("epidemic:2026-06-01:45:4")).hash,
        load(policy("[[steps]]\nat = '2027-07-01'\nset = {'grid.patrol_share' = 0.3}\n")).hash,
        load(policy("[[steps]]\nat = '2027-07-02'\nset = {'grid.patrol_share' = 0.3}\n")).hash,
    }
    assert len(different) == 9


def test_the_hash_is_the_same_in_every_process():
    code = "from shapan import load; print(load('yantian').set('grid.households_per_grid', 250).hash)"
    mine = load("yantian").set("grid.households_per_grid", 250).hash
    assert len(mine) == 64
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
            env={"PYTHONHASHSEED": seed},
        )
        assert done.stdout.strip() == mine


def test_a_scenario_travels_to_another_process(policy):
    scenario = load(policy("[[steps]]\nat = 2027-07-01\nset = {'grid.patrol_share' = 0.3}\n"))
    scenario = scenario.set("grid.households_per_grid", 250).with_shock(parse_shock("typhoon:2026-09-01:3:6"))
    again = pickle.loads(pickle.dumps(scenario))
    assert again.hash == scenario.hash
    assert again.parameters == scenario.parameters
    assert again.steps == scenario.steps


STEPS = """[[steps]]
at = 2026-07-01
set = {"grid.households_per_grid" = 300, "staff.access_gate" = 0.4}
[[steps]]
at = "2027-07-01"
set = {"grid.households_per_grid" = 250}
[[steps]]
at = "2028-01-01"
set = {"staff.access_gate" = 0.9}
where = 0.2
adopt_if_better = "registered_on_time_share"
[[triggers]]
when = "registered_on_time_share < 0.6 for 60 days"
set = {"staff.access_gate" = 1.0}
"""


def test_dated_steps_act_in_order_and_pilots_in_their_communities(policy):
    scenario = load(policy(STEPS)).set("grid.layout", "by_form")
    first, second = scenario.steps
    assert (first.at, second.at) == (dt.date(2026, 7, 1), dt.date(2027, 7, 1))
    assert (first.levers.grid.households_per_grid, second.levers.grid.households_per_grid) == (300, 250)
    assert second.levers.staff.access_gate == 0.4
    assert second.levers.grid.layout == "by_form"
    assert scenario.parameters.levers.grid.households_per_grid == 400
    text = [notice.text("en") for notice in scenario.warnings]
    assert text == []
    (pilot,) = scenario.acting_pilots
    assert (pilot.at, pilot.judge_after) == (dt.date(2028, 1, 1), 365) and second.levers.staff.access_gate == 0.4
    (trigger,) = scenario.triggers
    assert scenario.acting_triggers[0].changes == {"staff": {"access_gate": 1.0}}
    assert (trigger.indicator, trigger.sign, trigger.bound, trigger.days, trigger.once) == (
        "registered_on_time_share",
        "<",
        0.6,
        60,
        True,
    )


def test_a_step_may_not_break_a_rule_either(policy):
    path = policy("[[steps]]\nat = '2027-07-01'\nset = {'grid.visit_share' = 0.6}\n")
    assert [str(fault) for fault in check_file(path)] == [
        "mine.toml:6: grid.visit_share: grid.patrol_share + grid.visit_share = 1.05, together they may not exceed 0.95"
    ]


def test_dates_outside_the_run_are_warned_of(policy):
    scenario = load(policy(STEPS))
    outside = scenario.warnings_for(days=1095)[len(scenario.warnings) :]
    assert [notice.details["date"].isoformat() for notice in outside] == ["2028-12-31"]
    shown_text = [notice.text("en") for notice in scenario.warnings_for(days=365)]
    assert (
        "step on 2027-07-01 lies outside the measured days (2026-01-01 to 2026-12-31) and has no effect" in shown_text
    )
    assert not any("2026-07-01" in text for text in shown_text)


def test_two_shocks_of_one_kind_may_not_last_into_each_other():
    scenario = load("status_quo").with_shock(parse_shock("epidemic:2026-06-01:45:4"))
    assert len(scenario.with_shock(parse_shock("epidemic:2026-07-16:9:1")).shocks) == 2
    assert len(scenario.with_shock(parse_shock("typhoon:2026-06-10:3:1")).shocks) == 2
    with pytest.raises(InputFault, match="epidemic lasts from 2026-06-01 to 2026-07-15 and begins again on 2026-07-15"):
        scenario.with_shock(parse_shock("epidemic:2026-07-15:9:1"))


def test_levers_that_do_not_act_yet_are_told():
    assert load("status_quo").warnings == ()
    weights = load("status_quo").values["index.weights"]
    scenario = load("status_quo").set("index.weights", {name: weight + 1.0 for name, weight in weights.items()})
    (notice,) = scenario.warnings
    assert notice.text("en") == "1 of the levers set do not act in this build: index.weights"
    assert "尚不起作用" in notice.text("zh")


def test_levers_of_emergencies_are_told_where_none_comes():
    assert load("status_quo").set("emergency.drills_per_year", 2).warnings == (), "drills are held in peace"
    (notice,) = load("yantian").warnings
    assert "no emergency comes in this scenario" in notice.text("en") and "emergency.switch_days" in notice.text("en")
    assert load("yantian").with_shock(parse_shock("epidemic:2026-06-01:45:4")).warnings == ()


def test_differences_between_two_scenarios():
    first, second = load("status_quo"), load("status_quo").set("grid.households_per_grid", 250)
    assert [(one.name, one.first, one.second) for one in diff(first, second)] == [
        ("grid.households_per_grid", 400, 250)
    ]
    assert "place.residents" in {one.name for one in diff(first, first.with_place("training_town"))}
    assert diff(first, load("yantian_status_quo")) == []


def test_drawn_grids_come_from_a_file_beside_the_policy(policy, tmp_path):
    path = policy("layout_file = 'grids.csv'\n[levers]\ngrid.layout = 'drawn'\n")
    assert "grids.csv: there is no such file" in str(check_file(path)[0])
    (tmp_path / "grids.csv").write_text("cell,grid\n1,0\n0,0\n2,1\n", encoding="utf-8-sig")
    assert load(path).drawn_layout == ((0, 0), (1, 0), (2, 1))
    first = load(path).hash
    (tmp_path / "grids.csv").write_text("cell,grid\n1,1\n0,0\n2,1\n", encoding="utf-8")
    assert load(path).hash != first
    for text, fault in {
        "a,b\n": "grids.csv:1: a row must be cell,grid",
        "cell,grid\n1,x\n": "grids.csv:2: a row must be cell,grid",
        "cell,grid\n1,1\n\n1,2\n": "grids.csv:4: cell 1: is given twice",
    }.items():
        (tmp_path / "grids.csv").write_text(text, encoding="utf-8")
        assert str(check_file(path)[0]).startswith(fault)
    assert load("status_quo").drawn_layout is None


def test_files_of_every_kind_can_be_read_as_a_scenario(policy, write, town_text):
    assert Scenario.read(policy("[levers]\ngrid.patrol_share = 0.3\n")).policy_id == "mine"
    town = Scenario.read(write("town", town_text))
    assert (town.place_id, town.policy_id) == ("training_town", "status_quo")
    moved = load("yantian").with_place("town.toml").with_policy("mine.toml")
    assert moved.parameters.levers.grid.patrol_share == 0.3


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("yantain", 'no scenario, policy or file called "yantain"; allowed'),
        ("training_town", "training_town is a place; use --place training_town, or with_place"),
        ("nowhere/mine.toml", "nowhere/mine.toml: there is no such file"),
        ("", 'no scenario, policy or file called ""'),
        ("a\nb", 'no scenario, policy or file called "a b"'),
    ],
)
def test_unknown_names_are_told(name, said):
    with pytest.raises(InputFault) as fault:
        load(name)
    assert str(fault.value).startswith(said)


NUMBERS = [
    parameter
    for parameter in all_parameters().values()
    if parameter.kind in ("number", "count") and parameter.name not in ("grid.patrol_share", "grid.visit_share")
]


@given(st.data())
@settings(deadline=None)
def test_any_value_within_bounds_goes_round(data):
    parameter = data.draw(st.sampled_from(NUMBERS))
    low, high = parameter.about.low, parameter.about.high
    whole = parameter.kind == "count"
    value = data.draw(st.integers(int(low), int(high)) if whole else st.floats(low, high))
    change = Scenario.set if parameter.about.role == "lever" else Scenario.assume
    scenario = change(load("status_quo"), parameter.name, value)
    assert scenario.values[parameter.name] == value
    assert (scenario.hash == load("status_quo").hash) == (value == parameter.default)
    beyond = data.draw(st.sampled_from([low - 1, high + 1]))
    with pytest.raises(InputFault, match="out of range"):
        change(scenario, parameter.name, int(beyond) if whole else beyond)


def test_a_run_too_short_to_read_says_so():
    scenario = load("status_quo")
    shown_text = [notice.text(lang) for notice in scenario.warnings_for(days=90) for lang in ("zh", "en")]
    assert any("90 天" in text for text in shown_text) and any("90 days" in text for text in shown_text)
    assert not any(notice.code == "short_run" for notice in scenario.warnings_for(days=180))


def test_what_is_said_of_a_short_run_is_so():
    """Every need is followed to its end, so nothing may be said of needs left open or of coverage that reads high."""
    from shapan.experiments.runs.simulate import simulate

    scenario = load("status_quo").with_place("training_town")
    short, longer = (simulate(scenario, 3, days, 10) for days in (20, 60))
    assert short.funnel["open"] == longer.funnel["open"] == 0 and short.funnel["born"] < longer.funnel["born"] / 2
    text = {language: scenario.warnings_for(20)[-1].text(language) for language in ("zh", "en")}
    assert "20" in text["en"] and "180" in text["en"] and "few needs" in text["en"] and "需求少" in text["zh"]
    assert not [word for word in ("open", "not counted", "high") if word in text["en"]]
    assert not [word for word in ("没结果", "不计入", "偏高") if word in text["zh"]]
