"""What a person asks on the page Deliberation: one place, two to four formats, and rules that hold at every table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ....scenarios.formats import find_format
from ...jobs.request import Column, Request
from ...widgets.drafts import new_id
from ...widgets.language import Words
from ...widgets.lever_form import levers

LEVELS = {"community": "deliberation.format", "estate": "deliberation.estate_format"}
"""Whose table it is -> the lever that sets its format."""
NO_TABLE = "none"
RULES = (
    "deliberation.meetings_per_year",
    "deliberation.random_seats",
    "deliberation.notice_days",
    "deliberation.veto",
    "deliberation.side_payment_yuan",
)
"""Levers that matter to a single matter; all others stay as the place's status quo has them."""
POLICY = "status_quo"
FEWEST, MOST = 2, 4


@dataclass
class TwoTables:
    """The same matters decided at two to four tables. There is one world, since a story is one story.

    Attributes:
        level: Whose table it is, a key of LEVELS; the other table is as in the place's status quo.
        formats: The format of each table; they may be the same.
        changes: Lever -> value, for all, where the person moved it.
        id: Names its widgets, so that they never find the values of another one.
        turns: Lever -> how often its widget began anew; "" counts for all of them.
    """

    place: str = "training_town"
    formats: list[str] = field(default_factory=lambda: ["staff", "party_mass"])
    changes: dict[str, Any] = field(default_factory=dict)
    days: int = 1095
    seed: int = 1
    level: str = "community"
    id: str = field(default_factory=new_id, compare=False)
    turns: Counter[str] = field(default_factory=Counter, compare=False)

    @property
    def lever(self) -> str:
        """The lever in which the tables differ."""
        return LEVELS[self.level]

    def add(self) -> None:
        """One more table, of the first format that none has yet."""
        known = choices(self.level)
        fresh = next((name for name in known if name not in self.formats and name != NO_TABLE), known[0])
        if len(self.formats) < MOST:
            self.formats.append(fresh)

    def drop(self) -> None:
        """Take the last table away; two always stay."""
        if len(self.formats) > FEWEST:
            self.formats.pop()

    def at_level(self, level: str) -> None:
        """Go over to another level; a format it does not know becomes what its table is without a policy."""
        self.level = level
        self.turns["level"] += 1
        known, usual = choices(level), str(levers()[self.lever].default)
        self.formats = [name if name in known else usual for name in self.formats]
        if level == "estate" and self.formats[0] == "staff":
            self.formats[0] = NO_TABLE

    def request(self, say: Words | None) -> Request:
        """The runs as the workers take them; from the first day on, so that no matter is half told."""
        columns = []
        for name in self.formats:
            changes = dict(sorted({**self.changes, self.lever: name}.items()))
            columns.append(Column(title_of(name, say) if say else "", POLICY, self.place, changes))
        return Request(tuple(columns), reps=1, days=self.days, warmup=0, seed=self.seed)

    def plain(self) -> Request:
        """The same in every language."""
        return self.request(None)

    @classmethod
    def of(cls, request: Request) -> TwoTables | None:
        """What was asked here, or None for a request of another page."""
        level = next(
            (name for name, lever in LEVELS.items() if all(lever in one.changes for one in request.columns)), ""
        )
        lever = LEVELS.get(level, "")
        rules = [{name: value for name, value in one.changes.items() if name != lever} for one in request.columns]
        formats = [one.changes.get(lever) for one in request.columns]
        several = FEWEST <= len(rules) <= MOST
        alike = several and all(one == rules[0] for one in rules) and set(rules[0]) <= set(RULES)
        ours = all(one.policy == POLICY for one in request.columns) and (request.reps, request.warmup) == (1, 0)
        if not (level and alike and ours and set(formats) <= set(choices(level))):
            return None
        named = [str(name) for name in formats]
        return cls(
            place=request.columns[0].place,
            formats=named,
            changes=rules[0],
            days=request.days,
            seed=request.seed,
            level=level,
        )

    def on_place(self, place: str) -> None:
        """Go over to another place with the rules that were moved."""
        self.place = place
        self.turns[""] += 1

    def put_back(self, lever: str) -> None:
        """Give a rule back to the place."""
        self.changes.pop(lever, None)
        self.turns[lever] += 1

    def move(self, lever: str, value: Any, baseline: Any) -> None:
        """Set a rule; setting it to what the place has anyway is no change."""
        if value == baseline:
            self.changes.pop(lever, None)
        else:
            self.changes[lever] = value


def choices(level: str = "community") -> tuple[str, ...]:
    """Formats one can choose at a level, in the order declared."""
    return tuple(str(name) for name in levers()[LEVELS[level]].choices)


def title_of(name: str, say: Words) -> str:
    """What a format is called in its file; an estate may have no table of its own."""
    if name == NO_TABLE:
        return say("tables.no_table")
    return str(find_format(name).header.title[say.language])
