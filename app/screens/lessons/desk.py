"""What this visitor has done in class: found again by the address, kept in the data folder at every act."""

from __future__ import annotations

import streamlit as st

from ....experiments.lessons import record
from ....experiments.lessons.record import Record
from ....experiments.lessons.sitting import Sitting
from ....experiments.runs.folders import data_folder
from ....scenarios.lesson_test import shipped_test
from ....scenarios.lessons import Lesson, shipped_lessons

CLASS, LESSON, LARGE = "class", "lesson", "large"
"""What the address says: whose record, which lesson, whether in large type."""
_FOLDER = "lessons"


def at_hand() -> Record:
    """The record this address stands for, else this visitor's, else a new one that is kept from the first act on."""
    wanted = st.query_params.get(CLASS, "")
    held: Record | None = st.session_state.get(CLASS)
    if held is None or (wanted and held.id != wanted):
        found = record.read(data_folder() / _FOLDER, wanted, shipped_lessons(), shipped_test())
        held = found or held or record.new_record()
        st.session_state[CLASS] = held
    if held.answers or held.sittings:
        st.query_params[CLASS] = held.id
    return held


def keep(held: Record) -> None:
    """Keep a changed record and let the address name it."""
    st.session_state[CLASS] = held
    record.write(data_folder() / _FOLDER, held)
    st.query_params[CLASS] = held.id


def keep_sitting(sitting: Sitting) -> None:
    """Keep a changed sitting of the record at hand."""
    keep(at_hand().with_sitting(sitting))


def chosen_lesson() -> Lesson | None:
    """The lesson in the address."""
    return shipped_lessons().get(st.query_params.get(LESSON, ""))


def go_to(lesson: str) -> None:
    """Turn the page to a lesson; to the list where none is named."""
    if lesson:
        st.query_params[LESSON] = lesson
    else:
        st.query_params.pop(LESSON, None)
