"""A door with workers behind it: begun when there is work, and asked why there is none."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod

from .crew import Crew, Hands
from .jobstore import JobStore


class Staffed(ABC):
    """Looks after one crew for as long as this process wants one."""

    store: JobStore

    def __init__(self) -> None:
        self._crew: Crew | None = None
        self._lock = threading.Lock()

    @abstractmethod
    def hands(self) -> Hands:
        """What workers are started for."""

    def start(self) -> None:
        """Have workers looked after by this process from now on."""
        with self._lock:
            if self._crew is None and self.hands().size > 0:
                self._crew = Crew(self.store, self.hands())
            elif self._crew is not None:
                self._crew.try_again()

    def stop(self) -> None:
        with self._lock:
            if self._crew is not None:
                self._crew.stop()
                self._crew = None

    @property
    def trouble(self) -> str:
        """Why no work is done at the moment, as "word of the page|detail"; "" while workers work or nothing waits."""
        return self._crew.trouble if self._crew is not None else ""

    def running(self) -> int:
        """How many worker processes of this server live."""
        return len(self._crew.processes) if self._crew is not None else 0
