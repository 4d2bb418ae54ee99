"""What has workers behind it: begun when there is work, and asked why there is none."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod

from .store import JobStore
from .worker_pool import PoolSettings, WorkerPool


class Staffed(ABC):
    """Looks after one pool of workers for as long as this process wants one."""

    store: JobStore

    def __init__(self) -> None:
        self._pool: WorkerPool | None = None
        self._lock = threading.Lock()

    @abstractmethod
    def settings(self) -> PoolSettings:
        """What workers are started for."""

    def start(self) -> None:
        """Have workers looked after by this process from now on."""
        with self._lock:
            if self._pool is None and self.settings().size > 0:
                self._pool = WorkerPool(self.store, self.settings())
            elif self._pool is not None:
                self._pool.try_again()

    def stop(self) -> None:
        with self._lock:
            if self._pool is not None:
                self._pool.stop()
                self._pool = None

    @property
    def trouble(self) -> str:
        """Why no work is done at the moment, as "word of the page|detail"; "" while workers work or nothing waits."""
        return self._pool.trouble if self._pool is not None else ""

    def running(self) -> int:
        """How many worker processes of this server live."""
        return len(self._pool.processes) if self._pool is not None else 0
