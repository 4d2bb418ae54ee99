"""The alarm: the duty room opens its roll, departments name whom they send, stewards leave their rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...arrays import Int64s
from ...events.force import CadresSent, RollCalled
from ...volunteers.records import Volunteers
from ...volunteers.steward_supply import Stewards
from ..contract import ORIGINS
from . import cadres, readiness
from .branches import TemporaryBranch
from .records import DutyRooms
from .roll import (
    FIRM,
    NEWCOMER,
    PREREGISTERED,
    SENT_DOWN,
    SQUAD,
    STEWARD,
    Facts,
    Roll,
    days_of_signing_up,
    joined,
    people_on_it,
    posts_on_it,
    registered,
    signed_up,
    turn_up,
)

if TYPE_CHECKING:
    from ...district import District


def facts_of(district: District) -> Facts:
    """What the roll is drawn up from."""
    corps = district.of(Volunteers).corps
    return Facts(district.world.residents, corps, district.parameters, district.plan.seed)


def mobilise(district: District, alarm: int) -> None:
    """The alarm is raised: from now on there is a roll, and a day from which each community's answer is led."""
    rooms = district.of(DutyRooms)
    rooms.alarm = alarm
    rooms.switch = readiness.days_to_switch(rooms.practice, district.parameters)
    rooms.branches = [TemporaryBranch(one) for one in range(len(rooms.practice))]
    rooms.leading = set()
    rooms.visited[:] = 0
    rooms.roll = _roll(district, rooms)


def _roll(district: District, rooms: DutyRooms) -> Roll:
    """Squads first, then stewards, cadres, those registered beforehand, newcomers; in this order they are called."""
    facts, alarm = facts_of(district), rooms.alarm
    before = registered(facts)
    new = signed_up(facts, before)
    stewards = np.flatnonzero(district.of(Stewards).serves)
    mine = before[turn_up(before, facts)]
    mine = mine[~np.isin(mine, stewards)]
    theirs = new[turn_up(new, facts)]
    theirs = theirs[~np.isin(theirs, stewards)]
    squads = np.repeat(np.arange(len(rooms.practice)), facts.parameters.levers.emergency.squad_per_community)
    parts = [
        posts_on_it(squads, SQUAD, alarm, facts),
        people_on_it(stewards, STEWARD, np.full(len(stewards), alarm), facts),
        _sent_down(district, rooms, facts),
        people_on_it(mine, PREREGISTERED, np.full(len(mine), alarm), facts),
        people_on_it(theirs, NEWCOMER, days_of_signing_up(theirs, alarm, facts), facts),
    ]
    for origin, who in ((PREREGISTERED, before), (NEWCOMER, new)):
        _tell(district, rooms, origin, who)
    return joined(parts)


def _sent_down(district: District, rooms: DutyRooms, facts: Facts) -> Roll:
    """Cadres whom departments send, some days after the answer is led."""
    each = facts.parameters.levers.emergency.sent_down_per_community
    community, department = cadres.sent(len(rooms.practice), each, facts.parameters)
    mine = posts_on_it(community, SENT_DOWN, rooms.alarm, facts)
    mine.department = department
    mine.from_day = rooms.alarm + rooms.switch[community] + facts.parameters.assumptions.force.send_days
    for place in np.unique(community * len(cadres.NAMES) + department).tolist():
        where, name = divmod(place, len(cadres.NAMES))
        theirs = mine.person[(community == where) & (department == name)]
        sent = CadresSent(community=where, about=cadres.NAMES[name], first=int(theirs[0]), people=len(theirs))
        district.record(sent)
    return mine


def _tell(district: District, rooms: DutyRooms, origin: int, who: Int64s) -> None:
    """Who is on the roll of each community, and who of them comes at all."""
    facts, count = facts_of(district), len(rooms.practice)
    community = facts.corps.community[who]
    on_roll = np.bincount(community, minlength=count).tolist()
    serve = np.bincount(community, turn_up(who, facts), count).tolist()
    for one in range(count):
        counts = {"on_roll": on_roll[one], "serve": int(serve[one]), "days": int(rooms.switch[one])}
        district.record(RollCalled(community=one, about=ORIGINS[origin], **counts))


def lent_by_firms(roll: Roll, community: Int64s, day: int, facts: Facts) -> Roll:
    """The roll with people whom firms lent today, by the community they come to; they can be called from tomorrow."""
    if not len(community):
        return roll
    before = int((roll.origin == FIRM).sum())
    return joined([roll, posts_on_it(np.sort(community), FIRM, day + 1, facts, before)])
