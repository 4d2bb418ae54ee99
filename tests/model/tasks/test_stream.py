"""The stream of tasks: whole recurring tasks are chosen, each task has one fate, and levers act on their own link."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from shapan.model.government import DEPARTMENTS, paired_with
from shapan.model.needs.table import kind_table, pairs
from shapan.model.tasks.book import ENDS
from shapan.model.tasks.stream import (
    NUMBERS,
    RECURRING,
    Regard,
    Terms,
    drawn_part,
    fates_of,
    tasks_arising,
    terms_of,
)

EVERYTHING = np.ones(len(NUMBERS), np.bool_)
NONE = np.zeros((3, len(NUMBERS)), np.bool_)
USUAL = Regard(np.full(len(NUMBERS), 0.5), np.zeros(len(NUMBERS)))


def fates(parameters, agreed=NONE, regard=USUAL, week=100):
    return fates_of(parameters, terms_of(parameters, 1), agreed, regard, week, 1)


def share(hours, weeks=200):
    """Share of all hours from above that a mask of fates takes, over many weeks."""
    return float(np.mean([(hours(week) * RECURRING.part).sum(axis=1).mean() for week in range(weeks)]))


def test_departments_send_all_hours_and_every_mix_is_whole():
    assert sum(body.share for body in DEPARTMENTS.values()) == pytest.approx(1.0)
    assert [sum(body.mix) for body in DEPARTMENTS.values()] == pytest.approx([1.0] * len(DEPARTMENTS))
    assert len(DEPARTMENTS) == 11 and sum(bool(body.needs) for body in DEPARTMENTS.values()) >= 8
    assert len({(body.catch_up, body.share, body.mix) for body in DEPARTMENTS.values()}) == 11
    assert RECURRING.part.sum() == pytest.approx(1.0)


def test_tasks_arise_as_often_as_their_hours_say():
    hours = np.array([60.0, 150.0])
    weeks = [tasks_arising(hours, week, 4.0 * (week % 4 == 0), 1) * RECURRING.hours for week in range(1600)]
    assert np.mean(weeks, axis=0).sum(axis=1) == pytest.approx(hours, rel=0.02)
    assert not tasks_arising(np.zeros(2), 1, 4.0, 1).any()


def test_a_part_is_made_up_of_whole_tasks_and_grows_without_changing():
    lots = np.linspace(0.9, 0.1, len(NUMBERS))
    parts = [drawn_part(share, RECURRING.cuttable, lots) for share in (0.0, 0.3, 0.6, 1.0)]
    assert not parts[0].any() and np.array_equal(parts[3], RECURRING.cuttable)
    for fewer, more in itertools.pairwise(parts):
        assert not (fewer & ~more).any()
    whole = RECURRING.part[RECURRING.cuttable].sum()
    assert RECURRING.part[parts[1]].sum() == pytest.approx(0.3 * whole, abs=RECURRING.part.max())


@pytest.mark.parametrize("seed", range(5))
def test_every_task_has_one_fate(town, changed, seed):
    everything = {
        "staff.access_gate": 0.5,
        "compact.duty_lists": 0.6,
        "compact.cut_share": 0.4,
        "compact.mutual_rating": 0.5,
    }
    parameters = changed(town, everything)
    agreed = np.random.default_rng(seed).random(NONE.shape) < 0.3
    found = fates_of(parameters, terms_of(parameters, seed), agreed, USUAL, 7, seed)
    counts = np.sum([getattr(found, name) for name in ENDS], axis=0)
    assert (counts == 1).all() and not (found.insisted & ~found.done).any()
    assert found.cut.any() and found.delegated.any() and found.kept.any() and found.done.any()


def test_without_gate_lists_agreement_and_cut_everything_is_done_below(town):
    assert fates(town).done.all()


def test_the_gate_stops_own_duties_only_and_some_of_them_come_back(town, changed):
    gated = changed(town, {"staff.access_gate": 1.0})
    found, own = fates(gated), terms_of(gated, 1).own
    held = found.stopped | found.returned
    assert (held == own).all() and (found.done == ~own).all()
    back = share(lambda week: fates(gated, week=week).returned)
    assert back == pytest.approx(0.2 * RECURRING.part[own].sum(), abs=0.01)


def test_a_listed_task_is_kept_refused_or_insisted_on(town, changed):
    listed = changed(town, {"compact.duty_lists": 1.0})
    own = RECURRING.part[terms_of(listed, 1).own].sum()
    kept, refused, insisted = (
        share(lambda week, name=name: getattr(fates(listed, week=week), name))
        for name in ("kept", "refused", "insisted")
    )
    assert kept == pytest.approx(0.5 * own, abs=0.01)
    assert refused == pytest.approx(0.5 * 0.3 * 0.5 * own, abs=0.01)
    assert insisted == pytest.approx(0.5 * 0.3 * 0.5 * own, abs=0.01)
    dared = changed(listed, {"compact.mutual_rating": 1.0})
    assert share(lambda week: fates(dared, week=week).refused) == pytest.approx(0.5 * 0.5 * own, abs=0.01)


def test_who_was_named_keeps_more_and_lets_less_come_back(town, changed):
    gated = changed(town, {"staff.access_gate": 0.8})
    named = Regard(USUAL.lists, np.ones(len(NUMBERS)))
    own = RECURRING.part[terms_of(gated, 1).own].sum()
    assert share(lambda week: fates(gated, week=week).kept) == 0.0
    assert share(lambda week: fates(gated, regard=named, week=week).kept) == pytest.approx(0.5 * own, abs=0.01)
    assert share(lambda week: fates(gated, regard=named, week=week).returned) == 0.0


def test_no_relief_is_counted_twice(town, changed):
    """What is cut is not refused, kept or delegated as well: what lists spare is less of what is left."""
    lists, both = ({"compact.duty_lists": 0.8}, {"compact.duty_lists": 0.8, "compact.cut_share": 0.6})
    alone, together = (changed(town, levers) for levers in (lists, both))
    cut = terms_of(together, 1).cut
    found = [fates(together, agreed=~NONE, week=week) for week in range(50)]
    assert cut.any() and all(not (one.delegated | one.kept | one.refused)[:, cut].any() for one in found)
    spared = [share(lambda week, one=one: ~fates(one, week=week).done, 50) for one in (alone, together)]
    cut_alone = float(RECURRING.part[cut].sum())
    assert max(spared[0], cut_alone) < spared[1] < spared[0] + cut_alone


def test_communities_are_paired_with_departments_of_their_own(town, changed):
    few, many = (changed(town, {"party.paired_departments": count}) for count in (4, 10))
    kinds = kind_table(town)
    left = [pairs(kinds, one) for one in (few, many)]
    assert len(np.unique(left[0], axis=0)) > 1, "all communities have the same departments"
    assert (left[1] < 1.0).sum() > (left[0] < 1.0).sum()
    dealt = [name for community in range(11) for name in paired_with(community, 4)]
    assert {dealt.count(name) for name in DEPARTMENTS} == {4}
    assert (pairs(kinds, town) == 1.0).all()


def test_terms_are_of_the_recurring_tasks(town):
    terms = terms_of(town, 1)
    assert isinstance(terms, Terms) and not terms.listed.any() and not terms.cut.any()
    assert RECURRING.part[terms.own].sum() == pytest.approx(0.7, abs=RECURRING.part.max())
