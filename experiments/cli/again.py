"""`rerun` and `gather`: what a folder of results can still do after its command has ended."""

from __future__ import annotations

import argparse
from typing import Any

from ..reports.wording import Words
from ..runs.cores import cores
from ..runs.refusing import Refused
from ..runs.rerun import Remade, other_versions, remake, tampered, wanted
from ..runs.resuming import gather
from .bar import progress_bar
from .plain import plain
from .printing import print_json, say_aside

DONE, FAILED = 0, 1
MOST_FIGURES = 6


def rerun(chosen: argparse.Namespace, say: Words) -> int:
    """The runs of a manifest made again: the same bits, or which figures differ and which versions."""
    from ..runs.manifest import read_manifest, recorded_tasks

    if chosen.workers is not None and chosen.workers < 1:
        raise Refused("usage.workers", workers=chosen.workers)
    folder, found = read_manifest(chosen.manifest)
    tasks = wanted(recorded_tasks(found), chosen.run)
    changed, versions = tampered(tasks), other_versions(found)
    for name in changed:
        say_aside(say("warning.prefix") + say("rerun.tampered", name=name))
    with progress_bar(len(tasks), say) as progress:
        runs = sorted(remake(folder, tasks, chosen.workers or cores(), progress), key=lambda one: one.run_id)
    same = all(run.same for run in runs) and not changed
    if chosen.json:
        print_json(
            {"format": 1, "same": same, "tampered": changed, "runs": [_object(run, say.language) for run in runs]}
            | {"versions": {name: {"then": then, "now": now} for name, (then, now) in versions.items()}}
        )
        return DONE if same else FAILED
    for run in runs:
        if not run.same:
            print(plain(_line(run, say)))
    equal = sum(run.same for run in runs)
    print(say("rerun.same" if same else "rerun.summary", same=equal, runs=len(runs)))
    if versions and not same:
        listed = ", ".join(f"{name} {then} → {now}" for name, (then, now) in versions.items())
        print(plain(say("rerun.versions", versions=listed)))
    elif not same:
        print(say("rerun.same_versions"))
    return DONE if same else FAILED


def _object(run: Remade, language: str) -> dict[str, Any]:
    differs = {name: {"then": _value(then), "now": _value(now)} for name, (then, now) in run.differs.items()}
    values = {"run_id": run.run_id, "scenario": run.name, "seed": run.seed, "same": run.same, "differs": differs}
    return {**values, "tables": list(run.tables), "error": run.why(language)}


def _value(value: Any) -> Any:
    """A figure as JSON can hold it."""
    if value is None or value != value:
        return None
    return value.item() if hasattr(value, "item") else value


def _line(run: Remade, say: Words) -> str:
    if run.reason:
        return say("rerun.failed", run=run.run_id, text=run.why(say.language))
    lines = [f"{name} {_value(then)} → {_value(now)}" for name, (then, now) in list(run.differs.items())[:MOST_FIGURES]]
    rest = len(run.differs) - len(lines)
    if rest > 0:
        lines.append(say("rerun.more", rest=rest))
    if run.tables:
        lines.append(say("rerun.tables", tables=", ".join(run.tables)))
    return say("rerun.differs", run=run.run_id, told="; ".join(lines))


def gather_(chosen: argparse.Namespace, say: Words) -> int:
    """The finished runs of a folder whose command was killed, as tables."""
    folder, kept, asked, gathered = gather(chosen.folder)
    print(plain(say("gather.done" if gathered else "gather.nothing", kept=kept, asked=asked, folder=folder)))
    return DONE


COMMANDS = {"rerun": rerun, "gather": gather_}
