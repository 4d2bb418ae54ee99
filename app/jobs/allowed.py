"""The one gate for what a visitor may ask: only what the shelf holds, in amounts one machine can bear.

The browser sends names and numbers that nobody has to have chosen from a list. They are checked where they arrive
(`on_the_shelf` in the page's callbacks), before they are written into the queue, and again before they are run.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from ...experiments.worlds.finding import find_worlds
from ...scenarios.checking import check_value, find_parameter
from ...scenarios.faults import InputFault, nearest_name, shown
from ...scenarios.library import find_place
from ...scenarios.shelf import shipped
from .request import Column, Request

MOST_COLUMNS = 4
MOST_FOLLOWED = 24
MOST_CELLS = 100_000
LONGEST_LABEL = 80
JOINER, VARIANT = "\u200d", "\ufe0f"
LIMITS = {"reps": (1, 200), "days": (1, 3650), "warmup": (0, 1825), "seed": (0, 1_000_000), "draws": (0, 200)}
"""What is asked for -> the least and the most; the page's own boxes are no wider."""


def on_the_shelf(kind: str, name: Any) -> str:
    """The id of a shipped place or policy.

    Raises:
        InputFault: It is none, whatever file it may be the path of.
    """
    known = tuple(shipped()[kind])
    if isinstance(name, str) and name in known:
        return name
    near = nearest_name(name, known) if isinstance(name, str) and len(name) < 100 else ""
    raise InputFault(f"unknown_{kind}", kind, {"value": shown(name)}, ", ".join(known), near)


def check_lever(name: Any, value: Any) -> None:
    """Let a lever have a value only if its declaration allows it; nothing else has a name here, least of all a file.

    Raises:
        InputFault: There is no such lever, or it may not have this value.
    """
    if not isinstance(name, str):
        raise InputFault("unknown_parameter", shown(name), {"role": "lever"})
    parameter = find_parameter(name, "lever")
    if not isinstance(value, dict):
        check_value(parameter, value, name)
        return
    for row, one in value.items():
        check_value(find_parameter(f"{name}.{row}", "lever"), one, f"{name}.{row}")


def is_label(label: Any) -> bool:
    """Whether people may call a scenario so: one line, not too long, of signs one can see."""
    return isinstance(label, str) and len(label) <= LONGEST_LABEL and visible(label) == label


def visible(label: str) -> str:
    """A name without the signs that nobody sees and that would make two names look alike.

    The joiner that makes one picture of several stays between pictures, where it is seen.
    """
    return "".join(
        sign for place, sign in enumerate(label) if sign.isprintable() or (sign == JOINER and _joins(label, place))
    )


def _joins(label: str, place: int) -> bool:
    """Whether a joiner stands between two pictures, each perhaps with its colour."""
    before, after = label[:place].rstrip(VARIANT)[-1:], label[place + 1 : place + 2]
    return all(sign != "" and unicodedata.category(sign) in ("So", "Sk") for sign in (before, after))


def check(request: Request) -> Request:
    """The request, if a visitor may ask it.

    Raises:
        InputFault: What is not allowed, and what would be.
    """
    for name, (low, high) in LIMITS.items():
        value = getattr(request, name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise InputFault("wrong_type", name, {"wanted": "a whole number", "value": shown(value)}, f"{low}–{high}")
        if not low <= value <= high:
            raise InputFault("out_of_range", name, {"value": shown(value)}, f"{low:,}–{high:,}")
    if not 1 <= len(request.columns) <= MOST_COLUMNS:
        raise InputFault("out_of_range", "columns", {"value": shown(len(request.columns))}, f"1–{MOST_COLUMNS}")
    for column in request.columns:
        _check_column(column)
    for name, value in request.assumptions.items():
        check_value(find_parameter(name, "assumption"), value, name)
    _check_draws(request)
    _check_shape(request)
    return request


def _check_shape(request: Request) -> None:
    """Let a branch leave on a day that is lived, and let `why` be asked of two scenarios that begin together.

    Sets of assumptions are of comparisons alone. Which combinations may be asked is for `whys` to say.
    """
    if isinstance(request.branch, bool) or not isinstance(request.branch, int):
        raise InputFault("wrong_type", "branch", {"wanted": "a whole number", "value": shown(request.branch)})
    if not 0 <= request.branch < request.days:
        raise InputFault("out_of_range", "branch", {"value": shown(request.branch)}, f"0–{request.days - 1}")
    if (request.branch or request.why) and request.draws:
        raise InputFault("out_of_range", "draws", {"value": shown(request.draws)}, "0")
    if request.why and request.branch:
        raise InputFault("out_of_range", "branch", {"value": shown(request.branch)}, "0")
    if (request.why or request.follow) and len(request.columns) != 2:
        raise InputFault("out_of_range", "columns", {"value": shown(len(request.columns))}, "2")
    if request.follow:
        _check_follow(request)


def _check_follow(request: Request) -> None:
    """Let a few residents of one place be followed through one world of two scenarios, and nothing else be asked."""
    if len(request.follow) > MOST_FOLLOWED:
        raise InputFault("out_of_range", "follow", {"value": shown(len(request.follow))}, f"1–{MOST_FOLLOWED}")
    most = _residents(request.columns[0].place) - 1
    for one in request.follow:
        if isinstance(one, bool) or not isinstance(one, int):
            raise InputFault("wrong_type", "follow", {"wanted": "a whole number", "value": shown(one)}, f"0–{most}")
        if not 0 <= one <= most:
            raise InputFault("out_of_range", "follow", {"value": shown(one)}, f"0–{most:,}")
    if request.columns[0].place != request.columns[1].place:
        raise InputFault("out_of_range", "place", {"value": shown(request.columns[1].place)}, request.columns[0].place)
    for name, wanted in {"reps": 1, "draws": 0, "branch": 0, "map": False, "why": ()}.items():
        if getattr(request, name) != wanted:
            raise InputFault("out_of_range", name, {"value": shown(getattr(request, name))}, str(wanted))


@lru_cache(maxsize=64)
def _residents(place: str) -> int:
    """How many live at a shipped place; its file states what the ground is drawn to."""
    return int(find_place(place).place.residents)


@lru_cache(maxsize=64)
def most_draws(place: str) -> int:
    """How many sets of assumptions are kept for a place, as this process first saw it."""
    kept = find_worlds(place)
    return 0 if kept is None else len(kept.worlds)


def _check_draws(request: Request) -> None:
    """Let a comparison live through no more sets of assumptions than are kept for its one place."""
    if not request.draws:
        return
    places = {column.place for column in request.columns}
    most = most_draws(next(iter(places))) if len(places) == 1 else 0
    if request.draws > most:
        raise InputFault("out_of_range", "draws", {"value": shown(request.draws)}, f"0–{most}")


def _check_column(column: Column) -> None:
    on_the_shelf("policy", column.policy)
    on_the_shelf("place", column.place)
    if not is_label(column.label):
        allowed = {
            "zh": f"至多 {LONGEST_LABEL} 个看得见的字，不含换行",
            "en": f"at most {LONGEST_LABEL} characters that can be seen, on one line",
        }
        raise InputFault("wrong_type", "label", {"wanted": "text", "value": shown(column.label)}, allowed)
    if len(column.drawn) > MOST_CELLS:
        raise InputFault("out_of_range", "drawn", {"value": shown(len(column.drawn))}, f"0–{MOST_CELLS:,}")
    for grid in column.drawn:
        if isinstance(grid, bool) or not isinstance(grid, int) or not 0 <= grid < MOST_CELLS:
            raise InputFault("wrong_type", "drawn", {"wanted": "a whole number", "value": shown(grid)}, "cell,grid")
    if not isinstance(column.changes, dict):
        raise InputFault("wrong_type", "changes", {"wanted": "a table", "value": shown(column.changes)})
    for name, value in column.changes.items():
        check_lever(name, value)
