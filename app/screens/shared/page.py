"""A kept comparison: what was told then, with the numbers of then, and files made of it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ....experiments.runs.refusing import Refused
from ....experiments.takeaway.brief import Brief, Section
from ....experiments.takeaway.capsule import Opened
from ....experiments.takeaway.document import docx
from ....experiments.takeaway.one_file import html as one_file
from ....experiments.takeaway.pdf import pdf, split
from ....experiments.takeaway.phrases import telling
from ....experiments.takeaway.pictures import drawn
from ....experiments.takeaway.reopening import changed
from ...jobs.shares import kept
from ...widgets.download import as_text
from ...widgets.language import Words
from ...widgets.plain import html, markdown
from ...widgets.taking import KINDS, shared

LONG = 12  # rows of a table that stands open


def shared_page(say: Words) -> bool:
    """Draw the kept comparison that the address asks for; False where it asks for none."""
    try:
        asked = shared()
    except Refused as fault:
        st.error(markdown(fault.text(say.language)), icon=":material/error:")
        return True
    if asked is None:
        return False
    which, found = asked
    if found is None:
        st.warning(say("take.unknown"), icon=":material/link_off:")
        return True
    brief = found.briefs[say.language]
    st.info(say("take.stored" if changed(found).anything else "take.stored_same"), icon=":material/inventory_2:")
    st.header(markdown(brief.title), anchor=False)
    _verdicts(brief)
    st.caption(markdown(brief.given))
    st.markdown(markdown(brief.about))
    for section in brief.sections:
        _section(say, section)
    _files(say, which, found)
    st.caption(markdown(" · ".join(brief.footer)))
    return True


def _verdicts(brief: Brief) -> None:
    boxes = []
    for one in brief.verdicts:
        first, rest = split(one.headline)
        more = "".join(f"<p>{html(line)}</p>" for line in (rest, one.luck, *one.assumptions) if line)
        marked = f'<span class="mark" aria-hidden="true">{html(one.mark)}</span> {html(first)}'
        kind = html(one.verdict)
        boxes.append(f'<div class="shapan-verdict {kind}" role="status"><p class="first">{marked}</p>{more}</div>')
    st.html("".join(boxes))


def _section(say: Words, section: Section) -> None:
    st.subheader(markdown(section.title), anchor=False, divider="gray")
    for line in section.text:
        st.markdown(markdown(line))
    if section.picture is not None:
        st.image(drawn(section.picture, "png"), width="stretch")
        st.caption(markdown(section.picture.alt))
    if section.table is not None:
        frame = pd.DataFrame(section.table.rows, columns=range(len(section.table.head)))
        frame = as_text(frame.set_axis(list(section.table.head), axis="columns"))
        if len(section.table.rows) > LONG:
            with st.expander(say("result.table")):
                st.table(frame, hide_index=True, border="horizontal")
        else:
            st.table(frame, hide_index=True, border="horizontal")
    if section.code:
        st.code(section.code, language="bash", wrap_lines=True)


def _files(say: Words, which: str, found: Opened) -> None:
    """The forms that what was told then can still be given."""
    tell, brief = telling(say.language), found.briefs[say.language]
    makers = {"docx": lambda: docx(brief), "pdf": lambda: pdf(brief)}
    makers["html"] = lambda: one_file(found.comparison, found.briefs, first=say.language)
    makers["zip"] = lambda: kept(which) or b""
    with st.container(horizontal=True, gap="small"):
        for ending, make in makers.items():
            name = f"shapan_{which}.{ending}"
            st.download_button(
                tell(f"file.{ending}"), make, name, KINDS[ending], key=f"kept:{ending}", on_click="ignore"
            )
