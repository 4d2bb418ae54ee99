"""`study`: a study file checked, run, watched, gathered from parts and handed to other programs."""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path
from typing import Any

from ..reports.wording import Words
from ..runs.refusing import Refused
from ..runs.task import Finished
from ..runs.whole_file import legible
from ..studies.executors import Executor, executor_at
from ..studies.keeping import Part, StudyFolder
from ..studies.opening import open_study
from ..studies.plan import plan_of
from ..studies.running import Course, carry_out
from .bar import progress_bar
from .ending import Ending
from .plain import plain
from .printing import print_json, say_aside
from .study_check import check
from .study_options import ACTIONS
from .study_status import status, tell_findings

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130
FORMAT = 1
RESULTS = "results"


def study(chosen: argparse.Namespace, say: Words) -> int:
    """Carry out one action."""
    _check_options(chosen, say)
    return {"check": check, "run": run, "gather": gather, "status": status, "export": export}[chosen.action](
        chosen, say
    )


def _check_options(chosen: argparse.Namespace, say: Words) -> None:
    """Refuse options that an action does not take, more paths than it takes, and numbers nobody can mean."""
    for name in ("workers", "cluster", "part", "minutes", "resume", "to", "out"):
        if getattr(chosen, name) not in (None, False) and name not in ACTIONS[chosen.action]:
            takes = ", ".join(f"--{one}" for one in (*ACTIONS[chosen.action], "json"))
            raise Refused("usage.study_option", option=f"--{name}", action=chosen.action, takes=takes)
    if len(chosen.paths) > 1 and chosen.action != "gather":
        raise Refused("usage.study_paths", action=chosen.action, second=chosen.paths[1])
    if chosen.workers is not None and chosen.workers < 1:
        raise Refused("usage.workers", workers=chosen.workers)
    if chosen.minutes is not None and not chosen.minutes > 0:
        raise Refused("refused.number", key="minutes", value=chosen.minutes, low="> 0", high="∞")
    for name in ("out", "to"):
        if getattr(chosen, name) is not None and not getattr(chosen, name).strip():
            raise Refused("usage.empty", name=f"--{name}")
    if chosen.out is not None and legible(chosen.out) != chosen.out:
        raise Refused("refused.out_letters", path=legible(chosen.out))
    if not all(path.strip() for path in chosen.paths):
        raise Refused("usage.empty", name="PATH")


def run(chosen: argparse.Namespace, say: Words) -> int:
    """Run a study, or one part of it, or what is missing of either."""
    part = part_of(chosen.part)
    plan = plan_of(chosen.paths[0])
    if part.of > 1 and plan.file.stop is not None:
        raise Refused("refused.part_stop")
    where = Path(chosen.out or Path(RESULTS) / plan.file.id)
    store = StudyFolder(where / f"part-{part.number}-of-{part.of}" if part.of > 1 else where, plan, part)
    with executor_at(chosen.workers, chosen.cluster) as executor:
        if others := getattr(executor, "others", {}):
            values = {"count": sum(others.values()), "builds": ", ".join(others)}
            say_aside(say("warning.prefix") + say("study.other_workers", **values))
        if not _opened(store, chosen):
            say_aside(say("run.whole", folder=store.path))
            return tell_findings(store.path, chosen, say)
        course = Course(until=None if chosen.minutes is None else time.monotonic() + 60.0 * chosen.minutes)
        not_written = _made(store, executor, course, chosen, say)
    code = outcome(store, course, not_written, say)
    cut_short = course.state == "interrupted" and not course.late
    if not_written or (cut_short and not chosen.json):
        return code
    tell_findings(store.path, chosen, say)
    return code


def _made(store: StudyFolder, executor: Executor, course: Course, chosen: argparse.Namespace, say: Words) -> str:
    """Make the runs that are missing and the tables; why those could not be made."""
    not_written = ""
    with Ending() as ending:
        try:
            with progress_bar(len(store.part.numbers(store.plan.runs)), say) as progress:
                carry_out(store, executor, course, progress, _heard(chosen))
        finally:
            ending.shield()
            not_written = close(store, course)
    if (machines := len(getattr(executor, "machines", ()))) > 1:
        say_aside(say("warning.prefix") + say("study.strange_workers", count=machines))
    return not_written


def part_of(text: str | None) -> Part:
    """`2/5` as the second of five parts; everything where nothing is said."""
    if text is None:
        return Part()
    found = re.fullmatch(r"\s*(\d{1,6})\s*/\s*(\d{1,6})\s*", text)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise Refused("usage.part", text=text)
    return Part(int(found[1]), int(found[2]))


def _opened(store: StudyFolder, chosen: argparse.Namespace) -> bool:
    """The folder ready to be written to; False where all its runs are there."""
    from ..runs.store import MANIFEST

    if chosen.resume and (store.path / MANIFEST).exists():
        return store.take_up(open_study(store.path)[1])
    store.begin()
    return True


def _heard(chosen: argparse.Namespace) -> Any:
    """Where somebody looks for faults, the traceback of a failed run as it fails."""

    def heard(done: Finished) -> None:
        if done.details and chosen.debug:
            say_aside(done.details)

    return heard


def close(store: StudyFolder, course: Course) -> str:
    """Make tables of what is there; why they could not be made."""
    import pyarrow as pa

    try:
        store.close(course.state, course.stopped_after)
    except (OSError, pa.ArrowException) as fault:
        return (getattr(fault, "strerror", None) or str(fault)).splitlines()[0]
    return ""


def outcome(store: StudyFolder, course: Course, not_written: str, say: Words) -> int:
    """Say what went wrong and where what is finished lies; the exit code."""
    record = store.record(course.state)["runs"]
    where = {"kept": record["finished"], "asked": record["asked"], "folder": store.path}
    for done in {(one.stage, one.error): one for one in reversed(course.failures)}.values():
        values = {"name": done.task.name, "seed": done.task.seed, "stage": say(f"making.{done.stage}")}
        _complain(say, "error.run", **values, text=done.why(say.language))
    if course.unwritten:
        _complain(say, "error.unwritten", text=course.unwritten, **where)
    if not_written:
        _complain(say, "error.study_not_gathered", text=not_written, **where)
    if course.lost is not None:
        _complain(say, "error.study_lost", text=course.lost.text(say.language), **where)
    if course.interrupted:
        _complain(say, "error.interrupted_kept", **where)
        return INTERRUPTED
    if course.failures:
        _complain(say, "error.study_failed", bad=len(course.failures), **where)
    if course.failures or course.unwritten or course.lost or not_written:
        return FAILED
    if course.late:
        say_aside(say("study.late", left=record["asked"] - record["finished"], **where))
        return INTERRUPTED
    return DONE


def _complain(say: Words, phrase: str, /, **values: Any) -> None:
    _complain_of(say(phrase, **values), say)


def _complain_of(text: str, say: Words) -> None:
    say_aside(say("error.prefix") + text)


def gather(chosen: argparse.Namespace, say: Words) -> int:
    """Parts as one folder; a folder whose command was killed as tables."""
    from ..studies.gathering import gather as together

    found = together(chosen.paths, chosen.out)
    if chosen.json:
        values = {"folder": str(found.folder), "runs": found.runs, "asked": found.asked}
        print_json({"format": FORMAT, **values, "missing": list(found.missing), "machines": list(found.machines)})
        return DONE
    print(plain(say("gather.done", kept=found.runs, asked=found.asked, folder=found.folder)))
    if found.missing:
        say_aside(say("warning.prefix") + say("study.missing", parts=", ".join(map(str, found.missing))))
    if found.machines:
        say_aside(say("warning.prefix") + say("study.machines", count=len(found.machines)))
    return DONE


def export(chosen: argparse.Namespace, say: Words) -> int:
    """A study for other programs."""
    from ..runs.doors import known
    from ..studies.export import FORMATS
    from ..studies.export import export as write

    to = chosen.to or FORMATS[0]
    known("refused.export_format", to, FORMATS)
    for path in write(chosen.paths[0], to, chosen.out):
        print(plain(str(path)))
    return DONE


COMMANDS = {"study": study}
