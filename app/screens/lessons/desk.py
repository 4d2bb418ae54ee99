"""What this visitor has done in class: found again by the address, kept in the data folder at every act."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ....experiments.lessons import record
from ....experiments.lessons.record import Record
from ....experiments.lessons.sitting import Sitting
from ....experiments.rooms.guard import check_tries, refuse
from ....experiments.runs.folders import data_folder
from ....scenarios.lesson_test import shipped_test
from ....scenarios.lessons import Lesson, shipped_lessons
from ...jobs.handle import at_the_machine
from ...widgets.callers import caller, file

CLASS, LESSON, LARGE = "class", "lesson", "large"
"""What the address says: whose record, which lesson, whether in large type."""
KEYS = "class_keys"
"""In the session: record -> its key, shown in the visit only in which the record was begun."""


def _folder() -> Path:
    return data_folder() / "lessons"


def at_hand() -> Record:
    """The record this address stands for, else this visitor's, else a new one that is kept from the first act on."""
    wanted = st.query_params.get(CLASS, "")
    held: Record | None = st.session_state.get(CLASS)
    if held is None or (wanted and held.id != wanted):
        found = record.read(_folder(), wanted, shipped_lessons(), shipped_test())
        held = found or held or _begun()
        st.session_state[CLASS] = held
    if held.answers or held.sittings:
        st.query_params[CLASS] = held.id
    return held


def _begun() -> Record:
    return _with_key(*record.new_record(caller().device))


def _with_key(made: Record, key: str) -> Record:
    st.session_state.setdefault(KEYS, {})[made.id] = key
    return made


def is_ours(held: Record) -> bool:
    """Whether what is done here goes into the record: it was begun in this browser, or its key was shown in it.

    On a server that listens to this machine only, whoever sits at it is the trainer.
    """
    return at_the_machine() or held.written_by(caller().device)


def keep(held: Record) -> None:
    """Keep a changed record and let the address name it; one of another browser stays, and a copy is kept."""
    if not is_ours(held):
        held = _with_key(*held.copied(caller().device))
    st.session_state[CLASS] = held
    record.write(_folder(), held)
    st.query_params[CLASS] = held.id


def keep_sitting(sitting: Sitting) -> None:
    """Keep a changed sitting of the record at hand."""
    keep(at_hand().with_sitting(sitting))


def show_key(key: str) -> None:
    """Let this browser write into the record at hand.

    Raises:
        Refused: It is not its key, or there were too many tries; both are noted.
    """
    held = at_hand()
    check_tries(file(), caller())
    if not held.opens(key):
        refuse(file(), "key", caller(), "lesson.wrong_key")
    now = record.read(_folder(), held.id, shipped_lessons(), shipped_test()) or held
    keep(now.with_device(caller().device))


def begin_afresh() -> None:
    """Leave the record of the address for a new one; the lesson stays."""
    st.session_state[CLASS] = _begun()
    st.query_params.pop(CLASS, None)


def key_at_hand() -> str | None:
    """The key of the record at hand, in the visit in which it was begun; None while nothing is kept of it."""
    held = at_hand()
    found = st.session_state.get(KEYS, {}).get(held.id)
    return str(found) if found and (held.answers or held.sittings) else None


def chosen_lesson() -> Lesson | None:
    """The lesson in the address."""
    return shipped_lessons().get(st.query_params.get(LESSON, ""))


def go_to(lesson: str) -> None:
    """Turn the page to a lesson; to the list where none is named."""
    if lesson:
        st.query_params[LESSON] = lesson
    else:
        st.query_params.pop(LESSON, None)
