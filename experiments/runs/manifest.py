"""What a folder of results is: which build, which scenarios and seeds, what kind of machine, from when to when."""

from __future__ import annotations

import importlib.metadata
import json
import platform
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...scenarios.reading import NotRegular, regular_bytes
from ...scenarios.recorded import read_record, record
from .cores import cores
from .doors import distinct_seeds
from .folders import build_mark, commit
from .moments import now
from .naming import run_id
from .refusing import Refused
from .states import read_said, said
from .store import MANIFEST
from .task import Finished, Task, check_numbers, tasks_for

FORMAT = 1
MOST_WHY = 200
MOST_BYTES = 50_000_000  # of a manifest; a scenario takes some forty thousand
HASH = re.compile(r"[0-9a-f]{64}")
RUN_ID = re.compile(r"\d{2,}-[0-9a-f]{8}-\d{6,}")
AMISS = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)
"""What reading a manifest may raise that somebody changed, or that another build wrote."""
_COUNT = ("mesa", "numpy", "scipy", "pandas", "numba", "pyarrow", "pydantic")


def versions() -> dict[str, str]:
    """The versions on which the bits of a run depend."""
    from ... import __version__
    from ...model.engine import HAS_NUMBA
    from ...model.mechanism import announced

    found = {"shapan": __version__, "build": build_mark(), "python": platform.python_version()}
    if not HAS_NUMBA:
        found["engine"] = (
            "plain"  # it adds up in another order, so that last bits differ; numba may be there all the same
        )
    found |= {f"mechanism {one.name}": one.origin for one in announced()}
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
    branch = {} if tasks[0].start_from is None else {"from": said(tasks[0].start_from)}
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
        **branch,
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


def recorded_tasks(record: Mapping[str, Any]) -> list[Task]:
    """The runs a manifest speaks of, each with its scenario read back from what stands there.

    Raises:
        Refused: The manifest does not say enough, or says what this build cannot run.
    """
    recorded_ids(record)  # what is called how is checked first
    if record.get("kind") == "province":
        raise Refused("refused.province_rerun")
    redraw = record.get("redraw", False)
    try:
        check_numbers(days=record["days"], warmup=record["warmup"])
        if not isinstance(redraw, bool):
            raise TypeError(f"redraw {redraw!r}")
        scenarios = {name: read_record(scenario) for name, scenario in record["scenarios"].items()}
        start_from = read_said(record["from"]) if "from" in record else None
    except AMISS as fault:
        raise too_little(fault) from fault
    numbers = record["seeds"], record["days"], record["warmup"]
    return tasks_for(scenarios, *numbers, redraw=redraw, start_from=start_from)


def recorded_ids(record: Mapping[str, Any]) -> list[str]:
    """The ids of the runs a manifest speaks of, scenario by scenario, by the hashes that were written down.

    Raises:
        Refused: It names no scenarios or no seeds, or names them otherwise than this project does.
    """
    if record.get("kind") == "province":
        return _ids_of_districts(record)
    if record.get("kind") == "study":
        raise Refused("refused.study_folder")
    try:
        hashes = [scenario["hash"] for scenario in record["scenarios"].values()]
        if not hashes or not all(isinstance(one, str) and HASH.fullmatch(one) for one in hashes):
            raise ValueError("scenarios" if not hashes else "hash")
        seeds = distinct_seeds(record["seeds"])
    except AMISS as fault:
        raise too_little(fault) from fault
    return [run_id(column, said, seed) for column, said in enumerate(hashes) for seed in seeds]


def _ids_of_districts(record: Mapping[str, Any]) -> list[str]:
    """The ids of a province's runs, which stand in its manifest one by one."""
    ids = record.get("run_ids")
    if not isinstance(ids, list) or not ids or not all(isinstance(one, str) and RUN_ID.fullmatch(one) for one in ids):
        raise Refused("refused.manifest", why="run_ids")
    return [str(one) for one in ids]


def then_versions(record: Mapping[str, Any]) -> dict[str, str]:
    """The versions a manifest names; none where it was written without."""
    then = record.get("versions", {})
    if not isinstance(then, dict):
        raise Refused("refused.manifest", why="versions")
    return {str(name): str(version) for name, version in then.items()}


def too_little(fault: Exception) -> Refused:
    """A manifest that does not say what is needed; what is missing, cut where it is long."""
    if isinstance(fault, Refused):
        return Refused("refused.manifest", why=fault)
    return Refused("refused.manifest", why=f"{type(fault).__name__}: {fault}".splitlines()[0][:MOST_WHY])


def read_manifest(path: str | Path) -> tuple[Path, dict[str, Any]]:
    """The folder of a manifest and what stands in it; the path may be that of either."""
    if not str(path).strip():
        raise Refused("usage.empty", name="MANIFEST")
    try:
        file = Path(path)
        file = file / MANIFEST if file.is_dir() else file
        content = regular_bytes(file, MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise Refused("refused.too_large", path=path, most=MOST_BYTES // 1_000_000)
        found = json.loads(content.decode("utf-8"))
    except Refused:
        raise
    except NotRegular:
        raise Refused("refused.not_a_file", path=path) from None
    except FileNotFoundError:
        raise Refused("refused.no_manifest", path=path) from None
    except (OSError, ValueError, RecursionError) as fault:
        raise Refused("refused.manifest_unreadable", path=path, why=str(fault)[:MOST_WHY]) from fault
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Refused("refused.manifest", why="format")
    return file.parent, found
