"""`reproduce`: are the pages of the docs what code, data and stored runs make, and of which model are their numbers?"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import difflib
import math
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..reports.wording import Words
from ..runs.refusing import Refused
from .printing import print_json, say_aside

if TYPE_CHECKING:
    from ..evidence.pages import Page
    from ..evidence.reproduce import Finding

DONE, DIFFERS = 0, 1


def reproduce(chosen: argparse.Namespace, say: Words) -> int:
    """Compare pages, write those anew that differ, make runs where asked; exit 1 if any was not as it should be."""
    minutes = _minutes(chosen)
    pages = _pages(chosen.only)
    from ..evidence.model_mark import model_mark
    from ..evidence.reproduce import look, mismatches, run

    if chosen.runs:
        with contextlib.redirect_stdout(sys.stderr):  # what studies say of themselves is no result of this command
            left_out = run(pages, minutes)
        for name in left_out:
            say_aside(say("reproduce.not_begun", name=name))
    found = [look(page, write=not chosen.check) for page in pages]
    numbers = _typed() if any(page.name == "odd" for page in pages) else None
    if chosen.json:
        print_json(_as_json(found, numbers, model_mark()))
    else:
        _print(found, chosen.typed, say)
    return DIFFERS if mismatches(found) else DONE


def _minutes(chosen: argparse.Namespace) -> float | None:
    """How long runs may take.

    Raises:
        Refused: No time at all, or options that do not go together.
    """
    if chosen.check and chosen.runs:
        raise Refused("usage.not_both", name="--runs", what="--check")
    if chosen.minutes is None:
        return None
    if not chosen.runs:
        raise Refused("reproduce.minutes_without_runs")
    minutes = float(chosen.minutes)
    if not (math.isfinite(minutes) and minutes > 0.0):
        raise Refused("reproduce.no_minutes", value=f"{minutes:g}")
    return minutes


def _pages(names: Sequence[str] | None) -> list[Page]:
    """The pages asked for, or all of them.

    Raises:
        Refused: There is no such page, or there are no docs beside this installation.
    """
    from ..evidence.pages import DOCS, PAGES

    if not DOCS.is_dir():
        raise Refused("reproduce.no_docs", folder=str(DOCS))
    for name in names or ():
        if name not in PAGES:
            near = difflib.get_close_matches(name, PAGES, 1, 0.5)
            raise Refused("reproduce.no_page", name=name, allowed=", ".join(PAGES), nearest=near[0] if near else "–")
    return [page for page in PAGES.values() if not names or page.name in names]


def _typed() -> list[dict[str, object]]:
    """Numbers typed by hand in the ODD."""
    from ..evidence.pages import PAGES
    from ..evidence.typed_numbers import typed_numbers

    return [dataclasses.asdict(one) for one in typed_numbers(PAGES["odd"].path.read_text(encoding="utf-8"))]


def _as_json(found: Sequence[Finding], numbers: list[dict[str, object]] | None, mark: str) -> dict[str, object]:
    pages = [
        {
            "page": one.page.name,
            "file": f"docs/{one.page.file}",
            "command": one.page.command,
            "runs": None if one.runs is None else dataclasses.asdict(one.runs),
            "models": list(one.models),
            "state": one.state,
            "made_anew": one.made_anew,
        }
        for one in found
    ]
    return {"format": 1, "model": mark, "pages": pages, "typed_by_hand": numbers}


def _print(found: Sequence[Finding], list_typed: bool, say: Words) -> None:
    """The table, what to type for pages that are not as they should be, and how many numbers were typed by hand."""
    from ..evidence.model_mark import model_mark
    from ..evidence.reproduce import mismatches, told_models
    from .tables import console, table

    out = console()
    heads = [say(f"reproduce.{head}") for head in ("page", "state", "model", "runs", "left", "minutes")]
    rows = []
    for one in found:
        runs = ["–"] * 3 if one.runs is None else _numbers(one)
        state = say("reproduce.made_anew") if one.made_anew else say(f"reproduce.{one.state}")
        rows.append([one.page.name, state, told_models(one) or "–", *runs])
    out.print(say("reproduce.head", mark=model_mark()))
    out.print(table(heads, rows, words=3))
    for one in found:
        out.print(f"{one.page.name}: {one.page.command}", soft_wrap=True)
    numbers = _typed() if any(one.page.name == "odd" for one in found) else []
    if numbers:
        lines = len({one["line"] for one in numbers})
        out.print(say("reproduce.typed", count=len(numbers), lines=lines), soft_wrap=True)
    for one in numbers if list_typed else ():
        out.print(f"docs/odd.md:{one['line']}: {one['number']}: {one['around']}", soft_wrap=True)
    wrong = len(mismatches(found))
    out.print(say("reproduce.wrong", count=wrong) if wrong else say("reproduce.good"))


def _numbers(one: Finding) -> list[str]:
    if one.runs is None:
        return ["–"] * 3
    return [f"{one.runs.every:,}", f"{one.runs.left:,}", f"{one.runs.minutes:,.0f}"]


COMMANDS = {"reproduce": reproduce}
