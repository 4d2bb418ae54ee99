"""Where this machine keeps what it has computed, and which build computed it."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import os
import platform
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from ... import __version__

KEEP_KERNELS_DAYS = 60.0
KERNELS = re.compile(r"[0-9a-f]{16}")
_SCIENCE = ("model", "scenarios", "experiments")


def data_folder() -> Path:
    """The folder for jobs and finished comparisons: `SHAPAN_DATA`, else where this system keeps programs' data.

    Where a user has no home, a temporary folder of their own.
    """
    chosen = os.environ.get("SHAPAN_DATA")
    if chosen:
        return Path(os.path.expanduser(chosen))
    home = Path(os.path.expanduser("~"))
    if not home.is_absolute():
        return Path(tempfile.gettempdir()) / f"shapan-{os.getuid() if hasattr(os, 'getuid') else 'data'}"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "shapan"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "shapan"
    return Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share")) / "shapan"


def own_folder(folder: str | Path) -> Path:
    """A folder that only this user may look into; one that was there before keeps its permissions."""
    path = Path(folder)
    if not path.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    return path


def keep_private(folder: Path, mine: Path) -> None:
    """Close a data folder of an earlier version to others: one of our own that holds our file and is not shared."""
    with contextlib.suppress(OSError, AttributeError):
        about = folder.stat()
        if mine.exists() and about.st_uid == os.getuid() and not about.st_mode & (stat.S_ISVTX | stat.S_IWOTH):
            folder.chmod(0o700)


def private_file(path: Path, mode: str) -> IO[Any]:
    """Open a file for writing that only this user may read, also where it was open to others before."""
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    flags |= os.O_APPEND if "a" in mode else os.O_TRUNC
    number = os.open(path, flags, 0o600)
    if hasattr(os, "fchmod"):
        with contextlib.suppress(OSError):  # a file system without permissions, or somebody else's file
            os.fchmod(number, 0o600)
    return os.fdopen(number, mode)


def can_write(folder: Path) -> str:
    """Why nothing can be written into a folder, as the system says it; "" where it can."""
    try:
        own_folder(folder)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".try-") as file:
            file.write(b"0" * 65_536)
            file.flush()
    except OSError as fault:
        return fault.strerror or str(fault)
    return ""


def tidy_kernels(days: float = KEEP_KERNELS_DAYS) -> None:
    """Remove machine code of versions nobody has used for a while; the one in use is marked as used now."""
    from ...model.engine import HAS_NUMBA, kernel_cache

    in_use = kernel_cache() if HAS_NUMBA else ""
    if not in_use or Path(in_use).parent.name != "kernels" or Path(in_use).parent.parent.name != "shapan":
        return  # somebody else's folder, or a temporary one that the system tidies
    with contextlib.suppress(OSError):
        os.utime(in_use)
        for folder in Path(in_use).parent.iterdir():
            old = time.time() - folder.stat().st_mtime > days * 86_400
            if old and folder != Path(in_use) and KERNELS.fullmatch(folder.name):
                shutil.rmtree(folder, ignore_errors=True)


def source_folder() -> Path:
    """The folder that holds model/, scenarios/, experiments/ and app/ of this installation."""
    return Path(__file__).resolve().parents[2]


@lru_cache(maxsize=1)
def build_mark() -> str:
    """Version plus a fingerprint of the science, so that a run of an older build is never shown as today's.

    The sources as they were when this process first asked; `mark_of_sources` reads them anew.
    """
    return mark_of_sources()


def mark_of_sources() -> str:
    """The mark that the sources have now, on disk."""
    digest = hashlib.sha256(__version__.encode())
    root = source_folder()
    for part in _SCIENCE:
        for path in sorted((root / part).rglob("*")):
            if path.suffix in (".py", ".toml", ".csv") and path.is_file():
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


@lru_cache(maxsize=1)
def machine_mark() -> str:
    """What else the last bits of a run hang on: Python, libraries that add up, the engine, mechanisms of packages."""
    from ...model.engine import HAS_NUMBA
    from ...model.mechanism import announced

    libraries = [f"{name} {importlib.metadata.version(name)}" for name in ("numpy", "pandas", "scipy")]
    engine = f"numba {importlib.metadata.version('numba')}" if HAS_NUMBA else "plain"
    theirs = [f"{one.name} of {one.origin}" for one in announced()]
    return ", ".join([f"python {platform.python_version()}", *libraries, engine, platform.machine(), *theirs])


@lru_cache(maxsize=1)
def commit() -> str | None:
    """The commit of the checkout that runs, marked when files differ from it; None outside a checkout."""
    root = source_folder()
    if not (root / ".git").exists():
        return None

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, text=True, timeout=10, check=True
        ).stdout.strip()

    try:
        return git("rev-parse", "HEAD") + ("+changed" if git("status", "--porcelain", "-uno") else "")
    except (OSError, subprocess.SubprocessError):
        return None
