"""The old, owners, members and those with much at stake come first; only invited seats change who is there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapan import load
from shapan.model.deliberation.attendance import (
    TRAITS,
    Affected,
    Attendance,
    Body,
    Call,
    attendance_chance,
    meet,
    relative_odds,
    standard_difference,
)
from shapan.model.hashing import uniforms
from shapan.model.parameters.assumptions.attendance import AttendanceAssumptions
from shapan.model.place.households import neighbours_of
from shapan.model.place.world import build_world
from shapan.model.streams import stream_key

ASSUMED = AttendanceAssumptions()


def neighbours(count: int, seed: int = 1) -> Affected:
    """Households with every trait drawn by itself."""
    draws = {
        name: uniforms(stream_key(seed, name), np.arange(count))
        for name in ("elder", "owner", "party", "migrant", "low_income", "child", "value")
    }
    return Affected(
        household=np.arange(count) * 7 + 3,
        elder=draws["elder"] < 0.3,
        owner=draws["owner"] < 0.5,
        party=draws["party"] < 0.1,
        migrant=draws["migrant"] < 0.4,
        low_income=draws["low_income"] < 0.08,
        reserved=np.stack((draws["migrant"] < 0.4, draws["child"] < 0.3)),
        value=20_000 * (draws["value"] - 0.4),
    )


TOWN = neighbours(3000)


USUAL = Call()


def meetings(body: Body, call: Call = USUAL, count: int = 200) -> list[Attendance]:
    return [meet(TOWN, body, call, ASSUMED, stream_key(number, "meeting")) for number in range(count)]


def bias(held: list[Attendance]) -> float:
    """Difference that remains when chance has been averaged out."""
    return float(np.abs(np.mean([meeting.difference for meeting in held], axis=0)).mean())


def plain(count: int) -> Affected:
    no = [np.zeros(count, np.bool_) for _ in range(5)]
    return Affected(np.arange(count), *no, np.zeros((0, count), np.bool_), np.full(count, 10.0))


def test_a_plain_household_comes_once_in_a_hundred_and_each_trait_triples_the_odds():
    affected = plain(6)
    affected.elder[1] = affected.owner[2] = affected.party[3] = True
    affected.value[4] = -6000.0
    for trait in (affected.elder, affected.owner, affected.party):
        trait[5] = True
    chance = attendance_chance(affected, Call(), ASSUMED)
    odds = chance / (1 - chance)
    assert chance[0] == pytest.approx(0.01)
    assert odds / odds[0] == pytest.approx([1, 3, 3, 3, 3, 27])


def test_notice_and_online_change_numbers_and_no_weights():
    usual = attendance_chance(TOWN, Call(), ASSUMED)
    for call in (Call(0), Call(10), Call(60), Call(3, online=True)):
        chance = attendance_chance(TOWN, call, ASSUMED)
        ratio = (chance / (1 - chance)) / (usual / (1 - usual))
        assert np.ptp(ratio) < 1e-9
        assert (ratio[0] > 1) == (call != Call(0))
    shares = [np.mean([m.turnout_share for m in meetings(Body(15), Call(days), 40)]) for days in (0, 3, 10)]
    assert shares == sorted(shares) and shares[0] < 0.8 * shares[1]


def test_as_many_come_as_their_chances_say():
    held = meetings(Body(0), count=400)
    share = np.mean([meeting.turnout_share for meeting in held])
    chance = attendance_chance(TOWN, Call(), ASSUMED)
    error = np.sqrt((chance * (1 - chance)).sum()) / len(TOWN) / np.sqrt(len(held))
    assert share == pytest.approx(chance.mean(), abs=4 * error)


def test_those_who_come_are_not_like_those_affected_and_online_does_not_cure_it():
    """V-16: biased to the old, owners and members; an online door leaves the bias."""
    held = meetings(Body(30))
    difference = dict(zip(TRAITS, np.mean([meeting.difference for meeting in held], axis=0), strict=True))
    assert min(difference[name] for name in ("elder", "owner", "party")) > 0.2
    assert bias(meetings(Body(30), Call(3, online=True))) > 0.8 * bias(held)


def test_a_lot_cures_it():
    open_door, half, by_lot = (bias(meetings(Body(30 - lot, lot))) for lot in (0, 15, 30))
    assert by_lot < half < open_door
    assert by_lot < 4 / np.sqrt(200 * 30 * ASSUMED.invited_chance)


def test_reserved_seats_are_shared_by_the_groups_that_have_them():
    held = meet(TOWN, Body(0, 0, 9), Call(), ASSUMED, stream_key(1, "reserved"))
    assert held.holds.sum() == 9
    assert (held.holds & TOWN.reserved.any(axis=0)).sum() == 9
    assert (held.holds & TOWN.reserved[0]).sum() >= 5 and (held.holds & TOWN.reserved[1]).sum() >= 4


def test_office_is_for_owners():
    held = meet(TOWN, Body(0, office_seats=8), Call(), ASSUMED, stream_key(1, "office"))
    assert held.holds.sum() == 8 and not (held.holds & ~TOWN.owner).any()


def test_more_seats_by_lot_only_add_to_those_drawn():
    few, many = (meet(TOWN, Body(0, lot), Call(), ASSUMED, stream_key(1, "lot")).holds for lot in (5, 20))
    assert few.sum() == 5 and many.sum() == 20 and not (few & ~many).any()


def test_in_one_stairwell_everybody_holds_a_seat():
    affected = neighbours(14)
    held = meet(affected, Body(8, other_seats=7), Call(), ASSUMED, stream_key(1, "stairwell"))
    assert held.seats == 14 and held.holds.all()
    come = np.mean(
        [
            meet(affected, Body(8, other_seats=7), Call(), ASSUMED, stream_key(n, "stairwell")).turnout_share
            for n in range(300)
        ]
    )
    assert come >= ASSUMED.invited_chance - 4 * np.sqrt(0.21 / (14 * 300))


bodies = st.builds(Body, *[st.integers(0, 12)] * 5)


@given(st.integers(0, 60), bodies, st.integers(0, 1000), st.booleans())
def test_who_sits_adds_up(count, body, seed, online):
    affected = neighbours(count, seed)
    held = meet(affected, body, Call(3, online), ASSUMED, stream_key(seed, "any"))
    assert held.present.sum() <= held.holds.sum() <= held.seats <= count
    assert held.seats == count or held.seats == body.residents_seats
    assert not (held.present & ~held.came).any() and np.array_equal(held.present, held.holds & held.came)
    assert 0 <= held.turnout_share <= 1 and held.turnout_bias >= 0


@given(st.integers(1, 40), bodies, st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(count, body, shuffle):
    affected = neighbours(count)
    order = np.array(shuffle.sample(range(count), count))
    columns = {name: getattr(affected, name)[..., order] for name in Affected.__slots__}
    one = meet(affected, body, Call(), ASSUMED, stream_key(9, "order"))
    other = meet(Affected(**columns), body, Call(), ASSUMED, stream_key(9, "order"))
    assert np.array_equal(one.present[order], other.present) and np.array_equal(one.came[order], other.came)
    assert one.turnout_bias == pytest.approx(other.turnout_bias)


def test_nobody_is_listed_twice():
    with pytest.raises(ValueError, match="twice"):
        replace(plain(3), household=np.array([1, 2, 1]))


def test_differences_are_in_standard_deviations():
    traits = np.array([[True, True, False, False], [True, True, True, True]])
    assert standard_difference(traits, np.array([True, True, False, False])) == pytest.approx([1.0, 0.0])
    assert standard_difference(traits, np.zeros(4, np.bool_)).tolist() == [0.0, 0.0]
    assert relative_odds(plain(2), ASSUMED).tolist() == [1.0, 1.0]


@pytest.mark.parametrize("name", ["training_town", "yantian", "suzhou_gusu", "ordos_urban", "guangdong_rural"])
def test_one_to_three_of_a_hundred_residents_come_to_an_open_meeting(name):
    """B7: 0.01 to 0.03 of residents, and one of a household comes: its chance counts once for all who live there."""
    place = load("status_quo").with_place(name).warmup_parameters.place
    everybody = neighbours_of(build_world(place))
    rows = everybody.by_estate
    traits = (everybody.elder, everybody.owner, everybody.party, everybody.migrant, everybody.low_income)
    affected = Affected(
        rows, *(trait[rows] for trait in traits), np.zeros((0, len(rows)), np.bool_), np.zeros(len(rows))
    )
    residents = len(everybody.by_household)
    share = {online: attendance_chance(affected, Call(online=online), ASSUMED).sum() / residents for online in (0, 1)}
    assert 0.01 <= share[0] <= 0.03
    assert share[0] < share[1] <= 0.05
