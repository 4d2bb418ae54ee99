"""`study`: a study file checked, run, watched, gathered from parts and handed to other programs."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import time
from pathlib import Path
from typing import Any

from ...scenarios.faults import InputFault
from ..reports.wording import Words
from ..runs.cores import cores
from ..runs.refusing import Refused
from ..runs.task import Finished
from ..runs.whole_file import legible
from ..studies.executors import Executor, executor_at
from ..studies.keeping import Part, StudyFolder
from ..studies.opening import open_study
from ..studies.plan import Plan, plan_of
from ..studies.running import Course, carry_out
from ..studies.titles import renamed
from .bar import progress_bar
from .ending import Ending
from .plain import plain
from .printing import print_json, say_aside
from .study_options import ACTIONS

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130
FORMAT = 1
RESULTS = "results"
MOST_TOLD = 12


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


def check(chosen: argparse.Namespace, say: Words) -> int:
    """What a study asks for and what it will take."""
    from ..studies.costs import cost_of

    try:
        plan = plan_of(chosen.paths[0])
    except InputFault as fault:
        for one in (fault, *fault.others):
            _complain_of(one.text(say.language), say)
        return WRONG_INPUT
    cost, workers = cost_of(plan), chosen.workers or cores()
    minutes = cost.minutes(workers)
    if chosen.json:
        print_json(
            {"format": FORMAT, **_asked(plan), "workers": workers, "minutes": minutes, "megabytes": cost.bytes / 1e6}
            | {"seconds_a_run": cost.seconds, "study_hash": plan.hash}
        )
        return DONE
    for line in (
        *_told(plan, say),
        say("study.cost", minutes=minutes_told(minutes, say), workers=workers, mb=megabytes(cost.bytes)),
    ):
        print(plain(line))
    return DONE


def _asked(plan: Plan) -> dict[str, Any]:
    file = plan.file
    return {
        "study": file.id,
        "points": len(plan.points),
        "draws": len(plan.draws),
        "seeds": len(file.seeds),
        "runs": plan.runs,
        "days": file.days,
        "warmup": file.warmup,
        "factors": list(plan.factors),
        "outcomes": list(file.outcomes),
        "stops": file.stop is not None,
    }


def _told(plan: Plan, say: Words) -> list[str]:
    file, numbers = plan.file, _asked(plan)
    lines = [file.header.title[say.language]]
    lines += [say("study.question", text=file.question[say.language])] if file.question["en"] else []
    phrase = "study.runs_of_draws" if plan.draws else "study.runs_of_seeds"
    lines.append(say(phrase, **{**numbers, "runs": f"{plan.runs:,}", "place": plan.base.place_id}))
    listed = ", ".join(plan.factors[:MOST_TOLD]) + (" …" if len(plan.factors) > MOST_TOLD else "")
    lines.append(say("study.varies", kind=say(f"study.{file.design.kind}"), names=listed or ", ".join(plan.names)))
    if file.stop is not None:
        stop = file.stop
        values = {
            "indicator": stop.indicator,
            "half": f"{stop.half_width:g}",
            "fewest": stop.fewest,
            "every": stop.every,
        }
        lines.append(say("study.stops", **values))
    return lines


def minutes_told(minutes: float, say: Words) -> str:
    """A length of time as a person would say it."""
    if minutes < 1.0:
        return say("study.seconds", count=max(1, round(60 * minutes)))
    return (
        say("study.minutes", count=f"{minutes:,.0f}")
        if minutes < 120
        else say("study.hours", count=f"{minutes / 60:,.1f}")
    )


def megabytes(size: int) -> str:
    """Bytes as megabytes, with a decimal; never nought."""
    return f"{max(size / 1e6, 0.1):,.1f}"


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
            return _tell(store.path, chosen, say)
        course = Course(until=None if chosen.minutes is None else time.monotonic() + 60.0 * chosen.minutes)
        not_written = _made(store, executor, course, chosen, say)
    code = outcome(store, course, not_written, say)
    cut_short = course.state == "interrupted" and not course.late
    if not_written or (cut_short and not chosen.json):
        return code
    _tell(store.path, chosen, say)
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
            told = say(f"making.{stage}") if say.has(f"making.{stage}") else stage
            print(plain(say("study.failed_at", count=count, stage=told, text=error)))
    if len(found) == 1 and found[0].state == "done":
        return _tell(found[0].folder, chosen, say)
    return DONE


def _status_object(one: Any) -> dict[str, Any]:
    failures = [{"stage": stage, "error": error, "runs": count} for (stage, error), count in one.failures.items()]
    ends = one.ends.astimezone(dt.UTC).isoformat(timespec="seconds") if one.ends else None
    values = {"folder": str(one.folder), "state": one.state, "part": list(one.part), "asked": one.asked}
    values |= {"done": one.done, "failed": one.failed, "left": one.left, "seconds_a_run": one.seconds}
    return {**values, "ends": ends, "stopped_after": one.stopped_after, "failures": failures}


def _tell(folder: Path, chosen: argparse.Namespace, say: Words) -> int:
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
