"""Twins on equal money: the same rules on what a place really spends today, solved place by place.

`policies/…_equal_budget.toml` states posts and pots for a policy's home. What a run spends besides them (works that
neighbours agree on, hours, unspent money) differs from place to place; so `policies/_twins.toml` holds what a solver
found (`python -m shapan.experiments.evidence.twins`), and a twin on a place that stands in it is resolved with that.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .checking import Layer, check_value, find_parameter
from .places import PlaceFile
from .policies import PolicyFile
from .shelf import is_shipped

TWIN = "_equal_budget"
FILE = Path(__file__).parent / "policies" / "_twins.toml"
HEAD = """# What each twin is given on each place so that its runs spend what the status quo does, within the tolerance.
# Written by `python -m shapan.experiments.evidence.twins`; do not edit by hand. posts and pots: shares of today's posts
# and of today's purchase, community and project money; today and twin: yuan a resident and year, means over the seeds.
format = 1
kind = "twins"
"""
FACTS = ("posts", "pots", "today", "twin", "days", "seeds", "tolerance", "model")


@dataclass(frozen=True)
class Fit:
    """What one twin is given on one place.

    Attributes:
        levers: Lever -> value, laid over the twin's own.
        posts, pots: Shares of today's posts and of today's three pots of money.
        today, twin: Yuan a resident and year that runs spent, under the status quo and under the twin.
        seeds: The seeds of those runs, `1-4`.
        model: The model that made them.
    """

    policy: str
    place: str
    levers: Mapping[str, float]
    posts: float
    pots: float
    today: float
    twin: float
    days: int
    seeds: str
    tolerance: float
    model: str

    @property
    def holds(self) -> bool:
        """Whether the twin spends what is spent today."""
        return abs(self.twin - self.today) <= self.tolerance * self.today

    @property
    def layer(self) -> Layer:
        """Its levers, checked like those of a policy file."""
        return Layer(
            "policy", {key: check_value(find_parameter(key, "lever"), one) for key, one in self.levers.items()}
        )


def is_twin(policy: str) -> bool:
    """Whether a policy is the twin of another on the money of the status quo."""
    return policy.endswith(TWIN)


def read_fits(file: Path = FILE) -> dict[tuple[str, str], Fit]:
    """(twin, place) -> what it is given there."""
    if not file.exists():
        return {}
    stored = tomllib.loads(file.read_text(encoding="utf-8")).get("twins", {})
    return {(policy, place): _fit(policy, place, facts) for policy, on in stored.items() for place, facts in on.items()}


def _fit(policy: str, place: str, facts: Mapping[str, Any]) -> Fit:
    return Fit(policy, place, dict(facts["levers"]), **{name: facts[name] for name in FACTS})


def write_fits(fits: Mapping[tuple[str, str], Fit], file: Path = FILE) -> None:
    """Store them, sorted, so that one solved again moves its own lines only."""
    parts = [HEAD]
    for policy, place in sorted(fits):
        fit = fits[policy, place]
        values = {name: getattr(fit, name) for name in FACTS}
        rows = [f"{name} = {_written(value)}" for name, value in values.items()]
        levers = ", ".join(f'"{key}" = {_written(value)}' for key, value in fit.levers.items())
        parts.append("\n".join([f"\n[twins.{policy}.{place}]", *rows, f"levers = {{{levers}}}\n"]))
    file.write_text("".join(parts), encoding="utf-8")
    fits_shipped.cache_clear()


def _written(value: float | int | str) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


@lru_cache(maxsize=1)
def fits_shipped() -> dict[tuple[str, str], Fit]:
    """What is stored with this build."""
    return read_fits()


def fit_for(policy: str, place: str) -> Fit | None:
    """What a twin is given on a place; None where nobody solved it, and for policies that are no twins."""
    return fits_shipped().get((policy, place)) if is_twin(policy) else None


def fit_of(policy: PolicyFile, place: PlaceFile) -> Fit | None:
    """What a twin is given on a place, where both files are those that come with Shapan.

    A file of somebody's own says itself what its policy gets, and a place of their own is another, whatever its name.
    """
    fit = fit_for(policy.id, place.id)
    return fit if fit is not None and is_shipped_twin(policy) and is_shipped("place", place.id, place.path) else None


def is_shipped_twin(policy: PolicyFile) -> bool:
    """Whether a policy is one of the twins that come with Shapan, not a file of somebody's own called like one."""
    return is_twin(policy.id) and is_shipped("policy", policy.id, policy.path)


def is_home(policy: PolicyFile, place: PlaceFile) -> bool:
    """Whether a place is the one, shipped, that a shipped policy's numbers are stated for."""
    return place.id == policy.home and is_shipped("place", place.id, place.path)
