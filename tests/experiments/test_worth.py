"""What a gain costs and on whose hands it rests: the arithmetic, the sentences, and where there is nothing to tell."""

from __future__ import annotations

import json

import numpy as np
import pytest

from shapan import compare, load
from shapan.experiments.cli import main
from shapan.experiments.comparing.any_look import factor
from shapan.experiments.comparing.compare import Comparison
from shapan.experiments.comparing.intervals import Interval
from shapan.experiments.comparing.sentences import headline
from shapan.experiments.comparing.worth import _of_price, _of_share, ratio_of_means, worth, worth_json, worth_lines

pytestmark = pytest.mark.usefixtures("runs_made_once")

SEEDS = (1, 2, 3, 4, 5, 6)
FUNNEL = {"born": 100, "met_on_time": 40, "met_late": 10, "lapsed_waiting": 10, "wrong_door": 0, "never_heard": 40}


def made_up(after, before=None):
    """A comparison by hand: two needs a head and year, half of them met at all, 40 % on time, at 300 yuan a head."""
    rows = {
        "coverage": (0.4, 0.5),
        "spend_per_resident": (300.0, 340.0),
        "spend_per_need_met": (300.0, 300.0),
        "unpaid_share": (0.1, 0.2),
    }
    noises = np.random.default_rng(1).normal(0.0, 1e-4, len(SEEDS))
    values = {
        name: {
            "today": dict.fromkeys(SEEDS, low),
            "rules": {seed: (after.get(name, high)) + noise for seed, noise in zip(SEEDS, noises, strict=True)},
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
    (found,) = worth(made_up({})).values()
    assert found.gained.value == pytest.approx(200.0, rel=0.01)
    assert found.yuan_per_need.value == pytest.approx(200.0, rel=0.01)
    assert found.yuan_per_need.lo < found.yuan_per_need.value < found.yuan_per_need.hi
    assert found.unpaid_of_gain.value == pytest.approx(0.6, rel=0.01)
    assert (found.unpaid_before, found.unpaid) == (pytest.approx(0.1), pytest.approx(0.2, abs=1e-3))
    (line,) = worth_lines(made_up({}), "en")
    assert "200 more needs" in line and "60 %" in line and "20 %" in line
    assert "60%" in next(worth_lines(made_up({}), "zh"))
    assert "spends +40.0 yuan a resident and year" in line and "人均支出" in next(worth_lines(made_up({}), "zh"))


def test_unpaid_hands_that_stand_in_for_paid_ones_are_said_to():
    """Unpaid hands meet 4 % before and 0.4 × 0.5 = 20 % after, which is 160 % of ten points: paid ones meet 6 less."""
    table = made_up({"unpaid_share": 0.4})
    assert worth(table)["rules"].unpaid_of_gain.value == pytest.approx(1.6, rel=0.01)
    (line,), (said,) = worth_lines(table, "en"), worth_lines(table, "zh")
    assert "more than the whole gain (160 % of it), paid staff fewer than before." in line
    assert "超过增加的全部（占 160%）" in said
    for found in (line, said, *worth_lines(made_up({"coverage": 0.4}), "en")):
        assert found[-1] in ".。"


def test_a_price_whose_interval_holds_nought_is_called_neither_cost_nor_saving():
    assert _of_price(Interval(-12.0, -58.0, 27.0, 20)) == _of_price(Interval(3.0, -1.0, 7.0, 20)) == "worth.unsure"
    assert _of_price(Interval(-12.0, -58.0, -2.0, 20)) == "worth.saves"
    assert _of_price(Interval(12.0, 2.0, 27.0, 20)) == _of_price(Interval(12.0, None, None, 1)) == "worth.price"
    assert [_of_share(share) for share in (-0.17, 0.0, 1.0, 1.6)] == [
        "worth.unpaid_fewer",
        "worth.unpaid_of_gain",
        "worth.unpaid_of_gain",
        "worth.unpaid_beyond_gain",
    ]


def test_more_for_less_a_loss_and_no_gain_are_told_as_such():
    (saves,) = worth_lines(made_up({"spend_per_resident": 280.0}), "en")
    assert "for less money" in saves and "−100" in saves
    (loss,) = worth_lines(made_up({"coverage": 0.35}), "en")
    assert "100 fewer needs" in loss and "of the gain" not in loss
    (nothing,) = worth_lines(made_up({"coverage": 0.4}), "en")
    assert "no price" in nothing and worth(made_up({"coverage": 0.4}))["rules"].yuan_per_need is None


def of_coverage(gains, spent=(100.0, 110.0)):
    """A comparison by hand whose pairs differ in coverage by these."""
    seeds = tuple(range(1, 1 + len(gains)))
    spending = {"a": dict.fromkeys(seeds, spent[0]), "b": {seed: spent[1] + 0.01 * seed for seed in seeds}}
    values = {
        "coverage": {"a": dict.fromkeys(seeds, 0.5), "b": dict(zip(seeds, (0.5 + one for one in gains), strict=True))},
        "spend_per_resident": spending,
        "spend_per_need_met": {name: dict.fromkeys(seeds, spending[name][1]) for name in "ab"},
        "unpaid_share": {"a": dict.fromkeys(seeds, 0.1), "b": {seed: 0.1 + 0.001 * seed for seed in seeds}},
    }
    return Comparison(("a", "b"), seeds, values, {name: dict.fromkeys(seeds, FUNNEL | {"open": 0}) for name in "ab"})


def gains_at(t, count=10):
    """Differences whose mean is so many standard errors."""
    noise = np.random.default_rng(5).normal(0.0, 0.012, count)
    noise -= noise.mean()
    return (noise + t * noise.std(ddof=1) / np.sqrt(count)).tolist()


@pytest.mark.parametrize("t", [2.3, 2.8, 3.9, 4.6, 6.0])
def test_price_verdict_and_adjusted_chance_agree(t):
    """Ten pairs: 2.26 standard errors are 95 % sure at one look, 4.08 at any."""
    table = of_coverage(gains_at(t))
    sure = t > factor(10) + 0.3  # a little more, since these ten are skewed
    found = worth(table)["b"]
    assert (found.yuan_per_need is not None) is (found.unpaid_of_gain is not None) is (found.gained.lo > 0.0) is sure
    assert ("no price" in next(worth_lines(table, "en"))) is not sure
    assert ("cannot tell" in headline("b", "a", table.paired["b"]["coverage"], "en")) is not sure
    assert worth_json(table, "en")["b"]["level"] == 0.95


def test_too_few_pairs_for_a_verdict_have_no_price():
    found = worth(of_coverage([0.1, 0.1001, 0.1002, 0.1003, 0.1004]))["b"]
    assert found.yuan_per_need is None and found.unpaid_of_gain is None
    assert worth(of_coverage([0.1, 0.1001, 0.1002, 0.1003, 0.1004, 0.1005]))["b"].yuan_per_need is not None


def test_where_the_baseline_spends_nothing_nothing_is_priced():
    assert worth(of_coverage(gains_at(4.0), spent=(0.0, 10.0))) == {}
    assert list(worth_lines(of_coverage(gains_at(4.0), spent=(0.0, 10.0)), "en")) == []
    assert worth_json(of_coverage(gains_at(4.0), spent=(0.0, 10.0)), "zh") == {}


def test_fiellers_interval_holds_the_true_ratio_nineteen_times_in_twenty():
    generator = np.random.default_rng(7)
    held = 0
    for _ in range(2000):
        below = generator.normal(10.0, 2.0, 8)
        above = 3.0 * below + generator.normal(0.0, 4.0, 8)
        found = ratio_of_means(above.tolist(), below.tolist(), "once")
        held += found.lo <= 3.0 <= found.hi
    assert 0.93 < held / 2000 < 0.97
    assert ratio_of_means([1.0, 2.0, 3.0], [-1.0, 0.0, 1.0], "once") is None
    assert ratio_of_means([1.0, 2.0, 3.0], [1.0, 1.1, 1.2]) is None, "three pairs have no interval of any look"
    assert ratio_of_means([2.0], [4.0]).value == 0.5


def test_runs_know_what_it_takes_and_stewards_show():
    town = load("status_quo").with_place("training_town")
    table = compare({"today": town, "stewards": town.set("grid.stewards_per_1000", 30.0)}, seeds=[1, 2], days=120)
    found = worth(table)["stewards"]
    assert found.unpaid > found.unpaid_before + 0.05
    assert json.dumps(worth_json(table, "zh"), allow_nan=False)


def test_the_command_tells_it(capsys):
    typed = ["compare", "status_quo", "status_quo{staff.admin_share=0.3}", "--place", "training_town"]
    assert main([*typed, "--days", "60", "--reps", "2", "--json"]) == 0
    (text,) = json.loads(capsys.readouterr().out)["worth"].values()
    assert set(text) == {
        "spent",
        "gained",
        "yuan_per_need",
        "unpaid_before",
        "unpaid",
        "unpaid_of_gain",
        "level",
        "text",
    }
