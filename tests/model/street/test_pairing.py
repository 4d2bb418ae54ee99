"""Teams of departments: matched to where a community does worst, one exchanged a year; problems and ratings."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.government import paired_with
from shapan.model.street.lists import outcome_of
from shapan.model.street.pairing import NAMES, dealt, exchanged, lacking, matched, most_communities, room_left
from shapan.model.street.rating import score_of

FROM_EACH = np.random.default_rng(3).poisson(20.0, (19, len(NAMES))).astype(np.float64)


@pytest.mark.parametrize("count", [1, 3, 7, 10])
def test_every_community_has_its_departments_and_none_has_them_all(count):
    teams = matched(FROM_EACH, count)
    assert all(len(set(team)) == count for team in teams)
    adopted = [sum(name in team for team in teams) for name in NAMES]
    assert sum(adopted) == 19 * count and max(adopted) <= most_communities(19, count) + 1
    assert len({frozenset(team) for team in teams}) >= (10 if count < 10 else 5), "neighbours have others"


def test_a_community_gets_the_department_where_it_does_worst():
    missed = np.full((6, len(NAMES)), 10.0)
    missed[4, 2] = 60.0
    assert NAMES[2] in matched(missed, 1)[4]
    assert lacking(missed)[4, 2] == lacking(missed).max() > 2.0
    alike = lacking(np.outer([1.0, 2.0, 4.0], np.full(len(NAMES), 9.0)))
    assert alike == pytest.approx(np.ones(alike.shape)), "to be large is not to be worse off"


def test_where_nobody_knows_what_is_missed_departments_are_dealt_out():
    assert matched(np.zeros((5, len(NAMES))), 2) == dealt(5, 2) == [paired_with(one, 2) for one in range(5)]
    assert matched(FROM_EACH, 0) == [()] * 19


def test_a_year_later_the_best_served_makes_way_for_the_worst():
    worse = np.ones(len(NAMES))
    worse[0], worse[5] = 0.2, 3.0
    room = np.ones(len(NAMES), np.int64)
    team = (NAMES[0], NAMES[1])
    assert exchanged(team, worse, room) == (NAMES[5], NAMES[1])
    room[5] = 0
    assert exchanged(team, worse, room)[0] not in (NAMES[0], NAMES[5]), "whoever has room, where it does worse"
    worse[:] = 1.0
    assert exchanged(team, worse, room) == team and exchanged((), worse, room) == ()
    assert room_left([team] * 2, 11).tolist() == [0, 0] + [2] * 9


@pytest.mark.parametrize(
    ("ended", "met", "overdue", "proof", "paper", "outcome"),
    [
        (True, True, False, True, False, "solved"),
        (True, False, True, True, False, "lost"),
        (False, False, True, False, True, "on_paper"),
        (False, False, True, True, True, ""),
        (False, False, False, False, True, ""),
        (False, False, True, False, False, ""),
    ],
)
def test_a_problem_is_struck_off_on_paper_only_where_no_proof_is_asked(ended, met, overdue, proof, paper, outcome):
    assert outcome_of(ended, met, overdue, proof, paper) == outcome


def test_streets_rate_what_they_have_seen():
    assert score_of(0, 0, 0.0, 0.0) is None
    assert score_of(3, 4, 0.0, 0.0) == pytest.approx(0.75)
    assert score_of(3, 4, 10.0, 5.0) == pytest.approx(0.625)
