"""Beliefs, joint draws, what is kept of them and what a card over them says: known answers, and no run of the model."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from shapan.experiments.cli import main, making
from shapan.experiments.evidence.model_mark import model_mark
from shapan.experiments.reports.wording import words
from shapan.experiments.runs.task import Finished, Summary
from shapan.experiments.worlds.card import FEWEST_WORLDS, card, cards_of, verdict_of
from shapan.experiments.worlds.drawing import dimensions, joint_draws, spread, value_at
from shapan.experiments.worlds.finding import own_file, tasks_over
from shapan.experiments.worlds.keeping import Trying, read_tried, trial_of, try_draws
from shapan.experiments.worlds.seeds import seed_of_world
from shapan.experiments.worlds.telling import card_lines
from shapan.model.belief import Belief, Weights
from shapan.model.parameters import all_parameters
from shapan.model.parameters.believing import FACTOR, beliefs
from shapan.scenarios.worlds import (
    DEADLINES,
    QUESTIONS,
    World,
    in_world,
    kept_worlds,
    places_with_worlds,
    ranges_of,
    with_deadlines,
    write_kept,
)

SHARES = np.linspace(0.001, 0.999, 41)
PLACE = "training_town"


@pytest.mark.parametrize(
    ("belief", "known"),
    [
        (Belief(2.0, 6.0, "uniform"), stats.uniform(2.0, 4.0)),
        (Belief(0.02, 0.5), stats.loguniform(0.02, 0.5)),
        (Belief(-1.0, 3.0, "triangular", 0.0), stats.triang(0.25, -1.0, 4.0)),
        (Belief(0.5, 1.0, "triangular", 1.0), stats.triang(1.0, 0.5, 0.5)),
        (Belief(0.0, 10.0, "beta", 2.0), stats.beta(1.8, 4.2, 0.0, 10.0)),
    ],
)
def test_quantiles_of_a_belief_are_those_of_its_distribution(belief, known):
    assert [belief.at(u) for u in SHARES] == pytest.approx(known.ppf(SHARES).tolist(), rel=1e-9)


def test_what_may_not_happen_at_all_has_its_weight():
    belief = Belief(0.2, 0.4, off=0.0, off_weight=0.25)
    assert [belief.at(u) for u in (0.0, 0.249)] == [0.0, 0.0]
    assert belief.at(0.25) == pytest.approx(0.2) and belief.at(1.0) == pytest.approx(0.4)


def test_weights_are_shares_of_all_weight():
    rule = Weights((("a", 1.0), ("b", 3.0)))
    assert [rule.at(u) for u in (0.0, 0.24, 0.26, 1.0)] == ["a", "a", "b", "b"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Belief(2.0, 1.0, "uniform"),
        lambda: Belief(0.0, 1.0),
        lambda: Belief(1.0, 2.0, mode=3.0),
        lambda: Belief(1.0, 2.0, off=0.0),
        lambda: Weights((("a", 0.0),)),
    ],
)
def test_a_belief_that_means_nothing_is_refused(wrong):
    with pytest.raises(ValueError):
        wrong()


def test_every_belief_keeps_to_the_limits_and_holds_its_default():
    for name, belief in beliefs().items():
        parameter = all_parameters()[name]
        if isinstance(belief, Weights):
            assert {answer for answer, _ in belief.of} <= set(parameter.choices)
            continue
        assert belief.low <= float(parameter.default) <= belief.high, name
        assert parameter.about.low <= belief.low <= belief.high <= parameter.about.high, name


def test_a_weaker_grade_means_a_wider_belief():
    assert FACTOR["A"] < FACTOR["B"] < FACTOR["C"] < FACTOR["D"]
    hazard, mediators = beliefs()["hearing.report_hazard"], beliefs()["units.mediators_per_community"]
    assert (hazard.low, hazard.high) == pytest.approx((0.015 / 1.3, 0.015 * 1.3))
    assert (mediators.low, mediators.high) == pytest.approx((1.23 / 1.2, 1.23 * 1.2))
    learned = beliefs()["volunteer_work.learned_share"]
    assert (learned.low, learned.high) == pytest.approx((0.87, 1.0 - 0.1 / 1.3))


def test_every_dimension_is_drawn_once_in_each_part_of_its_belief():
    for name in ("hearing.report_hazard", "service.late_rule", DEADLINES):
        assert sorted((spread(name, 50) * 50).astype(int)) == list(range(50))
    one, other = spread("hearing.report_hazard", 200), spread("hearing.app_hazard", 200)
    assert abs(np.corrcoef(one, other)[0, 1]) < 4.0 / math.sqrt(200.0)


def test_draws_are_the_same_everywhere_and_a_new_assumption_moves_none(monkeypatch):
    """The three numbers were drawn on another day, so another machine or version that draws otherwise is noticed."""
    assert spread("hearing.report_hazard", 10, 2026)[:3].tolist() == pytest.approx(PINNED, abs=1e-12)
    before = joint_draws(12, 5)
    joint_draws.cache_clear()
    fewer = dimensions()[1:]
    monkeypatch.setattr("shapan.experiments.worlds.drawing.dimensions", lambda: fewer)
    after = joint_draws(12, 5)
    joint_draws.cache_clear()
    assert [world.values[name] for world in before for name in fewer] == [
        world.values[name] for world in after for name in fewer
    ]


PINNED = (0.23057458140555265, 0.7750364479116607, 0.45577460501867667)


def test_a_world_is_the_same_for_all_scenarios_and_yields_to_what_they_assume(town):
    world = World("x", {"hearing.report_hazard": 0.012, "service.late_rule": "first", DEADLINES: "halved"})
    policy = town.with_policy("yantian")
    one, other = in_world(town, world), in_world(policy, world)
    assert one.parameters.assumptions == other.parameters.assumptions
    assert one.parameters.place == other.parameters.place != town.parameters.place
    assert other.parameters.levers == policy.parameters.levers and one.name == town.name
    assert one.values["service.late_rule"] == "first" and one.hash != town.hash
    own = in_world(town.assume("hearing.report_hazard", 0.02), world)
    assert own.values["hearing.report_hazard"] == 0.02
    assert in_world(town, World("nothing", {})).hash == town.hash


def test_terms_are_halved_or_those_of_the_hotline(town):
    place = town.parameters.place
    days = {answer: {kind.id: kind.deadline_days for kind in with_deadlines(place, answer).needs} for answer in ANSWERS}
    assert days["halved"] == {kind: math.ceil(term / 2) for kind, term in days["as_stated"].items()}
    assert {kind for kind in days["hotline"] if days["hotline"][kind] != days["as_stated"][kind]} == {"hazard"}


ANSWERS = [answer for answer, _ in QUESTIONS[DEADLINES].of]
FIT = {"coverage": 0.6, "patrol_to_report_ratio": 6.0, "settled_in_community_share": 0.8}
FIT |= {"handled_within_7_days_of_handled_share": 0.85, "staff_utilisation": 0.85}


def finished(task, **figures):
    bins = ("born", "met_on_time", "met_late", "lapsed_waiting", "wrong_door", "never_heard", "open")
    found = Summary({**FIT, **figures}, dict.fromkeys(bins, 1), {}, 10, 1, 1)
    return Finished(task, 0.0, found)


def test_draws_that_leave_what_is_known_are_dropped_and_counted(town, tmp_path):
    worlds = joint_draws(12, 5)
    spoilt = {worlds[1].name: {"coverage": 0.2}, worlds[2].name: {"coverage": 0.8, "staff_utilisation": 0.5}}
    asked = []

    def run(tasks):
        asked.extend(task.name for task in tasks)
        return iter([finished(task, **spoilt.get(task.name, {})) for task in tasks])

    how = Trying(tmp_path / "tried.csv", "mark")
    trial = try_draws(town, worlds, 3, how, run)
    assert [world.name for world in trial.kept.worlds] == [worlds[number].name for number in (0, 3, 4)]
    assert (trial.tried, trial.left, trial.kept.tried) == (5, 7, 5)
    assert trial.dropped == {"coverage": 2, "staff_utilisation": 1}
    with how.path.open("a") as file:
        file.write("2026,ma")  # cut off while it was written
    again = try_draws(town, worlds, 4, how, run)
    assert asked == [world.name for world in worlds[:6]], "what was tried is not tried again"
    assert len(again.kept.worlds) == 4 and len(read_tried(how.path)) == 6
    fresh = try_draws(town, worlds, 3, replace(how, model="another"), run)
    assert len(asked) == 6 + 5 and fresh.kept.model == "another"


def test_a_draw_whose_run_failed_fits_nothing(town):
    worlds = joint_draws(12, 5)
    ranges = ranges_of(PLACE)
    failed = read_tried.__globals__["Tried"](worlds[0].name, "mark", {})
    assert trial_of(worlds, [failed], ranges, 3, "mark").kept is None
    assert failed.misses(ranges) == list(ranges)


def test_kept_worlds_are_read_as_they_were_written(tmp_path):
    worlds = joint_draws(12, 5)[:3]
    trial = trial_of(worlds, [], {}, 3, "mark")
    assert trial.kept is None
    path = tmp_path / "here.csv"
    write_kept(path, replace(kept_worlds(PLACE), worlds=worlds))
    assert kept_worlds("here", path).worlds == worlds
    text = path.read_text().replace("hearing.report_hazard", "hearing.no_longer_there", 1)
    path.write_text(text)
    assert kept_worlds("here", path).unknown == ("hearing.no_longer_there",)


def test_shipped_worlds_are_of_this_build_s_assumptions_and_within_limits(town):
    assert PLACE in places_with_worlds()
    for place in places_with_worlds():
        kept = kept_worlds(place)
        assert len(kept.worlds) >= FEWEST_WORLDS and kept.tried >= len(kept.worlds)
        drawn = {world.name: world for world in joint_draws()}
        for world in kept.worlds:
            assert in_world(town, world).parameters
            assert all(drawn[world.name].values[name] == value for name, value in world.values.items())


def toy(draws, effect, noise, seed=1):
    """Differences that follow one dimension, and worlds of all of them."""
    worlds = joint_draws(draws, seed)
    draw = np.random.default_rng(seed)
    return np.array([effect(world) for world in worlds]) + noise * draw.standard_normal(draws), worlds


def test_shares_and_middle_of_a_card_are_those_of_a_known_distribution():
    draw = np.random.default_rng(3)
    gaps = 0.01 + 0.02 * draw.standard_normal(4000)
    got = card("coverage", gaps, [World(str(number), {}) for number in range(4000)], gaps[:20])
    known = stats.norm(0.01, 0.02)
    share = known.sf(0.0)
    assert got.better / got.worlds == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / 4000))
    assert [got.lo, got.mid, got.hi] == pytest.approx(known.ppf([0.05, 0.5, 0.95]).tolist(), abs=0.003)
    assert got.verdict == "depends"
    luck = stats.t(19, gaps[:20].mean(), gaps[:20].std(ddof=1)).ppf([0.05, 0.95])
    assert got.luck == pytest.approx(tuple(luck))


@pytest.mark.parametrize(
    ("gaps", "better", "verdict"),
    [
        ([0.02] * 36 + [-0.02] * 4, "higher", "better"),
        ([0.02] * 35 + [-0.02] * 5, "higher", "depends"),
        ([0.02] * 36 + [-0.02] * 4, "lower", "worse"),
        ([-0.02] * 36 + [0.02] * 4, "none", "lower"),
        ([0.004] * 36 + [0.02] * 4, "higher", "no_difference"),
        ([0.02] * 9, "higher", "few"),
    ],
)
def test_a_verdict_needs_nine_worlds_in_ten(gaps, better, verdict):
    assert verdict_of(np.array(gaps), better, 0.005) == verdict


def test_a_card_names_what_the_difference_hangs_on_and_where_it_turns():
    """The difference is known: zero where the hazard is 0.0135, and worse below."""
    name = "hearing.report_hazard"
    gaps, worlds = toy(120, lambda world: 4.0 * math.log(world.values[name] / 0.0135), 0.05)
    got = card("coverage", gaps, worlds)
    first = got.hinges[0]
    assert first.name == name and first.stands_out and first.correlation > 0.9
    assert first.turn.side == "below" and first.turn.value == pytest.approx(0.0135, rel=0.01)
    far, worlds = toy(120, lambda world: 1.0 + math.log(world.values[name]), 0.05)
    outside = card("coverage", far, worlds).hinges[0]
    assert outside.stands_out and outside.turn is None, "it would turn only where nobody believes it to be"


def test_a_question_turns_where_it_is_answered_so():
    gaps, worlds = toy(80, lambda world: -0.05 if world.values["service.late_rule"] == "first" else 0.05, 0.005)
    found = {hinge.name: hinge for hinge in card("coverage", gaps, worlds).hinges}["service.late_rule"]
    assert (found.answer, found.turn.side, found.turn.value) == ("first", "where", "first")


def test_where_nothing_matters_nothing_stands_out():
    """The noise level is exceeded in one of twenty cases; of 30, more than six would be one in 500 cards too many."""
    worlds, draw = joint_draws(40, 1), np.random.default_rng(4)
    cards = [card("coverage", draw.standard_normal(40), worlds) for _ in range(30)]
    assert sum(one.hinges[0].stands_out for one in cards) <= 6
    assert 0.4 < cards[0].noise < 0.8


class Pairs:
    """As much of a comparison as a card looks at."""

    def __init__(self, gaps, alike=False):
        self.names, self.baseline, self.seeds = ("A", "B"), "A", tuple(range(len(gaps)))
        self.values = {"coverage": {"A": dict.fromkeys(self.seeds, 0.5), "B": dict(enumerate(0.5 + np.array(gaps)))}}
        self.alike = (True, alike)


def test_two_policies_that_are_the_same_make_no_difference():
    worlds = dict(enumerate(joint_draws(12, 5)))
    got = cards_of(Pairs([0.0] * 12, alike=True), Pairs([0.0] * 5, alike=True), worlds)["B"]["coverage"]
    assert (got.verdict, got.better, got.worse, got.hinges) == ("same", 0, 0, ())
    trifle = cards_of(Pairs([0.001, -0.001] * 6), Pairs([0.001] * 5), worlds)["B"]["coverage"]
    assert trifle.verdict == "no_difference"
    assert "no difference" in next(card_lines({"coverage": trifle}, "B", "A", words("en")))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_card_can_be_told(language):
    gaps, worlds = toy(40, lambda world: math.log(world.values["hearing.report_hazard"] / 0.014), 0.01)
    for one in (gaps, -gaps, np.abs(gaps), np.zeros(40), gaps[:5]):
        found = list(card_lines({"coverage": card("coverage", one, worlds[: len(one)])}, "B", "A", words(language)))
        assert len(found) == 3 and not any("{" in line for line in found)


def test_scenarios_meet_the_same_worlds_with_the_same_fresh_seeds(town):
    from shapan.experiments.runs.task import Task

    scenarios = {"a": town, "b": town.with_policy("yantian")}
    tasks = tasks_over(scenarios, kept_worlds(PLACE).worlds[:2], Task("a", town, 7, 30, 10))
    assert [(task.name, task.seed) for task in tasks] == [
        (name, seed_of_world(7, number)) for number in (0, 1) for name in "ab"
    ]
    for one, other in ((0, 1), (2, 3)):
        assert tasks[one].scenario.parameters.assumptions == tasks[other].scenario.parameters.assumptions
    assert tasks[0].scenario.hash != tasks[2].scenario.hash


def pretend(tasks, *_, **__):
    """Runs of a model in which a policy gains what its hazard of reporting says."""
    for task in tasks:
        gain = 0.0 if task.column == 0 else 5.0 * task.scenario.values["hearing.report_hazard"]
        yield finished(task, coverage=0.5 + gain + 1e-5 * (task.seed % 7))


SHORT = ["--place", PLACE, "--reps", "5", "--days", "30", "--warmup", "10"]


def test_compare_prints_a_card_beside_all_it_said_before(monkeypatch, capsys):
    monkeypatch.setattr(making, "run_many", pretend)
    assert main(["compare", "status_quo", "yantian", *SHORT, "--json"]) == 0
    before = json.loads(capsys.readouterr().out)
    assert main(["compare", "status_quo", "yantian", *SHORT, "--draws", "12", "--json"]) == 0
    after = json.loads(capsys.readouterr().out)
    assert {key: after[key] for key in before} == before and set(after) - set(before) == {"cards", "draws"}
    got = after["cards"]["yantian"]["coverage"]
    assert (got["worlds"], got["better"], got["verdict"]) == (12, 12, "better")
    assert len(got["differences"]) == 12 and got["hinges"][0]["name"] == "hearing.report_hazard"
    kept = kept_worlds(PLACE)
    assert after["draws"]["names"] == [world.name for world in kept.worlds[:12]]
    assert main(["compare", "status_quo", "yantian", *SHORT, "--draws", "12", "--lang", "en"]) == 0
    assert "in 12 of 12 worlds that fit what is known" in capsys.readouterr().out.replace("\n", " ")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--draws", "12", "--out", "somewhere"], "without --out"),
        (["--draws", "0"], "out of range; allowed 1–"),
        (["--draws", "1000"], "out of range; allowed 1–"),
        (["--draws", "12", "--place", "guangdong_rural"], "shapan worlds guangdong_rural"),
    ],
)
def test_draws_that_cannot_be_are_refused_in_a_line(capsys, more, said):
    short = [word for word in SHORT if word not in ("--place", PLACE)] if "--place" in more else SHORT
    assert main(["compare", "status_quo", "yantian", *short, *more, "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and said in err


def test_worlds_of_two_places_are_not_the_same_worlds(capsys):
    assert (
        main(["compare", "status_quo", "training_town_status_quo", "--draws", "12", "--reps", "5", "--lang", "en"]) == 2
    )
    assert "have no worlds in common" in capsys.readouterr().err


def test_worlds_are_made_where_they_are_looked_for(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path))
    monkeypatch.setattr("shapan.experiments.cli.worlds.run_many", lambda tasks, *_: (finished(one) for one in tasks))
    assert main(["worlds", PLACE, "--draws", "6", "--keep", "2", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "2 worlds kept of 2 joint draws" in out and own_file(PLACE).is_file()
    assert kept_worlds(PLACE, own_file(PLACE)).model == model_mark()
    assert main(["worlds", PLACE, "--draws", "6", "--keep", "7"]) == 2
    assert main(["worlds", "no_such_place"]) == 2
    assert main(["worlds", PLACE, "--minutes", "0"]) == 2
    capsys.readouterr()
    assert main(["worlds", PLACE, "--draws", "6", "--keep", "2", "--minutes", "1", "--lang", "en"]) == 0
    assert "2 worlds kept of 2 joint draws" in capsys.readouterr().out


def test_a_dimension_has_the_value_of_its_belief():
    assert value_at(DEADLINES, 0.0) == "as_stated" and value_at("service.late_rule", 0.99) == "first"
    assert isinstance(value_at("supervision.seats", 0.5), int)
