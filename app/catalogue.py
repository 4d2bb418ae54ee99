"""What can be chosen: the shipped places and policies, and what people call them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..scenarios.library import names
from .asking import Column, Request
from .controls import levers
from .language import Words
from .simulation import standing


@lru_cache(maxsize=1)
def _listed() -> dict[str, dict[str, Any]]:
    return {kind: dict(entries) for kind, entries in names().items()}


def places() -> list[str]:
    """Ids of the shipped places."""
    return list(_listed()["place"])


def policies() -> list[str]:
    """Ids of the shipped policies, the status quo first."""
    return sorted(_listed()["policy"], key=lambda name: name != "status_quo")


def full_title(kind: str, name: str, say: Words) -> str:
    """The title of a place or a policy as its file has it."""
    return str(_listed()[kind][name][say.language])


def short_title(kind: str, name: str, say: Words) -> str:
    """The title up to its colon: long ones name their measures after it, which is too long for a chart."""
    return full_title(kind, name, say).split("：")[0].split(":")[0].strip()


def column_names(columns: tuple[Column, ...], say: Words) -> list[str]:
    """What each scenario is called on the page; never two alike."""
    names_so_far: list[str] = []
    for column in columns:
        name = column.label.strip() or short_title("policy", column.policy, say)
        if column.changes and not column.label.strip():
            name = say("choose.edited", name=name)
        alike = sum(other == name or other.startswith(f"{name} #") for other in names_so_far)
        names_so_far.append(f"{name} #{alike + 1}" if alike else name)
    return names_so_far


def standing_values(policy: str, place: str) -> dict[str, Any]:
    """Lever -> value that the policy gives it on this place."""
    scenario = standing(policy, place)
    return {name: scenario.values[name] for name in levers()}


def differences_from_status_quo(column: Column) -> list[tuple[str, Any, Any, bool]]:
    """(lever, status quo, here, moved by the person) for every lever that is not as it stands today."""
    before, policy = standing_values("status_quo", column.place), standing_values(column.policy, column.place)
    here = {**policy, **column.changes}
    return [
        (name, value, here[name], name in column.changes)
        for name, value in before.items()
        if here[name] != value or name in column.changes
    ]


def command_line(request: Request) -> str:
    """The same comparison for a shell."""
    import shlex

    words = ["shapan", "compare", *(_typed(column) for column in request.columns)]
    words += ["--place", request.columns[0].place, "--reps", str(request.reps), "--days", str(request.days)]
    words += ["--warmup", str(request.warmup), "--seed", str(request.seed)]
    return " ".join(shlex.quote(word) for word in words)


def _typed(column: Column) -> str:
    if not column.changes:
        return column.policy
    rows: dict[str, Any] = {}
    for name, value in column.changes.items():
        rows.update({f"{name}.{row}": one for row, one in value.items()} if isinstance(value, dict) else {name: value})
    inside = ", ".join(f"{name}={_plain(value)}" for name, value in rows.items())
    return f"{column.policy}{{{inside}}}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
