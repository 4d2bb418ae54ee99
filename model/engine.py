"""How kernels are compiled, and whether they are.

A kernel is a small function over arrays. Each has a plain twin written without numba (`reference/`), which the tests
hold it against and by which a district lives where numba is absent, or where SHAPAN_ENGINE=plain asks for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
log = logging.getLogger("shapan")

try:
    numba: Any = import_module("numba")  # its types are too sharp for decorators as plain as ours
except ImportError:  # the plain twins give the same answers, slowly
    numba = None

VALUES_OF_KERNELS = ("columns.py", "needs/draws.py")
"""Files without kernels from which kernels take values; a change there makes them anew, as one in their own file."""

HAS_NUMBA = numba is not None and os.environ.get("SHAPAN_ENGINE") != "plain"


@lru_cache(maxsize=1)
def kernel_cache() -> str:
    """Folder of this version's machine code, which can be written; "" where there is none.

    Numba renews a kernel when its own file changes, not when a file it calls into does; naming the folder after all
    files with kernels, which take values from each other and from `VALUES_OF_KERNELS` only (tested), keeps old machine
    code from ever meeting new Python, also in a folder named by `NUMBA_CACHE_DIR`.
    """
    return first_writable(kernel_folders(_fingerprint()))


def kernel_folders(version: str) -> list[Path]:
    """Where machine code of a version may be kept, in the order tried: one's own folder, then a temporary one."""
    theirs = os.environ.get("NUMBA_CACHE_DIR")
    if theirs:
        return [Path(theirs).expanduser() / version, _temporary() / version]
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    usual = [Path(home) / "shapan" / "kernels" / version] if os.path.isabs(home) else []  # "~" is left: no home
    return [*usual, _temporary() / version]


def first_writable(folders: list[Path]) -> str:
    """The first folder that takes a file, with what the earlier ones hold already; one line if it is not the first."""
    why = ""
    for folder in folders:
        try:
            _try_to_write(folder)
        except OSError as fault:
            why = why or f"{folder}: {fault.strerror or fault}"
            continue
        if why:
            log.warning("Kernels are kept in %s, since the usual folder cannot be used (%s)", folder, why)
            _take_over(folders, folder)
        return str(folder)
    log.warning("Kernels are compiled without being kept (%s)", why or "no folder")
    return ""


def _fingerprint() -> str:
    digest = hashlib.blake2b(digest_size=8)
    here = Path(__file__).parent
    for source in sorted(here.rglob("*.py")):
        text = source.read_bytes()
        values = source.relative_to(here).as_posix() in VALUES_OF_KERNELS
        if b"@compiled" in text or b"@inlined" in text or values:
            digest.update(text)
    return digest.hexdigest()


def _temporary() -> Path:
    who = os.getuid() if hasattr(os, "getuid") else ""
    return Path(tempfile.gettempdir()) / f"shapan-kernels-{who}"


def _try_to_write(folder: Path) -> None:
    """Make the folder and a file in it, or raise OSError; a temporary folder of somebody else is no place for code."""
    temporary = _temporary()
    if temporary in folder.parents:
        temporary.mkdir(mode=0o700, exist_ok=True)
        found = temporary.lstat()
        ours = not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)
        if temporary.is_symlink() or not ours:
            raise PermissionError(f"{temporary} belongs to somebody else")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(b"0" * 65_536)
        file.flush()


def _take_over(folders: list[Path], folder: Path) -> None:
    """Copy machine code that may be read where it lies but not added to, so that it is not compiled again."""
    for other in folders:
        if other != folder and other.is_dir():
            with contextlib.suppress(OSError):
                shutil.copytree(other, folder, dirs_exist_ok=True)
            return


def compiled(kernel: Kernel) -> Kernel:
    """Compile one kernel without touching its arithmetic: no fast-math, so that twins agree to the bit."""
    if not HAS_NUMBA:
        return kernel
    folder, theirs = kernel_cache(), numba.config.CACHE_DIR
    numba.config.CACHE_DIR = folder
    try:
        made: Any = numba.njit(nogil=True, cache=bool(folder), error_model="numpy")(kernel)
    except RuntimeError:  # the folder has gone or filled up since it was tried
        made = numba.njit(nogil=True, error_model="numpy")(kernel)
    finally:
        numba.config.CACHE_DIR = theirs
    kept: Kernel = _kept_if_possible(made)
    return kept


def _kept_if_possible(made: Any) -> Any:
    """A kernel whose machine code is used even where it cannot be saved, as on a disk that has filled up."""
    cache: Any = getattr(made, "_cache", None)
    save = getattr(cache, "save_overload", None)
    if save is None:
        return made

    def save_if_possible(signature: Any, data: Any) -> None:
        try:
            save(signature, data)
        except OSError as fault:
            _say_once(f"A kernel could not be kept ({fault.strerror or fault}); it is compiled again next time")

    cache.save_overload = save_if_possible
    return made


@lru_cache(maxsize=8)
def _say_once(line: str) -> None:
    log.warning(line)


def inlined(kernel: Kernel) -> Kernel:
    """Compile a few-line helper into its callers."""
    if not HAS_NUMBA:
        return kernel
    made: Kernel = numba.njit(nogil=True, error_model="numpy", inline="always")(kernel)
    return made
