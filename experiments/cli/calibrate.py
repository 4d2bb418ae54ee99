"""`calibrate`: which assumptions a monthly ledger leaves possible, how likely each is, and whether to trust that."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np

from ...scenarios.faults import InputFault
from ..calibrating.figures import Meeting, meeting
from ..calibrating.finding import Found, find, further
from ..calibrating.monthly import Ledger, month_named, read_ledger
from ..calibrating.planning import Asked, WavePlan, asked_of, first_wave, wave_plan
from ..calibrating.waves import Wave, begun, opened, read_wave, wave_folder
from ..calibrating.writing import WORLDS, as_object, worlds_of, write_all, write_worlds
from ..ledgers.faults import LedgerFault
from ..reports.wording import Words
from ..runs.cores import cores
from ..runs.refusing import Refused
from ..runs.store import MANIFEST
from ..runs.whole_file import legible
from ..studies.executors import executor_of
from ..studies.keeping import StudyFolder
from ..studies.running import Course, carry_out
from ..worlds.finding import own_file
from . import study as study_command
from .bar import progress_bar
from .calibration_lines import figures_told, lines_of
from .ending import Ending
from .plain import plain
from .printing import print_json, say_aside
from .study_check import megabytes, minutes_told

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130
RESULTS = "results"
MOST_WAVES, MOST_WORLDS, MOST_MONTHS_TOLD = 5, 1000, 6


def calibrate(chosen: argparse.Namespace, say: Words) -> int:
    """Read, run wave by wave, find, write and tell."""
    _check_numbers(chosen)
    try:
        ledger, asked = read_ledger(chosen.ledger), asked_of(chosen.study)
    except (LedgerFault, InputFault) as fault:
        for one in (fault, *fault.others):
            say_aside(f"{say('error.prefix')}{one.text(say.language)}")
        return WRONG_INPUT
    file, place = asked.plan.file, asked.plan.scenario(0).parameters.place
    where = meeting(ledger, place.start, file.days)
    if where is None:
        raise Refused("calibrate.no_month", days=file.days)
    _notes(ledger, where, say)
    if chosen.check:
        return _cost_shown(asked, where, chosen, say)
    folder = Path(chosen.out or Path(RESULTS) / f"{file.id}-calibrated")
    if (wave_folder(folder, 1) / MANIFEST).exists() and not chosen.resume:
        raise Refused("refused.out_taken", path=folder)
    until = None if chosen.minutes is None else time.monotonic() + 60.0 * chosen.minutes
    waves: list[Wave] = []
    while len(waves) < chosen.waves:
        plan = _next(folder, asked, waves, where, chosen.error)
        if plan is None:
            break
        code = _run(wave_folder(folder, len(waves) + 1), plan, until, chosen, say)
        if code != DONE:
            return code
        waves.append(_read(folder, plan, len(waves) + 1, where))
    return _tell(folder, find(waves, where, chosen.error), asked, where, (chosen, say))


def _check_numbers(chosen: argparse.Namespace) -> None:
    limits: dict[str, tuple[float, Any, Any]] = {
        "waves": (chosen.waves, 1, MOST_WAVES),
        "error": (chosen.error, 0.001, 1),
    }
    limits["worlds"] = (chosen.worlds, 10, MOST_WORLDS)
    for key, (value, low, high) in limits.items():
        if not low <= value <= high:
            raise Refused("refused.number", key=key, value=value, low=low, high=high)
    if chosen.minutes is not None and not chosen.minutes > 0:
        raise Refused("refused.number", key="minutes", value=chosen.minutes, low="> 0", high="∞")
    if chosen.workers is not None and chosen.workers < 1:
        raise Refused("usage.workers", workers=chosen.workers)
    if chosen.out is not None and not chosen.out.strip():
        raise Refused("usage.empty", name="--out")
    if chosen.out is not None and legible(chosen.out) != chosen.out:
        raise Refused("refused.out_letters", path=legible(chosen.out))


def _notes(ledger: Ledger, where: Meeting, say: Words) -> None:
    """What of the ledger was understood otherwise than somebody may think."""
    notes = []
    if ledger.left_out:
        notes.append(say("calibrate.left_out", columns=", ".join(ledger.left_out)))
    if ledger.kinds:
        notes.append(say("calibrate.kinds", count=len(ledger.kinds)))
    if ledger.incomplete:
        months = [month_named(month) for month in ledger.incomplete]
        shown = ", ".join(months[:MOST_MONTHS_TOLD]) + (" …" if len(months) > MOST_MONTHS_TOLD else "")
        notes.append(say("calibrate.incomplete", months=shown))
    if where.shift:
        notes.append(say("calibrate.shifted", years=f"{where.shift:+d}".replace("-", "−")))
    unmet = len(ledger.months) - len(set(where.months))
    if unmet:
        notes.append(say("calibrate.unmet", count=unmet))
    for note in notes:
        say_aside(say("warning.prefix") + note)


def _cost_shown(asked: Asked, where: Meeting, chosen: argparse.Namespace, say: Words) -> int:
    """Runs, minutes and disk, before anything is run."""
    from ..studies.costs import cost_of

    plan = wave_plan(asked, first_wave(asked), 0)
    cost, workers = cost_of(plan), chosen.workers or cores()
    runs = plan.runs * chosen.waves
    minutes = cost.minutes(workers) * chosen.waves
    numbers = {"draws": asked.draws, "seeds": len(plan.file.seeds), "waves": chosen.waves, "runs": runs}
    if chosen.json:
        counts = {"figures": list(where.names), "months": len(set(where.months)), "assumptions": list(asked.names)}
        size = {"minutes": minutes, "megabytes": cost.bytes * chosen.waves / 1e6, "workers": workers}
        print_json({"format": 1, **numbers, **counts, **size})
        return DONE
    values = {"figures": figures_told(where, say), "months": len(set(where.months)), "names": ", ".join(asked.names)}
    print(plain(say("calibrate.asked", **values)))
    print(plain(say("calibrate.runs", **{**numbers, "runs": f"{runs:,}"})))
    minutes_line = minutes_told(minutes, say)
    print(plain(say("study.cost", minutes=minutes_line, workers=workers, mb=megabytes(cost.bytes * chosen.waves))))
    return DONE


def _next(folder: Path, asked: Asked, waves: list[Wave], where: Meeting, error: float) -> WavePlan | None:
    """The plan of the next wave: as it was begun, else drawn now; None where nothing is left to spread over."""
    before = sum(len(one.at) + one.failed for one in waves)
    known = begun(folder, len(waves) + 1, asked, before)
    if known is not None:
        return known
    at = further(waves, where, error, asked.draws) if waves else first_wave(asked)
    return None if at is None else wave_plan(asked, at, before)


def _run(path: Path, plan: WavePlan, until: float | None, chosen: argparse.Namespace, say: Words) -> int:
    """Make the runs of a wave that are missing."""
    store, course = StudyFolder(path, plan), Course(until=until)
    if not opened(store):
        return DONE
    not_written = ""
    say_aside(say("calibrate.begins", folder=path, runs=f"{plan.runs:,}"))
    with Ending() as ending:
        try:
            with progress_bar(plan.runs, say) as progress:
                carry_out(store, executor_of(chosen.workers), course, progress)
        finally:
            ending.shield()
            not_written = study_command.close(store, course)
    code = study_command.outcome(store, course, not_written, say)
    if course.late:
        return INTERRUPTED
    return DONE if code == FAILED and course.state == "incomplete" and not not_written else code


def _read(folder: Path, plan: WavePlan, number: int, where: Meeting) -> Wave:
    wave = read_wave(wave_folder(folder, number), plan, where)
    if number == 1 and len(wave.at) < 10:
        raise Refused("calibrate.failed", folder=wave_folder(folder, number), left=len(wave.at))
    return wave


def _tell(folder: Path, found: Found, asked: Asked, where: Meeting, how: tuple[argparse.Namespace, Words]) -> int:
    """Write everything down, then say it."""
    from ..calibrating.chart import draw

    chosen, say = how
    about = {"study": asked.plan.file.id, "ledger": Path(chosen.ledger).name, "error": chosen.error}
    about |= {"scenario": asked.scenario, "place": asked.plan.scenario(0).place_id, "seeds": len(asked.plan.file.seeds)}
    result = as_object(found, asked, where, about)
    worlds = folder / WORLDS
    try:
        write_all(folder, found, asked, where, result)
        draw(folder / "calibration.png", found, asked, say)
        if found.posterior is not None:
            kept = worlds_of(found, asked, chosen.worlds, f"{int(np.abs(where.observed).sum()) % 10**6:06d}")
            write_worlds(worlds, kept)
            if chosen.use:
                write_worlds(own_file(about["place"]), kept)
    except OSError as fault:
        raise Refused("refused.out_unwritable", path=folder, why=fault.strerror or str(fault)) from fault
    if chosen.json:
        print_json({**result, "folder": str(folder)})
    else:
        from .tables import console

        out = console()
        for line in lines_of(found, asked, where, result, say):
            out.print(line)
        say_aside(say("run.kept", folder=folder))
    if found.posterior is None:
        return FAILED
    if chosen.use:
        say_aside(say("calibrate.used", file=own_file(about["place"]), place=about["place"], count=chosen.worlds))
    return DONE


COMMANDS = {"calibrate": calibrate}
