"""The claims of the articles as they were written down before any run: contrast, indicators, signs."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .policy_steps import POLICIES

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

FILE = Path(__file__).parent / "claims.toml"
TODAY = "status_quo"
POLICY = "policy"
SIDES = ("from", "to")
SIGNS = ("+", "-")


@dataclass(frozen=True)
class Claim:
    """What an article claims, as a contrast of two scenarios on one place.

    Attributes:
        rows: Of the article, see seed_rows.toml.
        says: The claim in our words, in both languages.
        changes: Lever -> its values on both sides; `policy` stands for all levers of a policy.
        judged: Indicator -> `+` or `-`, as claimed.
        on: Policy in force on both sides.
        beside: Other levers, alike on both sides.
        days: Measured days.
        why: Where the model was against: the reason found.
    """

    id: str
    rows: tuple[str, ...]
    says: Mapping[str, str]
    changes: Mapping[str, list[Any]]
    judged: Mapping[str, str]
    days: int
    on: str = TODAY
    beside: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""

    @property
    def policy(self) -> str:
        """The policy made of the article."""
        return POLICIES[self.rows[0][:2]]

    @property
    def fingerprint(self) -> str:
        """Short name of the contrast and its signs; the words and the reason are no part of it."""
        facts = [self.on, sorted(self.beside.items()), list(self.changes.items()), list(self.judged.items()), self.days]
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:8]

    def scenarios(self) -> dict[str, Scenario]:
        """Side -> the place of the study with everything alike but what changes."""
        return {side: self._side(number) for number, side in enumerate(SIDES)}

    def _side(self, number: int) -> Scenario:
        from ...scenarios.library import load

        settings = {lever: values[number] for lever, values in self.changes.items()}
        policy = settings.pop(POLICY, self.on)
        return load(policy).with_place(study("place")).set_many({**self.beside, **settings})


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def claims() -> dict[str, Claim]:
    """Name -> claim, in the order written."""
    usual = {"days": study("days")}
    return {
        name: Claim(name, **{**usual, **facts, "rows": tuple(facts["rows"])})
        for name, facts in _file()["claims"].items()
    }


def edits() -> list[dict[str, Any]]:
    """What was changed in the file after the first run but for reasons, with day and cause."""
    return list(_file()["edits"])


def study(key: str) -> Any:
    """A fact of the protocol: place, days, first and last seed."""
    return _file()["study"][key]


def seeds() -> range:
    """The seeds of the study, kept apart from those used while building."""
    first, last = study("seeds")
    return range(first, last + 1)
