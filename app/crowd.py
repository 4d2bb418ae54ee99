"""A crowd at the page: many sessions start runs at once through the server's own doors, and newcomers open the page.

The crowd speaks Streamlit's protocol over websockets, so that it costs this machine little: each session opens a
comparison of its own, presses its button, and goes on asking for progress as a browser does. The newcomers are real
browsers. What is told: seconds until a newcomer sees a verdict, who was served when, and memory at the most.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from .jobs.first_picture import small_request
from .jobs.jobs import Jobs, Progress
from .jobs.request import Request
from .screenshots import chromium, serving

NEWCOMERS = 5
BETWEEN_SECONDS = 4.0  # from one newcomer to the next
MOST_SECONDS = 900.0


@dataclass(frozen=True)
class Crowd:
    """What a crowd met.

    Attributes:
        sessions, runs: How many started at once, and runs each.
        begun: Seconds from a session's press until the page told it of its run; the slowest.
        first_run: Seconds until a session's first run was done: first, median and last session.
        finished: Seconds until a session's comparison was done: first, median and last.
        shares: Runs that each session had done when the first of them was finished with all: fewest and most.
        newcomers: Seconds from opening the page to its verdict, in a browser of its own, while all of that ran.
        alone: The same before anybody else was there.
        server_mb, workers_mb: Memory at the most: of the page's server; of all its workers together.
    """

    sessions: int
    runs: int
    begun: float
    first_run: tuple[float, float, float]
    finished: tuple[float, float, float]
    shares: tuple[int, int]
    newcomers: tuple[float, ...]
    alone: float
    server_mb: float
    workers_mb: float


class Session:
    """One visitor without a browser: a websocket, the buttons the page has sent, and what it wants asked again."""

    def __init__(self, address: str, query: str) -> None:
        from websockets.sync.client import connect

        self.query, self.buttons, self.bars = query, {}, 0  # type: str, dict[str, str], int
        self.fragments: dict[str, float] = {}
        self.page, self.over = "", False
        where = f"{address.replace('http', 'ws')}/_stcore/stream"
        self.socket: Any = connect(where, subprotocols=["streamlit"], max_size=None)
        self._ask()
        threading.Thread(target=self._listen, daemon=True).start()
        threading.Thread(target=self._ask_again, daemon=True).start()

    def _ask(self, pressed: str = "", fragment: str = "") -> None:
        from streamlit.proto.BackMsg_pb2 import BackMsg

        letter = BackMsg()
        letter.rerun_script.query_string = self.query
        letter.rerun_script.page_script_hash = self.page
        letter.rerun_script.fragment_id = fragment
        letter.rerun_script.is_auto_rerun = bool(fragment)
        if pressed:
            state = letter.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = pressed, True
        with suppress(Exception):  # a server that goes ends the session
            self.socket.send(letter.SerializeToString())

    def _listen(self) -> None:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        with suppress(Exception):
            for content in self.socket:
                letter = ForwardMsg.FromString(content)
                kind = letter.WhichOneof("type")
                if kind == "new_session":
                    self.page = letter.new_session.page_script_hash
                elif kind == "page_info_changed":  # the address bar: which comparison the page shows now
                    self.query = letter.page_info_changed.query_string
                elif kind == "auto_rerun":
                    self.fragments[letter.auto_rerun.fragment_id] = letter.auto_rerun.interval
                elif kind == "delta" and letter.delta.WhichOneof("type") == "new_element":
                    element = letter.delta.new_element
                    if element.WhichOneof("type") == "button":
                        self.buttons[element.button.label] = element.button.id
                    self.bars += element.WhichOneof("type") == "progress"

    def _ask_again(self) -> None:
        """As a browser does for parts of the page that are drawn once a second."""
        while not self.over:
            time.sleep(1.0)
            for fragment in list(self.fragments):
                self._ask(fragment=fragment)

    def press(self, label: str, seconds: float = 120.0) -> float:
        """Press a button once it is there; seconds until the page shows how far its run is."""
        _until(lambda: label in self.buttons, seconds)
        started, before = time.monotonic(), self.bars
        self._ask(pressed=self.buttons[label])
        _until(lambda: self.bars > before, seconds)
        return time.monotonic() - started

    def leave(self) -> None:
        """Close the tab."""
        self.over = True
        with suppress(Exception):
            self.socket.close()


def _until(there: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not there():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds:.0f} s")
        time.sleep(0.02)


def prepared(folder: Path, sessions: int, reps: int, days: int) -> list[str]:
    """Comparisons of worlds of their own that wait, cancelled, for somebody to go on with them; their ids."""
    jobs, first = Jobs(folder, workers=0), small_request()
    asked = [Request(first.columns, reps=reps, days=days, warmup=30, seed=1000 * n + 1) for n in range(1, sessions + 1)]
    found = [jobs.submit(one, f"visitor {number}") for number, one in enumerate(asked)]
    for job in found:
        jobs.cancel(job)
    return found


@contextmanager
def memory_watched(server: int) -> Iterator[dict[str, float]]:
    """Megabytes at the most of a server and of all its workers, as long as the block lasts."""
    import psutil

    most, over = {"server": 0.0, "workers": 0.0}, threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            with suppress(psutil.Error):
                every = [psutil.Process(server), *psutil.Process(server).children(recursive=True)]
                held = [(one.cmdline(), one.memory_info().rss / 1e6) for one in every]
                workers = sum(size for command, size in held if any("jobs.worker" in word for word in command))
                most["workers"] = max(most["workers"], workers)
                most["server"] = max(most["server"], sum(size for _, size in held) - workers)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def newcomer(browser: Any, address: str) -> float:
    """Seconds from opening the page, as somebody never seen before, to the verdict on it."""
    context = browser.new_context()
    started = time.monotonic()
    page = context.new_page()
    page.goto(f"{address}/?lang=zh")
    page.locator(".shapan-verdict").first.wait_for(timeout=120_000)
    took = time.monotonic() - started
    context.close()
    return took


class Served:
    """Who was served when: each session's first run, its end, and how far all were when the first had ended."""

    def __init__(self, folder: Path, here: list[Session]) -> None:
        self.jobs, self.of, self.begun_as = Jobs(folder, workers=0), here, [one.query for one in here]
        self.started = time.monotonic()
        self.first: dict[int, float] = {}
        self.ended: dict[int, float] = {}
        self.shares = (0, 0)

    def look(self) -> bool:
        """Note what has happened since; whether all are done."""
        stand = [self._progress(number) for number in range(len(self.of))]
        now, nobody = time.monotonic() - self.started, not self.ended
        for number, progress in enumerate(stand):
            if progress is None:
                continue
            if progress.finished:
                self.first.setdefault(number, now)
            if progress.state == "done":
                self.ended.setdefault(number, now)
            if progress.state == "failed":
                raise RuntimeError(f"{progress.job}: {progress.error}")
        if nobody and self.ended:
            done = [0 if progress is None else progress.finished for progress in stand]
            self.shares = min(done), max(done)
        return len(self.ended) == len(self.of)

    def _progress(self, number: int) -> Progress | None:
        """How the comparison in a session's address stands; None before its press has had an effect."""
        query = self.of[number].query
        return None if query == self.begun_as[number] else self.jobs.progress(parse_qs(query)["job"][0])


def crowd(folder: Path, sessions: int, reps: int, days: int) -> Crowd:
    """Let so many sessions start at once, and newcomers come meanwhile.

    Args:
        folder: A data folder that has the first picture, and nothing under way.
        sessions: How many start.
        reps, days: Paired worlds and measured days of each; two scenarios in the training town.
    """
    from .widgets.language import Words

    asked, label = prepared(folder, sessions, reps, days), Words("en")("run.again")
    with serving(folder) as (address, process), chromium() as browser, memory_watched(process.pid) as most:
        newcomer(browser, address)  # the server's very first page loads what all others share
        alone = newcomer(browser, address)
        here = [Session(address, f"lang=en&job={job}") for job in asked]
        _until(lambda: all(label in one.buttons for one in here), 300.0)
        served = Served(folder, here)
        with _all_press(here, label) as begun:
            came = _until_served(served, lambda: newcomer(browser, address))
        for one in here:
            one.leave()
    first, ended = sorted(served.first.values()), sorted(served.ended.values())
    return Crowd(
        sessions=sessions,
        runs=2 * reps,
        begun=max(begun),
        first_run=(first[0], statistics.median(first), first[-1]),
        finished=(ended[0], statistics.median(ended), ended[-1]),
        shares=served.shares,
        newcomers=tuple(came),
        alone=alone,
        server_mb=most["server"],
        workers_mb=most["workers"],
    )


@contextmanager
def _all_press(here: list[Session], label: str) -> Iterator[list[float]]:
    """Every session presses its button at once; seconds until each was told of its run."""
    begun: list[float] = []
    presses = [threading.Thread(target=lambda one=one: begun.append(one.press(label))) for one in here]
    for press in presses:
        press.start()
    yield begun
    for press in presses:
        press.join(timeout=120)
    if len(begun) < len(here):
        raise TimeoutError(f"{len(here) - len(begun)} of {len(here)} were not told of their run")


def _until_served(served: Served, come: Callable[[], float]) -> list[float]:
    """Look on until all are done; newcomers come meanwhile. Seconds until each of these had a verdict.

    Raises:
        TimeoutError: Somebody is not done within MOST_SECONDS.
    """
    came: list[float] = []
    while not served.look():
        waited = time.monotonic() - served.started
        if waited > MOST_SECONDS:
            raise TimeoutError(f"{len(served.ended)} of {len(served.of)} were done within {MOST_SECONDS:.0f} s")
        if len(came) < NEWCOMERS and waited > BETWEEN_SECONDS * (len(came) + 0.5):
            came.append(come())
        time.sleep(0.2)
    return came


def main() -> int:
    """Measure a crowd and print what it met as JSON."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--reps", type=int, default=2)
    parser.add_argument("--days", type=int, default=120)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        jobs = Jobs(Path(folder))
        jobs.wait(jobs.submit(small_request(), "set-up"), MOST_SECONDS)
        jobs.stop()
        found = crowd(Path(folder), chosen.sessions, chosen.reps, chosen.days)
    print(json.dumps(asdict(found), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
