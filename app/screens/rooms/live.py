"""What every view of a room needs: its file, who looks, how far it is, and somebody who runs what it waits for."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from uuid import uuid4

import streamlit as st

from ....experiments.rooms import entering, playing, quarters
from ....experiments.rooms.records import Room
from ....experiments.rooms.tables import RoomFileOnDisk
from ....experiments.rooms.warming import Warming
from ...widgets.callers import caller as caller
from ...widgets.callers import file as file
from ...widgets.language import Words
from ...widgets.plain import markdown

log = logging.getLogger("shapan")

ROOM, SEAT, TABLE, GUEST = "room", "seat", "table", "guest"
"""What the address says: the code of a room, the token of a seat in it, the number of a table to join, whether the
room's trainer wants to take a seat too."""
EVERY_SECONDS = 2.0
PEOPLE_A_SECOND = 10.0
"""So many people at a room make each of them look a second later."""
PEOPLE_A_PATIENCE = 20.0
FRESH_SECONDS = 0.5
PATIENCE_SECONDS = 20.0
_OWNER = uuid4().hex
WARMING = Warming()
WARM_ENOUGH_SECONDS = 8.0
"""So long nothing is said: where the machine code is on disk, the trainer need not hear of it."""
_STOPPED = """
if (!window.shapanLooks) {
  window.shapanLooks = { pressed: 0, at: "", since: Date.now(), other: 0 };
  setInterval(() => {
    const looks = window.shapanLooks, now = document.querySelector(".shapan-now");
    const drawn = document.querySelector(".shapan-drawn"), button = document.querySelector(".st-key-look button");
    if (!button || !drawn) { looks.since = Date.now(); looks.other = 0; return; }
    const at = now ? now.dataset.at : "";
    if (at !== looks.at) { looks.at = at; looks.since = Date.now(); }
    const fits = now && now.dataset.room === drawn.dataset.room;
    looks.other = fits ? 0 : looks.other || Date.now();
    const patience = Number(drawn.dataset.patience);
    const other = looks.other && Date.now() - looks.other > OTHER * patience;
    const stopped = other || Date.now() - looks.since > STOPPED * patience;
    if (stopped) { looks.pressed += 1; looks.since = Date.now(); looks.other = 0; button.click(); }
  }, 1500);
}
""".replace("STOPPED", "15000").replace("OTHER", "8000")
"""Presses the button once nothing was looked at for 15 seconds, or what is drawn has been another phase for 8.

Both grow with the people in the room: whole pages asked for by many at once are what stops them.
"""
_tried: dict[int, float] = {}
_at_work: set[int] = set()
"""Rooms for which a thread of this server runs, or waits until what they need is compiled."""
_lock = threading.Lock()
_seen: dict[int, tuple[float, Seen]] = {}
_looking = threading.Lock()


@dataclass(frozen=True)
class Seen:
    """What everybody who waits looks at: how far a room is.

    Attributes:
        people: How many sit in it.
        waits: Whether runs are missing that it cannot go on without.
        progress: (runs made, runs wanted); (0, 0) where it waits for none.
    """

    room: Room
    people: int
    waits: bool
    progress: tuple[int, int]


def seen(number: int, version: int) -> Seen:
    """How far a room is, looked up at most twice a second for all pages of this server together.

    Args:
        version: Of the room as the page has drawn it; nothing older is returned.
    """
    at, found = _seen.get(number, (-1e9, None))
    fresh = time.monotonic() - at <= FRESH_SECONDS or _looking.locked()  # or somebody else is just looking
    if found is not None and found.room.version >= version and fresh:
        return found
    with _looking:
        at, found = _seen.get(number, (-1e9, None))
        if found is None or found.room.version < version or time.monotonic() - at > FRESH_SECONDS:
            found = _look(number)
            _seen[number] = time.monotonic(), found
    return found


def _look(number: int) -> Seen:
    room = playing.room(file(), number)
    waits = quarters.waits_for_runs(file(), room)
    people = len(entering.seats(file(), number))
    return Seen(room, people, waits, quarters.progress(file(), room) if waits else (0, 0))


def follow(say: Words, room: Room, *, all_of_it: bool) -> None:
    """Draw the page anew once the room has moved on, and see that what it waits for is run.

    Args:
        all_of_it: Also when others came or committed, and at the trainer's pace; else only when the phase turned, and
            the more seldom the more people wait, so that a full room leaves the server time for its runs.
    """
    now = seen(room.id, room.version)
    every = EVERY_SECONDS if all_of_it else EVERY_SECONDS + now.people / PEOPLE_A_SECOND
    waits = room.phase == "run" or (room.phase == "debrief" and now.waits)
    with st.container():  # a place of its own: what is drawn after it keeps its number, whatever is watched
        st.fragment(_watch, run_every=every)(say, room, waits, all_of_it)


def look_again(say: Words) -> None:
    """A button that draws the page anew, for people, and for the script that presses it where the page has stopped."""
    st.button(say("rooms.look"), key="look", type="tertiary", icon=":material/refresh:")


def drawn_to_the_end(room: Room) -> None:
    """Say what was drawn, as the last thing of a page, and see in the browser that the page goes on being drawn.

    A server with much to do may lose a part of a page on its way, or the timer that has it looked at again: Streamlit
    clears what it has not sent yet when the next look begins.
    """
    patience = 1.0 + seen(room.id, room.version).people / PEOPLE_A_PATIENCE
    at = f"{room.phase}-{room.quarter}"
    said = f'<span class="shapan-drawn" data-room="{at}" data-patience="{patience:.1f}"></span>'
    st.html(f"{said}<script>{_STOPPED}</script>", unsafe_allow_javascript=True)


def _mark(room: Room, all_of_it: bool, *, waits: bool) -> tuple[object, ...]:
    return (room.phase, room.quarter, room.version if all_of_it else 0, waits)


def _watch(say: Words, drawn: Room, waited: bool, all_of_it: bool) -> None:
    now = seen(drawn.id, drawn.version)
    if _mark(now.room, all_of_it, waits=now.waits) != _mark(drawn, all_of_it, waits=waited):
        st.rerun()
    st.html(f'<span class="shapan-now" data-room="{drawn.phase}-{drawn.quarter}" data-at="{time.time():.1f}"></span>')
    if all_of_it or now.room.phase == "run":
        _say_warming(say, now.room.file)
    if not now.waits:
        return
    see_to_runs(drawn.id)
    done, total = now.progress
    st.progress(done / total if total else 1.0, text=say("rooms.running", done=done, runs=total))


def _say_warming(say: Words, rules: str) -> None:
    """That the model is being compiled, once after an installation; a line beside which joining goes on."""
    state = WARMING.state(rules)
    if state == "compiling":
        count, seconds = WARMING.so_far()
        if seconds > WARM_ENOUGH_SECONDS:
            st.info(
                say("rooms.warming", count=markdown(str(count)), seconds=markdown(f"{seconds:.0f}")),
                icon=":material/build:",
            )
    elif state == "failed":
        st.warning(say("rooms.warming_failed"), icon=":material/build:")


def see_to_runs(number: int) -> None:
    """Run what a room waits for, in a thread of this server, unless somebody does; also after a server was killed."""
    with _lock:
        tried_lately = time.monotonic() - _tried.get(number, -1e9) < PATIENCE_SECONDS
        if number in _at_work or tried_lately or quarters.being_run(file(), number):
            return
        _tried[number] = time.monotonic()
        _at_work.add(number)
    threading.Thread(target=_run, args=(file(), number), daemon=True, name="room runs").start()


def _run(rooms: RoomFileOnDisk, number: int) -> None:
    try:
        WARMING.wait(playing.room(rooms, number).file)
        quarters.run(rooms, number, _OWNER)
    except Exception:
        log.exception("a quarter could not be run")
    else:
        _tried.pop(number, None)
    finally:
        with _lock:
            _at_work.discard(number)
