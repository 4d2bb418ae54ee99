"""One try at a matter: who is there, what they learn and say, how they vote. Nothing is changed; the caller decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Int64s
from ..estates.seats import GRID_HEAD, Seat
from ..events.estates import SeatVote
from ..parameters import Assumptions
from ..parameters.formats import Format
from ..place.households import Neighbours
from ..streams import draws_of
from .attendance import Attendance, Body, Call, meet, meet_named
from .draws import HOME_KEY, TALK_KEY, TRY_KEY
from .kinds import SIMPLE_MAJORITY
from .matter import Matter
from .opinion import plenary_rounds, talk_sweeps
from .shop_seats import ShopVoice, Spoken
from .stakes import first_belief, listening_bound, value_of
from .votes import Decision, Rule, Votes, staff_decide, vote


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
        named: Who sits there by name, the convenor first; empty where seats are filled meeting by meeting.
        shops: What the representative of street-front shops brings; None where they have no seat.
    """

    form: Format
    body: Body
    call: Call
    rule: Rule
    chair_skill: float = 0.0
    fund_yuan: float = 0.0
    named: tuple[Seat, ...] = ()
    shops: ShopVoice | None = None


class Voices(NamedTuple):
    """What households at the table believe at one moment: their mean, and how far they stand apart (one deviation)."""

    mean: float
    spread: float


class Heard(NamedTuple):
    """What the people of a table of named seats believe after talking.

    Attributes:
        people: Households of the seats.
        there: Which of them came.
        belief: What every household affected believes.
        outside: Those who came and are not affected.
        said: What these believe.
    """

    people: Int64s
    there: Bools
    belief: Floats
    outside: Int64s
    said: Floats


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
        seats: Who sat by name and how they voted; at open tables only who speaks for shops.
        shops: How that seat voted; None where there is none.
    """

    decision: Decision
    meeting: Attendance | None
    belief: Floats
    rounds: int = 0
    voices: tuple[Voices, ...] = ()
    from_door_to_door: bool = False
    put_forward: Decision | None = None
    seats: tuple[SeatVote, ...] = ()
    shops: Spoken | None = None

    @property
    def asked_at_home(self) -> bool:
        """Whether every household was asked for its vote at its door."""
        return self.from_door_to_door or self.put_forward is not None


class Held(NamedTuple):
    """A meeting before votes are counted.

    Attributes:
        meeting: Who was there.
        belief: What every household affected believes.
        rounds: Rounds of plenary that moved anybody.
        voices: What was believed at the table from moment to moment.
        key: Of the try.
        votes: Of named seats.
        shops: Of the seat of street-front shops.
    """

    meeting: Attendance
    belief: Floats
    rounds: int
    voices: tuple[Voices, ...]
    key: np.uint64
    votes: tuple[SeatVote, ...] = ()
    shops: Spoken | None = None

    def of_others(self, matter: Matter) -> Votes:
        """Votes of those at the table whom the matter does not affect."""
        inside = set(matter.household.tolist())
        said = [one.said for one in self.votes if one.role == GRID_HEAD or one.person not in inside]
        said += [self.shops.said] if self.shops else []
        return Votes(said.count(1), said.count(-1))

    def ended(self, matter: Matter, decision: Decision, belief: Floats, put_forward: Decision | None = None) -> Sitting:
        """What came of it; whoever was paid enough to say yes is written down with a yes."""
        at_table = put_forward if put_forward is not None else decision
        paid = dict(zip(matter.household.tolist(), at_table.transfer.tolist(), strict=True)) if self.votes else {}
        own = value_of(matter.kind, matter.private, self.belief)
        worth = dict(zip(matter.household.tolist(), own.tolist(), strict=True)) if paid else {}
        votes = tuple(
            one._replace(said=1) if one.said and paid.get(one.person, 0.0) > -worth.get(one.person, 0.0) > 0.0 else one
            for one in self.votes
        )
        votes += (self.shops.vote,) if self.shops else ()
        sitting = Sitting(decision, self.meeting, belief, self.rounds, self.voices)
        return replace(sitting, put_forward=put_forward, seats=votes, shops=self.shops)


def sit(matter: Matter, table: Table, neighbours: Neighbours, assumed: Assumptions) -> Sitting:
    """Try once: staff decide what is theirs to decide; what the law gives to owners goes from door to door.

    A table at which not all of them sit can only put such a matter forward; then every household is asked.
    """
    if table.form.decision == "staff":
        decision = staff_decide(matter.value(), matter.kind.legal_threshold)
        if decision.reasons[0] != "owners_must_vote":
            return Sitting(decision, None, matter.belief)
        return _from_door_to_door(matter, table, neighbours, assumed)
    held = hold_named(matter, table, neighbours, assumed) if table.named else hold(matter, table, neighbours, assumed)
    return _decided(matter, table, neighbours, assumed, held)


def hold(matter: Matter, table: Table, neighbours: Neighbours, assumed: Assumptions) -> Held:
    """A meeting at an open table: those affected fill its seats."""
    key = draws_of(matter.key).at(TRY_KEY + matter.tries).key()
    meeting = meet(matter.affected(neighbours), table.body, table.call, assumed.attendance, key)
    belief = informed(matter.belief, meeting, table.form.meetings, assumed)
    belief, rounds, voices, shops = discuss(belief, meeting, table, bound_of(matter, table, assumed), assumed, key)
    if shops:  # one more seat
        meeting = replace(meeting, seats=meeting.seats + 1)
    return Held(meeting, belief, rounds, voices, key, shops=shops)


def hold_named(matter: Matter, table: Table, neighbours: Neighbours, assumed: Assumptions) -> Held:
    """A meeting of named seats. Who is affected votes for what it is worth at home, the others for what it is worth.

    Those whom it does not affect judge by what they believe it brings a household it does affect; the head of the grid
    knows.
    """
    key = draws_of(matter.key).at(TRY_KEY + matter.tries).key()
    people = np.array([seat.person for seat in table.named if seat.role != GRID_HEAD], np.int64)
    meeting, there = meet_named(matter.affected(neighbours), people, table.call, assumed.attendance, key)
    learned = informed(matter.belief, meeting, table.form.meetings, assumed)
    inside, outside = meeting.present, people[there & ~np.isin(people, matter.household)]
    moved = 1.0 - (1.0 - assumed.matters.information) ** max(table.form.meetings, 1)
    first = first_belief(outside, assumed.opinion, matter.key)
    first = first + moved * (assumed.matters.true_benefit - first)
    everybody = np.concatenate((learned[inside], first))
    said, rounds = _spoken(everybody, table, bound_of(matter, table, assumed), assumed, key)
    belief, count = learned.copy(), int(inside.sum())
    belief[inside] = said[-1][:count]
    voices = tuple(Voices(float(one.mean()), float(one.std())) for one in said)
    votes = seat_votes(matter, table, Heard(people, there, belief, outside, said[-1][count:]), assumed)
    return Held(meeting, belief, rounds, voices, key=key, votes=votes)


def seat_votes(matter: Matter, table: Table, heard: Heard, assumed: Assumptions) -> tuple[SeatVote, ...]:
    """How each named seat votes before any payment: 1 for yes, −1 for no, 0 where nobody came."""
    own = value_of(matter.kind, matter.private, heard.belief)
    at_home = dict(zip(matter.household.tolist(), own.tolist(), strict=True))
    others = dict(zip(heard.outside.tolist(), heard.said.tolist(), strict=True))
    came = dict(zip(heard.people.tolist(), heard.there.tolist(), strict=True))

    def worth(belief: float) -> float:
        return float(value_of(matter.kind, matter.private, np.full(len(matter.private), belief)).mean())

    votes = []
    for seat in table.named:
        if seat.role == GRID_HEAD:
            value = worth(assumed.matters.true_benefit)
        elif not came[seat.person]:
            votes.append(SeatVote(seat.role, seat.person, 0))
            continue
        else:
            value = at_home[seat.person] if seat.person in at_home else worth(others[seat.person])
        votes.append(SeatVote(seat.role, seat.person, 1 if value > 0.0 else -1))
    return tuple(votes)


def _decided(matter: Matter, table: Table, neighbours: Neighbours, assumed: Assumptions, held: Held) -> Sitting:
    """Votes are counted; what the law gives to owners is put forward and goes from door to door."""
    meeting, belief = held.meeting, held.belief
    others = held.of_others(matter)
    value = value_of(matter.kind, matter.private, belief)
    only_owners = not held.votes and held.shops is None and bool(meeting.holds.all())
    by_law = matter.kind.legal_threshold > SIMPLE_MAJORITY and not only_owners
    if not by_law:
        return held.ended(matter, vote(value, meeting, table.rule, table.fund_yuan, others), belief)
    of_its_own = replace(table.rule, legal_threshold=SIMPLE_MAJORITY)
    put_forward = vote(value, meeting, of_its_own, table.fund_yuan, others)
    if not put_forward.passed:
        return held.ended(matter, put_forward, belief)
    belief = carried_home(belief, meeting, bound_of(matter, table, assumed), assumed.matters.home_hears)
    value = value_of(matter.kind, matter.private, belief)
    decision = vote(value, _at_home(matter, neighbours, assumed, held.key), table.rule, table.fund_yuan)
    return held.ended(matter, decision, belief, put_forward)


def bound_of(matter: Matter, table: Table, assumed: Assumptions) -> float:
    """How far apart two beliefs at this table may be to be heard; a trained chair widens it."""
    return listening_bound(matter.kind, assumed.opinion) * (1.0 + assumed.matters.chair_gain * table.chair_skill)


def _spoken(
    everybody: Floats, table: Table, bound: float, assumed: Assumptions, key: np.uint64
) -> tuple[list[Floats], int]:
    """What people believe before, between and after rounds of plenary and sweeps of talk, one voice knowing better."""
    count = len(everybody)
    with_head = np.append(everybody, assumed.matters.true_benefit)
    said = [every[:count] for every in plenary_rounds(with_head, bound, table.form.plenary_rounds)]
    rounds, said = len(said), [everybody, *said]
    said += talk_sweeps(said[-1], bound, table.form.talk_sweeps, draws_of(key).at(TALK_KEY).key())
    return said, rounds


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
) -> tuple[Floats, int, tuple[Voices, ...], Spoken | None]:
    """Households at the table talk; institutions that sit with them say what is true, and do not vote.

    Who speaks for shops talks and listens like a household.

    Returns:
        What every household it affects believes now, the rounds of plenary that moved anybody, what was believed
        at the table before, between and after them, and how the seat of the shops votes.
    """
    there, belief = meeting.present, belief.copy()
    institutions = np.full(table.body.other_seats, assumed.matters.true_benefit)
    households = int(there.sum())
    shops = [table.shops.belief] if table.shops and table.shops.came else []
    everybody = np.concatenate((belief[there], institutions, shops))
    spoken = [everybody, *plenary_rounds(everybody, bound, table.form.plenary_rounds)]
    rounds, said = len(spoken) - 1, [every[:households] for every in spoken]
    said += talk_sweeps(said[-1], bound, table.form.talk_sweeps, draws_of(key).at(TALK_KEY).key())
    belief[there] = said[-1]
    voices = tuple(Voices(float(one.mean()), float(one.std())) for one in said) if households else ()
    vote = table.shops.spoken(float(spoken[-1][-1]) if shops else table.shops.belief) if table.shops else None
    return belief, rounds, voices, vote


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
