"""What can be chosen: the shipped places and policies, and what people call them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ...scenarios.library import find_place, find_policy, names
from ..jobs.asked import DRAWN_FILE
from ..jobs.request import Column, Request
from ..jobs.work import baseline
from .language import Words
from .lever_form import levers
from .plain import free_name


@lru_cache(maxsize=1)
def _listed() -> dict[str, dict[str, Any]]:
    return {kind: dict(entries) for kind, entries in names().items()}


def parent_of(kind: str, name: str) -> str | None:
    """What a file is a variant of: the policy it is based on, or by its id, as `guangdong` of `guangdong_rural`."""
    based_on = find_policy(name).based_on if kind == "policy" else ""
    parents = [other for other in _listed()[kind] if name.startswith(f"{other}_")]
    return based_on or max(parents, key=len, default=None)


def _in_families(kind: str) -> list[str]:
    """Ids in alphabetical order, every variant after what it varies."""

    def line(name: str) -> list[str]:
        parent = parent_of(kind, name)
        return [*(line(parent) if parent else []), name]

    return sorted(_listed()[kind], key=line)


def places() -> list[str]:
    """Ids of the shipped places."""
    return _in_families("place")


def policies() -> list[str]:
    """Ids of the shipped policies, the status quo first."""
    ids = _in_families("policy")
    return sorted(ids, key=lambda name: name != "status_quo" and parent_of("policy", name) != "status_quo")


def option(kind: str, name: str, say: Words) -> str:
    """A line of a list to choose from; a variant stands below what it varies."""
    return f"{'└ ' if parent_of(kind, name) else ''}{short_title(kind, name, say)}"


def full_title(kind: str, name: str, say: Words) -> str:
    """The title of a place or a policy as its file has it."""
    return str(_listed()[kind][name][say.language])


def short_title(kind: str, name: str, say: Words) -> str:
    """The title up to its colon: long ones name their measures after it, which is too long for a chart.

    A variant whose title begins like its parent's keeps all of it, so that no two are called the same.
    """
    short = _before_colon(full_title(kind, name, say))
    parent = parent_of(kind, name)
    if parent and short == _before_colon(full_title(kind, parent, say)):
        return full_title(kind, name, say)
    return short


def _before_colon(title: str) -> str:
    return title.split("：")[0].split(":")[0].strip()


def summary_of(kind: str, name: str, say: Words) -> str:
    """What the file of a place or a policy says it is: what is measured, what composite, what assumed."""
    file: Any = find_place(name) if kind == "place" else find_policy(name)
    return str(file.header.summary[say.language])


def home_of(policy: str) -> str:
    """The place a policy was written for."""
    return find_policy(policy).home


def column_names(columns: tuple[Column, ...], say: Words) -> list[str]:
    """What each scenario is called on the page; never two alike."""
    names_so_far: list[str] = []
    for column in columns:
        name = " ".join(column.label.split())  # as the page shows it, which knows no two spaces in a row
        if not name:
            name = short_title("policy", column.policy, say)
            name = say("choose.edited", name=name) if column.changes else name
        names_so_far.append(free_name(name, names_so_far))
    return names_so_far


def baseline_values(policy: str, place: str) -> dict[str, Any]:
    """Lever -> value that the policy gives it on this place."""
    scenario = baseline(policy, place)
    return {name: scenario.values[name] for name in levers()}


def command_line(request: Request) -> str:
    """The same comparison for a shell."""
    import shlex

    words = ["shapan", "compare", *(_typed(column) for column in request.columns)]
    words += ["--place", request.columns[0].place, "--reps", str(request.reps), "--days", str(request.days)]
    words += ["--warmup", str(request.warmup), "--seed", str(request.seed)]
    words += ["--draws", str(request.draws)] if request.draws else []
    words += _assumed(request)
    return " ".join(shlex.quote(word) for word in words)


def statement_line(request: Request, column: int, community: int | None, year: int) -> str:
    """A scenario's statement of a year for a shell; of all communities where none is named."""
    import shlex

    words = ["shapan", "statement", _typed(request.columns[column]), "--place", request.columns[column].place]
    words += ["--days", str(request.days), "--warmup", str(request.warmup), "--seed", str(request.seed)]
    words += ["--community", str(community)] if community is not None else []
    words += _assumed(request)
    return " ".join(shlex.quote(word) for word in (*words, "--year", str(year)))


def _typed(column: Column) -> str:
    if not column.changes:
        return column.policy
    rows: dict[str, Any] = {}
    for name, value in column.changes.items():
        rows.update({f"{name}.{row}": one for row, one in value.items()} if isinstance(value, dict) else {name: value})
    if column.drawn and rows.get("grid.layout") == "drawn":
        rows["layout_file"] = DRAWN_FILE
    inside = ", ".join(f"{name}={_plain(value)}" for name, value in rows.items())
    return f"{column.policy}{{{inside}}}"


def _assumed(request: Request) -> list[str]:
    """What is assumed of all scenarios, as it is typed."""
    typed = [f"{name}={_plain(value)}" for name, value in request.assumptions.items()]
    return ["--set", *typed] if typed else []


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def place_name(say: Words, request: Request) -> str:
    """What the place of a request is called."""
    return short_title("place", request.columns[0].place, say)
