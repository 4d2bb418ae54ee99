"""Two lives of a resident in words: known facts become known sentences, kept tables give the same worlds again."""

from __future__ import annotations

import numpy as np
import pytest

from shapan import load
from shapan.app.jobs.keeping import as_bytes, from_bytes
from shapan.app.jobs.lives import Lives
from shapan.experiments.comparing.life_sentences import Telling, fact_sentence, summary_lines, tale_of
from shapan.experiments.comparing.two_lives import partings
from shapan.experiments.comparing.whom import FATES, MOST, whom_to_follow
from shapan.experiments.reports.wording import words
from shapan.experiments.runs.fates import simulate_with_fates
from shapan.experiments.runs.following import follow
from shapan.experiments.runs.plans import plan_of
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.replaying import live_again
from shapan.model.columns import MET_ON_TIME

FIRST = load("status_quo").with_place("training_town")
SECOND = FIRST.with_policy("yantian")
SEED, DAYS, WARMUP = 1, 45, 10


@pytest.fixture(scope="module")
def fates():
    return [simulate_with_fates(one, SEED, DAYS, WARMUP)[1]["unmet"].to_numpy() for one in (FIRST, SECOND)]


@pytest.fixture(scope="module")
def whom(fates):
    return whom_to_follow(*fates, SEED)


@pytest.fixture(scope="module")
def lives(whom):
    return Lives(*(follow(one, SEED, DAYS, WARMUP, whom["resident"].tolist()) for one in (FIRST, SECOND)))


def test_whom_to_follow_tells_the_fate_that_fates_say(fates, whom):
    before, after = fates
    change = after.astype(int) - before
    for row in whom.to_dict("records"):
        moved = change[row["resident"]]
        assert row["fate"] == FATES[0 if moved < 0 else 1 if moved > 0 else 2]
        assert (row["before"], row["after"]) == (before[row["resident"]], after[row["resident"]])
    lost = whom[(whom["fate"] == "lost") & (whom["chosen"] == "most")]
    assert (lost["after"] - lost["before"]).tolist() == sorted(change, reverse=True)[:MOST]
    assert whom["resident"].is_unique


def test_whom_to_follow_of_nobody_and_of_few():
    none = np.zeros(5, np.int16)
    assert whom_to_follow(none, none, 1).empty
    found = whom_to_follow(np.array([1, 0, 2], np.int16), np.array([0, 1, 2], np.int16), 1)
    assert found[["fate", "resident"]].to_numpy().tolist() == [["gained", 0], ["lost", 1], ["unchanged", 2]]


def test_unmet_needs_of_a_tale_are_those_of_the_main_run(fates, whom, lives):
    worlds = (lives.first.world(), lives.second.world())
    for resident in whom["resident"]:
        tale = tale_of(worlds, resident)
        assert tale.unmet == (fates[0][resident], fates[1][resident])
        assert {one.key for one in tale.partings} <= {one.key for one in tale.facts}
        assert list(tale.facts) == sorted(tale.facts, key=lambda one: one.day)


def test_kept_lives_are_the_lives_that_were_seen(whom, lives):
    again = from_bytes(as_bytes(lives))
    assert again.first.lives.equals(lives.first.lives)
    seen = live_again(plan_of(SECOND, SEED, DAYS, WARMUP), whom["resident"].tolist())
    kept = again.second.world()
    assert kept.lives == seen.lives
    assert all(np.array_equal(kept.arise[at], rates) for at, rates in seen.arise.items())
    assert all(np.array_equal(kept.minds[one], both) for one, both in seen.minds.items())
    first = again.first.world()
    assert partings(first, kept) == partings(lives.first.world(), seen)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_is_of_a_fact(language, whom, lives):
    worlds, tell = (lives.first.world(), lives.second.world()), words(language)
    telling = Telling(("A", "B"), FIRST.parameters.place, worlds, WARMUP, tell)
    found = set()
    for resident in whom["resident"]:
        tale = tale_of(worlds, resident)
        lines = summary_lines(tale, telling)
        otherwise = sum(one.ended_otherwise for one in tale.partings)
        assert len(lines) == 3 + (max(otherwise, 1) if tale.partings else 0)
        if tale.partings:
            assert telling.date(tale.apart) in lines[1]
        for fact in tale.facts:
            life = worlds[fact.sides[0]].lives[fact.key]
            assert fact.life == life and life.resident == resident
            if fact.what == "ended":
                assert (tell("funnel.met_on_time") in fact_sentence(fact, telling)) == (life.bin == MET_ON_TIME)
            if fact.what == "heard":
                assert fact.day == life.heard_day
            found.add(fact.what)
        assert not any("{" in line or "-0.0" in line for line in lines)
    assert {"born", "heard", "door", "began", "ended"} <= found


def test_a_world_against_itself_is_told_as_one(whom, lives):
    world = lives.first.world()
    tale = tale_of((world, world), int(whom["resident"].iloc[0]))
    assert tale.apart is None and {one.sides for one in tale.facts} == {(0, 1)}


def test_nobody_with_such_a_number():
    with pytest.raises(Refused):
        follow(FIRST, SEED, DAYS, WARMUP, [10_000_000])
