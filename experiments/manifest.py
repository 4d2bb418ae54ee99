"""What a folder of results is: which build, which scenarios and seeds, what kind of machine, from when to when."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..scenarios.recorded import read_record, record
from .folders import build_mark, commit
from .refusing import Refused
from .runner import Finished, Task, check_numbers, cores, tasks_for
from .store import MANIFEST

FORMAT = 1
MOST_WHY = 200
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


def manifest(
    tasks: Sequence[Task], finished: Sequence[Finished], start: str, interrupted: bool, running: bool = False
) -> dict[str, Any]:
    """Everything needed to make the same runs again, and how far these came."""
    scenarios = {task.name: task.scenario for task in tasks}
    kept = sum(not done.failed and not done.unwritten for done in finished)
    state = "running" if running else "interrupted" if interrupted else "done" if kept == len(tasks) else "incomplete"
    return {
        "format": FORMAT,
        "state": state,
        "versions": versions(),
        "commit": commit(),
        "command": sys.argv[1:],
        "scenarios": {name: record(scenario) for name, scenario in scenarios.items()},
        "seeds": sorted({task.seed for task in tasks}),
        "days": tasks[0].days,
        "warmup": tasks[0].warmup,
        "redraw": tasks[0].redraw,
        "machine": {"system": platform.system(), "machine": platform.machine(), "cores": cores()},
        "start": start,
        "end": now(),
        "runs": {
            "asked": len(tasks),
            "finished": kept,
            "failed": sum(done.failed for done in finished),
        },
        "interrupted": interrupted,
    }


def recorded_tasks(told: Mapping[str, Any]) -> list[Task]:
    """The runs a manifest speaks of, each with its scenario read back from what stands there.

    Raises:
        Refused: The manifest does not say enough, or says what this build cannot run.
    """
    try:
        scenarios = {name: read_record(scenario) for name, scenario in told["scenarios"].items()}
        seeds, days, warmup = [int(seed) for seed in told["seeds"]], int(told["days"]), int(told["warmup"])
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        why = f"{type(fault).__name__}: {fault}".splitlines()[0]
        raise Refused("refused.manifest", why=why[:MOST_WHY]) from fault
    check_numbers(days=days, warmup=warmup, reps=len(seeds))
    return tasks_for(scenarios, seeds, days, warmup, redraw=bool(told.get("redraw", False)))


def read_manifest(path: str | Path) -> tuple[Path, dict[str, Any]]:
    """The folder of a manifest and what stands in it; the path may be that of either."""
    if not str(path).strip():
        raise Refused("usage.empty", name="MANIFEST")
    try:
        file = Path(path)
        file = file / MANIFEST if file.is_dir() else file
        told = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refused("refused.no_manifest", path=path) from None
    except (OSError, ValueError) as fault:
        raise Refused("refused.manifest_unreadable", path=path, why=str(fault)[:MOST_WHY]) from fault
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Refused("refused.manifest", why="format")
    return file.parent, told
