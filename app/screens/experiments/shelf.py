"""Which studies there are to choose from, and how far those that lie in a folder are."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ....experiments.runs.folders import data_folder
from ....experiments.studies.shelf import Kept, kept_in, shipped_studies, studied
from ....experiments.studies.status import Status
from ....experiments.studies.study_file import StudyFile
from ...jobs.handle import at_the_machine
from ...widgets.guard import fault_text, guarded
from ...widgets.language import Words
from ...widgets.plain import html, markdown
from ...widgets.rows import rows_html
from .design import show_design
from .results import show_results

STUDIES, RESULTS = "studies", "results"
"""Folders with studies: one of the data folder and, for whoever sits here, one where the server began."""


def kept_folders() -> list[str]:
    """What those folders are called on the page; no path of the machine is shown to visitors."""
    return [f"SHAPAN_DATA/{STUDIES}", *([RESULTS] if at_the_machine() else [])]


def kept_studies() -> list[Kept]:
    """Every study that lies in one of them."""
    folders = [data_folder() / STUDIES, *([Path(RESULTS)] if at_the_machine() else [])]
    return [one for folder in folders for one in kept_in(folder)]


def title_of(file: StudyFile | None, otherwise: str, say: Words) -> str:
    """What a study is called."""
    return str(file.header.title[say.language]) if file is not None else otherwise


def shown_shipped(say: Words) -> str:
    """The shipped study somebody chose."""
    files = shipped_studies()
    chosen = st.selectbox(
        say("studies.choose"), list(files), format_func=lambda one: title_of(files[one], one, say), key="study_shipped"
    )
    return str(chosen)


def shown_kept(say: Words, found: list[Kept]) -> None:
    """All of them with their state, then one in full."""
    heads = [say(f"studies.{name}") for name in ("study", "state", "done", "failed", "left", "ends")]
    rows = [line for one in found for line in _lines(say, one)]
    st.html(rows_html(say("studies.caption"), heads, rows))
    names = [f"{title_of(one.file, one.folder.name, say)} ({one.folder.name})" for one in found]
    number = st.selectbox(say("studies.choose"), range(len(found)), format_func=names.__getitem__, key="study_kept")
    one = found[int(number or 0)]
    if one.fault is not None:
        st.warning(markdown(fault_text(say, one.fault)), icon=":material/error:")
    if one.file is not None:
        show_design(say, one.file)
    for status in one.status:
        _failures(say, status)
    if one.status and any(status.done for status in one.status) and len(one.status) == 1:
        with guarded(say):
            show_results(say, studied(one.folder), one.folder.name)
    elif one.status:
        st.info(say("studies.no_results"))


def _lines(say: Words, one: Kept) -> list[list[str]]:
    """A row a folder; a row a part where it was run in parts."""
    name = title_of(one.file, one.folder.name, say)
    if not one.status:
        return [[name, say("studies.damaged"), "–", "–", "–", "–"]]
    return [[_of_part(say, name, status), *state_cells(say, status)] for status in one.status]


def _of_part(say: Words, name: str, status: Status) -> str:
    number, of = status.part
    return name if of == 1 else say("studies.of_part", name=name, number=number, of=of)


def state_cells(say: Words, status: Status) -> list[str]:
    """State, runs done, failed and left, and when it will probably be done."""
    ends = status.ends.astimezone().strftime("%Y-%m-%d %H:%M") if status.ends else "–"
    done = f"{status.done:,} / {status.asked:,}"
    return [say.shared(f"study.{status.state}", status.state), done, f"{status.failed:,}", f"{status.left:,}", ends]


def _failures(say: Words, status: Status) -> None:
    """Runs that failed, by where and why."""
    if not status.failures:
        return
    lines = "".join(
        f"<li>{html(say('studies.failed_at', n=count, stage=say.shared(f'making.{stage}', stage), error=error))}</li>"
        for (stage, error), count in status.failures.items()
    )
    st.html(f'<div class="shapan-faults"><p>{html(say("studies.failures"))}</p><ul>{lines}</ul></div>')
