"""Whether this machine has what a district needs: packages, kernels, room, a Chinese font, a browser."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ... import __version__
from ..reports.wording import Words
from ..runs.cores import cores
from ..runs.folders import build_mark, can_write, commit, data_folder
from ..votes.faults import one_line
from .own_data import kept

NEEDED = ("mesa", "networkx", "numpy", "scipy", "pandas", "numba", "pyarrow", "pydantic", "tomlkit", "rich", "segno")
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
    """Everything the doctor looks at, in the order of importance. Nothing it finds can end it."""
    looks: tuple[tuple[str, Callable[[Words], Iterable[Finding]]], ...] = (
        ("version", _version),
        ("python", _python),
        ("packages", _packages),
        ("district", _district),
        ("cores", _cores),
        ("memory", _memory),
        ("kernels", _kernels),
        ("data_folder", _room),
        ("chinese_font", _font),
        ("browser", _browser),
        ("language", lambda say: [Finding(say("doctor.language"), say.language)]),
    )
    for what, look in looks:
        try:
            yield from look(say)
        except Exception as fault:  # the doctor is asked when something is wrong, and must not be ill too
            yield Finding(say(f"doctor.{what}"), one_line(f"{type(fault).__name__}: {fault}"), good=False)


def _version(say: Words) -> Iterator[Finding]:
    yield Finding(say("doctor.version"), f"{__version__} ({build_mark().partition('+')[2]}{_at_commit()})")


def _python(say: Words) -> Iterator[Finding]:
    python = f"{platform.python_version()} · {platform.system()} {platform.machine()}"
    yield Finding(say("doctor.python"), python, sys.version_info >= (3, 11))


def _cores(say: Words) -> Iterator[Finding]:
    yield Finding(say("doctor.cores"), str(cores()))


def _font(say: Words) -> Iterator[Finding]:
    font = _chinese_font()
    yield Finding(say("doctor.chinese_font"), font or say("doctor.chinese_font_none"), bool(font), needed=False)


def _browser(say: Words) -> Iterator[Finding]:
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), "")
    yield Finding(say("doctor.browser"), browser or say("doctor.browser_none"), bool(browser), needed=False)


def _at_commit() -> str:
    known = commit()
    return f", {known[:10]}{'+' if known.endswith('+changed') else ''}" if known else ""


def _packages(say: Words) -> Iterator[Finding]:
    """Versions of what is needed; a package counts only if it can be imported."""
    found, absent = [], []
    for name in NEEDED + SHOWN:
        try:
            importlib.import_module(name)
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            absent.append(name)
        except Exception as fault:  # installed and broken: whatever it says is the diagnosis
            absent.append(name if _is_absent(fault, name) else f"{name} ({type(fault).__name__}: {fault})")
    text = f"{say('doctor.absent')}: {', '.join(absent)}" if absent else ", ".join(found)
    yield Finding(say("doctor.packages"), one_line(text), not absent)


def _is_absent(fault: Exception, name: str) -> bool:
    return isinstance(fault, ModuleNotFoundError) and fault.name == name


def _district(say: Words) -> Iterator[Finding]:
    """One day of the training town, lived here and now."""
    from ...scenarios.library import load
    from ..runs.simulate import simulate

    run = simulate(load("status_quo").with_place("training_town"), days=1, warmup=0)
    yield Finding(say("doctor.district"), say("doctor.lived", residents=f"{run.residents:,}", needs=run.funnel["born"]))


def _memory(say: Words) -> Iterator[Finding]:
    try:
        pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return
    yield Finding(say("doctor.memory"), f"{pages * size / 2**30:.1f} GiB")


def _kernels(say: Words) -> Iterator[Finding]:
    from ...model.engine import HAS_NUMBA, kernel_cache

    what = say("doctor.kernels")
    if not HAS_NUMBA:
        yield Finding(what, say("doctor.kernels_plain"))
        return
    folder = kernel_cache()
    if not folder:
        yield Finding(what, say("doctor.kernels_not_kept"), good=False, needed=False)
        return
    count = sum(1 for _ in Path(folder).rglob("*.nbi"))
    yield Finding(what, say("doctor.kernels_found" if count else "doctor.kernels_none", count=count, folder=folder))


def _room(say: Words) -> Iterator[Finding]:
    folder = data_folder()
    why = can_write(folder)
    text = f"{say('doctor.not_writable', path=folder)} ({why})" if why else say("doctor.writable", path=folder)
    yield Finding(say("doctor.data_folder"), text, not why)
    log = folder / "workers.log"
    try:
        found = str(log) if log.exists() else say("doctor.absent")
    except OSError as fault:
        found = fault.strerror or str(fault)
    yield Finding(say("doctor.log"), found)
    things = [f"{one.name} {one.bytes / 1e6:,.1f} MB" for one in kept(folder)]
    yield Finding(say("doctor.kept"), ", ".join(things) or say("doctor.absent"))


def _chinese_font() -> str:
    """The first font file whose name is known to hold Chinese."""
    for folder in _FONT_FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob("*.[ot]t[cf]")):
            if any(name in path.name.lower().replace("-", " ") for name in _CHINESE_FONTS):
                return path.name
    return ""
