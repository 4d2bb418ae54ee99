"""What `requirements.lock` says: which version of which package, where, and under which hashes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..runs.refusing import Refused

LOCK, PROJECT = "requirements.lock", "pyproject.toml"
BASE = ""
"""The part of Shapan that everybody needs; every other part is called as its extra."""
_HEAD = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)[ ]*(?:;([^\\\n]+))?")


def normal(name: str) -> str:
    """A package's name as indices write it: `Typing_Extensions` is `typing-extensions`."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True, slots=True)
class Pin:
    """One version of one package; `marker` says where it holds, "" everywhere."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    def holds(self, where: Mapping[str, str]) -> bool:
        """Whether it is meant for such a machine."""
        return not self.marker or fits(self.marker, where)


def fits(marker: str, where: Mapping[str, str]) -> bool:
    """Whether a marker (PEP 508) holds on a machine described by its variables, not on this one."""
    from packaging.markers import Marker

    return Marker(marker).evaluate({"extra": "", **where})


def pins(text: str) -> list[Pin]:
    """Every line of a lock, in its order."""
    found: list[Pin] = []
    for block in re.split(r"^(?=[A-Za-z0-9][\w.-]*==)", text, flags=re.MULTILINE):
        head = _HEAD.match(block)
        if head is not None:
            hashes = tuple(re.findall(r"--hash=(sha256:[0-9a-f]{64})", block))
            found.append(Pin(normal(head[1]), head[2], (head[3] or "").strip(), hashes))
    return found


def pinned(name: str, where: Mapping[str, str], lock: list[Pin]) -> Pin:
    """The version a machine gets.

    Raises:
        Refused: The lock has none, so it is older than what asks for it.
    """
    for pin in lock:
        if pin.name == name and pin.holds(where):
            return pin
    raise Refused("bundle.not_locked", package=name, lock=LOCK)


def asked_for(root: Path, extras: tuple[str, ...]) -> dict[str, list[str]]:
    """What Shapan asks for, part by part: `{"": [...], "research": [...]}`.

    Raises:
        Refused: There is no such extra.
    """
    project: dict[str, Any] = tomllib.loads((root / PROJECT).read_text(encoding="utf-8"))["project"]
    known = project["optional-dependencies"]
    for extra in extras:
        if extra not in known:
            raise Refused("bundle.no_extra", extra=extra, allowed=", ".join(known))
    return {BASE: project["dependencies"], **{extra: known[extra] for extra in extras}}
