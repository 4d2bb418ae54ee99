"""What stands round every page: style, title, the language switch and the way to the other pages."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from ..jobs.handle import OWNER, at_the_machine, last_job, now_on, owner
from ..jobs.signed_in import signed_in_id
from .drafts import PARAMETER, last_draft
from .language import LANGUAGES, Words

PAGES = "shapan_pages"
_HERE = Path(__file__).parents[1]
_SCRIPT = """
window.shapanSaid = SAID;
(() => {
  const name = () => {
    const said = window.shapanSaid;
    if (document.documentElement.lang !== said.lang) document.documentElement.lang = said.lang;
    document.querySelectorAll("[data-testid=stFileUploaderDropzone] button").forEach((button) => {
      if (button.getAttribute("aria-label") !== said.browse) button.setAttribute("aria-label", said.browse);
    });
    document.querySelectorAll(".vega-embed summary").forEach((menu) => {
      if (menu.getAttribute("aria-label") !== said.chart) menu.setAttribute("aria-label", said.chart);
    });
  };
  name();
  const owner = window.shapanSaid.owner;
  if (owner) document.cookie = `${owner.name}=${owner.id}; path=/; max-age=31536000; SameSite=Strict`;
  if (!window.shapanNames) {
    window.shapanNames = new MutationObserver(name);
    window.shapanNames.observe(document.body, { childList: true, subtree: true });
  }
})();
"""
"""What Streamlit cannot be told: the language of the page, and names of the button of the field for files, whose own
word is English and hidden, and of the menus of charts; over a network also the number by which a browser finds its own
scenarios and jobs after a reload. Nothing of what people write comes in here."""


@lru_cache(maxsize=1)
def _style() -> str:
    return (_HERE / "style.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _icon() -> str:
    """The picture in the tab as an address of its own: a file would be read and made anew at every turn."""
    return f"data:image/png;base64,{b64encode((_HERE / 'icon.png').read_bytes()).decode()}"


def page_frame() -> Words:
    """Draw the frame and return the words of the language that the address stands for."""
    language = _language_of_address()
    say = Words(language)
    st.set_page_config(page_icon=_icon(), layout="wide")
    said = {
        "lang": "zh-CN" if language == "zh" else "en",
        "browse": say("votes.browse"),
        "chart": say("chart.save"),
        "owner": _new_owner(),
    }
    script = f"<script>{_SCRIPT.replace('SAID', json.dumps(said))}</script>"
    st.html(f"<style>{_style()}</style>{script}", unsafe_allow_javascript=True)
    title, switch = st.columns([4, 1], vertical_alignment="center")
    followed = _follow_address(language)

    def switched() -> None:
        """Keep the choice in the address, so that a reload or a sent link opens in the same language."""
        st.query_params["lang"] = st.session_state["switched_to"] = st.session_state["language"]

    with switch, st.container(horizontal_alignment="right"):
        st.segmented_control(
            f"{Words('zh')('page.language')} / {Words('en')('page.language')}",
            list(LANGUAGES),
            default=None if followed else language,
            format_func=LANGUAGES.__getitem__,
            key="language",
            label_visibility="collapsed",
            required=True,
            on_change=switched,
        )
    with title:
        st.title(say("page.title"), anchor=False)
        st.html(f'<p class="shapan-subtitle">{say("page.subtitle")}</p>')
    return say


def _new_owner() -> dict[str, str] | None:
    """What a browser keeps of a visit over a network; nothing where it has it, or sits at the machine."""
    if signed_in_id() is not None:  # the provider knows them; a browser shared with others shall not
        return None
    known = owner()
    return None if at_the_machine() or st.context.cookies.get(OWNER) == known else {"name": OWNER, "id": known}


def _follow_address(language: str) -> bool:
    """Move the switch where the browser's Back has changed the address; it stands on every page, so it is there."""
    if st.session_state.setdefault("switched_to", language) == language:
        return False
    st.session_state["switched_to"] = st.session_state["language"] = language
    return True


def page_links(say: Words, pages: Mapping[str, Any], chosen: Any) -> None:
    """The way to every page; language and the job and the draft last looked at there go along in the address."""
    now_on(chosen.url_path)
    st.session_state[PAGES] = dict(pages)
    with st.container(horizontal=True, gap="small", key="pages"):
        for key, page in pages.items():
            found = {"lang": say.language, "job": last_job(page.url_path), PARAMETER: last_draft(page.url_path)}
            st.page_link(page, label=say(key), query_params={name: one for name, one in found.items() if one})


def go_to(say: Words, page: str, job: str) -> None:
    """Turn to another page, on a job.

    Args:
        page: As the links above every page name it, such as `page.compare`.
    """
    st.switch_page(st.session_state[PAGES][page], query_params={"lang": say.language, "job": job})


def _language_of_address() -> str:
    """What the address says, else what the browser prefers."""
    chosen = st.query_params.get("lang")
    if chosen in LANGUAGES:
        return str(chosen)
    return "zh" if str(st.context.locale or "").lower().startswith("zh") else "en"
