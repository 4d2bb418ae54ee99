"""Collective matters as tables, from their events: one row a matter, one an attempt at it, one a moment of its talk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ..late_tables import Late
from ..sparing import pd
from .matters import (
    CovenantStood,
    DepartmentsCalled,
    MatterAgreed,
    MatterEnded,
    MatterEvent,
    MatterPressed,
    MatterRaised,
    MatterReopened,
    MatterTried,
    MatterWhistled,
    PromiseBroken,
    TaskCancelled,
    TaskEntered,
    TaskReminded,
)
from .tables import Dated, Days

STANDINGS = ("settled", "given_up", "agreed", "deferred", "untouched")
"""How a matter stands at the end: the last three are still open, agreed upon, turned down so far, or never tried. What
came up again after it was settled stands as what was done about it since; nothing yet is `untouched`."""

MATTERS: Mapping[str, str] = {
    "matter": "Int64",
    "kind": "str",
    "community": "Int64",
    "estate": "Int64",
    "households": "Int64",
    "origin": "str",
    "requests": "Int64",
    "day": "Int64",
    "date": "object",
    "first_belief": "Float64",
    "standing": "str",
    "attempts": "Int64",
    "meetings": "Int64",
    "agreed": "object",
    "compliance": "Float64",
    "ended": "object",
    "days": "Int64",
    "needs_while_open": "Float64",
    "counted_while_open": "Int64",
    "needs_after": "Float64",
    "counted_after": "Int64",
    "covenant_left": "Float64",
    "task_of": "str",
    "task_reminders": "Int64",
    "task_proven": "boolean",
    "reopened": "Int64",
}
"""Column -> type, one row a matter; what each means stands in docs/events.md."""

ATTEMPTS: Mapping[str, str] = {
    "matter": "Int64",
    "attempt": "Int64",
    "day": "Int64",
    "date": "object",
    "form": "str",
    "at": "str",
    "meetings": "Int64",
    "seats": "Int64",
    "came": "Int64",
    "yes": "Int64",
    "no": "Int64",
    "absent": "Int64",
    "objections": "Int64",
    "put_forward_yes": "Int64",
    "put_forward_no": "Int64",
    "rounds": "Int64",
    "belief": "Float64",
    "in_favour": "Float64",
    "reasons": "str",
    "yuan_from_winners": "Float64",
    "yuan_from_fund": "Float64",
    "departments_came": "boolean",
    "promise_broken": "boolean",
    "whistle_answered": "boolean",
}
"""Column -> type, one row each time a matter was on a table."""

OPINIONS: Mapping[str, str] = {
    "matter": "Int64",
    "attempt": "Int64",
    "moment": "Int64",
    "mean": "Float64",
    "spread": "Float64",
}
"""Column -> type, one row a moment of the talk at a table."""


@dataclass(slots=True)
class _Matter:
    """Events of one matter, in the order in which they happened."""

    raised: tuple[int, MatterRaised] | None = None
    rest: list[tuple[int, MatterEvent]] = field(default_factory=list)

    def last(self, kind: type[MatterEvent]) -> tuple[int, Any] | None:
        """The latest event of a kind, with its day."""
        return next(((day, event) for day, event in reversed(self.rest) if isinstance(event, kind)), None)

    def since(self, kind: type[MatterEvent]) -> tuple[int, Any] | None:
        """The latest event of a kind since it last came up again, with its day."""
        places = [place for place, (_, event) in enumerate(self.rest) if isinstance(event, MatterReopened)]
        later = self.rest[places[-1] :] if places else self.rest
        return next(((day, event) for day, event in reversed(later) if isinstance(event, kind)), None)

    def attempts(self) -> Iterator[tuple[int, MatterTried, list[MatterEvent]]]:
        """Day and event of each attempt, with what happened to the matter until the next."""
        starts = [place for place, (_, event) in enumerate(self.rest) if isinstance(event, MatterTried)]
        for start, end in pairwise([*starts, len(self.rest)]):
            day, tried = self.rest[start]
            assert isinstance(tried, MatterTried)
            before = [self.rest[start - 1][1]] if start > 0 and self._whistled(start - 1) else []
            upto = end - 1 if end < len(self.rest) and self._whistled(end - 1) else end
            yield day, tried, before + [event for _, event in self.rest[start + 1 : upto]]

    def _whistled(self, place: int) -> bool:
        """Whether the committee whistled here for what was on the table next, the same day."""
        day, event = self.rest[place]
        return isinstance(event, MatterWhistled) and day == self.rest[place + 1][0]


def matters_tables(log: Iterable[Dated], days: Days) -> dict[str, pd.DataFrame]:
    """Table -> its rows: `matters` raised in the measured days, `attempts` at any matter in them, and `opinions`."""
    return {name: table.made() for name, table in late_matters_tables(log, days).items()}


def late_matters_tables(log: Iterable[Dated], days: Days) -> dict[str, Late]:
    """The same tables, each made when somebody looks at it."""
    found: dict[int, _Matter] = defaultdict(_Matter)
    for day, event in log:
        if day < days.first or not isinstance(event, MatterEvent):
            continue
        if isinstance(event, MatterRaised):
            found[event.number].raised = day, event
        else:
            found[event.number].rest.append((day, event))
    every = [(number, found[number]) for number in sorted(found)]
    return {
        "matters": _table(MATTERS, lambda: [_matter(one, days) for _, one in every if one.raised is not None]),
        "attempts": _table(ATTEMPTS, lambda: [row for number, one in every for row in _attempts(number, one, days)]),
        "opinions": _table(OPINIONS, lambda: [row for number, one in every for row in _opinions(number, one)]),
    }


def _table(columns: Mapping[str, str], rows: Callable[[], list[Mapping[str, Any]]]) -> Late:
    """Rows under their columns; what a row does not say is missing."""

    def make() -> pd.DataFrame:
        listed = rows()
        return pd.DataFrame(
            {name: pd.array([row.get(name) for row in listed], dtype=kind) for name, kind in columns.items()}
        )

    return Late(make, rows)


def _matter(one: _Matter, days: Days) -> dict[str, Any]:
    assert one.raised is not None
    day, raised = one.raised
    tried, agreed, ended = one.last(MatterTried), one.last(MatterAgreed), one.since(MatterEnded)
    agreements = [when for when, event in one.rest if isinstance(event, MatterAgreed)]
    row: dict[str, Any] = {
        "matter": raised.number,
        "kind": raised.about,
        "community": raised.community,
        "estate": raised.estate,
        "households": raised.households,
        "origin": raised.how,
        "requests": raised.requests,
        "first_belief": raised.belief,
        "standing": _outcome(one),
        "attempts": sum(isinstance(event, MatterTried) for _, event in one.rest),
        "meetings": tried[1].meetings if tried else 0,
        "agreed": days.date(agreements[0]) if agreements else None,
        "compliance": agreed[1].compliance if agreed else None,
        "ended": days.date(ended[0]) if ended else None,
        "days": ended[1].days if ended else None,
    }
    row["day"], row["date"] = days.numbered(day)
    row["reopened"] = sum(isinstance(event, MatterReopened) for _, event in one.rest)
    row["task_reminders"] = sum(isinstance(event, TaskReminded) for _, event in one.rest)
    for _, event in one.rest:
        if isinstance(event, MatterPressed):
            row |= {f"needs_{event.how}": event.yearly, f"counted_{event.how}": event.counted}
        elif isinstance(event, CovenantStood):
            row["covenant_left"] = event.left
        elif isinstance(event, TaskEntered):
            row["task_of"] = event.how
        elif isinstance(event, TaskCancelled):
            row["task_proven"] = event.proven
    return row


def _outcome(one: _Matter) -> str:
    """How a matter stands at the end of the run; see `STANDINGS`."""
    ended = one.since(MatterEnded)
    if ended:
        return str(ended[1].how)
    if one.since(MatterAgreed):
        return "agreed"
    return "deferred" if one.since(MatterTried) else "untouched"


def _attempts(number: int, one: _Matter, days: Days) -> Iterator[dict[str, Any]]:
    for day, tried, after in one.attempts():
        row: dict[str, Any] = {"matter": number, "reasons": " ".join(tried.reasons)}
        row["day"], row["date"] = days.numbered(day)
        of_attempt = ("attempt", "form", "at", "meetings", "rounds", "belief", "in_favour")
        row |= {name: getattr(tried, name) for name in (*of_attempt, "yuan_from_winners", "yuan_from_fund")}
        if tried.ballot is not None:
            votes = ("seats", "came", "yes", "no", "absent", "objections")
            row |= {name: getattr(tried.ballot, name) for name in votes}
        if tried.put_forward is not None:
            row |= {"put_forward_yes": tried.put_forward.yes, "put_forward_no": tried.put_forward.no}
        row["promise_broken"] = any(isinstance(event, PromiseBroken) for event in after)
        for event in after:
            if isinstance(event, DepartmentsCalled):
                row["departments_came"] = event.came
            elif isinstance(event, MatterWhistled):
                row["whistle_answered"] = event.answered
        yield row


def _opinions(number: int, one: _Matter) -> Iterator[dict[str, Any]]:
    for _, tried, _ in one.attempts():
        for moment, opinion in enumerate(tried.opinions):
            of_moment = {"moment": moment, "mean": opinion.mean, "spread": opinion.spread}
            yield {"matter": number, "attempt": tried.attempt, **of_moment}
