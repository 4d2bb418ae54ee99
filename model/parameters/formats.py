"""A format of deliberation: who sits at the table, what happens in which order, and how long it takes.

Formats are data (`scenarios/formats/`); this file says what one may state.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from .facts import Id, Record, Share, Words, as_tuple

SeatKind = Literal[
    "residents",
    "residents_committee",
    "owners_committee",
    "property_firm",
    "units",
    "organisations",
    "departments",
    "deputies",
]
Act = Literal["collect", "notice", "discuss", "decide", "carry_out", "review"]


class Stage(Record):
    """One step a matter goes through.

    Attributes:
        name: What people call it.
        act: What happens.
        days: Calendar days until the next step can begin.
        meeting: Whether people meet for it.
    """

    name: Words
    act: Act
    days: Annotated[int, Field(ge=0, le=365)]
    meeting: bool = False


class Format(Record):
    """One way to deliberate.

    Attributes:
        id: Its name in levers.
        title: Its name in both languages.
        rows: Rows of the evidence that describe it.
        stages: What a matter goes through, in order; exactly one of them decides.
        seat_mix: Share of seats by who sits there; shares add up to 1.
        shops_seat: Whether the street-front shops of the community send a representative, who sits beside those seats.
        fixed_seats: Seats of the table where the format itself says how many; otherwise the lever does.
        plenary_rounds: Rounds in which all hear all, in one cycle.
        talk_sweeps: Sweeps of talk two by two, in one cycle, outside the meeting.
        commits: Who at the table can commit on the spot what they answer for.
        recorded: Whether what was agreed is recorded where others can press for it.
        decision: Whether staff decide or the table votes.
    """

    id: Id
    title: Words
    rows: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = ()
    stages: Annotated[tuple[Stage, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    seat_mix: Annotated[dict[SeatKind, Share], Field(min_length=1)]
    shops_seat: bool = False
    fixed_seats: Annotated[int, Field(ge=1, le=200)] | None = None
    plenary_rounds: Annotated[int, Field(ge=0, le=100)]
    talk_sweeps: Annotated[int, Field(ge=0, le=100)]
    commits: Annotated[tuple[SeatKind, ...], BeforeValidator(as_tuple)] = ()
    recorded: bool = False
    decision: Literal["staff", "vote"]

    def __hash__(self) -> int:
        return hash(self.id)

    @model_validator(mode="after")
    def _consistent(self) -> Format:
        total = sum(self.seat_mix.values())
        if abs(total - 1.0) > 1e-6:
            raise PydanticCustomError(
                "shares_not_one",
                "the shares add up to {total}, they must add up to 1",
                {"key": "seat_mix", "total": f"{total:.6g}"},
            )
        acts = [stage.act for stage in self.stages]
        if acts.count("decide") != 1:
            where = {"key": "stages", "count": acts.count("decide")}
            raise PydanticCustomError("one_decision", "{count} stages decide, exactly one must", where)
        for kind in self.commits:
            if not self.seat_mix.get(kind):
                where = {"key": "commits", "kind": kind}
                raise PydanticCustomError("commits_without_seat", "{kind} has no seat and cannot commit", where)
        return self

    @property
    def _last(self) -> int:
        """Place of the stage that decides."""
        return next(number for number, stage in enumerate(self.stages) if stage.act == "decide")

    @property
    def meetings(self) -> int:
        """Times people meet over one matter in one cycle until it is decided; a review comes after."""
        return sum(stage.meeting for stage in self.stages[: self._last + 1])

    @property
    def of_owners(self) -> bool:
        """Whether it is a table of so many named seats, most of them of an owners' committee: none without one."""
        return self.fixed_seats is not None and self.seat_mix.get("owners_committee", 0.0) >= 0.5

    @property
    def reviewed(self) -> bool:
        """Whether the format itself looks back at what was done."""
        return any(stage.act == "review" for stage in self.stages)

    def notice_days(self, called_days: int) -> int:
        """Days of notice people get: those of the format's own step, or those of any meeting if they are more."""
        return max(called_days, sum(stage.days for stage in self.stages if stage.act == "notice"))

    def days_to_decide(self, called_days: int) -> int:
        """Calendar days from when a matter is raised to when the decision stands, notice included."""
        steps = (stage.days for stage in self.stages[: self._last + 1] if stage.act != "notice")
        return sum(steps) + self.notice_days(called_days)


BY_STAFF = Format(
    id="staff",
    title=Words(zh="工作人员决定", en="Staff decide"),
    stages=(Stage(name=Words(zh="研究决定", en="Staff decide"), act="decide", days=3),),
    seat_mix={"residents_committee": 1.0},
    plenary_rounds=0,
    talk_sweeps=0,
    decision="staff",
)
"""How a district decides that brings no formats with it; the same as the shipped file, which a test holds it to."""
