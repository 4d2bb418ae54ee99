"""Whether this machine has what a district needs: packages, kernels, room, a Chinese font, a browser."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import __version__
from .folders import build_mark, commit, data_folder
from .runner import cores
from .wording import Words

NEEDED = ("mesa", "numpy", "scipy", "pandas", "numba", "pyarrow", "pydantic", "tomlkit", "rich", "segno")
SHOWN = ("streamlit", "altair", "matplotlib")  # only the front end needs these
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_CHINESE_FONTS = ("noto sans cjk", "notosanscjk", "noto sans sc", "wqy", "wenquanyi", "simhei", "msyh", "pingfang")
_FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for. What is only good to have may be missing without harm."""

    what: str
    found: str
    good: bool = True
    needed: bool = True


def findings(say: Words) -> Iterator[Finding]:
    """Everything the doctor looks at, in the order of importance."""
    build = f"{__version__} ({build_mark().partition('+')[2]}{_at_commit()})"
    yield Finding(say("doctor.version"), build)
    python = f"{platform.python_version()} · {platform.system()} {platform.machine()}"
    yield Finding(say("doctor.python"), python, sys.version_info >= (3, 11))
    yield _packages(say)
    yield Finding(say("doctor.cores"), str(cores()))
    yield from _memory(say)
    yield _kernels(say)
    yield from _room(say)
    font = _chinese_font()
    yield Finding(say("doctor.chinese_font"), font or say("doctor.chinese_font_none"), bool(font), needed=False)
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), "")
    yield Finding(say("doctor.browser"), browser or say("doctor.browser_none"), bool(browser), needed=False)
    yield Finding(say("doctor.language"), say.language)


def _at_commit() -> str:
    known = commit()
    return f", {known[:10]}{'+' if known.endswith('+changed') else ''}" if known else ""


def _packages(say: Words) -> Finding:
    found, absent = [], []
    for name in NEEDED + SHOWN:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            absent.append(name)
    told = f"{say('doctor.absent')}: {', '.join(absent)}" if absent else ", ".join(found)
    return Finding(say("doctor.packages"), told, not absent)


def _memory(say: Words) -> Iterator[Finding]:
    try:
        pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return
    yield Finding(say("doctor.memory"), f"{pages * size / 2**30:.1f} GiB")


def _kernels(say: Words) -> Finding:
    from ..model.engine import HAS_NUMBA, kernel_cache

    if not HAS_NUMBA:
        return Finding(say("doctor.kernels"), say("doctor.kernels_plain"))
    folder = Path(kernel_cache())
    count = sum(1 for _ in folder.rglob("*.nbi"))
    told = say("doctor.kernels_found" if count else "doctor.kernels_none", count=count, folder=folder)
    return Finding(say("doctor.kernels"), told)


def _room(say: Words) -> Iterator[Finding]:
    folder = data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    told = say("doctor.writable" if writable else "doctor.not_writable", path=folder)
    yield Finding(say("doctor.data_folder"), told, writable)
    log = folder / "workers.log"
    yield Finding(say("doctor.log"), str(log) if log.exists() else say("doctor.absent"))


def _chinese_font() -> str:
    """The first font file whose name is known to hold Chinese."""
    for folder in _FONT_FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob("*.[ot]t[cf]")):
            if any(name in path.name.lower().replace("-", " ") for name in _CHINESE_FONTS):
                return path.name
    return ""
