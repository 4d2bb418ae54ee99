"""From a file somebody wrote to a table of values that still knows the line of every key."""

from __future__ import annotations

import errno
import os
import re
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .faults import InputFault
from .lines import KeyPath, lines_of_keys

DEEPEST = 20
LARGEST_BYTES = 5_000_000
ENDLESS_NUMBER = re.compile(r"[\d_]{4300,}")
AT_LINE = re.compile(r"\s*\((?:at line (\d+), column (\d+)|at end of document)\)\s*$")


def looks_like_a_path(name: str) -> bool:
    """Whether somebody means a file rather than a name on the shelf."""
    return name.endswith(".toml") or "/" in name or os.sep in name


@dataclass(frozen=True)
class Document:
    """One TOML file: what it says, and where."""

    file: str
    values: dict[str, Any]
    lines: dict[KeyPath, int]

    def at(self, *path: str | int) -> tuple[str, int | None]:
        """File and line of a key, or of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.file, self.lines[path[:length]]
        return self.file, 1


def read_document(path: str | Path) -> Document:
    """Read one TOML file, whatever its encoding, or raise the one fault that stops it."""
    file = str(path)
    text = decode(read_bytes(path), file)
    values = parse_toml(text, file)
    return Document(file, values, lines_of_keys(text))


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file, or the fault that there are none to read."""
    file = str(path)
    try:
        data = regular_bytes(path, LARGEST_BYTES + 1)
    except IsADirectoryError:
        raise InputFault("directory", at=(file, None)) from None
    except (FileNotFoundError, NotADirectoryError):
        raise InputFault("missing_file", at=(file, None)) from None
    except NotRegular:
        raise InputFault("not_regular", at=(file, None)) from None
    except OSError as error:
        raise InputFault("unreadable", details={"why": error.strerror or "?"}, at=(file, None)) from None
    except ValueError:  # a NUL byte in the name itself
        raise InputFault("missing_file", at=(file, None)) from None
    if len(data) > LARGEST_BYTES:
        raise InputFault("too_large", details={"size": Path(path).stat().st_size}, at=(file, None))
    return data


class NotRegular(OSError):
    """A device, a pipe or a socket: reading it may never end."""


def regular_bytes(path: str | Path, most: int) -> bytes:
    """At most so many bytes of a file; never waits for a pipe, never reads a device.

    Raises:
        NotRegular: It is neither a file nor a folder.
        OSError: It cannot be read; for a folder `IsADirectoryError`.
        ValueError: No file can have this name.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    if Path(path).is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    try:
        number = os.open(path, flags)
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket, or a pipe nobody writes to
            raise NotRegular(errno.EINVAL, os.strerror(errno.EINVAL), str(path)) from None
        raise
    with open(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise NotRegular(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
        return file.read(most)


def decode(data: bytes, file: str) -> str:
    """Text from UTF-8 (with or without a byte-order mark), UTF-16 with one, or GB18030."""
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise InputFault("empty", at=(file, None))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in data or data.startswith(b"\x89PNG"):
        line = 1 + data[: data.find(b"\x00")].count(b"\n") if b"\x00" in data else 1
        raise InputFault("not_text", at=(file, line))
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise InputFault("encoding", at=(file, None))


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """The values of a TOML text no deeper than twenty levels."""
    try:
        values = tomllib.loads(text)
    except RecursionError:
        raise InputFault("too_deep", details={"most": DEEPEST}, at=(file, deepest_line(text))) from None
    except ValueError as error:
        why = str(error)
        where = AT_LINE.search(why)
        endless = ENDLESS_NUMBER.search(text)
        if endless and not where:
            at = (file, text.count("\n", 0, endless.start()) + 1)
            raise InputFault("broken_toml", details={"why": "a number of thousands of digits"}, at=at) from None
        last = text.count("\n") + (not text.endswith("\n"))
        line = int(where[1]) if where and where[1] else last
        raise InputFault("broken_toml", details={"why": AT_LINE.sub("", why)}, at=(file, line)) from None
    if depth_of(values) > DEEPEST:
        raise InputFault("too_deep", details={"most": DEEPEST}, at=(file, deepest_line(text)))
    return values


def depth_of(values: Any) -> int:
    """How deep tables and lists are nested inside the file, counted without recursion."""
    depth, level = -1, [values]
    while level:
        inner = [item for item in level if isinstance(item, (dict, list))]
        depth += bool(inner)
        level = [child for item in inner for child in (item.values() if isinstance(item, dict) else item)]
    return depth


def deepest_line(text: str) -> int:
    """The first line whose brackets and dots nest deeper than is allowed."""
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if line.partition("=")[0].count(".") >= DEEPEST:
            return number
        for character in line:
            depth += (character in "[{") - (character in "]}")
            if depth > DEEPEST:
                return number
    return 1
