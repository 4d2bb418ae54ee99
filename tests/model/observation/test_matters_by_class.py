"""Figures of collective matters by class: what is counted, what later compliance means, known answers by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from shapan.model.deliberation.kinds import MATTERS
from shapan.model.deliberation.matter import Matter
from shapan.model.observation.indicators import INDICATORS
from shapan.model.observation.matters_by_class import CLASSES, FIGURES, class_counts, kept, of_class

NOBODY = np.zeros(0, np.int64)


def matter(kind, **known):
    facts = {"number": 0, "key": np.uint64(1), "community": 0, "estate": 0, "raised": 0, "ready": 0}
    held = {"household": NOBODY, "private": np.zeros(0), "belief": np.zeros(0)}
    return Matter(**{**facts, **held, **known, "kind": MATTERS[kind]})


def docket(*matters, covenant=(0.0,)):
    """Only what the figures look at."""
    closed = [one for one in matters if one.ended]
    return SimpleNamespace(closed=closed, open=[one for one in matters if one.open], covenant=np.array(covenant))


def test_a_contested_matter_does_not_touch_the_figures_of_routine_ones():
    routine = matter("yard_order", raised=10, ended="settled", ended_on=30, agreed_on=25, compliance=0.6)
    without = of_class(docket(routine), 5)
    both = of_class(docket(routine, matter("lift", raised=10)), 5)
    assert both["matters_settled_share_routine"] == without["matters_settled_share_routine"] == 1.0
    assert (both["matter_days_routine"], both["matter_heed_routine"]) == (20.0, 0.6)
    assert both["matters_settled_share_contested"] == 0.0 and math.isnan(without["matters_settled_share_contested"])
    assert math.isnan(both["matter_heed_contested"]), "nobody can stand by what was not agreed"


def test_what_ended_in_the_warm_up_is_left_out_and_what_is_open_counts():
    before = matter("road", raised=0, ended="settled", ended_on=4, agreed_on=3, compliance=1.0)
    given_up = matter("road", raised=0, ended="given_up", ended_on=20)
    found = of_class(docket(before, given_up, matter("road", raised=12), matter("road", raised=13)), 5)
    assert found["matters_settled_share_works"] == 0.0 and math.isnan(found["matter_days_works"])
    assert math.isnan(found["matter_heed_works"])


@pytest.mark.parametrize(
    ("known", "left"),
    [
        ({"ended": "settled", "ended_on": 9, "compliance": 0.7}, 0.7),
        ({"compliance": 0.7}, 0.0),
        ({"ended": "settled", "ended_on": 9, "compliance": 0.7, "on_paper": True}, 0.0),
    ],
    ids=["carried out", "waits", "on paper"],
)
def test_nobody_lives_by_what_was_not_carried_out(known, left):
    assert kept(matter("lighting", agreed_on=5, **known), np.array([0.2])) == left


def test_a_covenant_is_kept_as_far_as_it_has_not_faded():
    agreed = matter("covenant", agreed_on=5, ended="settled", ended_on=6, compliance=0.8)
    assert kept(agreed, np.array([0.3])) == pytest.approx(0.3)


def test_every_class_and_figure_is_declared_and_counts_add_up_over_kinds():
    assert {f"{figure}_{name}" for figure in FIGURES for name in CLASSES} <= set(INDICATORS)
    assert {kind.matter_class for kind in MATTERS.values()} == set(CLASSES)
    counts = {"road": {"raised": 2, "settled": 1}, "lighting": {"raised": 3, "settled": 0}, "lift": {"raised": 1}}
    assert class_counts(counts) == {"works": {"raised": 5, "settled": 1}, "contested": {"raised": 1}}
