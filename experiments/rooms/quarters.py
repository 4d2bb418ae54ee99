"""A quarter is run: every table's district from its first day to the end of the quarter, as decided so far.

Living the earlier quarters again under the same decisions gives the same district to the last bit (ODD 7.15), so this
is the branch from where the table stood; the warm-up is shared by all tables. Beside the tables run the district
without any change and the recommended policy, in the same world. Whoever runs holds a lease; where its server was
killed the next one goes on with the runs that are missing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from ...scenarios.rooms import QUARTERS, with_quarters
from ..runs.cores import cores
from ..runs.runner import run_many
from ..runs.task import Finished, Task
from . import playing
from .records import AS_IT_WAS, RECOMMENDED, Decision, Outcome, Room
from .rules import changes
from .tables import RoomFileOnDisk

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

LEASE_SECONDS = 8.0
FIRST_OF_DEBRIEF = 1001
"""Worlds of the debrief follow this one on the seed that was played, so that none was seen before."""
Decided = dict[int, dict[int, dict[str, Decision]]]
Runs = Callable[[list[Task]], Iterable[Finished]]


def seeds_of_debrief(room: Room) -> tuple[int, ...]:
    """Seeds of the pairs, decided by the file before anybody played."""
    first = room.rules.seed + FIRST_OF_DEBRIEF
    return tuple(range(first, first + room.rules.pairs))


def wanted(file: RoomFileOnDisk, room: Room) -> list[tuple[int, int]]:
    """(table, seed) of every run that the present quarter needs, or the debrief; worlds one after another."""
    seeds = seeds_of_debrief(room) if room.phase in ("debrief", "closed") else (room.rules.seed,)
    return [(desk, seed) for seed in seeds for desk in (AS_IT_WAS, RECOMMENDED, *sorted(used_desks(file, room)))]


def missing(file: RoomFileOnDisk, room: Room) -> list[tuple[int, int]]:
    """Those that are not there yet; one that failed counts as there, since it would fail again."""
    rows = file.rows("SELECT quarter, desk, seed FROM outcome WHERE room = ?", room.id)
    known = {(int(row["quarter"]), int(row["desk"]), int(row["seed"])) for row in rows}
    return [(desk, seed) for desk, seed in wanted(file, room) if (room.quarter, desk, seed) not in known]


def tasks(file: RoomFileOnDisk, room: Room, of: Iterable[tuple[int, int]]) -> list[Task]:
    """The runs of some (table, seed); a task is named by its table."""
    decided, start, first = playing.decisions(file, room.id), room.rules.start(), room.rules.first_days()
    made: dict[int, Scenario] = {AS_IT_WAS: start, RECOMMENDED: room.rules.recommended()}
    found = []
    for desk, seed in of:
        if desk not in made:
            quarters = _of_a_desk(decided, desk, room.quarter)
            made[desk] = with_quarters(start, first, changes(room.rules, quarters))
        found.append(Task(str(desk), made[desk], seed, room.rules.days(room.quarter)))
    return found


def _of_a_desk(decided: Decided, desk: int, quarters: int) -> list[dict[str, Decision]]:
    return [decided.get(quarter, {}).get(desk, {}) for quarter in range(1, quarters + 1)]


def used_desks(file: RoomFileOnDisk, room: Room) -> set[int]:
    """Tables at which somebody sits."""
    return {int(row["desk"]) for row in file.rows("SELECT DISTINCT desk FROM seat WHERE room = ?", room.id)}


def run(file: RoomFileOnDisk, number: int, owner: str, make: Runs | None = None) -> int:
    """Make every run a room waits for, keeping each as it is done; returns how many were made here.

    Args:
        owner: Who runs, a number of its own.
        make: How tasks are carried out; on all cores if None.
    """
    room = playing.room(file, number)
    if not lease(file, number, owner):
        return 0
    with _Holding(file, number, owner):
        done = 0
        for one in (make or _on_all_cores)(tasks(file, room, missing(file, room))):
            playing.keep_outcome(file, number, outcome_of(one, room.quarter))
            done += 1
        if room.phase == "run":
            playing.quarter_done(file, number, room.quarter)
    return done


def _on_all_cores(asked: list[Task]) -> Iterable[Finished]:
    # Never in this process: it serves the pages of a whole class meanwhile.
    return run_many(asked, max(min(cores(), len(asked)), 2))


def outcome_of(one: Finished, quarter: int) -> Outcome:
    """A finished run as a room keeps it."""
    desk = int(one.task.name)
    if one.summary is None:
        return Outcome(quarter, desk, one.task.seed, {}, one.error or "?")
    found = one.summary
    parts = {
        "indicators": dict(found.indicators),
        "funnel": {name: float(count) for name, count in found.funnel.items()},
        "requests": {name: float(count) for name, count in found.requests.items()},
        "money": dict(found.money),
    }
    return Outcome(quarter, desk, one.task.seed, parts)


def lease(file: RoomFileOnDisk, number: int, owner: str) -> bool:
    """Take, or keep, the right to run a room; False while another that lives has it."""
    now = time.time()
    with file.writing() as db:
        row = db.execute("SELECT * FROM runner WHERE room = ?", (number,)).fetchone()
        alive = row is not None and row["owner"] != owner and abs(now - row["beat"]) < LEASE_SECONDS
        if not alive:
            db.execute("INSERT OR REPLACE INTO runner VALUES (?, ?, ?)", (number, owner, now))
    return not alive


def let_go(file: RoomFileOnDisk, number: int, owner: str) -> None:
    """Give the right to run a room back."""
    with file.writing() as db:
        db.execute("DELETE FROM runner WHERE room = ? AND owner = ?", (number, owner))


class _Holding:
    """Keeps a lease while runs are made, and gives it back."""

    def __init__(self, file: RoomFileOnDisk, number: int, owner: str) -> None:
        self.of = file, number, owner
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True, name="room lease")

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()
        with suppress(OSError):
            let_go(*self.of)

    def _beat(self) -> None:
        while not self.over.wait(LEASE_SECONDS / 4):
            lease(*self.of)


def waits_for_runs(file: RoomFileOnDisk, room: Room) -> bool:
    """Whether runs are missing that the room cannot go on without: in phase `run`, and of the debrief."""
    if room.phase == "run":
        return True
    return room.phase == "debrief" and room.quarter == QUARTERS and bool(missing(file, room))


def being_run(file: RoomFileOnDisk, number: int) -> bool:
    """Whether somebody who lives runs it now."""
    row = file.one("SELECT beat FROM runner WHERE room = ?", number)
    return row is not None and abs(time.time() - row["beat"]) < LEASE_SECONDS


def progress(file: RoomFileOnDisk, room: Room) -> tuple[int, int]:
    """(runs made, runs wanted) of what the room waits for."""
    total = len(wanted(file, room))
    return total - len(missing(file, room)), total
