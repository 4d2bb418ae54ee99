"""Who wins, against the answers of an independent library on stored elections (see oracle/README.md)."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from pathlib import Path

import pytest

from shapan.model.elections import RULES, Election

STORED = json.loads((Path(__file__).parent / "oracle" / "elections.json").read_text(encoding="utf-8"))
COMPARED = ("greedy", "greedy_per_cost", "equal_shares", "phragmen")


def election_of(asked):
    election = Election.of(asked["cost"], asked["budget"], asked["ballots"], asked["ids"])
    return dataclasses.replace(election, step=asked["step"])


def test_there_are_enough_elections_of_enough_shapes():
    shapes = Counter(asked["shape"] for asked in STORED)
    assert len(STORED) >= 1000 and len(shapes) >= 18 and min(shapes.values()) >= 10
    assert all(set(asked["winners"]) == set(COMPARED) for asked in STORED)
    dear = [asked for asked in STORED if asked["budget"] and max(asked["cost"]) > asked["budget"]]
    empty = [asked for asked in STORED if [] in asked["ballots"]]
    assert len(dear) > 100 and len(empty) > 100


@pytest.mark.parametrize("rule", COMPARED)
def test_the_same_projects_win(rule):
    differ = []
    for number, asked in enumerate(STORED):
        election = election_of(asked)
        outcome = RULES[rule](election)
        # The library also funds what nobody voted for, last of all; here that is not funded.
        theirs = [project for project in asked["winners"][rule] if election.votes[project]]
        if sorted(outcome.funded) != sorted(theirs):
            differ.append((number, asked["shape"], outcome.funded, theirs))
    assert not differ, differ[:5]


def test_equal_shares_buys_in_the_same_order():
    for asked in STORED:
        election = election_of(asked)
        outcome = RULES["equal_shares"](election)
        dear = [project for project in outcome.funded if election.cost[project]]
        theirs = [one for one in asked["winners"]["equal_shares"] if election.cost[one] and election.votes[one]]
        assert dear == theirs


def test_the_rules_really_differ_on_these_elections():
    pairs = [(one, other) for place, one in enumerate(COMPARED) for other in COMPARED[:place]]
    for one, other in pairs:
        assert sum(sorted(each["winners"][one]) != sorted(each["winners"][other]) for each in STORED) > 100
