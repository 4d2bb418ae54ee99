"""When a part of the page breaks, the rest stays, and the person is told in their own language."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ..experiments.refusing import Refused
from ..scenarios.faults import InputFault
from .door import DoorShut
from .language import Words

log = logging.getLogger("shapan")


@contextmanager
def told(say: Words) -> Iterator[None]:
    """Say that this part failed, in one line; the details go to the server's log."""
    try:
        yield
    except Exception as fault:
        log.exception("a part of the page failed")
        st.error(fault_text(say, fault), icon=":material/error:")


def fault_text(say: Words, fault: Exception) -> str:
    """What went wrong, for whoever looks at the page: never a path or a line of somebody else's file."""
    if isinstance(fault, DoorShut):
        return say("job.no_folder", folder=fault.folder, why=fault.why)
    if isinstance(fault, (InputFault, Refused)):
        return say("choose.fault", fault=fault.text(say.language))
    if isinstance(fault, sqlite3.OperationalError):
        return job_error(say, f"job.no_queue|{fault}")
    return say("page.fault", fault=type(fault).__name__)


def job_error(say: Words, error: str | None) -> str:
    """Why a job ended, in words where it is one of the reasons this house gives ("word|detail"), else as it stands."""
    word, _, detail = (error or "?").partition("|")
    text = say.get(word, "") if word.startswith("job.") else ""
    return text.format(why=detail or "?") if text else (error or "?")
