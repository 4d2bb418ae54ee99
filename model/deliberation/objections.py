"""Works nobody was asked about are stopped by those who were not asked.

On the day the money for them is found, neighbours next to the works see that they begin. Those among them who stand to
lose, and had neither heard of the meeting nor been asked at home, object; where they are many the works stand still and
no money moves. The community committee then meets with them: it explains, and changes the plan so that it spares those
who come part of what they would lose, which makes the works dearer. They go on, or are given up after as many rounds as
staff give up any matter after. Whoever is angry here is not angry in everyday disputes as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .. import gatherings
from ..arrays import Bools, Floats
from ..events.matters import ObjectorsHeard, WorksStopped
from ..ledger.ledger import FEN_A_YUAN, fen_of
from ..minds import move_trust
from ..projects.records import ProjectBook
from ..streams import draws_of
from .docket import Docket, Objection
from .draws import COMES, HOUSEHOLDS, OBJECTORS, POSITION, TOLD, household_uniforms
from .matter import Matter
from .outcome import end

if TYPE_CHECKING:
    from ..district import District


def beside(matter: Matter) -> Bools:
    """Which of the households affected live next to the works."""
    return np.asarray(household_uniforms(matter.key, matter.household, POSITION) < matter.kind.touched_share)


def objectors(matter: Matter) -> Bools:
    """Which of them object: next to the works, against them, and neither told before nor at any meeting."""
    unasked = household_uniforms(matter.key, matter.household, TOLD) >= matter.informed
    unasked &= ~np.isin(matter.household, matter.came)
    return np.asarray(beside(matter) & unasked & (matter.value() < 0.0))


def stands_still(district: District, matter: Matter) -> bool:
    """Whether works that money was found for may not begin; who objects is looked at once, when they first would."""
    docket, assumed = district.of(Docket), district.parameters.assumptions
    known = docket.objections.get(matter.number)
    if known is not None:
        return not known.over
    against, near = objectors(matter), beside(matter)
    objection = Objection(matter, district.day + int(assumed.matters.pause_days))
    docket.objections[matter.number] = objection
    if not _enough(against, near, assumed.aftermath.object_share):
        objection.over = True
        return False
    docket.works = [works for works in docket.works if works.matter != matter.number]
    district.record(WorksStopped(**matter.facts, households=int(against.sum()), beside=int(near.sum())))
    return True


def _enough(against: Bools, near: Bools, share: float) -> bool:
    """Whether those who object are many: such a share of those next to the works."""
    return bool(against.any()) and int(against.sum()) >= share * int(near.sum())


def hear_objections(district: District) -> Floats:
    """Committees meet with those who object to works, where it is time; returns the hours it takes staff.

    While residents may not meet, objections wait for the week in which they may.
    """
    hours, shut = np.zeros(district.world.territory.communities), gatherings.are_shut(district)
    for objection in district.of(Docket).objections.values():
        objection.over = objection.over or not objection.matter.open
        if objection.over or objection.due > district.day:
            continue
        if shut:
            gatherings.put_off(district, objection.matter.community, "objectors", 1)
            continue
        _meet(district, objection)
        hours[objection.matter.community] += district.parameters.assumptions.matters.meeting_hours
    return hours


def _meet(district: District, objection: Objection) -> None:
    """One meeting: who objects and comes learns what is true, then the plan is changed for those still against."""
    matter, assumed = objection.matter, district.parameters.assumptions
    objecting, near = objectors(matter), beside(matter)
    key = draws_of(matter.key).at(OBJECTORS + objection.met).key()
    came = objecting & (HOUSEHOLDS.under(key).at(matter.household, COMES).uniform() < assumed.attendance.invited_chance)
    objection.met += 1
    learned = assumed.matters.information * (assumed.matters.true_benefit - matter.belief)
    matter.belief = np.where(came, matter.belief + learned, matter.belief)
    how, extra = "won_over", 0
    if _enough(objecting & (matter.value() < 0.0), near, assumed.aftermath.object_share):
        how, spared = "changed", came & (matter.value() < 0.0) & (matter.private < 0.0)
        extra = fen_of(assumed.aftermath.change_cost * matter.kind.cost) if spared.any() else 0
        matter.private = np.where(spared, (1.0 - assumed.aftermath.change_relief) * matter.private, matter.private)
        matter.extra_fen += extra
    against = objecting & (matter.value() < 0.0)
    stopped = _enough(against, near, assumed.aftermath.object_share)
    if stopped:
        how = "again" if objection.met < assumed.matters.staff_rounds else "given_up"
    _remember(district, matter, came)
    facts: dict[str, Any] = {"came": int(came.sum()), "against": int(against.sum()), "yuan": extra / FEN_A_YUAN}
    district.record(ObjectorsHeard(**matter.facts, how=how, **facts))
    objection.over, objection.due = not stopped, district.day + int(assumed.matters.pause_days)
    if how == "given_up":
        district.of(ProjectBook).waiting.remove(matter)
        end(district, matter, "given_up")


def _remember(district: District, matter: Matter, came: Bools) -> None:
    """Those who came were heard, or overruled, as at any meeting."""
    assumed, who = district.parameters.assumptions.aftermath, matter.household[came]
    step = np.where(matter.value()[came] >= 0.0, assumed.heard_trust, -assumed.overruled_trust)
    move_trust(district, who, step, assumed.heard_efficacy)
