"""Events of collective matters: raised, on the table, agreed, settled or given up; what departments did about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from . import Event, quantity
from .estates import SeatVote


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterEvent(Event):
    """Something that happened to one matter.

    Attributes:
        number: Of the matter, in the order in which they were raised.
        about: Its kind.
    """

    institution: ClassVar[str] = "matter"
    called: ClassVar[str] = "matter {0.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterRaised(MatterEvent):
    """Somebody complained about something that concerns many households.

    Attributes:
        how: Who brought it.
        households: Households it affects.
        estate: Where.
        requests: Requests it was raised for; 0 where neighbours brought it themselves.
        belief: Mean belief of those households in the common benefit, before anybody talked.
    """

    estate: int
    households: int = quantity("households")
    belief: float = quantity("share")
    requests: int = quantity("requests", default=0)

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield f"raised_{self.about}", float(self.community)
        yield f"brought_by_{self.how}", float(self.requests)
        yield "households", float(self.households)
        yield "estate", float(self.estate)
        yield "belief", self.belief


@dataclass(frozen=True, slots=True)
class Ballot:
    """Votes on a matter, household by household.

    Attributes:
        seats: Seats of those affected, taken or not.
        came: Households that came, with a seat or without.
        yes, no, absent: Votes from the seats, and seats nobody voted from.
        objections: Losing households that object, where there is a veto.
    """

    seats: int
    came: int
    yes: int
    no: int
    absent: int
    objections: int = 0


@dataclass(frozen=True, slots=True)
class Opinion:
    """What households at the table believed at one moment: their mean, and how far they stood apart (one deviation)."""

    mean: float
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterTried(MatterEvent):
    """A matter was on the table once.

    Attributes:
        attempt: The first is 1.
        form: The format by which it was decided.
        at: Whose table it was.
        meetings: Times people had met over it, this attempt included.
        ballot: Who was there and how they voted; None where staff decided.
        put_forward: What the table said before every household was asked at home, where the law gives it to them.
        rounds: Rounds of plenary that moved anybody.
        belief: Mean belief of all affected households in the common benefit afterwards.
        in_favour: Share of them that want it, as they believe then, before any payment.
        reasons: Why it came out so: `passed` or the first thing that stood in the way, then whatever else there was.
        opinions: At the table before anybody spoke, after each of those rounds, then after each sweep two by two.
        yuan_from_winners, yuan_from_fund: Paid to households that lose.
        seats: Who sat by name and how they voted, at a table of named seats.
    """

    attempt: int = quantity("attempts")
    form: str
    at: Literal["community", "estate"]
    meetings: int = quantity("meetings")
    ballot: Ballot | None = None
    put_forward: Ballot | None = None
    rounds: int = quantity("rounds")
    belief: float = quantity("share")
    in_favour: float = quantity("share")
    reasons: tuple[str, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    yuan_from_winners: float = quantity("yuan", default=0.0)
    yuan_from_fund: float = quantity("yuan", default=0.0)
    seats: tuple[SeatVote, ...] = ()

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield f"tried_by_{self.form}_at_{self.at}", float(self.attempt)
        yield "meetings", float(self.meetings)
        if self.ballot is not None:
            for name in ("seats", "came", "yes", "no", "absent", "objections"):
                yield name, float(getattr(self.ballot, name))
        yield from (("rounds", float(self.rounds)), ("belief", self.belief), ("in_favour", self.in_favour))
        yield from ((reason, 1.0) for reason in self.reasons)
        for moment, opinion in enumerate(self.opinions):
            yield f"belief_after_round_{moment}", opinion.mean
            yield f"spread_after_round_{moment}", opinion.spread
        if self.put_forward is not None:
            yield from (
                ("put_forward_yes", float(self.put_forward.yes)),
                ("put_forward_no", float(self.put_forward.no)),
            )
        if self.yuan_from_winners + self.yuan_from_fund > 0.0:
            yield from (("yuan_from_winners", self.yuan_from_winners), ("yuan_from_fund", self.yuan_from_fund))
        yield from (seat.line() for seat in self.seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentsCalled(MatterEvent):
    """A committee called the department a matter needs to the table, and it came or stayed away."""

    came: bool = quantity("yes or no")

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield "departments_came" if self.came else "departments_stayed_away", 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterAgreed(MatterEvent):
    """It passed, by a vote, by staff or after a whistle.

    Attributes:
        compliance: How far neighbours stand by it, 0 to 1.
        days: Since it was raised.
    """

    compliance: float = quantity("share")
    days: int = quantity("days", said="agreed")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseBroken(MatterEvent):
    """A department broke what it had promised about a matter."""

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield "promise_broken", 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterComplained(MatterEvent):
    """Households affected by a matter of neighbours came to the office about it, or all of them by the app (`how`)."""

    households: int = quantity("households", said="complained_at_{0.how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterWhistled(MatterEvent):
    """The committee whistled for a matter: its council meets, and the department concerned follows or stays away."""

    answered: bool = quantity("yes or no", said="whistled")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEntered(MatterEvent):
    """What was agreed became somebody's task.

    Attributes:
        how: Whose task it is: a department by its name, or the residents' committee.
        recorded: Whether it stands in a register from which the owner is reminded.
        days: Until it is due.
    """

    recorded: bool = quantity("yes or no", said="task_of_{0.how}")
    days: int = quantity("days", said="due_in")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReminded(MatterEvent):
    """The owner of an overdue task (`how`) was reminded.

    Attributes:
        times: Which reminder it was.
    """

    times: int = quantity("reminders", said="{0.how}_reminded")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWhistled(MatterEvent):
    """The committee whistled for what was agreed: its owner (`how`) stayed away before, or was reminded in vain.

    Attributes:
        answered: Whether the department came and took the task on.
        days: By which it is due sooner.
    """

    answered: bool = quantity("yes or no", said="{0.how}_whistled")
    days: int = quantity("days", said="task_due_sooner")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRefused(MatterEvent):
    """A task was reported as done by its owner (`how`), nothing had been done, and it goes on."""

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield f"report_of_{self.how}_refused", 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCancelled(MatterEvent):
    """A task of its owner (`how`) was struck off the list.

    Attributes:
        proven: Whether it had been done; otherwise it is settled on paper only.
        days: Since the decision stood.
    """

    proven: bool = quantity("yes or no", said="task_cancelled_as_done")
    days: int = quantity("days", said="task_took")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportersTold(MatterEvent):
    """Those whose requests a matter was raised for heard what became of it."""

    households: int = quantity("households", said="reporters_told")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterEnded(MatterEvent):
    """A matter left the table for good.

    Attributes:
        how: Settled or given up.
        days: Since it was raised.
    """

    days: int = quantity("days", said="{0.how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterReopened(MatterEvent):
    """A settlement that is kept to too little came up again as the same matter.

    Attributes:
        how: `office`, or `app` where all of the last week's complaints came by it.
        households: That have complained about it lately.
        heed: How far neighbours stood by what was agreed.
        days: Since it was settled.
        times: How often it has come up again by now.
    """

    households: int = quantity("households", said="reopened_at_{0.how}")
    heed: float = quantity("share", said="reopened_with_heed")
    days: int = quantity("days", said="reopened_after")
    times: int = quantity("times", said="times_reopened")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterPetitioned(MatterEvent):
    """Households went to the street (`how`) about what staff had settled by themselves and came up again.

    Attributes:
        households: That have complained about the matter so far.
        times: How often it has come up again by now.
    """

    households: int = quantity("households", said="petitioned_{0.how}")
    times: int = quantity("times", said="petitioned_on_reopening")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksStopped(MatterEvent):
    """Neighbours next to works that were about to begin object: nobody had told them, and they stand to lose.

    Attributes:
        households: That object.
        beside: Households next to the works.
    """

    households: int = quantity("households", said="works_stopped")
    beside: int = quantity("households", said="next_to_the_works")


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectorsHeard(MatterEvent):
    """The committee met with those who object to works.

    Attributes:
        how: `won_over`; `changed` where the plan spares them part of it and the works go on; `again` where too many
            still object; `given_up`.
        came: Households that came.
        against: Households that object afterwards.
        yuan: What changes add to the cost.
    """

    came: int = quantity("households", said="objectors_came")
    against: int = quantity("households", said="objectors_{0.how}")
    yuan: float = quantity("yuan", said="works_dearer")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksWaited(MatterEvent):
    """Works were agreed upon, and no fund may pay for them yet."""

    yuan: float = quantity("yuan", said="waits_for_money")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksPaid(MatterEvent):
    """Agreed works were paid for.

    Attributes:
        how: Out of which account.
    """

    yuan: float = quantity("yuan", said="paid_for")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterPressed(MatterEvent):
    """What a matter did to everyday service, counted once the run is over.

    Attributes:
        how: `while_open`, or `after`: in the 90 days after it ended.
        yearly: Needs of the kinds it presses on, per 1,000 residents of its estate and year.
        counted: How many they were.
    """

    yearly: float = quantity("needs per 1,000 and year", said="needs_{0.how}")
    counted: int = quantity("needs", said="counted_{0.how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CovenantStood(MatterEvent):
    """Compliance with the covenants of an estate on the last day, for a covenant that was settled."""

    left: float = quantity("share", said="covenant_left")


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentsAnswered(Event):
    """Departments came to a community and answered for the cases stuck longest."""

    institution: ClassVar[str] = "departments"

    cases: int = quantity("cases", said="cases_answered_in_person")
