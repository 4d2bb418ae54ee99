"""How kernels are compiled, and whether they are.

A kernel is a small function over arrays. Each has a plain twin written without numba (`plain/`), which the tests hold
it against and by which a district lives where numba is absent, or where SHAPAN_ENGINE=plain asks for it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

try:
    numba: Any = import_module("numba")  # its types are too sharp for decorators as plain as ours
except ImportError:  # the plain twins give the same answers, slowly
    numba = None

HAS_NUMBA = numba is not None and os.environ.get("SHAPAN_ENGINE") != "plain"


@lru_cache(maxsize=1)
def kernel_cache() -> str:
    """Folder of this version's machine code.

    Numba renews a kernel when its own file changes, not when a file it calls into does; naming the folder after all
    our sources keeps old machine code from ever meeting new Python.
    """
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    digest = hashlib.blake2b(digest_size=8)
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        text = source.read_bytes()
        if b"@compiled" in text or b"@inlined" in text or source.name == "columns.py":
            digest.update(text)
    return str(Path(home) / "shapan" / "kernels" / digest.hexdigest())


def compiled(kernel: Kernel) -> Kernel:
    """Compile one kernel without touching its arithmetic: no fast-math, so that twins agree to the bit."""
    if not HAS_NUMBA:
        return kernel
    theirs = numba.config.CACHE_DIR
    if not theirs:
        numba.config.CACHE_DIR = kernel_cache()
    try:
        made: Kernel = numba.njit(nogil=True, cache=True, error_model="numpy")(kernel)
    finally:
        numba.config.CACHE_DIR = theirs
    return made


def inlined(kernel: Kernel) -> Kernel:
    """Compile a few-line helper into its callers."""
    if not HAS_NUMBA:
        return kernel
    made: Kernel = numba.njit(nogil=True, error_model="numpy", inline="always")(kernel)
    return made
