"""What a folder of results is: which build, which scenarios and seeds, what kind of machine, from when to when."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import platform
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .folders import build_mark, commit
from .runner import Finished, Task, cores

if TYPE_CHECKING:
    from ..scenarios.library import Scenario

FORMAT = 1
_COUNT = ("mesa", "numpy", "scipy", "pandas", "numba", "pyarrow", "pydantic")


def now() -> str:
    """The moment, to the second, in world time."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def versions() -> dict[str, str]:
    """The versions on which the bits of a run depend."""
    from .. import __version__

    found = {"shapan": __version__, "build": build_mark(), "python": platform.python_version()}
    for name in _COUNT:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def manifest(tasks: Sequence[Task], finished: Sequence[Finished], start: str, interrupted: bool) -> dict[str, Any]:
    """Everything needed to make the same runs again, and how far these came."""
    scenarios: dict[str, Scenario] = {task.name: task.scenario for task in tasks}
    return {
        "format": FORMAT,
        "versions": versions(),
        "commit": commit(),
        "command": sys.argv[1:],
        "scenarios": {name: describe(scenario) for name, scenario in scenarios.items()},
        "seeds": sorted({task.seed for task in tasks}),
        "days": tasks[0].days,
        "warmup": tasks[0].warmup,
        "redraw": tasks[0].redraw,
        "machine": {"system": platform.system(), "machine": platform.machine(), "cores": cores()},
        "start": start,
        "end": now(),
        "runs": {
            "asked": len(tasks),
            "finished": sum(not done.failed for done in finished),
            "failed": sum(done.failed for done in finished),
        },
        "interrupted": interrupted,
    }


def describe(scenario: Scenario) -> dict[str, Any]:
    """One scenario in full: resolved values, not only names, so that a later build cannot change what it meant."""
    return {
        "place": scenario.place_id,
        "policy": scenario.policy_id,
        "hash": scenario.hash,
        "text": scenario.parameters.model_dump(mode="json"),
    }
