"""When a part of the page breaks, the rest stays, and the person is told in their own language."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from .language import Words

log = logging.getLogger("shapan")


@contextmanager
def told(say: Words) -> Iterator[None]:
    """Say that this part failed, in one line; the details go to the server's log."""
    try:
        yield
    except Exception as fault:
        log.exception("a part of the page failed")
        st.error(say("page.fault", fault=f"{type(fault).__name__}: {fault}"), icon=":material/error:")
