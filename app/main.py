"""Shapan in the browser: `shapan app`, or `streamlit run app/main.py`. Compare is the home page."""

import streamlit as st

from shapan.app.screens.compare.page import compare_page
from shapan.app.screens.deliberation.page import deliberation_page
from shapan.app.screens.evidence.page import evidence_page
from shapan.app.screens.experiments.page import experiments_page
from shapan.app.screens.lessons.page import lessons_page
from shapan.app.screens.map.page import map_page
from shapan.app.screens.money.page import money_page
from shapan.app.screens.rooms.page import rooms_page
from shapan.app.screens.shared.page import shared_page
from shapan.app.screens.story.page import story_page
from shapan.app.screens.votes.page import elections_page
from shapan.app.widgets.entrance import entered
from shapan.app.widgets.frame import page_frame, page_links
from shapan.app.widgets.guard import guarded
from shapan.app.widgets.notices import show_notices
from shapan.app.widgets.signing import may_go_on


def main() -> None:
    """Draw the page a person has chosen, in the language they read."""
    say = page_frame()
    pages = [
        st.Page(lambda: compare_page(say), title=say("page.tab"), url_path="home", default=True),
        st.Page(lambda: deliberation_page(say), title=say("page.tab_deliberation"), url_path="deliberation"),
        st.Page(lambda: elections_page(say), title=say("page.tab_elections"), url_path="elections"),
        st.Page(lambda: map_page(say), title=say("page.tab_map"), url_path="map"),
        st.Page(lambda: money_page(say), title=say("page.tab_money"), url_path="money"),
        st.Page(lambda: lessons_page(say), title=say("page.tab_lessons"), url_path="lessons"),
        st.Page(lambda: rooms_page(say), title=say("page.tab_rooms"), url_path="rooms"),
        st.Page(lambda: story_page(say), title=say("page.tab_story"), url_path="story"),
        st.Page(lambda: experiments_page(say), title=say("page.tab_experiments"), url_path="experiments"),
        st.Page(lambda: evidence_page(say), title=say("page.tab_evidence"), url_path="evidence"),
    ]
    chosen = st.navigation(pages, position="hidden")
    if not entered(say) or not may_go_on(say):
        return
    names = (
        "compare",
        "deliberation",
        "elections",
        "map",
        "money",
        "lessons",
        "rooms",
        "story",
        "experiments",
        "evidence",
    )
    links = [f"page.{name}" for name in names]
    page_links(say, dict(zip(links, pages, strict=True)), chosen)
    with guarded(say):
        show_notices(say)
    with guarded(say):
        if not shared_page(say):
            chosen.run()


main()
