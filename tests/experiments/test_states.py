"""Save, rewind, branch: a run goes on from any of its days, and a branch without change is the run itself."""

from __future__ import annotations

import json

import pytest

from shapan import State, load, simulate
from shapan.experiments.cli import main
from shapan.experiments.runs.refusing import Refused
from shapan.model import branching
from shapan.scenarios.library import parse_shock

DAYS, WARMUP, SEED = 40, 5, 5
HALF = 18
TABLES = ("daily", "by_cell", "events", "ledger", "balance", "matters")
TOWN = load("yantian").with_place("training_town")


def bits(run):
    by_name = {name: repr(sorted(getattr(run, name).items())) for name in ("indicators", "funnel", "money")}
    return by_name | {name: getattr(run, name).to_csv() for name in TABLES}


@pytest.fixture(scope="module")
def run():
    return simulate(TOWN, seed=SEED, days=DAYS, warmup=WARMUP)


@pytest.fixture(scope="module")
def state(run):
    return run.state(HALF)


def test_a_vote_is_open_on_the_evening_of_the_state(run):
    raised = run.events[(run.events["name"] == "matter_raised") & (run.events["day"] <= HALF)]
    tried = run.attempts[run.attempts["day"] > HALF]
    assert set(raised["matter"]) & set(tried["matter"])


@pytest.mark.parametrize("day", [0, HALF, DAYS - 1])
def test_a_branch_without_change_is_the_unbranched_run_to_the_last_bit(run, day):
    assert bits(simulate(TOWN, start_from=run.state(day))) == bits(run)


def test_what_comes_after_a_state_does_not_change_it(run, state):
    longer = simulate(TOWN, days=DAYS + 7, start_from=state)
    assert bits(longer) == bits(simulate(TOWN, SEED, DAYS + 7, WARMUP))


def test_a_branch_is_a_dated_step_of_that_morning(run, state):
    changed = TOWN.set_many({"channels.app_reach": 0.4, "grid.visit_share": 0.3})
    branch = simulate(changed, start_from=state)
    adopted = branch.events[branch.events["name"] == "levers_adopted"]["day"].unique().tolist()
    assert adopted == [1, HALF + 1]
    before = branch.daily[branch.daily["day"] <= HALF], run.daily[run.daily["day"] <= HALF]
    assert before[0].equals(before[1]) and bits(branch) != bits(run)
    assert branch.scenario_hash == changed.hash


def test_a_second_branch_costs_no_day_before_it(state, monkeypatch):
    simulate(TOWN, start_from=state)
    monkeypatch.setattr(branching, "begun", None)
    simulate(TOWN.set("channels.app_reach", 0.4), start_from=state)


def test_a_branch_of_a_branch(run, state):
    again = simulate(TOWN, start_from=state).state(30)
    assert again.lived.earlier == state and bits(simulate(TOWN, start_from=again)) == bits(run)


@pytest.fixture(scope="module")
def in_a_surge():
    """A run with an epidemic from day 10 to day 29."""
    shocked = TOWN.with_shock(parse_shock("epidemic:2026-01-11:20:4"))
    return shocked, simulate(shocked, seed=SEED, days=DAYS, warmup=WARMUP)


@pytest.mark.parametrize("day", [4, HALF])
def test_a_branch_inside_a_surge_is_the_run_itself(in_a_surge, day):
    """What the shock cost is told against the same days without it, before the branch and after."""
    shocked, run = in_a_surge
    branch = simulate(shocked, start_from=run.state(day))
    assert len(run.emergency) and "surge_depth" in run.indicators
    assert bits(branch) == bits(run) and branch.emergency.equals(run.emergency)


def test_another_kind_of_shock_may_come_after_the_state(in_a_surge):
    shocked, run = in_a_surge
    both = shocked.with_shock(parse_shock("typhoon:2026-01-25:3:2"))
    branch = simulate(both, start_from=run.state(HALF))
    assert branch.emergency.equals(simulate(both, SEED, DAYS, WARMUP).emergency)
    assert not branch.emergency.equals(run.emergency)


@pytest.fixture
def saved(state, tmp_path):
    return state.save(tmp_path / "state.json")


def test_a_saved_state_is_text_and_comes_back(run, state, saved):
    assert json.loads(saved.read_text())["digest"] == state.digest
    branching.forget()
    assert State.read(saved).digest == state.digest and bits(simulate(TOWN, start_from=saved)) == bits(run)


WRONG_FILES = {
    "no file": (None, "cannot be read"),
    "no JSON": ("{", "cannot be read"),
    "another format": ({"format": 99}, "no saved state"),
    "another version": ({"build": "0.0.1+abc"}, "another version"),
    "a digest of nothing": ({"digest": "0" * 64}, "does not come out"),
    "a day beyond": ({"day": 400}, "not in this run"),
    "without a seed": ({"seed": None}, "--seed"),
    "another lever": ({"scenario": "changed"}, "scenario.hash"),
}


@pytest.mark.parametrize(("change", "said"), WRONG_FILES.values(), ids=WRONG_FILES)
def test_a_file_that_is_no_such_state_is_one_line(saved, capsys, change, said):
    if change is None:
        saved.unlink()
    elif isinstance(change, str):
        saved.write_text(change)
    else:
        found = json.loads(saved.read_text())
        if change.get("scenario") == "changed":
            found["scenario"]["text"]["levers"]["channels"]["app_reach"] = 0.9
        else:
            found |= change
        saved.write_text(json.dumps(found))
    code = main(["run", "yantian", "--place", "training_town", "--from", str(saved), "--lang", "en"])
    output = capsys.readouterr()
    last = output.err.strip().splitlines()[-1]
    assert code == 2 and said in last and "Traceback" not in output.err


WRONG_BRANCHES = {
    "another place": (TOWN.with_place("standard_town"), {}, "same place"),
    "another assumption": (TOWN.assume("service.patience_days", 20.0), {}, "another assumption service"),
    "another seed": (TOWN, {"seed": SEED + 1}, "--seed"),
    "another warm-up": (TOWN, {"warmup": 0}, "--warmup"),
    "too short": (TOWN, {"days": HALF}, "before the state"),
    "drawn anew": (TOWN, {"redraw": True}, "--redraw"),
}


@pytest.mark.parametrize(("other", "given", "said"), WRONG_BRANCHES.values(), ids=WRONG_BRANCHES)
def test_what_could_not_have_come_there_is_refused(state, other, given, said):
    with pytest.raises(Refused, match=said):
        simulate(other, start_from=state, **given)


@pytest.mark.parametrize("day", [-1, DAYS, 1.5, True])
def test_a_day_that_is_none_of_the_run_is_refused(run, day):
    with pytest.raises(Refused):
        run.state(day)


def test_the_command_saves_and_goes_on(run, tmp_path, capsys):
    file, out = tmp_path / "s.json", tmp_path / "out"
    town = ["run", "yantian", "--place", "training_town", "--json", "--lang", "en"]
    numbers = ["--seed", str(SEED), "--days", str(DAYS), "--warmup", str(WARMUP)]
    assert main([*town, *numbers, "--save-state", f"{HALF}:{file}"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert main([*town, "--from", str(file), "--out", str(out)]) == 0
    branch = json.loads(capsys.readouterr().out)
    assert branch["indicators"] == plain["indicators"] and branch["from"]["day"] == HALF and branch["seed"] == SEED
    assert main(["run", "yantian", "--json", "--from", str(file)]) == 0  # the place is the state's
    assert json.loads(capsys.readouterr().out)["indicators"] == plain["indicators"]
    assert main(["rerun", str(out), "--lang", "en"]) == 0
    for typed in (
        ["--save-state", "x"],
        ["--save-state", "²:a.json"],
        ["--save-state=--5:a.json"],
        ["--save-state", "99:a.json"],
        ["--from", str(file), "--reps", "2"],
    ):
        assert main([*town, *numbers, *typed]) == 2
