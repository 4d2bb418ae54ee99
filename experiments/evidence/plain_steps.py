"""One step of each lever as it was written down before any run: whose value, which target, what was expected."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

FILE = Path(__file__).parent / "plain.toml"
TODAY = "status_quo"
STAGES = {
    "never_heard": ("never_heard_share",),
    "no_capacity": ("met_late_share", "lapsed_waiting_share"),
    "wrong_door": ("wrong_door_share",),
}
"""Stage of a need's journey -> the indicators that tell how much is lost there."""


@dataclass(frozen=True)
class Plain:
    """One lever's step and what was expected of it.

    Attributes:
        policy: Whose value it takes.
        target: The indicator it is judged by.
        expected: `+`, `-` or `0`.
        stage: A key of `STAGES`, or `none`.
    """

    lever: str
    policy: str
    target: str
    expected: str
    stage: str

    def values(self, place: str) -> tuple[Any, Any]:
        """The lever as it stands on a place today, and where the policy puts it."""
        return today_on(place).values[self.lever], _values_of(self.policy)[self.lever]

    def scenario(self, place: str) -> Scenario:
        """The place under its status quo with this one step."""
        return today_on(place).set(self.lever, self.values(place)[1])


@lru_cache(maxsize=8)
def today_on(place: str) -> Scenario:
    """A place under its status quo."""
    from ...scenarios.library import load

    return load("status_quo").with_place(place)


@lru_cache(maxsize=16)
def _values_of(policy: str) -> Mapping[str, Any]:
    from ...scenarios.library import load

    return load(policy).values


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def plain() -> dict[str, Plain]:
    """Lever -> what was expected of its step, in the order written."""
    return {lever: Plain(lever, **facts) for lever, facts in _file()["contrasts"].items()}


def edits() -> list[dict[str, Any]]:
    """What was changed in the file after the first run, with day and reason, and the steps `added` by it."""
    return list(_file()["edits"])


def added() -> set[str]:
    """Levers whose step was written down after the runs of the stored table."""
    return {lever for one in edits() for lever in one.get("added", ())}


def study(key: str) -> Any:
    """A fact of the protocol: places, days, building and holdout seeds, placebos."""
    return _file()["study"][key]


def tables() -> list[tuple[str, int, str]]:
    """Place, measured days and part (`building` or `holdout`) of every table a release has."""
    return [(place, days, part) for place, days, part in study("tables")]


def file_hash() -> str:
    """Short name of the file of expectations, as it is now."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:12]


def seeds_of(name: str, place: str = "") -> range:
    """The seeds for `building`, or the `holdout`; those of a place that has its own, or of every other."""
    first, last = study("seeds").get(place, {}).get(name, study(name))
    return range(first, last + 1)
