"""A resident's two lives: the same days to the bit, and a named cause for whatever ended otherwise."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

from shapan import load, simulate
from shapan.experiments.cli import main
from shapan.experiments.comparing.two_lives import Parting, causes, partings, residents
from shapan.experiments.reports.wording import words
from shapan.experiments.runs import beside, replaying
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.replaying import Life, two_lives
from shapan.model.columns import MET_LATE, MET_ON_TIME, NEVER, NEVER_HEARD
from shapan.model.observation.figures import BINS

FIRST = load("status_quo").with_place("training_town")
SECOND = FIRST.with_policy("yantian")
SEED, DAYS, WARMUP = 3, 90, 20


@pytest.fixture(scope="module")
def worlds():
    return two_lives((FIRST, SECOND), SEED, DAYS, WARMUP)


@pytest.fixture(scope="module")
def found(worlds):
    return partings(*worlds)


def test_watched_worlds_are_those_of_the_main_runs(worlds):
    for scenario, world in zip((FIRST, SECOND), worlds, strict=True):
        run = simulate(scenario, SEED, DAYS, WARMUP)
        count = Counter(BINS[life.bin] for life in world.lives.values())
        assert {"born": len(world.lives), **{name: count[name] for name in BINS}} == run.funnel


def test_nearly_every_need_that_ended_otherwise_has_a_named_cause(found):
    count = causes(found)
    otherwise = sum(count.values())
    assert otherwise > 300, "the sample says something"
    assert count.get("unknown", 0) <= 0.01 * otherwise
    assert len(count) >= 6, "not everything is put down to one cause"


def test_nothing_parts_before_its_need_is_born_and_what_is_alike_is_not_told(found, worlds):
    assert all(one.day >= one.any.born for one in found)
    fields = {one.key for one in found}
    alike = [key for key in worlds[0].lives if key in worlds[1].lives and key not in fields]
    assert alike
    for key in alike:
        assert worlds[0].lives[key].bin == worlds[1].lives[key].bin
        assert worlds[0].lives[key].done == worlds[1].lives[key].done


def test_what_arose_in_one_world_drew_a_number_between_the_two_rates(found, worlds):
    from shapan.model.hashing import plain_uniform
    from shapan.model.needs.draws import KEEP_DRAW

    alone = [one for one in found if one.cause == "born"]
    for one in alone:
        kind, cell = one.any.kind, int(worlds[0].cell_of[one.any.resident])
        rates = [float(world.arise[one.any.born, cell][kind]) for world in worlds]
        drawn = plain_uniform(one.key, KEEP_DRAW) * float(worlds[0].ceilings[kind])
        there = 0 if one.lives[0] is not None else 1
        assert drawn < rates[there] and drawn >= rates[1 - there]


def test_one_resident_is_seen_as_all_are(found, worlds):
    who = residents(found)[0][0]
    alone = two_lives((FIRST, SECOND), SEED, DAYS, WARMUP, who)
    for mine, everybody in zip(alone, worlds, strict=True):
        assert mine.lives == {key: life for key, life in everybody.lives.items() if life.resident == who}


def same(one, other):
    assert one.lives == other.lives and one.arise.keys() == other.arise.keys()
    assert all(np.array_equal(one.arise[at], other.arise[at]) for at in one.arise)
    assert all(np.array_equal(one.minds[who], other.minds[who]) for who in one.minds)
    for name in ("index", "cell_of", "ceilings"):
        assert np.array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("dies", [False, True])
def test_two_processes_see_what_one_sees_also_where_one_of_them_dies(monkeypatch, found, worlds, dies):
    who = residents(found)[0][0]
    one_by_one = two_lives((FIRST, SECOND), SEED, DAYS, WARMUP, who)
    started = []

    def start(words, **more):
        started.append(subprocess.Popen([sys.executable, "-c", "raise SystemExit(9)"] if dies else words, **more))
        return started[-1]

    monkeypatch.setattr(replaying, "RESIDENT_DAYS_BESIDE", 0)
    monkeypatch.setattr(replaying, "cores", lambda: 2)
    monkeypatch.setattr(beside, "start_process", start)
    side_by_side = two_lives((FIRST, SECOND), SEED, DAYS, WARMUP, who)
    assert len(started) == 1 and (started[0].returncode == 0) is not dies
    for mine, theirs in zip(one_by_one, side_by_side, strict=True):
        same(mine, theirs)


def test_a_process_beside_is_gone_when_the_world_here_fails(monkeypatch):
    with pytest.raises(KeyboardInterrupt), beside.Beside(SECOND, (SEED, DAYS, WARMUP), None) as other:
        raise KeyboardInterrupt
    assert other.world() is None and other.ended


def test_a_scenario_against_itself_parts_nowhere(worlds):
    assert partings(worlds[0], worlds[0]) == []


LIFE = Life(
    resident=1,
    kind=0,
    born=10,
    heard_day=12,
    heard_time=8.5,
    channel=0,
    department=False,
    mistaken=False,
    arrives=8.5,
    door=0,
    door_day=12,
    wait=1.0,
    hands=8.0,
    started=9.0,
    closed=9.5,
    done=9.5,
    returns=0,
    poor=0,
    lapses=30.0,
    bin=MET_ON_TIME,
)
UNHEARD = LIFE._replace(heard_day=-1, heard_time=NEVER, channel=-1, done=20.0, bin=NEVER_HEARD)


@pytest.mark.parametrize(
    ("other", "first", "cause"),
    [
        (UNHEARD, "heard", "heard"),
        (LIFE._replace(channel=3), "heard", "heard"),
        (LIFE._replace(heard_time=8.4, started=19.0, closed=19.5, done=19.5, wait=4.0, bin=MET_LATE), "heard", "queue"),
        (LIFE._replace(department=True, closed=15.0, done=15.0, bin=MET_LATE), "department", "department"),
        (LIFE._replace(mistaken=True, arrives=14.0, started=14.5, bin=MET_LATE), "wrong_door", "wrong_door"),
        (LIFE._replace(arrives=9.25), "desk", "desk"),
        (LIFE._replace(door=1, started=11.0, closed=11.5, done=11.5, bin=MET_LATE), "door", "door"),
        (LIFE._replace(wait=3.0, started=11.0, closed=11.5, done=11.5, bin=MET_LATE), "queue", "queue"),
        (LIFE._replace(wait=2.0, hands=4.0, started=11.0, closed=11.5, done=11.5, bin=MET_LATE), "hands", "hands"),
        (LIFE._replace(started=11.0, closed=11.5, done=11.5, bin=MET_LATE), "turn", "turn"),
        (LIFE._replace(closed=14.0, done=14.0, bin=MET_LATE), "work", "work"),
        (LIFE._replace(returns=1, done=19.0, bin=MET_LATE), "quality", "quality"),
        (LIFE._replace(lapses=40.0), "patience", "patience"),
        (LIFE._replace(bin=MET_LATE), "unknown", "unknown"),
    ],
)
def test_the_first_step_that_differs_and_the_one_that_decided(worlds, other, first, cause):
    def world(life):
        return type(worlds[0])({7: life}, {}, worlds[0].index, worlds[0].cell_of, worlds[0].ceilings)

    (one,) = partings(world(LIFE), world(other))
    (back,) = partings(world(other), world(LIFE))
    assert (one.first, one.cause, one.day) == (back.first, back.cause, back.day)
    assert (one.first, one.cause) == (first, cause) and isinstance(one, Parting)
    assert one.ended_otherwise == (LIFE.bin != other.bin)


def test_what_cannot_be_replayed_is_refused():
    with pytest.raises(Refused, match="different places"):
        two_lives((FIRST, load("yantian")), 1, 5, 0)
    with pytest.raises(Refused, match="--resident: 999999 is out of range"):
        two_lives((FIRST, SECOND), 1, 5, 0, 999_999)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_of_the_command_has_its_facts(capsys, found, language):
    who = residents(found)[0][0]
    typed = ["replay", "status_quo", "yantian", "--place", "training_town", "--seed", str(SEED), "--days", str(DAYS)]
    typed += ["--warmup", str(WARMUP), "--resident", str(who), "--json", "--lang", language]
    assert main(typed) == 0
    text = json.loads(capsys.readouterr().out)
    mine = [one for one in found if one.any.resident == who]
    assert [one["cause"] for one in text["partings"]] == [one.cause for one in mine]
    for one in text["partings"]:
        assert len(one["told"]) == 4 + (one["first"] != one["cause"]) and all(
            "{" not in line.split("status_quo")[0] for line in one["told"]
        )
        assert not any(words(language)("replay.nobody") in line for line in one["told"][1:2] if one["first"] == "heard")
        for line, life in zip(one["told"][-2:], one["lives"], strict=True):
            assert life is None or life["heard_day"] < 0 or life["heard_day"] >= life["born"]
            assert life is None or words(language)(f"funnel.{BINS[life['bin']]}") in line
