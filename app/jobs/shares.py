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
LETTERS = 10
ID = re.compile(rf"[a-z2-7]{{{LETTERS}}}")


class NoRoom(OSError):
    """So many links are kept that no more fit; old ones are never removed for new ones."""


def keep(content: bytes) -> str:
    """Keep a capsule and return its short id; the same capsule has the same id.

    Raises:
        NoRoom: There is no room for another.
        OSError: The data folder cannot be written.
    """
    which = id_of(content)
    path = _folder() / f"{which}.zip"
    if path.exists():
        return which
    own_folder(_folder())
    sizes = [one.stat().st_size for one in _folder().glob("*.zip")]
    if len(sizes) >= MOST_KEPT or sum(sizes) + len(content) > MOST_BYTES:
        raise NoRoom(f"{len(sizes)} links")
    with whole_file(path) as rough:
        rough.touch(mode=0o600)
        rough.write_bytes(content)
    return which


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
