"""Why two scenarios differ: parts that add up, recover what was planted, and share one luck."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from shapan import load
from shapan.experiments.cli import main
from shapan.experiments.comparing.shapley import along, drawn_orders, every_coalition, exact, sampled
from shapan.experiments.comparing.why import LATER, MOST_EXACT, STAGES, change, explain, name_of
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.task import Finished, Summary, Task

TOWN = load("status_quo").with_place("training_town")
THREE = {"channels.app_reach": 0.9, "staff.admin_share": 0.2, "grid.pooled_share": 0.7}
SEEDS = (1, 2, 3)


def other(changes):
    found = TOWN.set_many(changes)
    assert all(TOWN.values[key] != found.values[key] for key in changes), "each of them is a change"
    return found


def planted(of, effect):
    """Runs that a district never lived: their coverage is what `effect(coalition, seed)` says."""
    for coalition in of.coalitions:
        for seed in SEEDS:
            value = effect(coalition, seed)
            bins = {"met_on_time": round(1000 * value), "lapsed_waiting": 1000 - round(1000 * value)}
            funnel = {"born": 1100, "open": 100, **dict.fromkeys(STAGES, 0), **bins}
            summary = Summary({"coverage": value}, funnel, {}, 1, 1, 1)
            yield Finished(Task(name_of(coalition), of.first, seed), 0.0, summary)


def test_gloves_are_shared_as_the_books_say():
    # Players 0 and 1 have a left glove each, player 2 the only right one; a pair is worth 1.
    value = {c: np.array(float(c >> 2 & 1 and c & 3 != 0)) for c in every_coalition(3)}
    assert exact(value, 3) == pytest.approx([1 / 6, 1 / 6, 2 / 3], abs=1e-12)


def test_parts_of_any_game_add_up_exact_or_drawn():
    dice = np.random.default_rng(7)
    value = {c: dice.normal(0.0, 1e3, 5) for c in every_coalition(6)}
    whole = value[63] - value[0]
    parts = exact(value, 6)
    assert np.abs(parts.sum(axis=0) - whole).max() < 1e-9
    drawn, error = sampled(value, drawn_orders(6, 40))
    assert np.abs(drawn.sum(axis=0) - whole).max() < 1e-9
    assert (np.abs(drawn - parts) < 4.5 * error).all(), "within its own error of all orders"


def test_orders_come_with_their_reverse_and_pass_from_nothing_to_everything():
    orders = drawn_orders(9, 3)
    assert orders == drawn_orders(9, 3)
    assert all(second == first[::-1] for first, second in zip(orders[::2], orders[1::2], strict=True))
    assert along(orders[0])[0] == 0 and along(orders[0])[-1] == 2**9 - 1


def test_an_error_of_one_pair_of_orders_is_not_known():
    value = {c: np.array(float(c.bit_count() ** 2)) for c in every_coalition(3)}
    assert np.isnan(sampled(value, drawn_orders(3, 1))[1]).all()


def test_every_changed_lever_is_a_part_and_a_coalition_holds_just_its_own():
    second = other(THREE)
    of = change(TOWN, second)
    assert {part.name for part in of.parts} == set(THREE) and not of.orders
    assert of.scenario(0) is TOWN and of.scenario(of.whole) is second
    for coalition in of.coalitions:
        found = of.scenario(coalition).values
        for number, part in enumerate(of.parts):
            assert found[part.name] == (second if coalition >> number & 1 else TOWN).values[part.name]
        assert {key: one for key, one in found.items() if key not in THREE} == {
            key: one for key, one in TOWN.values.items() if key not in THREE
        }


def test_an_additive_effect_that_was_planted_is_recovered_with_the_same_luck():
    of = change(TOWN, other(THREE))
    effects = {"channels.app_reach": 0.125, "staff.admin_share": -0.03, "grid.pooled_share": 0.005}
    luck = {1: 0.4, 2: 0.55, 3: 0.31}

    def effect(coalition, seed):
        on = [part.name for number, part in enumerate(of.parts) if coalition >> number & 1]
        return luck[seed] + sum(effects[name] for name in on)

    found = explain(of, SEEDS, planted(of, effect))
    assert found.seeds == SEEDS
    for part, one in zip(of.parts, found.contributions["coverage"], strict=True):
        assert one.value.value == pytest.approx(effects[part.name], abs=1e-12)
        assert one.alone == pytest.approx(one.last, abs=1e-12)
        assert one.value.hi - one.value.lo < 1e-9, "luck that all share leaves no interval"
    for name, total in found.totals.items():
        assert abs(math.fsum(one.value.value for one in found.contributions[name]) - total.value) < 1e-9
    stages = np.array([[one.value.value for one in found.contributions[f"funnel.{name}"]] for name in STAGES])
    assert np.abs(stages.sum(axis=0)).max() < 1e-9, "a need that ends otherwise leaves one stage for another"


def test_an_interaction_is_split_evenly_and_shows_between_alone_and_last():
    of = change(TOWN, other({"channels.app_reach": 0.9, "staff.admin_share": 0.2}))
    found = explain(of, SEEDS, planted(of, lambda coalition, seed: 0.5 + 0.1 * (coalition == 3)))
    for one in found.contributions["coverage"]:
        assert one.value.value == pytest.approx(0.05, abs=1e-12)
        assert (one.alone, one.last) == pytest.approx((0.0, 0.1), abs=1e-12)


def test_a_seed_counts_where_every_coalition_came_to_its_end():
    of = change(TOWN, other({"channels.app_reach": 0.9, "staff.admin_share": 0.2}))
    runs = [done for done in planted(of, lambda *_: 0.5) if (done.task.name, done.task.seed) != (name_of(1), 2)]
    assert explain(of, SEEDS, runs).seeds == (1, 3)
    assert explain(of, SEEDS, []).seeds == () and not explain(of, SEEDS, []).totals


def test_many_levers_are_taken_by_groups_and_drawn_where_groups_are_many():
    of = change(TOWN, TOWN.with_policy("yantian"))
    changed = {key for key, value in TOWN.values.items() if of.second.values[key] != value}
    assert {key for part in of.parts for key in part.keys} == changed
    assert len({part.name for part in of.parts}) == len(of.parts) > MOST_EXACT and of.orders
    assert len(of.coalitions) == len(set(of.coalitions)) < 2 ** len(of.parts)
    dated = change(TOWN, TOWN.with_policy("suzhou"))
    assert dated.parts[-1].name == LATER
    last = 1 << len(dated.parts) - 1
    assert dated.scenario(last).planned_steps == dated.second.planned_steps
    assert not dated.scenario(dated.whole & ~last).planned_steps
    assert {**dated.scenario(last).values} == {**TOWN.values}


def test_levers_that_cannot_be_changed_apart_stay_together():
    first = TOWN.set_many({"grid.patrol_share": 0.5, "grid.visit_share": 0.1})
    second = TOWN.set_many({"grid.patrol_share": 0.1, "grid.visit_share": 0.5, "staff.admin_share": 0.2})
    of = change(first, second)
    assert sorted(part.name for part in of.parts) == ["grid", "staff.admin_share"]


def test_what_has_no_answer_is_refused():
    with pytest.raises(Refused, match="nothing to explain"):
        change(TOWN, TOWN)
    with pytest.raises(Refused, match="different places"):
        change(TOWN, load("yantian"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["why", "status_quo", "yantian", "shenzhen"], "why needs two scenarios, got 3"),
        (["why", "status_quo", "yantian", "--indicator", "coverag"], "nearest coverage"),
        (["why", "status_quo", "yantian", "--orders", "0"], "--orders: 0 is out of range"),
        (["why", "status_quo", "yantian", "--by", "levers"], "--by: there is no levers; allowed lever, group"),
        (["why", "status_quo", "status_quo{}", "--place", "training_town"], "nothing to explain"),
    ],
)
def test_wrong_words_are_answered_in_one_line(capsys, typed, expected):
    assert main([*typed, "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and expected in err and err.count("\n") == 1


def test_the_command_adds_up_to_what_compare_says_and_resumes(capsys, tmp_path):
    typed = ["--place", "training_town", "--days", "20", "--warmup", "5", "--reps", "1", "--workers", "1", "--json"]
    changed = "status_quo{channels.app_reach=0.9, staff.admin_share=0.2}"
    kept = ["--out", str(tmp_path / "runs")]
    assert main(["why", "status_quo", changed, *typed, *kept]) == 0
    first = capsys.readouterr().out
    found = json.loads(first)
    assert found["exact"] and found["coalitions"] == 4 and len(found["parts"]) == 2
    assert main(["compare", "status_quo", changed, *typed]) == 0
    compared = json.loads(capsys.readouterr().out)["paired"][changed]
    for name, one in found["indicators"].items():
        parts = math.fsum(part["value"] for part in one["parts"].values())
        assert abs(parts - one["difference"]["value"]) <= 1e-9 * max(1.0, abs(one["difference"]["value"])), name
        if not name.startswith("funnel."):
            assert one["difference"]["value"] == compared[name]["difference"]
    assert main(["why", "status_quo", changed, *typed, *kept, "--resume"]) == 0
    assert json.loads(capsys.readouterr().out) == found, "told again from the folder, nothing is run"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_read_the_answer_before_the_detail(capsys, language):
    typed = ["--place", "training_town", "--days", "20", "--warmup", "5", "--reps", "1", "--workers", "1"]
    changed = "status_quo{channels.app_reach=0.9}"
    assert main(["why", "status_quo", changed, *typed, "--lang", language]) == 0
    out, err = capsys.readouterr()
    assert changed in out.splitlines()[0]
    assert ("the model says" if language == "en" else "模型") in out
    assert ("all 2 combinations" if language == "en" else "全部 2 种组合") in err
