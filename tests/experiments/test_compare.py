"""Comparisons: the right pairs, the promised object, sentences a planner can repeat."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from shapan.experiments.compare import assemble, compare
from shapan.experiments.intervals import FEWEST_PAIRS, MOST_PAIRS, Paired
from shapan.experiments.refusing import Refused
from shapan.experiments.runner import Finished, Summary, Task, failed
from shapan.experiments.telling import headline, label_with_unit, sentence
from shapan.experiments.wording import LANGUAGES, words
from shapan.model.indicators import INDICATORS

VERDICTS = {"better", "worse", "differs", "no_difference", "unclear"}


class Named:
    hash = "f" * 64
    place_id = policy_id = "x"


def made(name, seed, **indicators):
    return Finished(Task(name, Named(), seed), 1.0, Summary(indicators, {"born": 10, "open": 2}, {}, 1, 1, 1))


@pytest.fixture(scope="module")
def table(town, fewer_forms):
    return compare(
        {"many forms": town.set("staff.admin_share", 0.75), "fewer forms": fewer_forms},
        seeds=range(3),
        days=200,
        warmup=60,
        workers=2,
    )


def test_fewer_forms_meet_more_needs_on_time(table):
    pair = table.paired["fewer forms"]["coverage"]
    assert pair.n == 3 and pair.difference > 0 and pair.wins == 3
    assert table.baseline == "many forms" and list(table.paired) == ["fewer forms"]


def test_differences_are_means_over_pairs(table):
    values = table.values["coverage"]
    by_hand = pd.Series(values["fewer forms"]) - pd.Series(values["many forms"])
    pair = table.paired["fewer forms"]["coverage"]
    assert pair.difference == pytest.approx(by_hand.mean(), abs=1e-15)
    mean = pd.Series(values["many forms"]).mean()
    assert table.indicators["coverage"]["many forms"].value == pytest.approx(mean, abs=1e-15)


def test_the_object_is_the_promised_one(table):
    told = json.loads(json.dumps(table.to_json_dict("en"), allow_nan=False))
    assert told["format"] == 1 and told["baseline"] == "many forms" and told["reps"] == 3
    assert set(told["indicators"]) <= set(INDICATORS)
    assert set(told["indicators"]["coverage"]) == {"many forms", "fewer forms"}
    assert set(told["indicators"]["coverage"]["many forms"]) == {"value", "lo", "hi"}
    assert list(told["paired"]) == ["fewer forms"]
    for indicator, pair in told["paired"]["fewer forms"].items():
        keys = {"difference", "lo", "hi", "n", "wins", "verdict", "margin", "more_runs", "text"}
        assert set(pair) == keys
        assert pair["verdict"] in VERDICTS and pair["margin"] == INDICATORS[indicator].margin
        assert (pair["more_runs"] is None) == (pair["verdict"] != "unclear")


def test_a_scenario_against_itself_differs_by_exactly_nothing(town):
    same = compare({"one": town, "two": town}, seeds=[4, 9], days=60, warmup=0, workers=1)
    known = [pair for pair in same.paired["two"].values() if pair.n > 1]
    assert len(known) > 30
    for pair in known:
        assert (pair.difference, pair.lo, pair.hi, pair.wins, pair.verdict) == (0, 0, 0, 0, "no_difference")
    # In sixty days a seed may have no matter to meet about; one pair has no interval.
    assert all(pair.difference == 0 for pair in same.paired["two"].values())


def test_what_some_runs_cannot_know_is_paired_where_both_know_it():
    runs = [made("A", 1, coverage=0.5, trust=0.1), made("B", 1, coverage=0.6), made("A", 2, coverage=0.5)]
    runs += [made("B", 2, coverage=0.7, trust=0.2), made("A", 3, coverage=0.4)]
    runs.append(failed(Task("B", Named(), 3), "simulate", ValueError("x"), 0.0))
    table = assemble(["A", "B"], [1, 2, 3], runs)
    assert table.paired["B"]["coverage"].n == 2 and "trust" not in table.paired["B"]
    assert [done.task.seed for done in table.failures] == [3]
    assert table.indicators["coverage"]["A"].n == 3


def test_the_order_in_which_runs_finish_does_not_matter():
    runs = [made(name, seed, coverage=0.1 * seed + (name == "B") * 0.03) for name in "AB" for seed in (1, 2, 3)]
    one, two = (assemble(["A", "B"], [1, 2, 3], order) for order in (runs, runs[::-1]))
    assert one.to_json_dict() == two.to_json_dict()


def test_scenarios_in_a_list_are_called_by_their_names(town):
    table = compare([town, town.set("staff.admin_share", 0.3), town], seeds=[1], days=20, warmup=0, workers=1)
    assert table.names[0] == town.name and len(set(table.names)) == 3
    assert "staff.admin_share" in table.names[1]


@pytest.mark.parametrize("seeds", [[], [-1], [1.5]])
def test_impossible_seeds_are_refused(town, fewer_forms, seeds):
    with pytest.raises(Refused):
        compare([town, fewer_forms], seeds=seeds, days=10)


def test_one_scenario_is_no_comparison(town):
    with pytest.raises(Refused, match="two or more"):
        compare([town], seeds=[1])


PAIRS = {
    "better": Paired(0.05, 0.04, 0.06, 5, 5, "better", 0.005, None),
    "worse": Paired(-0.05, -0.06, -0.04, 5, 0, "worse", 0.005, None),
    "differs": Paired(40.0, 30.0, 50.0, 5, 5, "differs", 5.0, None),
    "no_difference": Paired(0.001, -0.001, 0.003, 5, 3, "no_difference", 0.005, None),
    "unclear": Paired(0.01, -0.01, 0.03, 5, 3, "unclear", 0.005, 12),
}


def test_sentences_say_what_was_found_in_english():
    say = {name: sentence("coverage", "B", "A", pair, "en") for name, pair in PAIRS.items() if name != "differs"}
    assert say["better"] == ("Coverage: 5.0 points higher (95 % interval +4.0 to +6.0 points); better in 5 of 5 pairs.")
    assert "5.0 points lower" in say["worse"] and "only 0 of 5" in say["worse"]
    assert "no difference that matters" in say["no_difference"] and "±0.5 points" in say["no_difference"]
    assert "unclear" in say["unclear"] and "About 12 more pairs would decide." in say["unclear"]


def test_sentences_say_what_was_found_in_chinese():
    text = sentence("coverage", "B", "A", PAIRS["better"], "zh")
    assert text == "服务覆盖率高 5.0 个百分点（95% 区间 +4.0 至 +6.0 个百分点）；5 对中 5 对更好。"
    assert "大约再运行 12 对可以判定" in sentence("coverage", "B", "A", PAIRS["unclear"], "zh")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", sorted(PAIRS))
def test_every_verdict_has_a_headline(language, verdict):
    text = headline("B", "A", PAIRS[verdict], language)
    assert "“B”" in text and "“A”" in text and "{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_pair_and_ties_are_told_honestly(language):
    single = sentence(
        "coverage", "B", "A", Paired(0.05, None, None, 1, 1, "unclear", 0.005, FEWEST_PAIRS - 1), language
    )
    assert ("chance" if language == "en" else "偶然") in single
    tie = sentence("coverage", "B", "A", Paired(0.0, -1, 1, 9, 4, "unclear", 0.0, MOST_PAIRS), language)
    assert str(MOST_PAIRS) not in tie
    same = sentence("coverage", "B", "A", Paired(0, 0, 0, 3, 0, "no_difference", 0.005, None), language)
    assert ("exactly the same" if language == "en" else "完全相同") in same


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_has_a_label_and_its_unit_has_words(language):
    for name, about in INDICATORS.items():
        assert words(language).has(f"unit.{about.unit}"), about.unit
        assert label_with_unit(name, language)
        assert about.margin > 0 and about.better in ("higher", "lower", "none")
