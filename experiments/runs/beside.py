"""One world lived in a process beside this one (`other_world`) while another is lived here."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

start_process = subprocess.Popen
if TYPE_CHECKING:
    from ...scenarios.library import Scenario
    from .replaying import World


class Beside:
    """A process that lives one world; where it cannot be started or dies, there is no answer and nothing else is lost.

    Use it as a context: on leaving, the process is ended if it still lives.
    """

    def __init__(self, scenario: Scenario, run: tuple[int, int, int], whom: Sequence[int] | None) -> None:
        self._asked = (scenario, run, whom)
        self._process: subprocess.Popen[bytes] | None = None
        self._seen: World | None = None
        self._reading = threading.Thread(target=self._read, name="beside", daemon=True)

    def __enter__(self) -> Beside:
        # -P: a folder that holds somebody's own numpy.py must not matter. Own session: Ctrl-C is ours to handle.
        typed = [sys.executable, "-P", "-m", "shapan.experiments.runs.other_world", str(os.getpid())]
        with contextlib.suppress(OSError):
            self._process = start_process(typed, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
            self._reading.start()
        return self

    def __exit__(self, *_: object) -> None:
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.kill()
        process.wait()
        if self._reading.ident is not None:
            self._reading.join()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _read(self) -> None:
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        with contextlib.suppress(OSError, EOFError, pickle.UnpicklingError):
            pickle.dump(self._asked, process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            self._seen = pickle.load(process.stdout)

    def world(self) -> World | None:
        """What was seen of the world, once it is lived; None if that process could not say."""
        if self._reading.ident is None:
            return None
        self._reading.join()
        process = self._process
        if process is not None and self._seen is not None:
            process.wait()  # it has said all it has to say
        return self._seen

    @property
    def ended(self) -> bool:
        """Whether its process has ended, or never began."""
        return self._process is None or self._process.poll() is not None
