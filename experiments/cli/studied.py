"""The runs of a study for a command that analyses them: a folder as it is, or a file whose missing runs are made."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from ...scenarios.faults import InputFault
from ..reports.wording import Words
from ..runs.refusing import Refused
from ..runs.store import MANIFEST
from ..sensitivity.samples import Sample
from ..studies.costs import cost_of
from ..studies.executors import executor_of
from ..studies.keeping import StudyFolder
from ..studies.opening import open_study
from ..studies.plan import Plan, plan_of
from ..studies.running import Course, carry_out
from . import study as commands
from .bar import progress_bar
from .ending import Ending
from .plain import plain
from .printing import say_aside
from .study_check import minutes_told

DONE, WRONG_INPUT = 0, 2
MOST_TOLD = 6


def folder_of(chosen: argparse.Namespace, say: Words) -> tuple[Path | None, int]:
    """The folder to be analysed, or none and the exit code; runs that are missing are made first."""
    _check(chosen)
    given = Path(chosen.study)
    if given.is_dir():
        if chosen.out is not None:
            raise Refused("sensing.out_of_folder")
        return given, DONE
    try:
        plan = plan_of(given)
    except InputFault as fault:
        for one in (fault, *fault.others):
            say_aside(say("error.prefix") + one.text(say.language))
        return None, WRONG_INPUT
    store = StudyFolder(Path(chosen.out or Path(commands.RESULTS) / plan.file.id), plan)
    if not (store.path / MANIFEST).exists():
        store.begin()
    elif not store.take_up(open_study(store.path)[1]):
        return store.path, DONE
    return _made(store, plan, chosen, say)


def _check(chosen: argparse.Namespace) -> None:
    if not chosen.study.strip():
        raise Refused("usage.empty", name="STUDY")
    if chosen.out is not None and not chosen.out.strip():
        raise Refused("usage.empty", name="--out")
    if chosen.workers is not None and chosen.workers < 1:
        raise Refused("usage.workers", workers=chosen.workers)
    if chosen.minutes is not None and not chosen.minutes > 0:
        raise Refused("refused.number", key="minutes", value=chosen.minutes, low="> 0", high="∞")


def _made(store: StudyFolder, plan: Plan, chosen: argparse.Namespace, say: Words) -> tuple[Path | None, int]:
    """Say what is missing and what it takes, make it, and close the folder whatever happens."""
    executor = executor_of(chosen.workers)
    course, not_written = Course(), ""
    with Ending() as ending:
        try:
            _tell_cost(store, plan, executor.at_once, say)
            if chosen.minutes is not None:
                course.until = time.monotonic() + 60.0 * chosen.minutes
            with progress_bar(plan.runs, say) as progress:
                carry_out(store, executor, course, progress)
        except KeyboardInterrupt:
            course.interrupted = True
        except Exception:
            course.interrupted = True  # so that a folder is never called done that is not
            raise
        finally:
            ending.shield()
            not_written = commands.close(store, course)
    code = commands.outcome(store, course, not_written, say)
    stopped = course.state == "interrupted" or bool(not_written)
    return (None, code) if stopped else (store.path, DONE)


def _tell_cost(store: StudyFolder, plan: Plan, at_once: int, say: Words) -> None:
    left = plan.runs - len(store.known)
    try:
        cost = cost_of(plan)
    except RuntimeError:
        return  # the first scenario does not come to its end: its runs will say so by name
    minutes = cost.seconds * left / max(1, min(at_once, left)) / 60.0
    values = {"left": f"{left:,}", "runs": f"{plan.runs:,}", "workers": at_once, "folder": store.path}
    say_aside(say("sensing.cost", minutes=minutes_told(minutes, say), **values))


def tell_failed(sample: Sample, say: Words) -> None:
    """Runs that failed or that nobody made, by name; nothing is left out without a word."""
    for one in sample.failures[:MOST_TOLD]:
        draw = "–" if one.draw is None else one.draw
        values = {"run": one.run, "scenario": one.scenario, "draw": draw, "seed": one.seed}
        stage = say(f"making.{one.stage}") if say.has(f"making.{one.stage}") else one.stage
        say_aside(say("warning.prefix") + plain(say("sensing.failed", stage=stage, error=one.error, **values)))
    if len(sample.failures) > MOST_TOLD:
        say_aside(say("warning.prefix") + say("sensing.more_failed", count=len(sample.failures) - MOST_TOLD))
    if sample.missing:
        say_aside(say("warning.prefix") + say("sensing.missing", count=sample.missing))
