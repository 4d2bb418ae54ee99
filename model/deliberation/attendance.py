"""Who comes and who sits at the table: the old, owners, Party members and those with much at stake come first.

Notice and an online door bring more people of much the same sort (S118); only seats drawn by lot, reserved or held by
office change who is there. One row is one household; its traits are those of the people at home.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Bools, Floats, Int64s
from ..parameters.assumptions.attendance import AttendanceAssumptions
from .draws import COMES, DRAWN, FLOOR, KEEPS, OFFICE, household_uniforms, several_uniforms

USUAL_NOTICE_DAYS = 3.0  # the notice for which the plain chance is stated
TRAITS = ("elder", "owner", "party", "migrant", "low_income", "loses")


@dataclass(frozen=True, slots=True, eq=False)
class Affected:
    """The households a matter affects, each once.

    Attributes:
        household: Their ids, the address of their random numbers.
        elder, owner, party, migrant, low_income: Whether somebody at home is over 60, they own their home, and so on.
        reserved: One row for each group with reserved seats, saying which households it may send.
        value: What the matter is worth to each, in yuan.
    """

    household: Int64s
    elder: Bools
    owner: Bools
    party: Bools
    migrant: Bools
    low_income: Bools
    reserved: Bools
    value: Floats

    def __post_init__(self) -> None:
        if (self.household[1:] > self.household[:-1]).all():
            return
        ordered = np.sort(self.household)
        if (ordered[1:] == ordered[:-1]).any():
            raise ValueError("a household is listed twice; each has one vote")

    def __len__(self) -> int:
        return len(self.household)

    def traits(self) -> Bools:
        """One row for each of TRAITS."""
        return np.stack((self.elder, self.owner, self.party, self.migrant, self.low_income, self.value < 0.0))


@dataclass(frozen=True, slots=True)
class Call:
    """How a meeting is called.

    Attributes:
        notice_days: Days of notice.
        online: Whether one can take part online.
        council_odds: How many times the odds of coming are for what became of earlier meetings.
    """

    notice_days: float = USUAL_NOTICE_DAYS
    online: bool = False
    council_odds: float = 1.0


@dataclass(frozen=True, slots=True)
class Body:
    """The seats of a table, residents' by the way each is filled.

    Attributes:
        open_seats: For those who come.
        lot_seats: Drawn among all affected.
        reserved_seats: For groups that seldom come, shared out evenly among them.
        office_seats: For the owners' committee.
        other_seats: For institutions, which talk and do not vote.
    """

    open_seats: int
    lot_seats: int = 0
    reserved_seats: int = 0
    office_seats: int = 0
    other_seats: int = 0

    @property
    def residents_seats(self) -> int:
        return self.open_seats + self.lot_seats + self.reserved_seats + self.office_seats


@dataclass(frozen=True, slots=True, eq=False)
class Attendance:
    """One meeting.

    Attributes:
        seats: Seats there are for those affected, taken or not.
        holds: Who holds a seat.
        came: Who came, with a seat or without.
        present: Who holds a seat and came; they talk and vote.
        turnout_share: Share of the affected who came.
        difference: For each of TRAITS, how far those present differ from all affected, in standard deviations of the
            affected; 0 where everybody is alike or nobody is present. Average it over meetings before taking its size:
            even a lot of fifteen differs by a fifth or so from one meeting to the next.
    """

    seats: int
    holds: Bools
    came: Bools
    present: Bools
    turnout_share: float
    difference: Floats

    @property
    def turnout_bias(self) -> float:
        """Mean size of the differences: age, tenure and Party (S117), the groups least heard, and the losing side."""
        return float(np.abs(self.difference).mean())


def meet(affected: Affected, body: Body, call: Call, assumed: AttendanceAssumptions, key: np.uint64) -> Attendance:
    """Call a meeting, fill the seats of a body, and see who is there.

    Where no more households are affected than fit around the whole table, each of them holds a seat.
    """
    comes, keeps, floor = several_uniforms(key, affected.household, COMES, KEEPS, FLOOR)
    odds = relative_odds(affected, assumed)
    strolls_in = comes < _chance(odds, call, assumed)
    everybody = len(affected) <= body.residents_seats + body.other_seats
    invited = np.ones(len(affected), np.bool_) if everybody else _invited(affected, body, odds, key)
    came = strolls_in | (invited & (keeps < assumed.invited_chance))
    holds = invited | _first(body.open_seats, strolls_in & ~invited, floor)
    present = holds & came
    return Attendance(
        seats=len(affected) if everybody else body.residents_seats,
        holds=holds,
        came=came,
        present=present,
        turnout_share=float(came.mean()) if len(affected) else 0.0,
        difference=standard_difference(affected.traits(), present),
    )


def attendance_chance(affected: Affected, call: Call, assumed: AttendanceAssumptions) -> Floats:
    """Chance of each household to come to an open meeting, by its traits; the way it is called moves all odds alike."""
    return _chance(relative_odds(affected, assumed), call, assumed)


def _chance(relative: Floats, call: Call, assumed: AttendanceAssumptions) -> Floats:
    """The same from how many times the odds of a plain household each has."""
    odds = assumed.plain_chance / (1.0 - assumed.plain_chance) * relative
    odds *= word_spread(call.notice_days, assumed) / word_spread(USUAL_NOTICE_DAYS, assumed)
    odds *= (assumed.online_odds if call.online else 1.0) * call.council_odds
    return np.asarray(odds / (1.0 + odds))


def relative_odds(affected: Affected, assumed: AttendanceAssumptions) -> Floats:
    """How many times the odds of a plain household are those of each."""
    strong = np.abs(affected.value) >= assumed.strong_interest_yuan
    odds = np.where(affected.elder, assumed.elder_odds, 1.0) * np.where(affected.owner, assumed.owner_odds, 1.0)
    odds *= np.where(affected.party, assumed.party_odds, 1.0) * np.where(strong, assumed.interest_odds, 1.0)
    return odds


def word_spread(notice_days: float, assumed: AttendanceAssumptions) -> float:
    """Share of people who have heard of a meeting by the day it is held; the day itself counts as one."""
    return float(1.0 - 0.5 ** ((notice_days + 1.0) / assumed.notice_half_days))


def standard_difference(traits: Bools, present: Bools) -> Floats:
    """For each row of traits, its share among those present less that among all, in standard deviations of all."""
    if not present.any():
        return np.zeros(len(traits))
    share = traits.mean(axis=1)
    spread = np.sqrt(share * (1.0 - share))
    gap = traits[:, present].mean(axis=1) - share
    return np.asarray(np.divide(gap, spread, out=np.zeros(len(traits)), where=spread > 0.0))


def _invited(affected: Affected, body: Body, odds: Floats, key: np.uint64) -> Bools:
    """Who holds a seat before the doors open: by office, by reservation, by lot."""
    office, drawn = several_uniforms(key, affected.household, OFFICE, DRAWN)
    # Owners elect those who come anyhow: an exponential clock that runs with the odds of coming.
    invited = _first(body.office_seats, affected.owner, -np.log(office) / odds)
    groups = len(affected.reserved)
    for number, group in enumerate(affected.reserved):
        seats = body.reserved_seats // groups + (number < body.reserved_seats % groups)
        invited |= _first(seats, group & ~invited, drawn)
    return invited | _first(body.lot_seats, ~invited, drawn)


def meet_named(
    affected: Affected, households: Int64s, call: Call, assumed: AttendanceAssumptions, key: np.uint64
) -> tuple[Attendance, Bools]:
    """Call a table of named seats: who of them comes, and who strolls in to listen.

    Args:
        affected: The households the matter affects.
        households: Of the named seats that households hold, the convenor's first, who is always there.
        call: How the meeting is called.
        assumed: Who comes.
        key: Of the try.

    Returns:
        The meeting as those affected see it, and which of the named came. One more seat is that of the grid's head.
    """
    strolls_in = household_uniforms(key, affected.household, COMES) < attendance_chance(affected, call, assumed)
    there = household_uniforms(key, households, KEEPS) < assumed.invited_chance
    there[:1] = True
    holds = np.isin(affected.household, households)
    present = np.isin(affected.household, households[there])
    came = np.where(holds, present, strolls_in)
    meeting = Attendance(
        seats=len(households) + 1,
        holds=holds,
        came=came,
        present=present,
        turnout_share=float(came.mean()) if len(affected) else 0.0,
        difference=standard_difference(affected.traits(), present),
    )
    return meeting, there


def _first(seats: int, among: Bools, waiting: Floats) -> Bools:
    """The so many of those eligible who wait least; all of them where there are fewer."""
    if seats >= np.count_nonzero(among):
        return among.copy()
    taken = np.zeros(len(among), np.bool_)
    if seats > 0:
        taken[np.argsort(np.where(among, waiting, np.inf), kind="stable")[:seats]] = True
    return taken
