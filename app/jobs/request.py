"""What a person at the page asks for: which rules, where, for how many days, in how many paired worlds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from ...experiments.worlds.seeds import seed_of_world

ADDED = ("draws", "assumptions", "map", "branch", "why", "study", "points", "follow")
"""What older versions did not ask: a request without it is written as they wrote it."""
FORMAT = 1
"""What a written request says of its own shape; another one whenever a reader of this version would misread it."""


class Reason(Exception):
    """Why a job ends without a result, in words of this house, which every reader gets in their own language."""

    def __init__(self, word: str, detail: str = "") -> None:
        super().__init__(f"{word}|{detail}")


class AnotherBuild(ValueError):
    """Something on disk that this version does not understand: it harms nobody but itself."""


@dataclass(frozen=True, slots=True)
class Column:
    """One scenario of a comparison: a policy on a place, perhaps with a few levers moved.

    Attributes:
        label: What the person calls it; unique in its request.
        policy, place: Ids of the shipped files.
        changes: Lever name -> value, only where the person differs from the policy.
        drawn: The grid of every cell, in the order of cells, where the person drew the grids by hand; it acts where
            `grid.layout` is "drawn".
    """

    label: str
    policy: str
    place: str
    changes: dict[str, Any] = field(default_factory=dict)
    drawn: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A paired comparison: every column lives through the same `reps` worlds, seeds `seed`, `seed + 1`, …

    `assumptions` are those of all columns that are not at their default, by name. With `draws`, every column also lives
    through so many kept sets of assumptions, each with a seed of its own. With `map`, the runs are looked at month by
    month and become a map instead of a finding.

    With `branch`, all columns but the first go on from where the first stands after so many measured days. With `why`,
    what lives through the worlds are not the two columns but these combinations of what the second does otherwise than
    the first, each a whole number whose bits are parts of the change. With `study`, the id of a shipped study, what
    lives through the worlds are its `points`; the one column says where. With `follow`, two columns live one world
    again, and these residents are followed through both.
    """

    columns: tuple[Column, ...]
    reps: int = 10
    days: int = 1095
    warmup: int = 180
    seed: int = 1
    draws: int = 0
    assumptions: dict[str, Any] = field(default_factory=dict)
    map: bool = False
    branch: int = 0
    why: tuple[int, ...] = ()
    study: str = ""
    points: int = 0
    follow: tuple[int, ...] = ()

    @property
    def lives(self) -> tuple[int, ...]:
        """Numbers of what lives through every world: columns, combinations of what differs, or points of a study."""
        return self.why or tuple(range(self.points or len(self.columns)))

    @property
    def compares(self) -> bool:
        """Whether it becomes a finding; maps, parts of a difference, studies, people followed have their own places."""
        return not (self.map or self.why or self.study or self.follow)

    @property
    def seeds(self) -> range:
        return range(self.seed, self.seed + self.reps)

    @property
    def draw_seeds(self) -> tuple[int, ...]:
        """The seed of every kept set of assumptions, in their order."""
        return tuple(seed_of_world(self.seed, number) for number in range(self.draws))

    @property
    def runs(self) -> int:
        return (self.reps + self.draws) * len(self.lives)

    def tasks(self) -> Iterator[tuple[int, int]]:
        """(column, seed), world by world, so that whatever is finished early is already paired."""
        for seed in (*self.seeds, *self.draw_seeds):
            for column in self.lives:
                yield column, seed

    def as_text(self) -> str:
        """One line that says the same thing for the same request."""
        asked = {name: value for name, value in asdict(self).items() if name not in ADDED or value}
        for column in asked["columns"]:
            if not column["drawn"]:
                del column["drawn"]
        return json.dumps({"format": FORMAT, **asked}, ensure_ascii=False, sort_keys=True)

    @property
    def key(self) -> str:
        return sha256(self.as_text().encode()).hexdigest()[:32]

    @classmethod
    def from_text(cls, text: str) -> Request:
        """What `as_text` wrote.

        Raises:
            AnotherBuild: It was written by a version that asks for other things, or by nobody of ours.
        """
        try:
            plain = json.loads(text)
            written = plain.pop("format", FORMAT)
            columns = tuple(
                Column(**{**column, "drawn": tuple(column.get("drawn", ()))}) for column in plain.pop("columns")
            )
            plain |= {name: tuple(plain.get(name, ())) for name in ("why", "follow")}
            request = cls(columns=columns, **plain)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as fault:
            raise AnotherBuild(str(fault)) from fault
        if (
            written != FORMAT
            or not columns
            or not isinstance(request.assumptions, dict)
            or not isinstance(request.map, bool)
            or not (isinstance(request.study, str) and isinstance(request.points, int))
        ):
            raise AnotherBuild(f"format {written}")
        return request
