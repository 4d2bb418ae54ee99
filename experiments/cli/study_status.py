"""`study status`: how far a study is and what it found; `study run` tells the same at its end."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from ..reports.wording import Words
from ..studies.titles import renamed
from .plain import plain
from .printing import print_json, say_aside

DONE = 0
FORMAT = 1
MOST_TOLD = 12


def status(chosen: argparse.Namespace, say: Words) -> int:
    """How far a study is, and once it is whole what it found."""
    from ..studies.status import status_of

    found = status_of(chosen.paths[0])
    if chosen.json:
        whole = len(found) == 1 and found[0].state == "done"
        verdicts = _findings(found[0].folder, say) if whole else []
        print_json({"format": FORMAT, "folders": [_status_object(one) for one in found], "findings": verdicts})
        return DONE
    for one in found:
        values = {"folder": one.folder, "done": f"{one.done:,}", "asked": f"{one.asked:,}", "failed": one.failed}
        line = say("study.status", **values, left=f"{one.left:,}", state=say(f"study.{one.state}"))
        line += say("study.ends", time=one.ends.astimezone().strftime("%Y-%m-%d %H:%M")) if one.ends else ""
        print(plain(line))
        if one.stopped_after is not None:
            print(plain(say("study.stopped_after", units=one.stopped_after)))
        for (stage, error), count in one.failures.items():
            stage_text = say(f"making.{stage}") if say.has(f"making.{stage}") else stage
            print(plain(say("study.failed_at", count=count, stage=stage_text, text=error)))
    if len(found) == 1 and found[0].state == "done":
        return tell_findings(found[0].folder, chosen, say)
    return DONE


def _status_object(one: Any) -> dict[str, Any]:
    failures = [{"stage": stage, "error": error, "runs": count} for (stage, error), count in one.failures.items()]
    ends = one.ends.astimezone(dt.UTC).isoformat(timespec="seconds") if one.ends else None
    values = {"folder": str(one.folder), "state": one.state, "part": list(one.part), "asked": one.asked}
    values |= {"done": one.done, "failed": one.failed, "left": one.left, "seconds_a_run": one.seconds}
    return {**values, "ends": ends, "stopped_after": one.stopped_after, "failures": failures}


def tell_findings(folder: Path, chosen: argparse.Namespace, say: Words) -> int:
    """Where the tables are and what the outcomes named before the runs say against the baseline."""
    from ..studies.findings import findings

    if chosen.json and chosen.action == "run":
        print_json({"format": FORMAT, "folder": str(folder), **_how_far(folder), "findings": _findings(folder, say)})
        return DONE
    found = findings(folder)
    if chosen.action == "run":
        say_aside(say("run.kept", folder=folder))
    for one in renamed(found[:MOST_TOLD], folder, say.language):
        print(plain(f"{one.scenario}: {one.text(say.language)}"))
    if len(found) > MOST_TOLD:
        print(plain(say("study.more_findings", count=len(found) - MOST_TOLD, folder=folder)))
    return DONE


def _how_far(folder: Path) -> dict[str, Any]:
    """State and counts of runs of a folder, by what its manifest says."""
    from ..studies.status import of_folder

    one = of_folder(folder)
    return {"state": one.state, "asked": one.asked, "done": one.done, "failed": one.failed, "left": one.left}


def _findings(folder: Path, say: Words) -> list[dict[str, Any]]:
    """Every verdict as an object."""
    from dataclasses import asdict

    from ..studies.findings import findings

    return [
        {"scenario": one.scenario, "outcome": one.outcome, **asdict(one.pair), "text": one.text(say.language)}
        for one in findings(folder)
    ]
