"""Shapan in the browser: `shapan app`, or `streamlit run app/main.py`. Compare is the home page."""

import streamlit as st

from shapan.app.frame import page_frame
from shapan.app.pages.compare import compare_page


def main() -> None:
    """Draw the page a person has chosen, in the language they read."""
    say = page_frame()
    page = st.Page(lambda: compare_page(say), title=say("page.tab"), url_path="home", default=True)
    st.navigation([page], position="hidden").run()


main()
