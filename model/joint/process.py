"""Joint Party committees meet: who came, what is called up, what is taken up and decided, as minutes (OR-07, YT-18).

At joint meetings units report what troubles them, and public matters that are stuck are taken up. Progress meetings
call up what units owe; where units take turns in the chair, the one in the chair sets an agenda there too.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..agents.party_committees import PartyCommittee
from ..agents.resident_unit import ResidentUnit
from ..columns import NOBODY
from ..deliberation.matter import Matter
from ..events.joint_committee import MatterTakenUp, MinutesKept
from ..party.joint_meeting import UNIT_PART, meets, month_of, seats_of_units
from ..party.teams import chair_of
from ..projects.records import ProjectBook
from ..staffing.capacity import charge_counters
from ..streams import COMMUNITY, MONTH, Stream
from . import rooms
from .agenda import agenda, hear_units, put_before_council
from .means import give_means, new_year
from .sharing import decide
from .unit_tasks import UnitTasks, let_go, look_after

if TYPE_CHECKING:
    from ..district import District

COMES = Stream("unit comes to the meeting", COMMUNITY, UNIT_PART, MONTH)


class Meeting(NamedTuple):
    """One meeting of one committee.

    Attributes:
        committee: Whose.
        about: `progress`, `joint`, or both.
        chair: Number of the unit in the chair; NOBODY where the secretary presides.
        units: Units that came.
        date: The first of which month.
    """

    committee: PartyCommittee
    about: str
    chair: int
    units: list[ResidentUnit]
    date: dt.date


def initialise(district: District) -> None:
    """Nobody owes anything yet."""
    district.keep(UnitTasks())
    district.keep(rooms.RoomPromises())
    give_means(district)


def on_new_levers(district: District) -> None:
    """Units that joined bring their means; what those that left were to bring is owed no longer."""
    give_means(district)
    rooms.let_go(district)
    book = district.of(UnitTasks)
    stay = set(district.agents_by_type.get(ResidentUnit, ()))
    let_go(district, [task for task in book.open if task.unit not in stay])


def monthly(district: District, date: dt.date) -> None:
    """A new year's means in January; the meetings of this month; then what is due is looked at."""
    levers, month = district.parameters.levers.party, month_of(date)
    if date.month == 1:
        new_year(district)
    about = [
        name
        for name, every in (("progress", levers.progress_meeting_months), ("joint", levers.joint_meeting_months))
        if meets(every, month)
    ]
    if about:
        hours = np.zeros(district.world.territory.communities)
        for committee in district.agents_by_type[PartyCommittee]:
            if committee.units:
                meeting = _called_to_order(district, committee, " ".join(about), date)
                hours[committee.community] = _hold(district, meeting)
        if hours.any():
            charge_counters(district, hours)
    look_after(district)
    rooms.look_after(district, month)


def _called_to_order(district: District, committee: PartyCommittee, about: str, date: dt.date) -> Meeting:
    """Who came, and who is in the chair."""
    month = month_of(date)
    chair = chair_of(district, committee, month)
    share, source = district.parameters.assumptions.joint.attend_share, COMES.of(district.plan.seed)
    came = [
        unit
        for unit in committee.units
        if unit.number == chair or source.at(committee.community, unit.number, month).uniform() < share
    ]
    return Meeting(committee, about, chair, came, date)


def _hold(district: District, meeting: Meeting) -> float:
    """One meeting; returns the hours its decisions take community staff."""
    community, month = meeting.committee.community, month_of(meeting.date)
    called = _call_up(district, meeting)
    matters, decided, to_council = list[Matter](), list[Matter](), list[Matter]()
    joint = "joint" in meeting.about
    if joint:
        rooms.ask(district, meeting.units, month)
        hear_units(district, meeting.units, month, district.parameters.levers.party.joint_meeting_months)
    if joint or meeting.chair != NOBODY:
        matters = agenda(district, community, meeting.chair)
    for matter in matters:
        how = "left"
        if matter not in district.of(ProjectBook).waiting:
            put_before_council(district, meeting.committee, matter, meeting.date)
            to_council.append(matter)
            how = "to_council"
        elif decide(district, matter, meeting.units):
            decided.append(matter)
            how = "units_bring"
        district.record(MatterTakenUp(**matter.facts, how=how, units=len(meeting.units)))
    seats = seats_of_units(district)
    district.record(
        MinutesKept(
            community=community,
            about=meeting.about,
            chair=meeting.chair,
            came=tuple(unit.number for unit in meeting.units),
            agenda=tuple(one.number for one in matters),
            decided=tuple(one.number for one in decided),
            to_council=tuple(one.number for one in to_council),
            units=len(meeting.units),
            seats=sum(unit.number < seats for unit in meeting.units),
            called_up=called,
        )
    )
    return district.parameters.assumptions.joint.decided_hours * (len(decided) + len(to_council))


def _call_up(district: District, meeting: Meeting) -> int:
    """What is owed and due is called up; the unit in the chair begins with its own. Returns how many tasks."""
    due = [one for one in district.of(UnitTasks).of(meeting.committee.community) if one.due <= district.day]
    for task in due:
        task.times += 1
    for task in district.of(UnitTasks).of(meeting.committee.community):
        task.chaired = task.chaired or task.unit.number == meeting.chair
    return len(due)
