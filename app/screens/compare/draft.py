"""The comparison a person is putting together: two to four scenarios on one place, not yet run.

All scenarios share the place, because only the same people living through the same luck can be paired.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ....model.parameters import all_parameters
from ...jobs.allowed import most_draws
from ...jobs.request import Column, Request
from ...widgets.drafts import new_id

FEWEST, MOST = 2, 4
MOST_STEPS = 100
"""So many changes of a scenario can be taken back one by one."""


@dataclass
class DraftColumn:
    """One scenario on the page.

    Attributes:
        id: Names its widgets and never changes.
        brought: The policy or the place whose changes and name came along when another one was chosen.
        turns: Lever -> how often it was put back; "" counts for all of them. Widgets then start anew.
        drawn: Grids drawn by hand, as `Column.drawn`.
        past: What was changed by hand before each of the latest changes, to go back one by one.
    """

    policy: str
    label: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=new_id)
    brought: tuple[str, str] | None = None
    turns: Counter[str] = field(default_factory=Counter)
    past: list[dict[str, Any]] = field(default_factory=list)
    drawn: tuple[int, ...] = ()

    @property
    def touched(self) -> bool:
        """Whether a person has named it or moved a lever."""
        return bool(self.label or self.changes)

    def based_anew(self, kind: str, before: str) -> None:
        """It stands on another policy or place: its levers are drawn anew, and what came along is remembered."""
        self.turns[""] += 1
        if kind == "place" and self.drawn:  # drawn on another land
            self.drawn = ()
            self.changes.pop("grid.layout", None)
        self.brought = (kind, before) if self.touched else None

    def remember(self) -> None:
        """Note how the levers stand, before one is moved; the oldest of many notes goes."""
        self.past.append(dict(self.changes))
        del self.past[:-MOST_STEPS]

    def step_back(self) -> None:
        """Take back the latest change by hand, and only that."""
        if not self.past:
            return
        before = self.past.pop()
        self.changes.clear()
        self.changes.update(before)
        self.turns[""] += 1

    def become(self, policy: str, label: str, changes: dict[str, Any]) -> None:
        """Be another scenario, as it was kept."""
        self.policy, self.label = policy, label
        self.changes.clear()
        self.changes.update(changes)
        self.past.clear()
        self.turns[""] += 1
        self.brought = None

    def undo(self) -> None:
        """Take back every change by hand."""
        if self.changes:
            self.remember()
        self.changes.clear()
        self.turns[""] += 1
        self.brought = None

    def drop(self) -> None:
        """Take back the changes and the name."""
        self.undo()
        self.label = ""

    def move(self, lever: str, value: Any, baseline: Any) -> None:
        """Set a lever; setting it to what the policy says anyway is no change."""
        if value == self.changes.get(lever, baseline):
            return
        self.remember()
        if value == baseline:
            self.changes.pop(lever, None)
        else:
            self.changes[lever] = value

    def put_back(self, lever: str) -> None:
        """Give a lever back to the policy."""
        if lever in self.changes:
            self.remember()
        self.changes.pop(lever, None)
        self.turns[lever] += 1


@dataclass
class Draft:
    """What the page asks next. The first column is the baseline of every difference.

    `assumptions` are those of all scenarios that a person has moved, and `turns` counts how often each was put back.
    `branch` is the measured day after which the others leave the first scenario; 0 where they begin by themselves.
    `editing` and `reading` name the column whose levers are being changed or read; never both at once.
    """

    place: str
    columns: list[DraftColumn]
    reps: int = 10
    days: int = 1095
    warmup: int = 180
    seed: int = 1
    draws: int = 0
    assumptions: dict[str, Any] = field(default_factory=dict)
    turns: Counter[str] = field(default_factory=Counter)
    branch: int = 0
    editing: str | None = None
    reading: str | None = None
    id: str = field(default_factory=new_id)

    def request(self) -> Request:
        """The comparison as it stands now."""
        columns = tuple(
            Column(column.label, column.policy, self.place, dict(sorted(column.changes.items())), column.drawn)
            for column in self.columns
        )
        branch = min(self.branch, self.days - 1)
        draws = 0 if branch else min(self.draws, most_draws(self.place))
        more = {"draws": draws, "assumptions": dict(sorted(self.assumptions.items())), "branch": branch}
        return Request(columns, self.reps, self.days, self.warmup, self.seed, **more)

    plain = request

    @classmethod
    def of(cls, request: Request) -> Draft:
        """A request, ready to be changed."""
        columns = [
            DraftColumn(column.policy, column.label, dict(column.changes), drawn=column.drawn)
            for column in request.columns
        ]
        return cls(
            place=request.columns[0].place,
            columns=columns,
            reps=request.reps,
            days=request.days,
            warmup=request.warmup,
            seed=request.seed,
            draws=request.draws,
            assumptions=dict(request.assumptions),
            branch=request.branch,
        )

    def column(self, which: str | None) -> DraftColumn | None:
        """The column with this id, if it is still there."""
        return next((column for column in self.columns if column.id == which), None)

    def assume(self, name: str, value: Any) -> None:
        """Let all scenarios assume a value; the default is no change."""
        if value == all_parameters()[name].default:
            self.assumptions.pop(name, None)
        else:
            self.assumptions[name] = value

    def put_back(self, name: str) -> None:
        """Assume what is usual again."""
        self.assumptions.pop(name, None)
        self.turns[name] += 1

    def on_place(self, place: str) -> None:
        """Go over to another place with everything that was changed by hand."""
        before, self.place = self.place, place
        for column in self.columns:
            column.based_anew("place", before)

    def edit(self, which: str | None) -> None:
        """Open the form of a column's levers, or close it."""
        self.editing, self.reading = which, None

    def read(self, which: str | None) -> None:
        """Open the list of what a column changes, or close it."""
        self.editing, self.reading = None, which

    def add(self, policy: str) -> None:
        """One more scenario at the right, open to be chosen."""
        if len(self.columns) < MOST:
            self.columns.append(DraftColumn(policy))

    def copy(self, which: str) -> None:
        """A second one like it, to be changed from there."""
        column = self.column(which)
        if column is not None and len(self.columns) < MOST:
            self.columns.append(DraftColumn(column.policy, "", dict(column.changes), drawn=column.drawn))

    def remove(self, which: str) -> None:
        """Take a scenario away; two always stay."""
        if len(self.columns) > FEWEST:
            self.columns = [column for column in self.columns if column.id != which]
            self.editing = None if self.editing == which else self.editing
            self.reading = None if self.reading == which else self.reading

    def doubles(self) -> bool:
        """Whether two scenarios are the same, so that comparing them would say nothing."""
        seen = [(column.policy, sorted(column.changes.items()), column.drawn) for column in self.columns]
        return any(seen.index(each) != place for place, each in enumerate(seen))
