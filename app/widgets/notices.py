"""What everybody should know about the state of this machine's work, at the top of each page."""

from __future__ import annotations

import streamlit as st

from ..jobs.handle import NoFolder, asker, jobs
from .guard import job_error
from .language import Words
from .plain import markdown


def show_notices(say: Words) -> None:
    """Say that a job file was damaged, or that no worker works; usually nothing."""
    for text in notices(say):
        st.warning(markdown(text), icon=":material/warning:")


def notices(say: Words) -> list[str]:
    """The same as text. A folder that cannot be used is told by the pages that need it, since others do without."""
    try:
        queue = jobs()
    except NoFolder:
        return []
    found = [job_error(say, queue.trouble)] if queue.trouble else []
    aside = queue.set_aside
    return [*found, say("job.set_aside", file=aside.name)] if aside is not None else found


def foreign_row(say: Words) -> str:
    """One line about jobs of another build among the recent ones; "" where there are none."""
    count = jobs().of_another_build(asker())
    return say("job.foreign", n=count) if count else ""
