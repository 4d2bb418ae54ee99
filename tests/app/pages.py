"""A page opened, drawn anew and read, as tests of every page need it."""

from __future__ import annotations

from html import unescape

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from .conftest import ENTRY


def opened(address="", language="en", **query):
    """The page at an address (the home page where none is given), not drawn yet."""
    page = AppTest.from_file(ENTRY, default_timeout=90)
    if address:
        page._page_hash = calc_hash(address)
    page.query_params["lang"] = language
    for name, value in query.items():
        page.query_params[name] = value
    return page


def run(page):
    """Draw it; no part may have failed."""
    page.run()
    assert not page.exception, page.exception
    assert not page.error, [error.value for error in page.error]
    return page


def html(page):
    """What its own HTML says, as a reader sees it."""
    return unescape("\n".join(one.proto.body for one in page.get("html") if "<style>" not in one.proto.body))
