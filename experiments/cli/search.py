"""`search`: policies that are best in several respects at once, under a budget, written as policy files."""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..reports.wording import Words
from ..runs.cores import cores
from ..runs.refusing import Refused
from ..runs.task import Finished
from ..runs.whole_file import legible
from .bar import progress_bar
from .ending import Ending
from .plain import plain
from .printing import print_json, say_aside
from .study_check import minutes_told

if TYPE_CHECKING:
    from ..searching.findings import Candidate, Found
    from ..searching.keeping import SearchFolder
    from ..searching.trying import Search
    from ..studies.running import Course

DONE, FAILED, INTERRUPTED = 0, 1, 130
FORMAT = 1
RESULTS = "results"
MOST_TOLD = 20


def search(chosen: argparse.Namespace, say: Words) -> int:
    """Read, say what it takes, carry out, and tell what was found."""
    from ..searching.keeping import SearchFolder
    from ..searching.search_file import read_search_file
    from ..searching.trying import Search
    from ..studies.executors import executor_of

    _check_options(chosen)
    file = read_search_file(chosen.file)
    found = Search(file, _base(file))
    _say_beforehand(found, chosen, say)
    if chosen.check:
        return DONE
    store = SearchFolder(Path(chosen.out or Path(RESULTS) / file.id), file, found.base.hash)
    if not _opened(store, chosen):
        from ..searching.trying import gone_through

        say_aside(say("run.whole", folder=store.path))
        return _tell(store, gone_through(store, found), chosen, say)
    return _carry_out(store, found, executor_of(chosen.workers), chosen, say)


def _check_options(chosen: argparse.Namespace) -> None:
    if chosen.workers is not None and chosen.workers < 1:
        raise Refused("usage.workers", workers=chosen.workers)
    if chosen.minutes is not None and not chosen.minutes > 0:
        raise Refused("refused.number", key="minutes", value=chosen.minutes, low="> 0", high="∞")
    if chosen.out is not None and not chosen.out.strip():
        raise Refused("usage.empty", name="--out")
    if chosen.out is not None and legible(chosen.out) != chosen.out:
        raise Refused("refused.out_letters", path=legible(chosen.out))


def _base(file: Any) -> Any:
    """The scenario to depart from, known to be one whose candidates can be written down."""
    from ..searching.candidate_files import check_base
    from ..searching.proposing import optuna
    from ..studies.plan import base_of

    optuna()
    base = base_of(file.runs.base, file.path)
    check_base(base, file.runs.base.line)
    return base


def _say_beforehand(found: Search, chosen: argparse.Namespace, say: Words) -> None:
    """Runs and minutes before anything is run, and which searched levers do not act."""
    file, workers = found.file, chosen.workers or cores()
    cost = _cost(found)
    minutes = cost.minutes(workers)
    if chosen.check and chosen.json:
        values = {"search": file.id, "runs": found.most_runs, "minutes": minutes, "workers": workers}
        print_json(
            {"format": FORMAT, **values, "seconds_a_run": cost.seconds, "levers": [one.name for one in file.factors]}
        )
        return
    for text in dict.fromkeys(notice.text(say.language) for notice in found.base.warnings_for(file.runs.days)):
        say_aside(say("warning.prefix") + text)
    counts = {"trials": file.trials, "seeds": len(file.runs.seeds), "levers": len(file.factors)}
    counts |= {"candidates": min(file.candidates, file.trials), "held_out": len(file.holdout)}
    lines = [
        say("search.beforehand", place=found.base.place_id, runs=f"{found.most_runs:,}", **counts),
        say("search.under", bounds="; ".join(bound.text() for bound in file.bounds)) if file.bounds else "",
        say("study.cost", minutes=minutes_told(minutes, say), workers=workers, mb=f"{max(cost.bytes / 1e6, 0.1):,.1f}"),
    ]
    for line in filter(None, lines):
        print(plain(line)) if chosen.check else say_aside(line)


def _cost(found: Search) -> Any:
    from ..studies.costs import cost_of_task

    file = found.file
    return cost_of_task(found.task(found.trials[0], file.runs.seeds[0], 0), found.most_runs)


def _opened(store: SearchFolder, chosen: argparse.Namespace) -> bool:
    """The folder ready to be written to; False where all its runs are there."""
    from ..runs.store import MANIFEST

    if chosen.resume and (store.path / MANIFEST).exists():
        return store.take_up()
    store.begin()
    return True


def _carry_out(store: SearchFolder, found: Search, executor: Any, chosen: argparse.Namespace, say: Words) -> int:
    from ..searching.trying import carry_out
    from ..studies.running import Course

    course = Course(until=None if chosen.minutes is None else time.monotonic() + 60.0 * chosen.minutes)
    with Ending() as ending:
        try:
            with progress_bar(found.most_runs, say) as progress:
                carry_out(store, found, executor, course, progress, _heard(chosen))
        finally:
            ending.shield()
            unwritten = _close(store, found, course, say)
    code = _outcome(store, course, unwritten, say)
    stopped = course.state == "interrupted" or unwritten or found.chosen is None
    return code if stopped else max(code, _tell(store, found, chosen, say))


def _heard(chosen: argparse.Namespace) -> Any:
    def heard(done: Finished) -> None:
        if done.details and chosen.debug:
            say_aside(done.details)

    return heard


def _close(store: SearchFolder, found: Search, course: Course, say: Words) -> str:
    """Write tables, policies and the picture; why they could not be written."""
    import pyarrow as pa

    from ..searching.outcome import write_outcome

    try:
        write_outcome(store, found, course.state, say.language)
    except (OSError, pa.ArrowException) as fault:
        return (getattr(fault, "strerror", None) or str(fault)).splitlines()[0]
    return ""


def _outcome(store: SearchFolder, course: Course, unwritten: str, say: Words) -> int:
    """Say what went wrong and where what is finished lies; the exit code."""
    where = {"kept": len(store), "folder": store.path}
    for done in {(one.stage, one.error): one for one in reversed(course.failures)}.values():
        values = {"name": done.task.name, "seed": done.task.seed, "stage": say(f"making.{done.stage}")}
        say_aside(say("error.prefix") + say("error.run", **values, text=done.why(say.language)))
    for text in filter(None, (course.unwritten, unwritten)):
        say_aside(say("error.prefix") + say("search.unwritten", text=text, **where))
    if course.interrupted:
        say_aside(say("error.prefix") + say("search.interrupted", **where))
        return INTERRUPTED
    if course.late:
        say_aside(say("search.late", **where))
    return FAILED if course.unwritten or unwritten or course.failures else DONE


def _tell(store: SearchFolder, found: Search, chosen: argparse.Namespace, say: Words) -> int:
    """The Pareto set, twice: as it was chosen and as it held."""
    from ..searching.findings import find

    whole = find(store, found)
    if whole is None:
        raise Refused("search.no_reference")
    if chosen.json:
        print_json(as_object(whole, store.path, say))
        return DONE
    say_aside(say("run.kept", folder=store.path))
    _print(whole, store.path, say)
    return DONE


def as_object(found: Found, folder: Path, say: Words) -> dict[str, Any]:
    """What `--json` prints; docs/how-to-search.md says what it holds."""
    counts = {"tried": found.tried, "lawful": found.lawful, "within_bounds": found.within}
    file = found.file
    asked = {"objectives": {one.indicator: one.better for one in file.objectives}}
    asked |= {"constraints": {one.indicator: {"most": one.most, "least": one.least} for one in file.bounds}}
    seeds = {"seeds": list(file.runs.seeds), "holdout": list(file.holdout)}
    head = {"format": FORMAT, "search": file.id, "folder": str(folder), **asked, **seeds, **counts}
    policies = [_candidate(one) | {"file": f"candidates/{one.name}.toml"} for one in found.candidates]
    says = {"promised_more": dict(found.promised), "says": say("search.says")}
    return {**head, "reference": _candidate(found.reference), "candidates": policies, **says}


def _candidate(one: Candidate) -> dict[str, Any]:
    values = {"name": one.name, "trial": one.trial.number, "levers": dict(one.trial.values)}
    values |= {"keeps_constraints": one.keeps, "stands": one.stands if one.number else None}
    values |= {"search": {name: asdict(value) for name, value in one.chosen_by.items()}}
    values |= {"held_out": {name: asdict(value) for name, value in one.held_out.items()}}
    return {**values, "paired": {name: asdict(pair) for name, pair in one.paired.items()}}


def _print(found: Found, folder: Path, say: Words) -> None:
    from .search_tables import candidate_tables
    from .tables import console

    out = console()
    counts = {"tried": found.tried, "lawful": found.lawful, "within": found.within, "count": len(found.candidates)}
    out.print(say("search.counts", **counts), soft_wrap=True)
    if not found.candidates:
        out.print(say("search.none_within" if found.lawful and not found.within else "search.none"), soft_wrap=True)
        return
    for table in candidate_tables(found, say):
        out.print(table)
    out.print()
    for line in _notes(found, folder, say):
        out.print(line, soft_wrap=True)


def _notes(found: Found, folder: Path, say: Words) -> list[str]:
    from ...model.observation.indicators import INDICATORS
    from ..comparing.sentences import label

    seeds = {"seeds": len(found.file.runs.seeds), "held_out": len(found.file.holdout)}
    lines = [say("search.columns", **seeds)]
    for name, more in found.promised.items():
        value = say.change(more, INDICATORS[name].unit)
        lines.append(say("search.promised", label=label(name, say.language), value=value))
    lines.append(say("search.stand", count=sum(one.stands for one in found.candidates), of=len(found.candidates)))
    lines.append(say("search.files", folder=folder))
    return [*lines, say("search.says")]


COMMANDS = {"search": search}
