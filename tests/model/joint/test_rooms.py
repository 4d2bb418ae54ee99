"""Rooms that units lend: agreed at a meeting, opened by a date, used, and given back; each step is told."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from shapan.model.agents.resident_unit import ResidentUnit
from shapan.model.district import District
from shapan.model.district import Plan as AnyPlan
from shapan.model.estates import stations
from shapan.model.estates.lent_rooms import LentRoom, LentRooms, cell_of_estate, set_rooms
from shapan.model.events import joint_committee as joint_committee_events
from shapan.model.events.frontline import ReceptionHeld
from shapan.model.frontline.places import places_of
from shapan.model.joint import rooms

Plan = partial(AnyPlan, earlier_years=False)
LEVERS = {
    "party.member_units": 8,
    "party.joint_meeting_months": 1,
    "party.reception_weeks": 1,
    "joint.room_share": 1.0,
    "joint.room_months": 2.0,
}


@pytest.fixture(scope="module")
def lived(town, changed) -> District:
    district = District(Plan(changed(town, LEVERS), seed=4, days=700, warmup=0))
    district.run_to(699)
    return district


def events(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


def test_every_room_that_opens_was_agreed_on_and_every_end_has_a_beginning(lived):
    agreed, opened, ended = (
        events(lived, kind)
        for kind in (
            joint_committee_events.RoomAgreed,
            joint_committee_events.RoomOpened,
            joint_committee_events.RoomEnded,
        )
    )
    back = [one for one in ended if one.how == "taken_back"]
    broken = [one for one in ended if one.how == "broken"]
    waiting = len(lived.of(rooms.RoomPromises).open)
    assert opened and back
    assert len(agreed) == len(opened) + len(broken) + waiting
    assert len(opened) == len(back) + len(lived.of(LentRooms).each)
    due = lived.parameters.assumptions.joint.bring_days
    assert all(one.days >= due for one in opened)


def test_each_unit_has_its_room_or_lends_or_promises_it(lived):
    lent = [(one.community, one.unit) for one in lived.of(LentRooms).each]
    promised = [(one.unit.community, one.unit.number) for one in lived.of(rooms.RoomPromises).open]
    for unit in lived.agents_by_type[ResidentUnit]:
        who = unit.community, unit.number
        assert unit.means.room + lent.count(who) + promised.count(who) == 1


def test_committee_members_receive_in_rooms_while_they_are_lent(lived):
    by_day: dict[int, set[int]] = {}
    open_now: set[tuple[int, int]] = set()
    for day, event in lived.events:
        if isinstance(event, joint_committee_events.RoomOpened):
            open_now.add((event.community, event.number))
        elif isinstance(event, joint_committee_events.RoomEnded) and event.how != "broken":
            open_now.discard((event.community, event.number))
        elif isinstance(event, ReceptionHeld):
            if event.how == "room":
                assert event.community in {community for community, _ in open_now}
            by_day.setdefault(day, set()).add(event.community)
    assert {event.how for event in events(lived, ReceptionHeld)} == {"room", "centre"}


def test_a_room_brings_the_table_nearer_and_is_a_place_to_sit(lived):
    book, land = lived.of(LentRooms), lived.world.territory
    before = book.each
    set_rooms(lived, [])
    estate = int(np.flatnonzero(land.estate_community == 1)[0])
    assert stations.nearness(lived, estate) == 0.0
    assert [one.what for one in places_of(lived, 1)] == ["centre"]
    set_rooms(lived, [LentRoom(0, 1, estate, cell_of_estate(lived, estate), 0)])
    assert stations.nearness(lived, estate) > 0.5
    assert stations.table_odds(lived, estate) > 1.0
    assert [one.what for one in places_of(lived, 1)] == ["room"]
    assert np.isinf(book.km_of_cell[land.community_of_cell != 1]).all()
    set_rooms(lived, before)


def test_rooms_of_units_that_leave_are_theirs_again(town, changed):
    district = District(
        Plan(
            changed(town, LEVERS | {"joint.room_months": 240.0, "party.part_time_members": 5}),
            seed=4,
            days=200,
            warmup=0,
        )
    )
    district.run_to(199)
    assert district.of(LentRooms).each
    for unit in list(district.agents_by_type[ResidentUnit]):
        unit.remove()
    rooms.let_go(district)
    assert not district.of(LentRooms).each
    assert {one.how for one in events(district, joint_committee_events.RoomEnded)} >= {"left"}
