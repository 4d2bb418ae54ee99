"""The page's one handle on work, and what identifies this visitor."""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from ..experiments.folders import data_folder
from .jobs import Jobs


@st.cache_resource(show_spinner=False)
def door() -> Jobs:
    """One door for all sessions of this server; unfinished work of a killed server goes on when it opens."""
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return Jobs(folder)


def session() -> str:
    """Who asks, so that the workers are shared fairly; a reload makes a new one."""
    if "session" not in st.session_state:
        st.session_state["session"] = uuid4().hex
    return str(st.session_state["session"])


SAME_JOB = {"money": ""}
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
