"""Is what stands in the docs what code, data and stored runs make? Page by page, made anew where asked."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .marked_tables import UNKNOWN
from .model_mark import model_mark
from .pages import Page
from .runs_behind import Runs

State = Literal["same", "differs", "another_model", "not_made", "not_compared"]
MISMATCHES = ("differs", "not_made")
"""States that make the command fail. Numbers of another model are told, not counted: only runs can tell whether they
still come out."""


@dataclass(frozen=True)
class Finding:
    """How one page stands.

    Attributes:
        runs: How many it rests on and how many are left; None where it rests on none.
        models: Marks of the models that made its numbers.
        state: `same`; `differs` from what it is made of; of `another_model`; `not_made`; `not_compared`, where it is of
            this model and only its runs could tell more.
        made_anew: Whether it was written anew because it differed.
    """

    page: Page
    runs: Runs | None
    models: tuple[str, ...]
    state: State
    made_anew: bool = False


def look(page: Page, *, write: bool = False) -> Finding:
    """Compare one page with what it should be.

    Args:
        write: Whether a page that differs is written anew.
    """
    there = page.path.read_text(encoding="utf-8") if page.path.exists() else None
    made = page.made() if page.made else None
    runs = page.study.runs() if page.study else None
    models = tuple(sorted(page.study.marks())) if page.study else ()
    state = _state(there, made, models)
    anew = write and made is not None and made != there
    if anew and made is not None:
        page.path.write_text(made, encoding="utf-8")
    return Finding(page, runs, models, state, anew)


def _state(there: str | None, made: str | None, models: tuple[str, ...]) -> State:
    if there is None:
        return "not_made"
    if made is not None and made != there:
        return "differs"
    if set(models) - {model_mark()}:
        return "another_model"
    return "not_compared" if made is None else "same"


def run(pages: Iterable[Page], minutes: float | None) -> list[str]:
    """Make what is missing of the runs behind pages, one page after another, until the time is over.

    Returns:
        Names of those that were not begun: their time did not come, or they take longer in one piece than was left.
    """
    until = None if minutes is None else time.monotonic() + 60.0 * minutes
    left_out = []
    for page in pages:
        if page.study is None or not page.study.runs().left:
            continue
        left = None if until is None else (until - time.monotonic()) / 60.0
        if left is not None and (left <= 0.0 or (page.study.in_one and page.study.runs().minutes > left)):
            left_out.append(page.name)
            continue
        page.study.make(left)
    return left_out


def mismatches(found: Iterable[Finding]) -> list[Finding]:
    """Pages that are not what they are made of."""
    return [one for one in found if one.state in MISMATCHES]


def told_models(finding: Finding) -> str:
    """Marks of the models of a page in one cell; the first and how many more."""
    known = [mark for mark in finding.models if mark != UNKNOWN]
    named = [*known, *(UNKNOWN for mark in finding.models if mark == UNKNOWN)]
    return "" if not named else named[0] + (f" +{len(named) - 1}" if len(named) > 1 else "")
