"""What a gain costs and on whose hands it rests: the arithmetic, the sentences, and where there is nothing to tell."""

from __future__ import annotations

import json

import numpy as np
import pytest

from shapan import compare, load
from shapan.experiments.cli import main
from shapan.experiments.compare import Comparison
from shapan.experiments.worth import ratio_of_means, worth, worth_json, worth_lines

SEEDS = (1, 2, 3, 4)
FUNNEL = {"born": 100, "met_on_time": 40, "met_late": 10, "lapsed_waiting": 10, "wrong_door": 0, "never_heard": 40}


def made_up(after, before=None):
    """A comparison by hand: two needs a head and year, half of them met at all, 40 % on time, at 300 yuan a head."""
    rows = {
        "coverage": (0.4, 0.5),
        "spend_per_resident": (300.0, 340.0),
        "spend_per_need_met": (300.0, 300.0),
        "unpaid_share": (0.1, 0.2),
    }
    luck = np.random.default_rng(1).normal(0.0, 1e-4, len(SEEDS))
    values = {
        name: {
            "today": dict.fromkeys(SEEDS, low),
            "rules": {seed: (after.get(name, high)) + noise for seed, noise in zip(SEEDS, luck, strict=True)},
        }
        for name, (low, high) in rows.items()
    }
    funnels = {name: {seed: FUNNEL | {"open": 0} for seed in SEEDS} for name in ("today", "rules")}
    return Comparison(("today", "rules"), SEEDS, values, funnels)


def test_a_gain_is_priced_and_its_unpaid_part_told():
    """300 yuan a head at 300 a met need is one met need a head, and met ones are half: two needs a head.

    Ten points more of 2,000 needs of a thousand people are 200; 40,000 yuan more are 200 each. Unpaid hands met
    0.1 × 0.4 = 4 % of all needs, now 0.2 × 0.5 = 10 %: six of the ten points.
    """
    (told,) = worth(made_up({})).values()
    assert told.gained.value == pytest.approx(200.0, rel=0.01)
    assert told.yuan_per_need.value == pytest.approx(200.0, rel=0.01)
    assert told.yuan_per_need.lo < told.yuan_per_need.value < told.yuan_per_need.hi
    assert told.unpaid_of_gain.value == pytest.approx(0.6, rel=0.01)
    assert (told.unpaid_before, told.unpaid) == (0.1, pytest.approx(0.2, abs=1e-3))
    (line,) = worth_lines(made_up({}), "en")
    assert "200 more needs" in line and "60 %" in line and "20 %" in line
    assert "60%" in next(worth_lines(made_up({}), "zh"))


def test_more_for_less_a_loss_and_no_gain_are_told_as_such():
    (saves,) = worth_lines(made_up({"spend_per_resident": 280.0}), "en")
    assert "for less money" in saves and "−100" in saves
    (loss,) = worth_lines(made_up({"coverage": 0.35}), "en")
    assert "100 fewer needs" in loss and "of the gain" not in loss
    (nothing,) = worth_lines(made_up({"coverage": 0.4}), "en")
    assert "no price" in nothing and worth(made_up({"coverage": 0.4}))["rules"].yuan_per_need is None


def test_fiellers_interval_holds_the_true_ratio_nineteen_times_in_twenty():
    luck = np.random.default_rng(7)
    held = 0
    for _ in range(2000):
        below = luck.normal(10.0, 2.0, 8)
        above = 3.0 * below + luck.normal(0.0, 4.0, 8)
        found = ratio_of_means(above.tolist(), below.tolist())
        held += found.lo <= 3.0 <= found.hi
    assert 0.93 < held / 2000 < 0.97
    assert ratio_of_means([1.0, 2.0, 3.0], [-1.0, 0.0, 1.0]) is None
    assert ratio_of_means([2.0], [4.0]).value == 0.5


def test_runs_know_what_it_takes_and_stewards_show():
    town = load("status_quo").with_place("training_town")
    table = compare({"today": town, "stewards": town.set("grid.stewards_per_1000", 30.0)}, seeds=[1, 2], days=120)
    told = worth(table)["stewards"]
    assert told.unpaid > told.unpaid_before + 0.05
    assert json.dumps(worth_json(table, "zh"), allow_nan=False)


def test_the_command_tells_it(capsys):
    typed = ["compare", "status_quo", "status_quo{staff.admin_share=0.3}", "--place", "training_town"]
    assert main([*typed, "--days", "60", "--reps", "2", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["worth"].values()
    assert set(told) == {"spent", "gained", "yuan_per_need", "unpaid_before", "unpaid", "unpaid_of_gain", "text"}
