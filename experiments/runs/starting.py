"""A new process is ready sooner: no garbage is looked for while packages come, and some come before they cost more.

A thousand files bring objects that stay. Every few thousand of them Python looks through all there are for garbage and
finds none, a tenth of the start. Mesa names its log after whoever imports it, and for that looks through every caller
and every file there is: it comes while there are few.
"""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

EARLY = ("mesa.model",)
UNOPENED = ("scipy.linalg", "yaml")
"""Numba takes one file of the first, and the second for settings that nobody wrote; neither package's own file runs."""
ENGINE = ("...model.run", "...model.branching")
_OWN_PROCESS: list[bool] = []
_TELL: list[Callable[[], None]] = []


def own_process() -> None:
    """Say that this process is a command or a worker of ours: what came when it started is never looked through."""
    _OWN_PROCESS.append(True)


@contextmanager
def unswept() -> Iterator[None]:
    """Nobody looks for garbage meanwhile; in a process of ours what is there afterwards counts as in use for good."""
    looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if _OWN_PROCESS:
            gc.freeze()
        if looked_for:
            gc.enable()


def tell_before_compiling(tell: Callable[[], None]) -> None:
    """Have somebody told, once, before the first run of this process or of its workers where no kernel is compiled."""
    _TELL[:] = [tell]


def told_where_uncompiled() -> None:
    """Tell whoever asked to be told that minutes of compiling lie ahead, where they do."""
    if not _TELL:
        return
    tell = _TELL.pop()
    engine = importlib.import_module("...model.engine", __package__)
    folder = engine.kernel_cache() if engine.HAS_NUMBA else ""
    if folder and not any(Path(folder).rglob("*.nbi")):
        tell()


def bring_early() -> None:
    """What costs the more the more is there already; the model lets it come without what no run needs of it."""
    importlib.import_module("...model.sparing", __package__).PARTS.update((name, {}) for name in UNOPENED)
    for name in EARLY:
        importlib.import_module(name)


@lru_cache(maxsize=1)
def engine_ready() -> None:
    """Have the model and its first kernel here, once a process: numba sets itself up with that."""
    with unswept():
        told_where_uncompiled()
        import numpy as np

        for name in ENGINE:
            importlib.import_module(name, __package__)
        importlib.import_module("...model.hashing", __package__).uniforms(np.uint64(1), np.zeros(1, np.int64))
