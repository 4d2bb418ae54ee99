"""One collective matter as a run tells it: raised, on the table, settled or given up, and what it did."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ...model.events.matters import Ballot, Opinion
from .story import Step


@dataclass(frozen=True, slots=True)
class Everyday:
    """Needs of the kinds a matter presses on, in its estate.

    Attributes:
        yearly: Per 1,000 residents of the estate and year.
        counted: How many they were.
    """

    yearly: float
    counted: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """A matter on the table once.

    Attributes:
        number: The first is 1.
        day, date: When.
        form: The format by which it was decided.
        at: Whose table it was.
        meetings: Times people had met over it, this try included.
        vote: The vote that counted, at the table or at home; None where staff decided.
        rounds: Rounds of plenary that moved anybody.
        before, after: Mean belief of all affected households in the common benefit.
        in_favour: Share of all affected households that want it, as they believe afterwards, before any payment.
        reasons: Why it came out so: `passed` or the first thing that stood in the way, then whatever else there was.
        from_winners, from_fund: Yuan paid to households that lose.
        put_forward: What the table said before every household was asked at home, where the law gives it to them.
        opinions: At the table before anybody spoke, after each of those rounds, then after each sweep two by two.
        departments_came: Whether the department it needs came when called; None where none was called.
        promise_broken: Whether a department broke what it had promised.
        whistled: Whether a department answered the committee's whistle; None where nobody whistled.
    """

    number: int
    day: int
    date: dt.date
    form: str
    at: str
    meetings: int
    vote: Ballot | None
    rounds: int
    before: float
    after: float
    reasons: tuple[str, ...]
    in_favour: float = 0.0
    from_winners: float = 0.0
    from_fund: float = 0.0
    put_forward: Ballot | None = None
    opinions: tuple[Opinion, ...] = ()
    departments_came: bool | None = None
    promise_broken: bool = False
    whistled: bool | None = None

    @property
    def reason(self) -> str:
        """`passed`, or the first thing that stood in the way."""
        return self.reasons[0] if self.reasons else ""

    @property
    def door_to_door(self) -> bool:
        """Whether the owners were asked for written votes, since staff may not decide for them."""
        return self.form == "staff" and self.vote is not None


@dataclass(frozen=True, slots=True)
class MatterHistory:
    """One matter from the day it was raised.

    Attributes:
        number: In the order in which matters were raised in that run.
        kind: What it is about.
        community: Where; `estate` too, where the log tells.
        households: Households it affects.
        day, date: When it was raised.
        outcome: How it stands at the end of the run, one of `STANDINGS`.
        ended: When it was settled or given up.
        days: Days from raised to settled or given up.
        first_belief: Mean belief of the households before anybody talked, where the log tells.
        tries: Times it was on the table.
        agreed: When it was agreed, by a vote, by staff or after a whistle.
        compliance: How far neighbours stand by what was agreed, 0 to 1.
        while_open, after: Needs it presses on while it was open, and in the 90 days after it ended; None where it
            presses on none, or the run does not reach so far.
        covenant_left: How far neighbours stand by the covenants of that estate at the end of the run, 0 to 1, for a
            covenant that was settled.
        steps: What somebody did about it beside its tries: who brought it, tasks, reminders, works, units' means.
        proven: Whether what was agreed had been done when it was struck off the list; None where it stands on none.
    """

    number: int
    kind: str
    community: int
    households: int
    day: int
    date: dt.date
    outcome: str
    tries: tuple[Attempt, ...] = ()
    ended: dt.date | None = None
    days: int | None = None
    estate: int | None = None
    first_belief: float | None = None
    agreed: dt.date | None = None
    compliance: float | None = None
    while_open: Everyday | None = None
    after: Everyday | None = None
    covenant_left: float | None = None
    proven: bool | None = None
    steps: tuple[Step, ...] = ()

    @property
    def kept(self) -> float | None:
        """How far neighbours live by what was agreed on the last day, 0 to 1; None where nothing was agreed."""
        if self.compliance is None:
            return None
        if self.outcome != "settled" or self.proven is False:
            return 0.0
        return self.compliance if self.covenant_left is None else self.covenant_left

    @property
    def promise_broken(self) -> bool:
        """Whether a department broke what it had promised."""
        return any(one.promise_broken for one in self.tries)

    @property
    def whistled(self) -> bool | None:
        """Whether a department answered the committee's last whistle; None where nobody whistled."""
        heard = [one.whistled for one in self.tries if one.whistled is not None]
        return heard[-1] if heard else None

    @property
    def twin_by(self) -> tuple[int, str, int, int]:
        """What a matter has in common with itself under other rules; its number may differ."""
        return self.day, self.kind, self.community, self.households
