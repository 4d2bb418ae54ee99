"""When a part of the page breaks, the rest stays, and the person is told in their own language."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ...experiments.runs.refusing import Refused
from ...scenarios.faults import InputFault
from ..jobs.handle import NoFolder, jobs
from ..jobs.request import Request
from ..jobs.store import TooMany
from .language import Words
from .plain import markdown

log = logging.getLogger("shapan")

_OF_A_RUN = re.compile(r"(\d{1,3}):(\d{1,20}): (.*)", re.DOTALL)


@contextmanager
def guarded(say: Words) -> Iterator[None]:
    """Say that this part failed, in one line; the details go to the server's log."""
    try:
        yield
    except TooMany as fault:
        st.warning(markdown(fault_text(say, fault)), icon=":material/hourglass_disabled:")
    except Exception as fault:
        log.exception("a part of the page failed")
        st.error(markdown(fault_text(say, fault)), icon=":material/error:")


def fault_text(say: Words, fault: Exception) -> str:
    """What went wrong, for whoever looks at the page: never a path or a line of somebody else's file.

    It may hold what people wrote, letter by letter; whoever shows it escapes it.
    """
    if isinstance(fault, NoFolder):
        return say("job.no_folder", folder=fault.folder, why=fault.why)
    if isinstance(fault, (InputFault, Refused)):
        return say("choose.fault", fault=fault.text(say.language))
    if isinstance(fault, TooMany):
        return say("job.full" if fault.of_all else "job.too_many", n=fault.most)
    if isinstance(fault, sqlite3.OperationalError):
        return job_error(say, f"job.no_queue|{fault}")
    return say("page.fault", fault=type(fault).__name__)


def job_error(say: Words, error: str | None) -> str:
    """Why a job ended, in words where it is one of the reasons this house gives ("word|detail"), else as it stands.

    What stands may be anybody's words, so whoever shows it escapes it.
    """
    word, _, detail = (error or "?").partition("|")
    text = say.get(word, "") if word.startswith("job.") else ""
    return text.format(why=run_error(say, detail) if detail else "?") if text else (error or "?")


def run_error(say: Words, line: str) -> str:
    """Which run failed and why, of a line "column:seed: why"; of any other, what `job_error` makes of it."""
    found = _OF_A_RUN.fullmatch(line)
    if found is None:
        return job_error(say, line)
    return say("run.one_failed", scenario=int(found[1]) + 1, seed=found[2], error=job_error(say, found[3]))


def refused(say: Words, request: Request) -> str | None:
    """Why nobody may ask this, in words that may hold what people wrote; None where it may be asked."""
    try:
        jobs().work.keys_of_runs(jobs().work.check(request))
    except InputFault as fault:
        return fault_text(say, fault)
    return None
