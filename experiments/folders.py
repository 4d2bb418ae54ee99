"""Where this machine keeps what it has computed, and which build computed it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from .. import __version__

_SCIENCE = ("model", "scenarios", "experiments")


def data_folder() -> Path:
    """The folder for jobs and finished comparisons: `SHAPAN_DATA`, else where this system keeps programs' data."""
    chosen = os.environ.get("SHAPAN_DATA")
    if chosen:
        return Path(chosen).expanduser()
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "shapan"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "shapan"
    return Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share")) / "shapan"


def source_folder() -> Path:
    """The folder that holds model/, scenarios/, experiments/ and app/ of this installation."""
    return Path(__file__).resolve().parent.parent


@lru_cache(maxsize=1)
def build_mark() -> str:
    """Version plus a fingerprint of the science, so that a run of an older build is never shown as today's."""
    digest = hashlib.sha256(__version__.encode())
    root = source_folder()
    for part in _SCIENCE:
        for path in sorted((root / part).rglob("*")):
            if path.suffix in (".py", ".toml", ".csv") and path.is_file():
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


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
