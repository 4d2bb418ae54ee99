"""One try at a matter: who is there, what they learn and say, how they vote. Nothing is changed; the caller decides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..exact import Floats
from ..parameters import Assumptions
from ..parameters.formats import Format
from .attendance import Attendance, Body, Call, meet
from .luck import under
from .matter import Matter
from .neighbours import Neighbours
from .opinion import plenary, talk
from .stakes import listening_bound, value_of
from .votes import Decision, Rule, staff_decide, vote

TRY_KEY, TALK_KEY = 10, 1
"""Addresses of a try under the key of its matter, and of the talk in it under the key of the try."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where a matter is decided under the levers in force.

    Attributes:
        form: The format.
        body: Who sits.
        call: How people are called.
        rule: What it takes to pass.
        chair_skill: How trained who chairs is, 0 to 1.
        fund_yuan: What may be paid on top of what winners give.
    """

    form: Format
    body: Body
    call: Call
    rule: Rule
    chair_skill: float = 0.0
    fund_yuan: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Sitting:
    """What came of one try.

    Attributes:
        decision: The decision.
        meeting: Who was there; None where staff decided.
        belief: What every household it affects believes afterwards.
        rounds: Rounds of plenary that moved anybody.
        from_door_to_door: Whether votes were collected in writing, without a meeting.
    """

    decision: Decision
    meeting: Attendance | None
    belief: Floats
    rounds: int = 0
    from_door_to_door: bool = False


def sit(matter: Matter, table: Table, neighbours: Neighbours, assumed: Assumptions) -> Sitting:
    """Try once: staff decide what is theirs to decide; what the law gives to owners goes from door to door."""
    if table.form.decision == "staff":
        decision = staff_decide(matter.value(), matter.kind.legal_threshold)
        if decision.reasons[0] != "owners_must_vote":
            return Sitting(decision, None, matter.belief)
        return _from_door_to_door(matter, table, neighbours, assumed)
    key = under(matter.key, TRY_KEY + matter.tries)
    meeting = meet(matter.affected(neighbours), table.body, table.call, assumed.attendance, key)
    belief = informed(matter.belief, meeting, table.form.meetings, assumed)
    bound = listening_bound(matter.kind, assumed.opinion) * (1.0 + assumed.matters.chair_gain * table.chair_skill)
    there = meeting.present
    said, rounds = plenary(belief[there], bound, table.form.plenary_rounds)
    belief[there] = talk(said, bound, table.form.talk_sweeps, under(key, TALK_KEY))
    value = value_of(matter.kind, matter.private, belief)
    return Sitting(vote(value, meeting, table.rule, table.fund_yuan), meeting, belief, rounds)


def informed(belief: Floats, meeting: Attendance, meetings: int, assumed: Assumptions) -> Floats:
    """Whoever was there learns what is true of the common benefit, and tells some of it at home."""
    known = assumed.matters
    learned = 1.0 - (1.0 - known.information) ** max(meetings, 1)
    share = np.where(meeting.came, learned, learned * known.word_of_mouth * min(2.0 * meeting.turnout_share, 1.0))
    return np.asarray(belief + share * (known.true_benefit - belief))


def _from_door_to_door(matter: Matter, table: Table, neighbours: Neighbours, assumed: Assumptions) -> Sitting:
    """Every household is asked for its written vote; nobody learns what the others think."""
    key = under(matter.key, TRY_KEY + matter.tries)
    everybody = Body(open_seats=0, lot_seats=len(matter.household))
    meeting = meet(matter.affected(neighbours), everybody, table.call, assumed.attendance, key)
    decision = vote(matter.value(), meeting, table.rule, table.fund_yuan)
    return Sitting(decision, meeting, matter.belief, from_door_to_door=True)
