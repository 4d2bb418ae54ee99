"""The comparison a person is putting together: two to four scenarios on one place, not yet run.

All scenarios share the place, because only the same people living through the same luck can be paired.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from .asking import Column, Request

FEWEST, MOST = 2, 4
_numbers = count(1)


@dataclass
class DraftColumn:
    """One scenario on the page; `number` names its widgets and never changes."""

    policy: str
    label: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    number: int = field(default_factory=lambda: next(_numbers))


@dataclass
class Draft:
    """What the page asks next. The first column is the baseline of every difference.

    `editing` and `reading` name the column whose levers are being changed or read; never both at once.
    """

    place: str
    columns: list[DraftColumn]
    reps: int = 10
    days: int = 1095
    warmup: int = 180
    seed: int = 1
    editing: int | None = None
    reading: int | None = None

    def request(self) -> Request:
        """The comparison as it stands now."""
        columns = tuple(
            Column(column.label, column.policy, self.place, dict(sorted(column.changes.items())))
            for column in self.columns
        )
        return Request(columns, self.reps, self.days, self.warmup, self.seed)

    @classmethod
    def of(cls, request: Request) -> Draft:
        """A request, ready to be changed."""
        columns = [DraftColumn(column.policy, column.label, dict(column.changes)) for column in request.columns]
        return cls(request.columns[0].place, columns, request.reps, request.days, request.warmup, request.seed)

    def column(self, number: int | None) -> DraftColumn | None:
        """The column with this number, if it is still there."""
        return next((column for column in self.columns if column.number == number), None)

    def edit(self, number: int | None) -> None:
        """Open the form of a column's levers, or close it."""
        self.editing, self.reading = number, None

    def read(self, number: int | None) -> None:
        """Open the list of what a column changes, or close it."""
        self.editing, self.reading = None, number

    def add(self, policy: str) -> None:
        """One more scenario at the right, open to be chosen."""
        if len(self.columns) < MOST:
            self.columns.append(DraftColumn(policy))

    def copy(self, number: int) -> None:
        """A second one like it, to be changed from there."""
        column = self.column(number)
        if column is not None and len(self.columns) < MOST:
            self.columns.append(DraftColumn(column.policy, "", dict(column.changes)))

    def remove(self, number: int) -> None:
        """Take a scenario away; two always stay."""
        if len(self.columns) > FEWEST:
            self.columns = [column for column in self.columns if column.number != number]
            self.editing = None if self.editing == number else self.editing
            self.reading = None if self.reading == number else self.reading

    def move(self, number: int, lever: str, value: Any, standing: Any) -> None:
        """Set a lever of a scenario; setting it to what the policy says anyway is no change."""
        column = self.column(number)
        if column is None:
            return
        if value == standing:
            column.changes.pop(lever, None)
        else:
            column.changes[lever] = value

    def doubles(self) -> bool:
        """Whether two scenarios are the same, so that comparing them would say nothing."""
        seen = [(column.policy, sorted(column.changes.items())) for column in self.columns]
        return any(seen.index(each) != place for place, each in enumerate(seen))
