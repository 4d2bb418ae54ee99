"""Twins spend on a place what is really spent there today, as a solver finds it, and say so where nobody solved it."""

from __future__ import annotations

import json
import shutil

import pytest

from shapan import load
from shapan.experiments.cli import main
from shapan.experiments.evidence import twins
from shapan.experiments.reports.planned_spending import spends_alike
from shapan.scenarios import twins as stored
from shapan.scenarios.shelf import SHELF
from shapan.scenarios.twins import Fit, fit_for, is_twin, read_fits, write_fits

TOWN = load("status_quo").with_place("training_town")


def spending(extra: float):
    """A pretended model: runs spend what is planned, and so much more under anything but the status quo."""

    def spend(scenario):
        return twins.planned(scenario, 365) + (0.0 if scenario.policy_id == "status_quo" else extra)

    return spend


@pytest.mark.parametrize("policy", ["shenzhen", "guangdong", "ordos", "yantian", "suzhou"])
@pytest.mark.parametrize("extra", [-20.0, 0.0, 35.0])
def test_a_twin_spends_what_runs_of_the_status_quo_spend(policy, extra):
    fit = twins.solve(policy, "training_town", spend=spending(extra))
    assert fit.holds and fit.policy == f"{policy}_equal_budget" and fit.place == "training_town"
    given = load(fit.policy).with_place("training_town").set_many(dict(fit.levers))
    assert spending(extra)(given) == pytest.approx(spending(extra)(TOWN), rel=0.01)
    assert fit.pots >= twins.LEAST_POTS and (fit.posts == 1.0 or fit.pots == twins.LEAST_POTS)


def test_posts_are_paid_as_the_rules_pay_and_pots_are_cut_alike():
    rules = load("guangdong_equal_budget").with_place("training_town")
    levers = twins.levers_at(TOWN, rules, 0.8)
    assert levers["staff.workers_per_10000"] == pytest.approx(8.0 * 0.8 / 1.0)
    assert levers["grid.workers_per_1000_households"] == 2.5
    assert levers["funding.project_yuan_per_resident"] == pytest.approx(27 * 0.8)
    assert levers["funding.purchase_yuan"] == pytest.approx(15 * 0.8)
    assert twins.shares_at(0.25) == (1.0, 0.25) and twins.shares_at(0.15) == (pytest.approx(0.9), 0.25)


def test_the_next_try_lies_between_too_little_and_too_much():
    assert twins.next_point([(1.0, 20.0)], 0.7) == 0.7
    assert twins.next_point([(1.0, 20.0), (0.7, 5.0)], 0.0) == pytest.approx(0.6)
    assert twins.next_point([(1.0, 20.0), (0.7, -20.0)], 0.0) == pytest.approx(0.85)
    assert 0.7 < twins.next_point([(1.0, 20.0), (0.7, -5.0), (0.9, -4.9)], 0.0) < 1.0


def test_what_cannot_be_paid_for_is_told(capsys, monkeypatch):
    fit = twins.solve("yantian", "training_town", spend=spending(500.0))
    assert not fit.holds and fit.posts == pytest.approx(0.25)


def test_one_place_is_solved_by_running_it():
    """A short one: what runs spend, not what is planned, is brought together."""
    asked = twins.Asked(days=120, seeds=(1,), tolerance=0.02, workers=1)
    fit = twins.solve("suzhou", "training_town", asked)
    assert fit.holds
    spend = twins.spent(asked)
    given = load(fit.policy).with_place("training_town").set_many(dict(fit.levers))
    assert (spend(TOWN), spend(given)) == (pytest.approx(fit.today, abs=0.01), pytest.approx(fit.twin, abs=0.01))


@pytest.fixture
def fits(monkeypatch):
    """Stored fits that a test may choose."""

    def choose(**facts):
        found = {(fit.policy, fit.place): fit for fit in [facts["fit"]]} if facts else {}
        monkeypatch.setattr(stored, "fits_shipped", lambda: found)

    return choose


FIT = Fit(
    "suzhou_equal_budget", "training_town", {"funding.purchase_yuan": 7.5}, 1.0, 0.5, 290.0, 291.0, 365, "1-4", 0.01, ""
)


def test_a_twin_is_resolved_with_what_was_solved_for_its_place(fits):
    fits(fit=FIT)
    there = load("suzhou_equal_budget").with_place("training_town")
    assert there.values["funding.purchase_yuan"] == 7.5
    assert there.set("funding.purchase_yuan", 9.0).values["funding.purchase_yuan"] == 9.0
    assert not [notice for notice in there.warnings if notice.code == "twin_elsewhere"]
    assert spends_alike(TOWN, there) and not spends_alike(TOWN, load("suzhou").with_place("training_town"))
    assert load("suzhou").with_place("training_town").values["funding.purchase_yuan"] == 15.0


def test_a_twin_where_nobody_solved_it_says_so(fits):
    fits()
    there = load("suzhou_equal_budget").with_place("training_town")
    (notice,) = [notice for notice in there.warnings if notice.code == "twin_elsewhere"]
    assert "shapan twin suzhou --place training_town" in notice.text("en") and "suzhou_gusu" in notice.text("zh")
    assert not spends_alike(TOWN, there)
    assert not [one for one in load("suzhou_equal_budget").warnings if one.code == "twin_elsewhere"], "at home"


def test_somebodys_own_file_called_like_a_twin_says_itself_what_it_gets(fits, tmp_path):
    fits(fit=FIT)
    file = tmp_path / "suzhou_equal_budget.toml"
    file.write_text(
        'format = 1\nkind = "policy"\nbased_on = "suzhou_equal_budget"\n[levers]\n"funding.purchase_yuan" = 3.75\n',
        encoding="utf-8",
    )
    own = load(file).with_place("training_town")
    assert own.values["funding.purchase_yuan"] == 3.75
    assert own.hash == load(file.rename(tmp_path / "mine.toml")).with_place("training_town").hash, (
        "its name is no value"
    )
    assert not spends_alike(TOWN, own)
    assert not [one for one in own.with_place("ordos_urban").warnings if one.code == "twin_elsewhere"], (
        "it is no twin of ours"
    )
    there = load(SHELF / "policies" / "suzhou_equal_budget.toml").with_place("training_town")
    assert there.values["funding.purchase_yuan"] == 7.5, "the shipped file by its path is the shipped one"


def test_a_place_of_ones_own_called_like_a_shipped_one_gets_no_fit(fits, tmp_path):
    fits(fit=FIT)
    file = tmp_path / "training_town.toml"
    shutil.copy(SHELF / "places" / "training_town.toml", file)
    own = load("suzhou_equal_budget").with_place(str(file))
    assert own.values["funding.purchase_yuan"] != 7.5 and not spends_alike(TOWN.with_place(str(file)), own)
    (notice,) = [one for one in own.warnings if one.code == "twin_elsewhere"]
    assert f"--place {file}" in notice.text("en"), "by what finds it"
    fitted = load("suzhou_equal_budget").with_place("training_town").redrawn(3)
    assert fitted.values["funding.purchase_yuan"] == 7.5, "drawn anew it is the same place"


def test_the_stored_file_goes_round_and_holds(tmp_path):
    write_fits({("suzhou_equal_budget", "training_town"): FIT}, tmp_path / "t.toml")
    assert read_fits(tmp_path / "t.toml") == {("suzhou_equal_budget", "training_town"): FIT}
    for (policy, place), fit in read_fits().items():
        assert is_twin(policy) and fit_for(policy, place) == fit and fit.layer.values
        assert fit.holds, f"{policy} on {place} spends {fit.twin} against {fit.today}"


def test_only_what_this_model_has_not_solved_is_solved_again(monkeypatch):
    pairs = [("suzhou_equal_budget", "training_town"), ("ordos_equal_budget", "training_town")]
    known = {pairs[0]: FIT}
    assert twins.unsolved(pairs, known) == pairs, "of another model"
    monkeypatch.setattr(twins, "model_mark", lambda: "")
    assert twins.unsolved(pairs, known) == [pairs[1]]
    wanted = twins.pairs_wanted()
    assert len(wanted) == 5 * 3 and ("yantian_equal_budget", "yantian") in wanted


def test_the_command_solves_one_and_refuses_what_has_no_twin(capsys):
    typed = ["twin", "suzhou", "--place", "training_town", "--days", "40", "--reps", "1", "--workers", "1", "--json"]
    assert main(typed) == 0
    text = json.loads(capsys.readouterr().out)
    assert text["policy"] == "suzhou_equal_budget" and text["levers"]["funding.purchase_yuan"] > 0
    assert main(["twin", "status_quo"]) == 2
    assert "no policy with a twin" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--place", ""], "--place is given without a value"),
        (["--place", " "], "--place is given without a value"),
        (["--place", "atlantis"], "unknown place"),
        (["--seed", str(2**63 - 1), "--reps", "4"], "--seed"),
        (["--reps", "0"], "--reps"),
    ],
)
def test_what_cannot_be_solved_is_refused_before_anything_runs(capsys, monkeypatch, typed, said):
    monkeypatch.setattr("shapan.experiments.cli.twin.solve", None)
    assert main(["twin", "suzhou", *typed, "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err and err.count("\n") == 1
