"""Going on with an experiment that was stopped, and gathering what it left: only the same runs of the same build."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..reports.matters import counts_of
from .folders import build_mark
from .manifest import MOST_WHY, read_manifest, recorded_ids
from .moments import now
from .parts import runs_in, whole_row
from .refusing import Refused
from .store import Folder
from .task import Finished, Summary, Task


def check_same(record: Mapping[str, Any], tasks: Sequence[Task]) -> None:
    """Refuse to go on with a folder that holds other runs than those asked for, or runs of another build."""
    asked = {
        "scenarios": {task.name: task.scenario.hash for task in tasks},
        "seeds": sorted({task.seed for task in tasks}),
        "days": tasks[0].days,
        "warmup": tasks[0].warmup,
        "redraw": tasks[0].redraw,
        "from": None if tasks[0].start_from is None else tasks[0].start_from.digest,
        "build": build_mark(),
    }
    try:
        there = {
            "scenarios": {name: scenario["hash"] for name, scenario in record["scenarios"].items()},
            "seeds": record["seeds"],
            "days": record["days"],
            "warmup": record["warmup"],
            "redraw": bool(record.get("redraw", False)),
            "from": record["from"]["digest"] if "from" in record else None,
            "build": record["versions"]["build"],
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
    """Gather the finished runs of a folder that was left behind, at any time after, by whatever build.

    Runs are known by what the manifest said of them at the time, and their rows are those that were written then.

    Returns:
        The folder, how many runs are whole, how many were asked for, and whether there was anything to gather.

    Raises:
        Refused: The parts hold runs that would not come into the tables, or the tables runs that would leave them.
    """
    where, found = read_manifest(path)
    ids = recorded_ids(found)
    folder = Folder(where)
    if not folder.parts.is_dir() or not runs_in(folder.parts):
        return where, _said_finished(found), len(ids), False
    folder.hold()
    try:
        rows = _rows(folder, ids)
        kept = sum(row["stage"] == "done" for row in rows.values())
        whole = kept == len(ids)
        runs = {"asked": len(ids), "finished": kept, "failed": sum(row["stage"] == "simulate" for row in rows.values())}
        state = {"state": "done" if whole else "interrupted", "end": now(), "runs": runs, "interrupted": not whole}
        folder.join(rows, {**found, **state})
    except (OSError, pa.ArrowException) as fault:
        raise Refused("refused.not_gathered", path=where, why=str(fault).splitlines()[0][:MOST_WHY]) from fault
    finally:
        folder.let_go()
    return where, kept, len(ids), True


def _rows(folder: Folder, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The rows of all runs that are whole in the parts, with those of runs that the tables know to have failed."""
    there = runs_in(folder.parts)
    others = sorted(there - set(ids))
    if others:
        raise Refused("refused.other_parts", path=folder.parts, name=others[0], count=len(others))
    whole = {run_id: row for run_id in ids if (row := whole_row(folder.parts, run_id)) is not None}
    before = _in_tables(folder.path)
    lost = [name for name, row in before.items() if row.get("stage") == "done" and name not in whole]
    if lost or not whole:
        torn = sorted({*lost, *(there - set(whole))})
        raise Refused("refused.torn_parts", path=folder.parts, count=len(torn), name=(lost or torn)[0])
    failed = {name: row for name, row in before.items() if row.get("stage") != "done"}
    return {name: whole.get(name) or failed[name] for name in ids if name in whole or name in failed}


def _in_tables(folder: Path) -> dict[str, dict[str, Any]]:
    """The rows that an earlier gathering left, by their ids; none where there are none to read."""
    try:
        return {row["run_id"]: row for row in pq.read_table(folder / "runs.parquet").to_pylist()}
    except (OSError, pa.ArrowException, KeyError):
        return {}


def _said_finished(record: Mapping[str, Any]) -> int:
    runs = record.get("runs")
    finished = runs.get("finished") if isinstance(runs, dict) else None
    if not isinstance(finished, int):
        raise Refused("refused.manifest", why="runs.finished")
    return finished


def told_again(path: str | Path, tasks: Sequence[Task]) -> list[Finished]:
    """What the runs of a whole folder said, read back from its tables.

    Raises:
        Refused: The tables do not hold them all.
    """
    where = Path(path)
    rows = _in_tables(where)
    missing = [task.run_id for task in tasks if task.run_id not in rows]
    if missing:
        raise Refused("refused.run_not_in_tables", path=where / "runs.parquet", name=missing[0])
    file = where / "matters.parquet"
    try:
        every = pq.read_table(file).to_pandas() if file.exists() else None
        matters = {} if every is None else dict(iter(every.groupby("run_id")))
        return [Finished(task, rows[task.run_id]["wall_s"], _summary(rows[task.run_id], matters)) for task in tasks]
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as fault:
        raise Refused("refused.no_runs", path=where, why=str(fault)[:MOST_WHY]) from fault


def _summary(row: Mapping[str, Any], matters: Mapping[str, Any]) -> Summary:
    """What a run said of itself, from its row and its table of matters."""
    from ...model.observation.figures import BINS
    from ...model.observation.indicators import INDICATORS

    known = {name: value for name, value in row.items() if value is not None}
    parts: dict[str, dict[str, Any]] = {"requests": {}, "money": {}}
    for name in known:
        kind, _, rest = name.partition("_")
        if kind in parts and rest and name not in INDICATORS:
            parts[kind][rest] = known[name]
    indicators = {name: known[name] for name in INDICATORS if name in known}
    funnel = {name: known[name] for name in known if name in ("born", *BINS)}
    mine = matters.get(row["run_id"])
    counts = {} if mine is None else counts_of(mine.to_dict("records"))
    return Summary(
        indicators=indicators,
        funnel=funnel,
        requests=parts["requests"],
        residents=row["residents"],
        communities=row["communities"],
        grids=row["grids"],
        matters=counts,
        money=parts["money"],
        surge=json.loads(known.get("surge", "{}")),
    )


def _short(value: Any) -> str:
    if isinstance(value, dict):
        value = ", ".join(f"{name} {str(mark)[:8]}" for name, mark in value.items())
    if isinstance(value, list) and len(value) > 4:
        value = f"{value[0]} … {value[-1]} ({len(value)})"
    text = str(value)
    return text if len(text) <= 120 else f"{text[:119]}…"
