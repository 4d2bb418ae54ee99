"""`lessons`: the lessons for a class; one of them as the trainer's text."""

from __future__ import annotations

import argparse
from typing import Any

from ...scenarios.lessons import Lesson, find_lesson, shipped_lessons
from ..lessons.figures import kept
from ..lessons.showing import NotKept, Shown, shown
from ..lessons.telling import provenance, trainers_text
from ..reports.wording import Words
from .printing import print_json

DONE = 0
FORMAT = 1


def lessons(chosen: argparse.Namespace, say: Words) -> int:
    """All of them in a table; with a name, one from question to discussion."""
    if chosen.name is None:
        _list(chosen, say)
        return DONE
    lesson = find_lesson(chosen.name)
    if chosen.json:
        print_json(as_object(lesson, say))
    else:
        _print(lesson, say)
    return DONE


def _found(lesson: Lesson) -> dict[str, Shown] | None:
    try:
        return shown(lesson, kept())
    except NotKept:
        return None


def _list(chosen: argparse.Namespace, say: Words) -> None:
    found = shipped_lessons().values()
    if chosen.json:
        facts = [{"id": one.id, "title": one.title[say.language], "minutes": one.minutes} for one in found]
        print_json({"format": FORMAT, "lessons": facts})
        return
    from .tables import console, table

    heads = [say("lesson.name"), say("lesson.title"), say("lesson.minutes")]
    console().print(table(heads, [[one.id, one.title[say.language], str(one.minutes)] for one in found], words=2))
    console().print(say("lesson.choose"))


def _print(lesson: Lesson, say: Words) -> None:
    from .tables import console

    out = console()
    out.print(say("lesson.head", title=lesson.title[say.language], minutes=lesson.minutes), style="bold", markup=False)
    for heading, lines in trainers_text(lesson, say, _found(lesson)):
        out.print("")
        out.print(heading, style="bold", markup=False)
        mark = "- " if len(lines) > 1 else ""
        for line in lines:
            out.print(f"  {mark}{line}", soft_wrap=True, markup=False)
    out.print("")
    out.print(provenance(lesson, kept(), say), soft_wrap=True, markup=False)
    if lesson.next:
        out.print(say("lesson.next", name=lesson.next))


def as_object(lesson: Lesson, say: Words) -> dict[str, Any]:
    """What `--json` prints of one lesson."""
    found = _found(lesson)
    claims = []
    for claim in lesson.claims:
        facts: dict[str, Any] = {"id": claim.id, "indicator": claim.indicator, "from": claim.before, "to": claim.after}
        if found is not None:
            one = found[claim.id]
            pair = one.luck
            facts |= {"shows": one.shows, "difference": pair.difference, "lo": pair.judged_lo, "hi": pair.judged_hi}
            facts |= {"n": pair.n, "holds": one.holds, "draws": 0 if one.drawn is None else one.drawn.n}
        claims.append(facts)
    parts = dict(trainers_text(lesson, say, found))
    head = {"format": FORMAT, "id": lesson.id, "title": lesson.title[say.language], "place": lesson.place}
    return {**head, "days": lesson.days, "claims": claims, "parts": parts}


COMMANDS = {"lessons": lessons}
