"""Two settings of each lever, and what beside it gives the lever something to act on.

Read from `contrasts.toml`; the bounds, sources and targets come from the levers' own declarations.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

HERE = Path(__file__).parent
GROUPS = (
    "grid",
    "centres",
    "channels",
    "staff",
    "compact",
    "party",
    "owners",
    "deliberation",
    "volunteers",
    "organisations",
    "funding",
    "projects",
)
SEEDS = tuple(range(1, 21))


@dataclass(frozen=True)
class Contrast:
    """A low and a high setting of one lever on one place, everything else the same.

    Attributes:
        days: Measured days.
        context: Other levers, alike on both sides; `because` says why they, the place or the days are needed.
        own: Indicators that restate the lever and therefore do not count.
    """

    lever: str
    low: Any
    high: Any
    process: str
    place: str
    days: int
    context: Mapping[str, Any]
    because: str = ""
    own: tuple[str, ...] = ()

    @property
    def targets(self) -> tuple[str, ...]:
        """The indicators the lever is said to move, less its own stock and less money."""
        money = () if self.lever in money_levers() else money_indicators()
        return tuple(name for name in declared(self.lever).moves if name not in (*self.own, *money))

    @property
    def fingerprint(self) -> str:
        """Short name of these settings, so that results of other settings are not taken for theirs."""
        facts = [self.low, self.high, self.place, self.days, sorted(self.context.items()), SEEDS, "redrawn"]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:8]

    def scenarios(self) -> tuple[Scenario, Scenario]:
        """The district with the low and with the high setting."""
        from ...scenarios.library import load

        own_file = HERE / f"{self.place}.toml"
        base = load("status_quo").with_place(str(own_file) if own_file.exists() else self.place)
        low, high = (base.set_many({**self.context, self.lever: value}) for value in (self.low, self.high))
        return low, high


def declared(lever: str) -> Any:
    """What the lever's declaration says."""
    from ...model.parameters import all_parameters

    return all_parameters()[lever].about


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads((HERE / "contrasts.toml").read_text(encoding="utf-8"))


def money_indicators() -> tuple[str, ...]:
    """Indicators of money."""
    return tuple(_file()["money"]["indicators"])


def money_levers() -> tuple[str, ...]:
    """Levers for which an effect on money counts."""
    return tuple(_file()["money"]["levers"])


@lru_cache(maxsize=1)
def contrasts() -> dict[str, Contrast]:
    """Lever -> its contrast, in the order written."""
    defaults = {"context": {}, **_file()["defaults"]}
    found = {}
    for lever, facts in _file()["levers"].items():
        facts = {**defaults, **facts}
        found[lever] = Contrast(lever, **{**facts, "own": tuple(facts.get("own", ()))})
    return found


@dataclass(frozen=True)
class SeedRow:
    """One row of the articles.

    Attributes:
        says: What it says, in both languages.
        kind: M a mechanism, N numbers only, Q a claim about effects only.
        note: Why no lever comes from it.
        part: What of a row that levers carry stays a note.
        by: Levers through which it acts all the same.
    """

    id: str
    kind: str
    says: Mapping[str, str]
    note: str = ""
    part: str = ""
    by: tuple[str, ...] = ()

    @property
    def levers(self) -> tuple[str, ...]:
        """The levers that carry it: those declared with it, and those its article's own policy sets on its word."""
        from ...model.parameters import all_parameters
        from .policy_steps import cited_for

        levers = [one for one in all_parameters().values() if one.about.role == "lever"]
        named = [one.name for one in levers if self.id in one.about.sources]
        return tuple(dict.fromkeys([*named, *cited_for(self.id), *self.by]))


@lru_cache(maxsize=1)
def seed_rows() -> tuple[SeedRow, ...]:
    """Every row of the five articles, in order."""
    rows = tomllib.loads((HERE / "seed_rows.toml").read_text(encoding="utf-8"))["rows"]
    return tuple(SeedRow(name, **{**facts, "by": tuple(facts.get("by", ()))}) for name, facts in rows.items())
