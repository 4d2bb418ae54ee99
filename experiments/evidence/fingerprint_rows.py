"""Fingerprints of the policies as they were written down before any run, and what stored runs say of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from .arms import Arm, Check, Figures, Judged, all_hold, checks_of, judge

FILE = Path(__file__).parent / "fingerprints.toml"
WANTED_SHARE = 2.0 / 3.0
"""Of the fingerprints run, this share has to hold."""


@dataclass(frozen=True)
class Fingerprint:
    """What a policy should show where its own mechanisms act.

    Attributes:
        whose: Whose claim the sign is: the article's, or ours.
        seen: What had been seen of it on earlier builds.
        unknown: Why this build cannot run it.
        why: Of a miss, the likeliest reason.
    """

    id: str
    policy: str
    says: Mapping[str, str]
    whose: str
    checks: tuple[Check, ...]
    seen: str = ""
    unknown: str = ""
    why: str = ""


@dataclass(frozen=True)
class Row:
    """A fingerprint and what became of it; `holds` is None where it is not known."""

    fingerprint: Fingerprint
    judged: tuple[Judged, ...]

    @property
    def holds(self) -> bool | None:
        return None if self.fingerprint.unknown else all_hold(self.judged)


@dataclass(frozen=True)
class Heart:
    """A policy and the levers that take its heart out.

    Attributes:
        stage: Where we expected most to be lost without it.
    """

    policy: str
    says: Mapping[str, str]
    stage: str
    without: Mapping[str, Any]

    def arms(self) -> tuple[Arm, Arm]:
        """The policy, and the policy without its heart."""
        place, days = study("place"), study("days")
        with_it = Arm(f"{self.policy}_whole", self.policy, place, days)
        return with_it, Arm(f"{self.policy}_without", self.policy, place, days, self.without)


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def study(key: str) -> Any:
    """A fact of the study of hearts: place, days, seeds, what counts as apart."""
    return _file()["hearts_study"][key]


def edits() -> list[Mapping[str, str]]:
    """What was changed in the file after the first run but for reasons."""
    return list(_file()["edits"])


@lru_cache(maxsize=1)
def fingerprints() -> dict[str, Fingerprint]:
    """Every fingerprint by its id, policy by policy."""
    return {
        name: Fingerprint(name, **{**facts, "checks": checks_of(facts["checks"])})
        for name, facts in _file()["fingerprints"].items()
    }


@lru_cache(maxsize=1)
def hearts() -> dict[str, Heart]:
    """Every heart by its policy."""
    return {name: Heart(name, **facts) for name, facts in _file()["hearts"].items()}


@lru_cache(maxsize=1)
def arms() -> dict[str, Arm]:
    """Arms of fingerprints by their names."""
    return {name: Arm(name, **facts) for name, facts in _file()["arms"].items()}


def heart_arms() -> list[Arm]:
    """Both arms of every heart."""
    return [arm for heart in hearts().values() for arm in heart.arms()]


def seeds(arm: Arm) -> range:
    """Seeds of an arm: those of the hearts for hearts, else more for towns than for home places."""
    if arm.name.endswith(("_whole", "_without")) and arm.name not in arms():
        first, last = study("seeds")
    else:
        first, last = _file()["seeds"]["towns" if arm.redraw else "homes"]
    return range(first, last + 1)


def rows(stored: Figures) -> list[Row]:
    """Every fingerprint judged by what is stored; one of which runs are missing is shown so far and not judged."""
    return [Row(one, tuple(_judged(check, stored) for check in one.checks)) for one in fingerprints().values()]


def _judged(check: Check, stored: Figures) -> Judged:
    judged = judge(check, stored)
    whole = all(set(seeds(arms()[name])) <= set(stored.get(name, {})) for name in check.arms)
    return judged if whole else replace(judged, holds=None)


def counts(rows: Iterable[Row]) -> tuple[int, int, int]:
    """How many hold, were missed, and are unknown."""
    every = [row.holds for row in rows]
    return every.count(True), every.count(False), every.count(None)
