"""What the article behind a row has its own policy do with a lever: the step from its home's status quo."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

POLICIES = {"SZ": "shenzhen", "GD": "guangdong", "OR": "ordos", "YT": "yantian", "SU": "suzhou"}
"""The first letters of a row -> the policy made of its article."""


@dataclass(frozen=True)
class PolicyStep:
    """A lever from how it stands at the policy's home to where the policy puts it, and the rows it cites for that."""

    before: Any
    after: Any
    rows: tuple[str, ...]


@lru_cache(maxsize=None)
def steps_of(policy: str) -> dict[str, PolicyStep]:
    """Every lever a policy sets from its first day on."""
    from ...model.parameters import all_parameters
    from ...scenarios.describe import source_of
    from ...scenarios.library import find_policy

    file, (today, here) = find_policy(policy), _at_home(policy)
    found = {}
    for key in file.levers.values:
        lever = key if key in all_parameters() else key.rpartition(".")[0]
        rows = source_of(key, file.header.sources).rows
        found[lever] = PolicyStep(today.values[lever], here.values[lever], rows)
    return found


def _at_home(policy: str) -> tuple[Scenario, Scenario]:
    from ...scenarios.library import load

    return load(policy).with_policy("status_quo"), load(policy)


def step_of(row: str, lever: str) -> PolicyStep | None:
    """What the row's own policy does with a lever; None where it leaves the lever alone."""
    return steps_of(POLICIES[row[:2]]).get(lever)


def cited_for(row: str) -> tuple[str, ...]:
    """The levers for whose value the row's own policy cites it."""
    return tuple(lever for lever, step in steps_of(POLICIES[row[:2]]).items() if row in step.rows)
