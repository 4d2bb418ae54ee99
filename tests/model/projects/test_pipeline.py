"""From choice to help takes a desk, a tender, and luck; members' hands take none of it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapan.model.parameters.assumptions.delivery import DeliveryAssumptions
from shapan.model.projects.draws import project_keys
from shapan.model.projects.kinds import ACTIVITY, GOODS, SERVICE, WORKS
from shapan.model.projects.pipeline import (
    BY_QUOTES,
    BY_TENDER,
    CLAIMED_BY_MEMBERS,
    choice_day,
    claims,
    hours_of_claim,
    idle_desks,
    quick_days,
    schedule,
    tender_days,
    ways,
)
from shapan.model.projects.proposals import Proposals
from shapan.model.streams import stream_key

ASSUMED = DeliveryAssumptions()
WAYS = (BY_TENDER, BY_QUOTES, CLAIMED_BY_MEMBERS)


def projects(form: list[int], number: int = 0, infeasible: list[bool] | None = None) -> Proposals:
    count = len(form)
    rows = np.arange(count)
    return Proposals(
        form=np.array(form, np.int64),
        kind=np.zeros(count, np.int64),
        cell=rows,
        cost_fen=np.full(count, 7_800_000),
        proposer=np.ones(count, np.int64),
        registered=np.zeros(count),
        registered_share=np.zeros(count),
        infeasible=np.zeros(count, np.bool_) if infeasible is None else np.array(infeasible, np.bool_),
        key=project_keys(stream_key(number, "batch"), rows, np.zeros(count, np.int64)),
    )


def unclaimed(listed: Proposals) -> np.ndarray:
    return np.full(len(listed), BY_TENDER)


def many(form: int, batches: int = 400) -> list[Proposals]:
    return [projects([form] * 5, number) for number in range(batches)]


def test_a_tender_takes_a_month_as_a_rule_and_three_at_most():
    """S79: one month the norm, three the most."""
    days = np.concatenate([tender_days(one.key, ASSUMED) for one in many(SERVICE)])
    assert np.median(days) == pytest.approx(30.0, abs=1.5)
    assert days.max() == 90 and days.min() >= 1


def test_the_quick_procedure_begins_within_a_month_of_the_proposal_and_three_at_most():
    """S79, with the days of screening before the choice."""
    days = np.concatenate([quick_days(one.key, ASSUMED) for one in many(SERVICE)]) + ASSUMED.screening_days
    assert 20 <= np.median(days) <= 31
    assert days.max() <= 90


def test_quotes_pass_the_desks_by_and_large_projects_do_not():
    listed = projects([SERVICE] * 3)
    listed.cost_fen[:] = [5_000_00, 100_000_00, 100_001_00]
    way = ways(listed.cost_fen, np.array([True, False, False]), 100_000.0)
    assert way.tolist() == [CLAIMED_BY_MEMBERS, BY_QUOTES, BY_TENDER]
    got, desks = schedule(listed, way, 0, np.full(1, 500), ASSUMED, notice=False)
    assert got.start_day[1] == quick_days(listed.key, ASSUMED)[1] < 100
    assert got.start_day[2] == desks[0] == 500 + tender_days(listed.key, ASSUMED)[2]
    assert (ways(listed.cost_fen, np.zeros(3, np.bool_), 0.0) == BY_TENDER).all(), "without a limit nothing is quick"


def test_with_as_many_desks_as_projects_nobody_queues():
    listed, day = projects([SERVICE] * 3), 100
    got, desks = schedule(listed, unclaimed(listed), day, np.full(3, day), ASSUMED, notice=False)
    assert (got.start_day - day).tolist() == tender_days(listed.key, ASSUMED).tolist()
    assert sorted(desks.tolist()) == sorted(got.start_day.tolist())


def test_at_one_desk_tenders_follow_each_other():
    listed = projects([SERVICE] * 4)
    got, desks = schedule(listed, unclaimed(listed), 10, np.array([25]), ASSUMED, notice=False)
    assert got.start_day.tolist() == (25 + np.cumsum(tender_days(listed.key, ASSUMED))).tolist()
    assert desks.tolist() == [got.start_day[-1]]


def year(batches: int, number: int) -> np.ndarray:
    """Days from choice to start of twelve projects a year, in so many batches, three years long."""
    desks, waits = idle_desks(0, ASSUMED), []
    for one in range(3 * batches):
        listed = projects([SERVICE] * (12 // batches), 1_000 * number + one)
        day = one * 365 // batches
        got, desks = schedule(listed, unclaimed(listed), day, desks, ASSUMED, notice=False)
        waits.append(got.start_day - day)
    return np.concatenate(waits)


def test_more_batches_wait_less():
    waits = {batches: np.mean([year(batches, number).mean() for number in range(30)]) for batches in (1, 2, 4)}
    assert waits[1] > waits[2] + 10 > waits[4] + 20
    assert waits[4] > ASSUMED.tender_days


def test_more_desks_never_make_the_queue_longer():
    for number in range(50):
        listed = projects([SERVICE] * 8, number)
        last = [
            schedule(listed, unclaimed(listed), 0, np.zeros(desks, np.int64), ASSUMED, notice=False)[0].start_day.max()
            for desks in (1, 2, 4, 8)
        ]
        assert last == sorted(last, reverse=True)


FORMS = st.lists(st.sampled_from([WORKS, SERVICE, GOODS, ACTIVITY]), max_size=12)


@given(FORMS, st.integers(0, 500), st.integers(-400, 2_000), st.booleans(), st.data())
def test_nothing_begins_before_it_is_chosen(form, number, day, notice, data):
    flags = st.lists(st.booleans(), min_size=len(form), max_size=len(form))
    listed = projects(form, number, data.draw(flags))
    way = np.array(data.draw(st.lists(st.sampled_from(WAYS), min_size=len(form), max_size=len(form))), np.int64)
    before = np.array(data.draw(st.lists(st.integers(day - 200, day + 200), min_size=1, max_size=4)))
    kept = before.copy()
    got, desks = schedule(listed, way, day, before, ASSUMED, notice=notice)
    assert (got.start_day > day).all()
    assert (got.acts_from_day >= got.start_day).all()
    assert ((got.acts_until_day > got.acts_from_day) == ~got.failed).all()
    assert (got.failed == listed.infeasible).all() and not (got.redone & got.failed).any()
    assert (desks >= before).all() and (before == kept).all()
    assert (desks != before).sum() <= (way == BY_TENDER).sum()


def test_what_cannot_be_done_costs_its_tender_and_helps_nobody():
    listed = projects([SERVICE, SERVICE], infeasible=[True, False])
    got, _ = schedule(listed, unclaimed(listed), 0, np.zeros(1, np.int64), ASSUMED, notice=False)
    assert got.failed.tolist() == [True, False]
    assert got.start_day[0] == got.acts_from_day[0] == got.acts_until_day[0] == tender_days(listed.key, ASSUMED)[0]
    assert got.start_day[1] == tender_days(listed.key, ASSUMED).sum()


def test_each_form_helps_for_its_time():
    listed = projects([WORKS, SERVICE, GOODS, ACTIVITY])
    sure = DeliveryAssumptions(redone_chance=0.0)
    got, _ = schedule(listed, unclaimed(listed), 0, np.zeros(4, np.int64), sure, notice=False)
    assert (got.acts_until_day - got.acts_from_day).tolist() == [1095, 365, 730, 365]
    assert (got.acts_from_day - got.start_day).tolist() == [92, 16, 31, 16]


def test_notice_puts_works_off_and_spares_doing_them_twice():
    redone, late = {True: [], False: []}, []
    for listed in many(WORKS):
        found, untold = (
            schedule(listed, unclaimed(listed), 0, np.zeros(5, np.int64), ASSUMED, notice=notice)[0]
            for notice in (True, False)
        )
        redone[True].append(found.redone)
        redone[False].append(untold.redone)
        late.append(found.start_day - untold.start_day)
        assert not (found.redone & ~untold.redone).any()
    assert (np.concatenate(late) == 10).all()
    assert np.mean(redone[True]) == pytest.approx(0.05, abs=0.015)
    assert np.mean(redone[False]) == pytest.approx(0.15, abs=0.025)
    service = projects([SERVICE])
    one, other = (
        schedule(service, unclaimed(service), 0, idle_desks(0, ASSUMED), ASSUMED, notice=notice)[0]
        for notice in (True, False)
    )
    assert one.start_day == other.start_day


def test_claimed_projects_pass_the_desks_by():
    listed = projects([SERVICE, ACTIVITY])
    got, desks = schedule(listed, np.full(2, CLAIMED_BY_MEMBERS), 50, idle_desks(400, ASSUMED), ASSUMED, notice=False)
    assert got.start_day.tolist() == [64, 64] and desks.tolist() == [400, 400]


def test_an_hour_claimed_is_an_hour_bought():
    assert hours_of_claim(np.array([13_100_00]), ASSUMED).tolist() == [100.0]


@given(FORMS, st.integers(0, 500), st.floats(0, 1), st.floats(0, 5_000))
def test_members_give_no_more_hours_than_they_have(form, number, share, free):
    listed = projects(form, number)
    got = claims(listed, share, free, ASSUMED)
    assert got.hours.sum() <= free + 1e-6
    assert ((got.hours > 0.0) == got.claimed).all()
    assert not got.claimed[(listed.form == WORKS) | (listed.form == GOODS)].any()
    assert got.hours[got.claimed] == pytest.approx(hours_of_claim(listed.cost_fen, ASSUMED)[got.claimed])
    if share == 0.0:
        assert not got.claimed.any()


def test_a_higher_share_claims_more_while_hours_last():
    shares = (0.0, 0.2, 0.4, 0.8, 1.0)
    got = [np.concatenate([claims(one, share, 1e9, ASSUMED).claimed for one in many(SERVICE)]) for share in shares]
    for few, more in pairwise(got):
        assert not (few & ~more).any()
    assert [one.mean() for one in got] == pytest.approx(shares, abs=0.03)


def test_screening_takes_days():
    assert choice_day(100, False, ASSUMED) == 100
    assert choice_day(100, True, ASSUMED) == 110
