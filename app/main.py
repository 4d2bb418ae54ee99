"""Shapan in the browser: `shapan app`, or `streamlit run app/main.py`. Compare is the home page."""

import streamlit as st

from shapan.app.frame import page_frame, page_links
from shapan.app.screens.compare import compare_page
from shapan.app.screens.deliberation import deliberation_page


def main() -> None:
    """Draw the page a person has chosen, in the language they read."""
    say = page_frame()
    pages = [
        st.Page(lambda: compare_page(say), title=say("page.tab"), url_path="home", default=True),
        st.Page(lambda: deliberation_page(say), title=say("page.tab_deliberation"), url_path="deliberation"),
    ]
    chosen = st.navigation(pages, position="hidden")
    page_links(say, dict(zip(("page.compare", "page.deliberation"), pages, strict=True)), chosen)
    chosen.run()


main()
