"""Scenarios that a visitor has named and kept: in the data folder, each visitor's apart from everybody else's.

A scenario is kept without its place, as policies are: the place belongs to the comparison it is put into.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...experiments.runs.folders import data_folder
from ...scenarios.faults import InputFault, shown
from ...scenarios.policies import PolicyFile
from ...scenarios.policy_text import policy_from, policy_text
from ..jobs.allowed import check, is_label, visible
from ..jobs.handle import asker
from ..jobs.request import Column, Request
from .catalogue import baseline_values, places, policies
from .drafts import new_id

MOST = 50
"""So many may one visitor keep."""
MOST_BYTES = 200_000
LONGEST = 40
FORMAT = 1
_ID = re.compile(r"[0-9a-f]{12}")
UNKEPT = ("steps", "triggers", "layout_file")
"""What a policy file may hold and a scenario of the page cannot."""


class Full(ValueError):
    """This visitor keeps as many as one may."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One scenario under its name; `changes` are the levers that differ from the policy."""

    name: str
    policy: str
    changes: dict[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=new_id)

    def column(self, place: str) -> Column:
        """It on a place."""
        return Column(self.name, self.policy, place, dict(self.changes))


def _folder() -> Path:
    """This visitor's own; whoever sits at the machine has one, whichever browser they use."""
    who = asker() or "here"
    return data_folder() / "scenarios" / sha256(who.encode()).hexdigest()[:32]


def all_kept() -> list[Kept]:
    """What this visitor keeps and this build can read, by name."""
    found = [one for path in _folder().glob("*.json") if (one := _read(path)) is not None]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def find(which: str) -> Kept | None:
    """One of this visitor's own, or None."""
    return _read(_folder() / f"{which}.json") if _ID.fullmatch(which) else None


def keep(one: Kept) -> Kept:
    """Write one down, whole or not at all; one under the same id is replaced, one of the same name gets a number.

    Raises:
        Full: There are as many as one may keep.
        InputFault: It is none that could be run.
        OSError: The data folder cannot be written to.
    """
    others = [other for other in all_kept() if other.id != one.id]
    if len(others) >= MOST:
        raise Full(MOST)
    one = replace(one, name=free(tidy(one.name), {other.name for other in others}))
    sound(one)
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{one.id}.{new_id()}.part"
    try:
        part.write_text(json.dumps({"format": FORMAT, **asdict(one)}, ensure_ascii=False), encoding="utf-8")
        os.replace(part, folder / f"{one.id}.json")
    finally:
        part.unlink(missing_ok=True)
    return one


def drop(which: str) -> None:
    """Forget one of this visitor's own."""
    if _ID.fullmatch(which):
        with suppress(OSError):
            (_folder() / f"{which}.json").unlink(missing_ok=True)


def duplicate(which: str) -> Kept | None:
    """A second one like it, under a name of its own."""
    one = find(which)
    return None if one is None else keep(replace(one, id=new_id()))


def tidy(name: str) -> str:
    """A name as the page's own box makes it: one line, of signs one can see, not too long."""
    return " ".join(visible(" ".join(str(name).split())).split())[:LONGEST].strip()


def free(name: str, taken: set[str]) -> str:
    """The name itself, else the first of "name 2", "name 3", … that nothing else has."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name[: LONGEST - 4]} {number}"
    return found


def sound(one: Kept) -> None:
    """Refuse what could not be run.

    Raises:
        InputFault: No such policy or lever, a value out of its bounds, or a name that is none.
    """
    if not one.name or not is_label(one.name):
        raise InputFault("empty_value", "title")
    check(Request((one.column(next(iter(places()))),)))


def _read(path: Path) -> Kept | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        plain = json.loads(path.read_text(encoding="utf-8"))
        if plain.pop("format") != FORMAT or plain.get("id") != path.stem:
            return None
        one = Kept(**plain)
        if one.policy not in policies():
            return None
        sound(one)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return one


def as_file(one: Kept, place: str) -> bytes:
    """A policy file of it, which `shapan check` and `shapan run` take."""
    based_on = "" if one.policy == "status_quo" else one.policy
    return policy_text(one.name, one.changes, based_on, place).encode("utf-8")


def from_file(content: bytes, name: str) -> Kept:
    """The scenario that a policy file means.

    Args:
        content: Its bytes, as somebody handed them in.
        name: What the file is called.

    Raises:
        InputFault: It is too large, no policy, or holds what a scenario of this page cannot.
    """
    if len(content) > MOST_BYTES:
        raise InputFault("too_large", details={"size": len(content)}, at=(name, None))
    policy = policy_from(content, name)
    for key in UNKEPT:
        if getattr(policy, key):
            raise InputFault("not_on_the_page", key, at=(name, None), allowed="shapan compare")
    base = policy.based_on or "status_quo"
    if base not in policies():
        raise InputFault("unknown_policy", "based_on", {"value": shown(base)}, ", ".join(policies()), at=(name, None))
    title = tidy(policy.header.title["zh"] or policy.id) or tidy(policy.id)
    one = Kept(title or "scenario", base, _changes(policy, base))
    sound(one)
    return one


def _changes(policy: PolicyFile, base: str) -> dict[str, Any]:
    """Levers that the file states, rows of tables laid into the whole table of the policy below."""
    baseline = baseline_values(base, next(iter(places())))
    found: dict[str, Any] = {}
    for name, value in policy.levers.values.items():
        table, _, row = name.rpartition(".")
        if name in baseline:
            found[name] = {**baseline[name], **value} if isinstance(value, Mapping) else value
        else:
            found[table] = {**found.get(table, baseline[table]), row: value}
    return found
