"""What every view of a room needs: its file, who looks, how far it is, and somebody who runs what it waits for."""

from __future__ import annotations

import logging
import threading
import time
from uuid import uuid4

import streamlit as st

from ....experiments.rooms import playing, quarters
from ....experiments.rooms.records import Caller, Room
from ....experiments.rooms.tables import RoomFileOnDisk
from ....experiments.runs.folders import data_folder
from ...jobs.handle import at_the_machine, owner
from ...widgets.language import Words

log = logging.getLogger("shapan")

ROOM, SEAT, TABLE, GUEST = "room", "seat", "table", "guest"
"""What the address says: the code of a room, the token of a seat in it, the number of a table to join, whether the
room's trainer wants to take a seat too."""
EVERY_SECONDS = 2.0
PATIENCE_SECONDS = 20.0
_OWNER = uuid4().hex
_tried: dict[int, float] = {}
_lock = threading.Lock()


@st.cache_resource(show_spinner=False)
def file_in(folder: str) -> RoomFileOnDisk:
    """The file of a data folder, opened once a server."""
    del folder
    return RoomFileOnDisk(data_folder())


def file() -> RoomFileOnDisk:
    """The file of all rooms of this machine."""
    return file_in(str(data_folder()))


def caller() -> Caller:
    """Who looks: nobody in particular where the server listens to this machine only."""
    address = str(st.context.ip_address or "local")
    return Caller(address, "" if at_the_machine() else owner())


def follow(say: Words, room: Room, *, all_of_it: bool) -> None:
    """Draw the page anew once the room has moved on, and see that what it waits for is run.

    Args:
        all_of_it: Also when others came or committed; else only when the phase turned.
    """
    with st.container():  # a place of its own: what is drawn after it keeps its number, whatever is watched
        _watch(say, room.id, _mark(room, all_of_it), all_of_it)


def _mark(room: Room, all_of_it: bool) -> tuple[object, ...]:
    ready = room.phase != "debrief" or not quarters.waits_for_runs(file(), room)
    return (room.phase, room.quarter, room.version if all_of_it else 0, ready)


@st.fragment(run_every=EVERY_SECONDS)
def _watch(say: Words, number: int, drawn: tuple[object, ...], all_of_it: bool) -> None:
    now = playing.room(file(), number)
    if _mark(now, all_of_it) != drawn:
        st.rerun()
    if now.phase not in ("run", "debrief") or not quarters.waits_for_runs(file(), now):
        return
    see_to_runs(number)
    done, total = quarters.progress(file(), now)
    st.progress(done / total if total else 1.0, text=say("rooms.running", done=done, runs=total))


def see_to_runs(number: int) -> None:
    """Run what a room waits for, in a thread of this server, unless somebody does; also after a server was killed."""
    with _lock:
        if quarters.being_run(file(), number) or time.monotonic() - _tried.get(number, -1e9) < PATIENCE_SECONDS:
            return
        _tried[number] = time.monotonic()
    threading.Thread(target=_run, args=(file(), number), daemon=True, name="room runs").start()


def _run(rooms: RoomFileOnDisk, number: int) -> None:
    try:
        quarters.run(rooms, number, _OWNER)
    except Exception:
        log.exception("a quarter could not be run")
    else:
        _tried.pop(number, None)
