"""Comparisons kept under a short link: capsules in the data folder, which no update and no tidying touches."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from ...experiments.runs.folders import data_folder, own_folder
from ...experiments.runs.whole_file import whole_file

MOST_KEPT = 5000
MOST_BYTES = 1_000_000_000
MOST_OF_ONE, MOST_BYTES_OF_ONE = 200, 50_000_000
"""Links one visitor may keep, so that nobody takes the room of all others."""
LETTERS = 10
ID = re.compile(rf"[a-z2-7]{{{LETTERS}}}")


class NoRoom(OSError):
    """So many links are kept that no more fit; old ones are never removed for new ones.

    Attributes:
        of_one: Whether it is this visitor who keeps so many; else all visitors together.
    """

    def __init__(self, *, of_one: bool = False) -> None:
        self.of_one = of_one
        super().__init__("so many links are kept that no more fit")


def keep(content: bytes, visitor: str | None = None) -> str:
    """Keep a capsule and return its short id; the same capsule has the same id.

    Args:
        visitor: Who keeps it, as `handle.asker` says; None for whoever sits at the machine, who may keep what fits.

    Raises:
        NoRoom: There is no room for another, of this visitor or of all.
        OSError: The data folder cannot be written.
    """
    which = id_of(content)
    path = _folder() / f"{which}.zip"
    if path.exists():
        return which
    own_folder(_folder())
    if not _fits(list(_folder().glob("*.zip")), content, MOST_KEPT, MOST_BYTES):
        raise NoRoom
    mine = None if visitor is None else _folder() / "by" / hashlib.sha256(visitor.encode()).hexdigest()[:32]
    if mine is not None and not _fits(_of(mine), content, MOST_OF_ONE, MOST_BYTES_OF_ONE):
        raise NoRoom(of_one=True)
    if mine is not None:
        own_folder(mine)
        (mine / which).touch(mode=0o600)
    with whole_file(path) as rough:
        rough.touch(mode=0o600)
        rough.write_bytes(content)
    return which


def _of(mine: Path) -> list[Path]:
    """Links of one visitor that are still there; a file named like a link says that it is theirs."""
    return [path for name in mine.glob("*") if (path := _folder() / f"{name.name}.zip").exists()]


def _fits(there: list[Path], content: bytes, most: int, most_bytes: int) -> bool:
    """Whether one more fits beside those that are kept."""
    return len(there) < most and sum(one.stat().st_size for one in there) + len(content) <= most_bytes


def kept(which: str) -> bytes | None:
    """The capsule under a short id, or None; anything else that an address may hold is none."""
    if not ID.fullmatch(which):
        return None
    try:
        return (_folder() / f"{which}.zip").read_bytes()
    except OSError:
        return None


def id_of(content: bytes) -> str:
    """The short id of a capsule: fifty bits of its hash in letters that are not mistaken for one another."""
    return base64.b32encode(hashlib.sha256(content).digest()).decode("ascii").lower()[:LETTERS]


def _folder() -> Path:
    return data_folder() / "shares"
