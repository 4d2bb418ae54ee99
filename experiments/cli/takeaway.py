"""`compare --report` and `open`: a comparison as files to take away, and what such a file says when it returns."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..comparing.sentences import FIRST, headline
from ..reports.wording import Words
from ..runs.cores import cores
from ..runs.refusing import Refused
from .bar import progress_bar
from .plain import plain
from .printing import print_json, say_aside

if TYPE_CHECKING:
    from ...scenarios.library import Scenario
    from ..comparing.compare import Comparison
    from ..runs.task import Finished
    from ..takeaway.capsule import Opened
    from ..takeaway.edited import Edited
    from ..takeaway.reopening import Changed, Figure
    from ..worlds.card import Card

DONE, FAILED, WRONG_INPUT = 0, 1, 2
MOST_FIGURES = 6
STORED = ("html", "docx", "pdf")
"""Forms that a capsule can still make, from what was told then."""


def check_reports(chosen: argparse.Namespace) -> None:
    """Refuse endings and folders that cannot be written, before anything runs."""
    if not chosen.report:
        return
    from ..takeaway.forms import ending_of

    for path in chosen.report:
        ending_of(path)


def write_reports(
    table: Comparison,
    scenarios: dict[str, Scenario],
    finished: Sequence[Finished],
    cards: Mapping[str, Mapping[str, Card]],
    chosen: argparse.Namespace,
    say: Words,
) -> None:
    """The files that `--report` names; nothing without it."""
    if not chosen.report:
        return
    from ..takeaway.forms import ending_of, made, write
    from ..takeaway.taken import Taken

    first = next((done.summary for done in finished if done.summary is not None), None)
    taken = Taken(
        comparison=table,
        scenarios=scenarios,
        days=chosen.days,
        warmup=chosen.warmup,
        command=_typed(),
        residents=first.residents if first else 0,
        communities=first.communities if first else 0,
        redraw=chosen.redraw,
        draws=chosen.draws or 0,
        cards=cards,
    )
    for path in chosen.report:
        write(path, made(taken, ending_of(path), say.language))
        say_aside(say("takeaway.written", path=path))


def _typed() -> str:
    """The command as it was typed, without where its files went."""
    words, kept = iter(sys.argv[1:]), ["shapan"]
    for word in words:
        if word in ("--report", "--out"):
            next(words, None)
        elif not word.startswith(("--report=", "--out=")) and word not in ("--json", "--resume"):
            kept.append(word)
    return " ".join(shlex.quote(word) for word in kept)


def open_(chosen: argparse.Namespace, say: Words) -> int:
    """What a capsule or an edited workbook says, and with `--rerun` whether it still comes out so."""
    if chosen.workers is not None and chosen.workers < 1:
        raise Refused("usage.workers", workers=chosen.workers)
    ending = Path(chosen.file).suffix.lower()
    if ending == ".xlsx":
        return _open_workbook(chosen, say)
    if ending != ".zip":
        raise Refused("takeaway.open_ending", path=chosen.file)
    return _open_capsule(chosen, say)


def _open_workbook(chosen: argparse.Namespace, say: Words) -> int:
    """Every lever that was changed, then the command that runs the workbook."""
    from ..takeaway.edited import CellFault, read_workbook

    if chosen.report or chosen.rerun:
        raise Refused("takeaway.book_command")
    try:
        found = read_workbook(chosen.file)
    except CellFault as fault:
        for one in (fault, *fault.others):
            say_aside(say("error.prefix") + one.text(say.language))
        return WRONG_INPUT
    if chosen.json:
        edits = [{"scenario": one.scenario, "key": one.key, "then": one.then, "now": one.now} for one in found.edits]
        print_json({"format": 1, "edits": edits, "command": found.command(), "place": found.place})
        return DONE
    _tell_edits(found, say)
    return DONE


def _tell_edits(found: Edited, say: Words) -> None:
    print(plain(say("takeaway.edits" if found.edits else "takeaway.no_edits", count=len(found.edits))))
    for one in found.edits:
        then, now = ("–" if value is None else str(value) for value in (one.then, one.now))
        print(plain(f"  {one.scenario}: {one.key} {then} → {now}"))
    print(say("takeaway.run_it"))
    print(f"  {plain(found.command())}")


def _open_capsule(chosen: argparse.Namespace, say: Words) -> int:
    from ..takeaway.capsule import read_capsule
    from ..takeaway.reopening import changed, run_again, tasks_of

    check_reports(chosen)
    capsule = read_capsule(chosen.file)
    moved, code, figures = changed(capsule), DONE, None
    _write_stored(capsule, chosen, say)
    if chosen.rerun:
        with progress_bar(len(tasks_of(capsule)), say) as progress:
            figures = sorted(
                run_again(capsule, chosen.workers or cores(), progress), key=lambda one: (one.seed, one.scenario)
            )
        code = FAILED if figures else DONE
    if chosen.json:
        print_json(_object(capsule, moved, figures))
        return code
    _tell_capsule(capsule, moved, say)
    if figures is not None:
        _tell_figures(capsule, moved, figures, say)
    return code


def _write_stored(capsule: Opened, chosen: argparse.Namespace, say: Words) -> None:
    """Files made of what the capsule tells, with the numbers of then."""
    from ..takeaway.document import docx
    from ..takeaway.forms import ending_of, write
    from ..takeaway.one_file import html
    from ..takeaway.pdf import pdf

    brief = capsule.briefs[say.language]
    for path in chosen.report:
        ending = ending_of(path)
        if ending not in STORED:
            raise Refused("takeaway.stored", path=path, allowed=", ".join(f".{one}" for one in STORED))
        made = {"docx": lambda: docx(brief), "pdf": lambda: pdf(brief)}
        made["html"] = lambda: html(capsule.comparison, capsule.briefs, first=say.language)
        write(path, made[ending]())
        say_aside(say("takeaway.written", path=path))


def _tell_capsule(capsule: Opened, moved: Changed, say: Words) -> None:
    """The brief as it was told, in short, then what has changed since."""
    from .tables import console, table

    brief, out = capsule.briefs[say.language], console()
    out.print(brief.title, style="bold")
    for one in brief.verdicts:
        out.print(f"{one.mark} {one.headline}")
    for line in (brief.given, brief.about):
        out.print(line)
    main = next((one.table for one in brief.sections[2:] if one.table is not None), None)
    if main is not None:
        out.print(table(list(main.head), [list(row) for row in main.rows]))
    for line in (*brief.footer, *_moved_lines(moved, say)):
        out.print(line)
    now = capsule.comparison.paired
    for name in capsule.comparison.names[1:]:
        if FIRST in now[name]:
            headline_now = headline(name, capsule.comparison.baseline, now[name][FIRST], say.language)
            if not any(one.headline == headline_now for one in brief.verdicts):
                out.print(say("takeaway.told_now", told=headline_now))


def _moved_lines(moved: Changed, say: Words) -> list[str]:
    if not moved.anything:
        return [say("takeaway.unchanged")]
    lines = []
    if moved.versions:
        listed = ", ".join(f"{name} {then} → {now}" for name, (then, now) in moved.versions.items())
        lines.append(say("takeaway.versions", told=listed))
    if moved.model:
        lines.append(say("takeaway.model", then=moved.model[0], now=moved.model[1]))
    if moved.defaults:
        listed = ", ".join(f"{name} {_short(then)} → {_short(now)}" for name, (then, now) in moved.defaults.items())
        lines.append(say("takeaway.defaults", told=listed))
    lines += [say("takeaway.hash", name=name) for name in moved.hashes]
    return lines


def _short(value: Any) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _tell_figures(capsule: Opened, moved: Changed, figures: Sequence[Figure], say: Words) -> None:
    runs = len(capsule.comparison.names) * len(capsule.comparison.seeds)
    if not figures:
        print(say("takeaway.same", runs=runs))
        return
    differing = len({(one.scenario, one.seed) for one in figures})
    print(say("takeaway.differ", differing=differing, runs=runs, figures=len(figures)))
    for one in figures[:MOST_FIGURES]:
        print(plain(f"  {one.scenario}, {one.seed}: {one.name} {_short(one.then)} → {_short(one.now)}"))
    if len(figures) > MOST_FIGURES:
        print("  " + say("rerun.more", rest=len(figures) - MOST_FIGURES))
    if not moved.anything:
        print(say("takeaway.machine"))


def _object(capsule: Opened, moved: Changed, figures: Sequence[Figure] | None) -> dict[str, Any]:
    changed = {"versions": moved.versions, "model": moved.model, "defaults": moved.defaults, "hashes": moved.hashes}
    stored = {language: brief.plain() for language, brief in capsule.briefs.items()}
    found: dict[str, Any] = {"format": 1, "id": capsule.id, "changed": changed, "briefs": stored}
    if figures is not None:
        rows = [[one.scenario, one.seed, one.name, one.then, one.now] for one in figures]
        found |= {"same": not figures, "differs": rows}
    return found


COMMANDS = {"open": open_}
