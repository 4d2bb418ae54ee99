"""Where this machine keeps the district runs it has already paid for: one data folder, never in the project.

`SHAPAN_DATA` names it; otherwise it is the place the operating system gives to programs for their data.
"""

from __future__ import annotations

import hashlib
import os
import sys
from functools import lru_cache
from pathlib import Path

from shapan import __version__

_PACKAGES = ("model", "scenarios", "experiments")


def data_folder() -> Path:
    """The folder that holds jobs, finished runs and finished comparisons; made if missing."""
    chosen = os.environ.get("SHAPAN_DATA")
    folder = Path(chosen).expanduser() if chosen else _usual_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _usual_folder() -> Path:
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "shapan"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "shapan"
    return Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share")) / "shapan"


@lru_cache(maxsize=1)
def build_mark() -> str:
    """Version plus a fingerprint of the science, so that a run of an older build is never shown as today's."""
    digest = hashlib.sha256(__version__.encode())
    root = Path(__file__).resolve().parent.parent
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in (".py", ".toml", ".csv") and path.is_file():
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"
