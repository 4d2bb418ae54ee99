"""One try at a matter: who is there, what they learn and say, how they vote. Nothing is changed; the caller decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from ..arrays import Floats
from ..parameters import Assumptions
from ..parameters.formats import Format
from ..place.households import Neighbours
from ..streams import draws_of
from .attendance import Attendance, Body, Call, meet
from .draws import HOME_KEY, TALK_KEY, TRY_KEY
from .kinds import SIMPLE_MAJORITY
from .matter import Matter
from .opinion import plenary_rounds, talk_sweeps
from .stakes import listening_bound, value_of
from .votes import Decision, Rule, staff_decide, vote


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


class Voices(NamedTuple):
    """What households at the table believe at one moment: their mean, and how far they stand apart (one deviation)."""

    mean: float
    spread: float


@dataclass(frozen=True, slots=True, eq=False)
class Sitting:
    """What came of one try.

    Attributes:
        decision: The decision.
        meeting: Who was there; None where staff decided.
        belief: What every household it affects believes afterwards.
        rounds: Rounds of plenary that moved anybody.
        voices: What was believed at the table before anybody spoke, after each of those rounds, then after each sweep
            of talk two by two; empty where nobody sat there.
        from_door_to_door: Whether votes were collected in writing, without a meeting.
        put_forward: What the table said before the owners were asked at home; None where they were not asked.
    """

    decision: Decision
    meeting: Attendance | None
    belief: Floats
    rounds: int = 0
    voices: tuple[Voices, ...] = ()
    from_door_to_door: bool = False
    put_forward: Decision | None = None

    @property
    def asked_at_home(self) -> bool:
        """Whether every household was asked for its vote at its door."""
        return self.from_door_to_door or self.put_forward is not None


def sit(matter: Matter, table: Table, neighbours: Neighbours, assumed: Assumptions) -> Sitting:
    """Try once: staff decide what is theirs to decide; what the law gives to owners goes from door to door.

    A table at which not all of them sit can only put such a matter forward; then every household is asked.
    """
    if table.form.decision == "staff":
        decision = staff_decide(matter.value(), matter.kind.legal_threshold)
        if decision.reasons[0] != "owners_must_vote":
            return Sitting(decision, None, matter.belief)
        return _from_door_to_door(matter, table, neighbours, assumed)
    key = draws_of(matter.key).at(TRY_KEY + matter.tries).key()
    meeting = meet(matter.affected(neighbours), table.body, table.call, assumed.attendance, key)
    belief = informed(matter.belief, meeting, table.form.meetings, assumed)
    bound = listening_bound(matter.kind, assumed.opinion) * (1.0 + assumed.matters.chair_gain * table.chair_skill)
    belief, rounds, voices = discuss(belief, meeting, table, bound, assumed, key)
    value = value_of(matter.kind, matter.private, belief)
    by_law = matter.kind.legal_threshold > SIMPLE_MAJORITY and not meeting.holds.all()
    if not by_law:
        return Sitting(vote(value, meeting, table.rule, table.fund_yuan), meeting, belief, rounds, voices)
    of_its_own = replace(table.rule, legal_threshold=SIMPLE_MAJORITY)
    put_forward = vote(value, meeting, of_its_own, table.fund_yuan)
    if not put_forward.passed:
        return Sitting(put_forward, meeting, belief, rounds, voices)
    belief = carried_home(belief, meeting, bound, assumed.matters.home_hears)
    value = value_of(matter.kind, matter.private, belief)
    decision = vote(value, _at_home(matter, neighbours, assumed, key), table.rule, table.fund_yuan)
    return Sitting(decision, meeting, belief, rounds, voices, put_forward=put_forward)


def informed(belief: Floats, meeting: Attendance, meetings: int, assumed: Assumptions) -> Floats:
    """Beliefs after a meeting: participants move towards the true benefit, others less, by word of mouth."""
    assumed_matters = assumed.matters
    learned = 1.0 - (1.0 - assumed_matters.information) ** max(meetings, 1)
    share = np.where(
        meeting.came, learned, learned * assumed_matters.word_of_mouth * min(2.0 * meeting.turnout_share, 1.0)
    )
    return np.asarray(belief + share * (assumed_matters.true_benefit - belief))


def discuss(
    belief: Floats, meeting: Attendance, table: Table, bound: float, assumed: Assumptions, key: np.uint64
) -> tuple[Floats, int, tuple[Voices, ...]]:
    """Households at the table talk; institutions that sit with them say what is true, and do not vote.

    Returns:
        What every household it affects believes now, the rounds of plenary that moved anybody, and what was believed
        at the table before, between and after them.
    """
    there, belief = meeting.present, belief.copy()
    institutions = np.full(table.body.other_seats, assumed.matters.true_benefit)
    households = int(there.sum())
    everybody = np.concatenate((belief[there], institutions))
    said = [every[:households] for every in plenary_rounds(everybody, bound, table.form.plenary_rounds)]
    rounds, said = len(said), [belief[there], *said]
    said += talk_sweeps(said[-1], bound, table.form.talk_sweeps, draws_of(key).at(TALK_KEY).key())
    belief[there] = said[-1]
    voices = tuple(Voices(float(one.mean()), float(one.std())) for one in said) if households else ()
    return belief, rounds, voices


def carried_home(belief: Floats, meeting: Attendance, bound: float, share: float) -> Floats:
    """The papers tell those at home what the table came to think; they move towards what they can hear of it."""
    spoken = np.sort(belief[meeting.present])
    if not len(spoken):
        return belief
    upto = np.concatenate(([0.0], np.cumsum(spoken)))
    first = np.searchsorted(spoken, belief - bound, "left")
    last = np.searchsorted(spoken, belief + bound, "right")
    heard = np.divide(upto[last] - upto[first], last - first, out=belief.copy(), where=last > first)
    return np.where(meeting.present, belief, belief + share * (heard - belief))


def _at_home(matter: Matter, neighbours: Neighbours, assumed: Assumptions, key: np.uint64) -> Attendance:
    """Who can be found at home and hands in a written vote."""
    everybody = Body(open_seats=0, lot_seats=len(matter.household))
    home = draws_of(key).at(HOME_KEY).key()
    return meet(matter.affected(neighbours), everybody, Call(), assumed.attendance, home)


def _from_door_to_door(matter: Matter, table: Table, neighbours: Neighbours, assumed: Assumptions) -> Sitting:
    """Every household is asked for its written vote; nobody learns what the others think."""
    key = draws_of(matter.key).at(TRY_KEY + matter.tries).key()
    meeting = _at_home(matter, neighbours, assumed, key)
    decision = vote(matter.value(), meeting, table.rule, table.fund_yuan)
    return Sitting(decision, meeting, matter.belief, from_door_to_door=True)
