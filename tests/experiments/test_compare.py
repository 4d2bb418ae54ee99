"""Comparisons: the right pairs, the promised object, sentences a planner can repeat."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count

import pandas as pd
import pytest

from shapan.experiments.comparing import compare as comparing
from shapan.experiments.comparing.compare import Stopped, assemble, compare
from shapan.experiments.comparing.intervals import FEWEST_PAIRS, MOST_PAIRS, Paired, p_value, paired_difference
from shapan.experiments.comparing.sentences import headline, label_with_unit, sentence
from shapan.experiments.reports.wording import LANGUAGES, words
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.simulate import simulate
from shapan.experiments.runs.task import Finished, Summary, Task, failed
from shapan.model.observation.indicators import INDICATORS

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
        workers=1,
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


@pytest.mark.parametrize(("done", "seeds"), [(5, (1, 2)), (3, (1,)), (1, None)])
def test_what_is_finished_when_somebody_stops_it_is_kept(town, fewer_forms, monkeypatch, done, seeds):
    def stopped_after(tasks, workers, progress):
        order = sorted(tasks, key=lambda task: task.seed)
        for task in order[:done]:
            yield made(task.name, task.seed, coverage=0.1 * task.seed)
        raise KeyboardInterrupt

    monkeypatch.setattr(comparing, "run_many", stopped_after)
    with pytest.raises(KeyboardInterrupt) as stopped:
        compare({"one": town, "other": fewer_forms}, seeds=(1, 2, 3), days=30)
    assert isinstance(stopped.value, Stopped)
    kept = stopped.value.comparison
    assert (kept.seeds if kept else None) == seeds
    assert kept is None or kept.values["coverage"]["other"] == {seed: pytest.approx(0.1 * seed) for seed in seeds}


def test_the_object_is_the_promised_one(table):
    data = json.loads(json.dumps(table.to_json_dict("en"), allow_nan=False))
    assert data["format"] == 1 and data["baseline"] == "many forms" and data["reps"] == 3
    assert set(data["indicators"]) <= set(INDICATORS)
    assert set(data["indicators"]["coverage"]) == {"many forms", "fewer forms"}
    assert set(data["indicators"]["coverage"]["many forms"]) == {"value", "lo", "hi"}
    assert list(data["paired"]) == ["fewer forms"]
    for indicator, pair in data["paired"]["fewer forms"].items():
        keys = {"difference", "lo", "hi", "n", "wins", "verdict", "margin", "more_runs", "text"}
        keys |= {"changed", "judged_lo", "judged_hi", "level", "identical"}
        keys |= {"looks", "chance", "chance_of_verdict", "among", "holds_among"}
        assert set(pair) == keys
        assert pair["verdict"] in VERDICTS and pair["margin"] == INDICATORS[indicator].margin
        assert pair["verdict"] == "unclear" and pair["more_runs"] == FEWEST_PAIRS - pair["n"], (
            "three pairs decide nothing"
        )
    stated = {"level": 0.95, "looks": [], "interval": "any_look", "first": "coverage", "others": "bonferroni"}
    assert data["verdicts"] == {"count": len(data["paired"]["fewer forms"]), **stated}
    assert table.decided_before().to_json_dict("en")["verdicts"]["interval"] == "one_look"
    assert set(data["holm"]["fewer forms"]) <= set(data["paired"]["fewer forms"])


def test_a_scenario_against_itself_differs_by_exactly_nothing(town):
    same = compare({"one": town, "two": town}, seeds=[4, 9, 2, 3, 7, 8], days=60, warmup=0, workers=1)
    known = [pair for pair in same.paired["two"].values() if pair.n == 6]
    assert len(known) > 30 and same.alike == (True, True)
    for pair in known:
        assert (pair.difference, pair.lo, pair.hi, pair.wins, pair.verdict) == (0, 0, 0, 0, "no_difference")
    assert "exactly the same" in headline("two", "one", same.paired["two"]["coverage"], "en")
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
    "unclear": Paired(0.01, -0.01, 0.03, 6, 3, "unclear", 0.005, 12),
}


def test_sentences_say_what_was_found_in_english():
    say = {name: sentence("coverage", "B", "A", pair, "en") for name, pair in PAIRS.items() if name != "differs"}
    assert say["better"] == ("Coverage: 5.0 points higher (95 % interval +4.0 to +6.0 points); better in 5 of 5 pairs.")
    assert "5.0 points lower" in say["worse"] and "only 0 of 5" in say["worse"]
    assert "no difference that matters" in say["no_difference"] and "±0.5 points" in say["no_difference"]
    assert "unclear" in say["unclear"] and "About 12 more pairs may decide." in say["unclear"]


def test_sentences_say_what_was_found_in_chinese():
    text = sentence("coverage", "B", "A", PAIRS["better"], "zh")
    assert text == "服务覆盖率高 5.0 个百分点（95% 区间 +4.0 至 +6.0 个百分点）；5 对中 5 对更好。"
    assert "大约再运行 12 对可望判定" in sentence("coverage", "B", "A", PAIRS["unclear"], "zh")


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
    alike = Paired(0, 0, 0, 6, 0, "no_difference", 0.005, None, 0, 0, 0, identical=True)
    assert ("exactly the same" if language == "en" else "完全相同") in sentence("coverage", "B", "A", alike, language)
    tied = sentence("coverage", "B", "A", paired_difference([0.5] * 20, [0.5] * 19 + [0.6], "higher", 0.005), language)
    assert ("changed in 1 of 20 pairs" if language == "en" else "20 对中有 1 对") in tied


def many(name, seeds, coverage, **others):
    return [made(name, seed, coverage=coverage, **others) for seed in seeds]


def test_the_same_coverage_is_not_the_same_in_everything():
    seeds = range(8)
    runs = many("A", seeds, 0.5, trust=0.4) + many("B", seeds, 0.5, trust=0.6) + many("C", seeds, 0.5, trust=0.4)
    table = assemble(["A", "B", "C"], seeds, runs)
    assert table.alike == (True, False, True)
    pair = table.paired["B"]["coverage"]
    assert pair.verdict == "unclear" and pair.changed == 0 and pair.more_runs is None
    assert "exactly the same" not in headline("B", "A", pair, "en")
    assert "changed in 0 of 8 pairs" in headline("B", "A", pair, "en")
    assert table.paired["C"]["coverage"].verdict == "no_difference"
    assert "exactly the same" in headline("C", "A", table.paired["C"]["coverage"], "en")


@pytest.mark.parametrize("difference", ["money", "funnel", "requests"])
def test_what_differs_beside_the_indicators_is_not_the_same_either(difference):
    one, two = many("A", range(5), 0.5), many("B", range(5), 0.5)
    two = [replace(done, summary=replace(done.summary, **{difference: {"in": 2.0}})) for done in two]
    assert assemble(["A", "B"], range(5), one + two).alike == (True, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sure_direction_of_unsure_size_is_told_as_that(language):
    higher = [0.004, 0.006, 0.005, 0.006, 0.004, 0.005]
    pair = paired_difference([0.0] * 6, higher, "higher", 0.005)
    assert pair.verdict == "unclear" and pair.judged_lo > 0
    text = headline("B", "A", pair, language)
    assert text.count("perhaps by less than matters" if language == "en" else "也许小到无关紧要") == 2
    worse = paired_difference(higher, [0.0] * 6, "higher", 0.005)
    assert ("fewer" if language == "en" else "更少") in headline("B", "A", worse, language)


def test_chances_are_adjusted_for_how_many_are_looked_at():
    wobbles = [0.01, -0.02, 0.03, 0.0, 0.02, -0.01, 0.02]
    runs = []
    for seed, wobble in enumerate(wobbles):
        runs.append(made("A", seed, coverage=0.5, trust=0.5, efficacy=0.5))
        runs.append(made("B", seed, coverage=0.7 + wobble, trust=0.5 + wobble, efficacy=0.7 + wobble))
    table = assemble(["A", "B"], range(7), runs)
    found = table.holm()["B"]
    chances = {name: p_value(pair) for name, pair in table.paired["B"].items()}
    assert found["coverage"] == chances["coverage"] < 0.05, "named before the runs: not adjusted"
    assert found["efficacy"] == pytest.approx(2 * chances["efficacy"]) and found["trust"] == chances["trust"]
    assert table.paired["B"]["coverage"].holds_among is None and table.paired["B"]["trust"].holds_among is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_verdict_beside_the_first_says_whether_it_holds_with_the_others(language):
    """Two of three others change a lot and a little: 0.05/3 is asked of each."""
    step = [0.01, -0.02, 0.03, 0.01, 0.02, -0.01, 0.0, 0.02]
    runs = many("A", range(8), 0.5, trust=0.5, efficacy=0.5, heard_share=0.5)
    for seed, one in enumerate(step):
        lot, little = {"trust": 0.8 + one, "coverage": 0.58 + one}, {"efficacy": 0.56 + one, "heard_share": 0.5 + one}
        runs.append(made("B", seed, **lot, **little))
    table = assemble(["A", "B"], range(8), runs)
    found = table.paired["B"]
    assert {name: pair.holds_among for name, pair in found.items()} == {
        "coverage": None,
        "trust": True,
        "efficacy": False,
        "heard_share": None,
    }
    assert found["efficacy"].verdict == found["trust"].verdict == found["coverage"].verdict == "better"
    assert all(pair.among == 3 for name, pair in found.items() if name != "coverage")
    say, text = words(language), table.text("B", "efficacy", language)
    assert say("sentence.alone", among=3) in text and say("sentence.interval_any") in text
    assert say("sentence.together", among=3) in table.text("B", "trust", language)
    once = table.decided_before().text("B", "coverage", language)
    assert say("sentence.interval_once", n=8) in once and say("sentence.alone", among=3) not in once


def test_a_comparison_gives_frames_and_names_the_nearest(table):
    frame = table.to_frame()
    assert list(frame.columns) == ["indicator", "scenario", "seed", "value"]
    assert len(frame) == sum(len(runs) for by_name in table.values.values() for runs in by_name.values())
    paired = table.paired_frame().set_index(["scenario", "indicator"])
    assert paired.loc[("fewer forms", "coverage"), "difference"] == table.paired["fewer forms"]["coverage"].difference
    assert len(repr(table)) < 200 and "fewer forms" in repr(table)
    for asked, nearest in (
        (("fewer forms", "covrage"), "coverage"),
        (("fewer form", "coverage"), "fewer forms"),
        (("many forms", "coverage"), "fewer forms"),
        (("fewer forms", "coverage", "fr"), "zh, en"),
    ):
        with pytest.raises(Refused) as refused:
            table.text(*asked)
        assert nearest in str(refused.value) and "\n" not in str(refused.value)
    with pytest.raises(Refused, match="nearest fewer forms"):
        table.mean_funnel("fewer form")
    with pytest.raises(Refused, match="zh, en"):
        table.to_json_dict("fr")


@pytest.mark.parametrize(
    ("scenarios", "said"),
    [
        ("ab", "got str 'ab'"),
        (["status_quo", "yantian"], "got str 'status_quo'"),
        (None, "got NoneType"),
        ([None, None], "got NoneType"),
        ({1: None, 2: None}, "got NoneType"),
    ],
)
def test_what_is_no_scenario_is_refused_in_words(scenarios, said):
    with pytest.raises(Refused, match=r"a scenario is needed|a list of scenarios") as refused:
        compare(scenarios, seeds=[1], days=5)
    assert said in str(refused.value)


def test_a_missing_scenario_among_good_ones_is_refused(town):
    with pytest.raises(Refused, match="a scenario is needed"):
        compare({"a": town, "b": None}, seeds=[1], days=5)


@pytest.mark.parametrize(
    ("seeds", "said"),
    [
        ([1, 1], "1 is given twice"),
        ([3, 4, 3], "3 is given twice"),
        (None, "NoneType"),
        (3, "int 3"),
        ("12", "str '12'"),
        (range(10**12), "1000001 is out of range"),
        (count(), "1000001 is out of range"),
    ],
)
def test_seeds_are_distinct_whole_numbers(town, fewer_forms, seeds, said):
    with pytest.raises(Refused) as refused:
        compare([town, fewer_forms], seeds=seeds, days=10)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"redraw": "no"}, "got str 'no'"),
        ({"redraw": None}, "got NoneType"),
        ({"progress": 3}, "got int 3"),
    ],
)
def test_what_goes_beside_is_checked_too(town, fewer_forms, wrong, said):
    with pytest.raises(Refused) as refused:
        compare([town, fewer_forms], seeds=[1], days=10, **wrong)
    assert said in str(refused.value) and refused.value.text("zh") != refused.value.text("en")
    with pytest.raises(Refused):
        simulate(town, days=10, **wrong)


@pytest.mark.parametrize("name", ["", " ", 3])
def test_a_scenario_is_called_something(town, fewer_forms, name):
    with pytest.raises(Refused, match="not empty"):
        compare({name: town, "b": fewer_forms}, seeds=[1], days=10)


@pytest.mark.parametrize("workers", [0, -1, True, 1.5, "two"])
def test_workers_are_one_or_more(town, fewer_forms, workers):
    with pytest.raises(Refused, match="workers"):
        compare([town, fewer_forms], seeds=[1], days=10, workers=workers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_has_a_label_and_its_unit_has_words(language):
    for name, about in INDICATORS.items():
        assert words(language).has(f"unit.{about.unit}"), about.unit
        assert label_with_unit(name, language)
        assert about.margin > 0 and about.better in ("higher", "lower", "none")
