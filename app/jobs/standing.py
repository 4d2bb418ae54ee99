"""Workers without a page: they do what is asked of a data folder by pages that run elsewhere on this machine.

`shapan worker` runs `python -P -m shapan.app.jobs.standing PARENT FOLDER SIZE`, which goes when whoever started it is
gone. A fourth word names the module of the work, where it is not the page's.
"""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

from ...experiments.runs.worker import leave_with
from .jobs import Jobs

LOOK_SECONDS = 1.0


def main() -> None:
    """Entry of `python -P -m shapan.app.jobs.standing`."""
    parent, folder, size, *work = sys.argv[1:]
    leave_with(int(parent))
    enough = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: enough.set())
    jobs = Jobs(Path(folder), int(size), *work)
    jobs.start()
    said = ""
    try:
        while not enough.wait(LOOK_SECONDS):
            if jobs.trouble != said:
                said = jobs.trouble
                print(said.replace("|", ": "), file=sys.stderr, flush=True)
    finally:
        jobs.stop()


if __name__ == "__main__":
    main()
