"""Being told to stop: Ctrl-C, a closed terminal and `kill` all end the runs and keep what is finished."""

from __future__ import annotations

import signal
from types import FrameType, TracebackType

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Ending:
    """While it is entered, the first signal to stop raises KeyboardInterrupt and later ones change nothing.

    Whoever is writing results down calls `shield` first: from then on not even the first one interrupts.
    """

    def __init__(self) -> None:
        self.asked = False
        self.shielded = False
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> Ending:
        for name in NAMES:
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is None or signal.getsignal(number) == signal.SIG_IGN:  # nohup means it
                continue
            try:
                self._before[number] = signal.signal(number, self._heard)
            except ValueError:  # not in the main thread, where nobody sends us any
                break
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)  # type: ignore[arg-type]

    def shield(self) -> None:
        """From here on, let nothing interrupt."""
        self.shielded = True

    def _heard(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.asked = True
        if not self.shielded:
            self.shielded = True
            raise KeyboardInterrupt
