"""A worker process: it takes one run at a time from its parent, and goes when its parent is gone.

Started by `worker_pool.py` as `python -m shapan.experiments.runs.worker PARENT`. Tasks come in through standard input
and answers leave through what was standard output, both pickled; anything printed by others goes to standard error.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from .starting import bring_early, own_process, unswept

PR_SET_PDEATHSIG = 1
SECONDS_BETWEEN_NEWS = 0.2


def main(parent: int) -> None:
    """Serve until the parent closes the door."""
    leave_with(parent)
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    own_process()
    with unswept():
        bring_early()
        from ...model.ahead import another_follows
        from .runner import finish
    inbox: BinaryIO = sys.stdin.buffer
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as outbox:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        while True:
            try:
                task, folder, more = pickle.load(inbox)
            except EOFError:
                return
            with another_follows(more):
                answer = finish(task, folder and Path(folder), _news(outbox))
            _say(outbox, ("done", answer))


def _say(outbox: BinaryIO, message: tuple[str, object]) -> None:
    pickle.dump(message, outbox, pickle.HIGHEST_PROTOCOL)
    outbox.flush()


def _news(outbox: BinaryIO) -> Callable[[float], None]:
    """Tell the parent how far the run is, a few times a second at most."""
    last = time.monotonic()

    def news(fraction: float, *_: object) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= SECONDS_BETWEEN_NEWS:
            last = now
            _say(outbox, ("progress", float(fraction)))

    return news


def leave_with(parent: int) -> None:
    """End this process when its parent ends, however that happens; Linux says so at once, elsewhere we ask."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_ask_for, args=(parent,), daemon=True).start()


def _ask_for(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]))
