"""The page's one handle on work, and what identifies this visitor."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import streamlit as st

from ...experiments.runs.folders import can_write, data_folder
from .jobs import Jobs
from .request import Request
from .signed_in import signed_in_id

OWNER = "shapan_owner"
"""Name of the cookie, and of the entry in the session, that say whose jobs are whose beyond a reload."""
_ID = re.compile(r"[0-9a-f]{16,64}")
_LOOPBACK = ("localhost", "127.", "::1")


class NoFolder(OSError):
    """The data folder cannot be used, so that nothing can be asked; `folder` and `why` say which and why."""

    def __init__(self, folder: Path, why: str) -> None:
        self.folder, self.why = folder, why
        super().__init__(f"{folder}: {why}")


@st.cache_resource(show_spinner=False)
def jobs() -> Jobs:
    """One queue for all sessions of this server; unfinished work of a killed server goes on when it opens.

    Raises:
        NoFolder: There is no folder to keep jobs in; asking again later tries again.
    """
    folder = data_folder()
    try:
        return Jobs(folder)
    except OSError as fault:
        raise NoFolder(folder, can_write(folder) or fault.strerror or str(fault)) from fault


def session() -> str:
    """Who asks, so that the workers are shared fairly; a reload makes a new one."""
    if "session" not in st.session_state:
        st.session_state["session"] = uuid4().hex
    return str(st.session_state["session"])


def owner() -> str:
    """Whose jobs these are: who has signed in, else what the browser kept since an earlier visit, else this session."""
    signed = signed_in_id()
    if signed is not None:
        return signed
    for kept in (st.session_state.get(OWNER), st.context.cookies.get(OWNER)):
        if isinstance(kept, str) and _ID.fullmatch(kept):
            return kept
    return session()


def at_the_machine() -> bool:
    """Whether whoever looks sits at this machine: the server listens to nobody else."""
    return str(st.get_option("server.address") or "").startswith(_LOOPBACK)


def asker() -> str | None:
    """Who may see and stop which jobs, as `Jobs.recent` and `Jobs.cancel` take it: None for whoever sits here.

    Whoever has signed in has their own, also where the server listens to this machine alone: behind a relay all do.
    """
    return None if at_the_machine() and signed_in_id() is None else owner()


MOST_UNDER_WAY = 3
"""Comparisons a visitor may have under way at once, so that nobody fills the queue for all others."""


def ask(request: Request) -> str:
    """Hand what a person asks to the workers and return the job's id; whoever sits here may ask as much as they like.

    Raises:
        InputFault: Nobody may ask this.
        TooMany: This visitor has as many under way as they may, or all visitors together.
    """
    return jobs().submit(request, session(), owner(), None if at_the_machine() else MOST_UNDER_WAY)


SAME_JOB = {"money": "", "map": ""}
"""Pages that tell the comparison of another page; the page Compare has the empty address."""


def now_on(page: str) -> None:
    """Which page this visitor looks at; each remembers its own job, or shares that of another page."""
    st.session_state["page"] = page
    job = shown_job()
    if job:
        st.session_state[_memory(page)] = job


def last_job(page: str) -> str | None:
    """The job this visitor last looked at on a page."""
    return st.session_state.get(_memory(page))


def _memory(page: str) -> str:
    return f"job:{SAME_JOB.get(page, page)}"


def shown_job() -> str | None:
    """The comparison this address stands for."""
    return st.query_params.get("job")


def show_job(job: str) -> None:
    """Put a comparison into the address, so that a reload or a second tab finds it."""
    st.query_params["job"] = job
    st.session_state[_memory(st.session_state.get("page", ""))] = job


def start(request: Request) -> None:
    """Hand the request to the workers and turn the page to it."""
    show_job(ask(request))
    st.rerun()
