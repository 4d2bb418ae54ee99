"""Going on with an experiment that was stopped, and gathering what it left: only the same runs of the same build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .folders import build_mark
from .manifest import manifest, read_manifest, recorded_tasks
from .refusing import Refused
from .runner import Task
from .store import Folder, left_behind


def check_same(told: Mapping[str, Any], tasks: Sequence[Task]) -> None:
    """Refuse to go on with a folder that holds other runs than those asked for, or runs of another build."""
    asked = {
        "scenarios": {task.name: task.scenario.hash for task in tasks},
        "seeds": sorted({task.seed for task in tasks}),
        "days": tasks[0].days,
        "warmup": tasks[0].warmup,
        "redraw": tasks[0].redraw,
        "build": build_mark(),
    }
    try:
        there = {
            "scenarios": {name: scenario["hash"] for name, scenario in told["scenarios"].items()},
            "seeds": told["seeds"],
            "days": told["days"],
            "warmup": told["warmup"],
            "redraw": bool(told.get("redraw", False)),
            "build": told["versions"]["build"],
        }
    except (KeyError, TypeError, AttributeError) as fault:
        raise Refused("refused.manifest", why=f"{type(fault).__name__}: {fault}") from fault
    # The order of scenarios decides which is the baseline, so it has to be the same too.
    other = [what for what in asked if asked[what] != there[what]]
    if not other and list(asked["scenarios"]) != list(there["scenarios"]):
        other = ["scenarios"]
    if other:
        what = other[0]
        raise Refused("refused.resume", what=what, there=_short(there[what]), asked=_short(asked[what]))


def gather(path: str | Path) -> tuple[Path, int, int, bool]:
    """Gather the finished runs of a folder that was left behind, at any time after.

    Returns:
        The folder, how many runs are whole, how many were asked for, and whether there was anything to gather.
    """
    where, told = read_manifest(path)
    tasks = recorded_tasks(told)
    asked = int(told["runs"]["asked"])
    folder = Folder(where)
    if not folder.parts.is_dir():
        return where, int(told["runs"]["finished"]), asked, False
    folder.hold()
    try:
        finished = left_behind(folder.parts, tasks, [])
        now = manifest(tasks, finished, str(told["start"]), len(finished) < len(tasks))
        kept = {key: told[key] for key in ("versions", "commit", "command", "machine") if key in told}
        scenarios = {"scenarios": told["scenarios"]}
        folder.close(finished, {**now, **kept, **scenarios})
    finally:
        folder.let_go()
    return where, len(finished), asked, True


def _short(value: Any) -> str:
    if isinstance(value, dict):
        value = ", ".join(f"{name} {str(mark)[:8]}" for name, mark in value.items())
    if isinstance(value, list) and len(value) > 4:
        value = f"{value[0]} … {value[-1]} ({len(value)})"
    text = str(value)
    return text if len(text) <= 120 else f"{text[:119]}…"
