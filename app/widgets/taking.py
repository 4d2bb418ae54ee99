"""The forms in which a comparison leaves the page; all of them are made where the command line makes them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from ...experiments.takeaway.capsule import Opened, capsule, opened
from ...experiments.takeaway.edited import Edited, read_workbook
from ...experiments.takeaway.forms import ENDINGS, FOR_READING, made
from ...experiments.takeaway.phrases import telling
from ...experiments.takeaway.taken import Taken
from ..jobs import shares
from ..jobs.allowed import check
from ..jobs.handle import asker
from ..jobs.request import Column, Request
from ..jobs.result import Finding
from ..jobs.work import scenario_of
from .catalogue import baseline_values, command_line
from .drafts import PARAMETER, new_id, write
from .language import Words

SHARED = "s"
"""Name in the address of a kept comparison."""
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "png": "image/png",
    "svg": "image/svg+xml",
}
FIRST = ("docx", "pdf", "html", "xlsx", "zip")
"""Forms that stand first; the others are for those who reckon on."""
LONGEST_NAME = 60


def taken_of(request: Request, finding: Finding, names: Sequence[str]) -> Taken:
    """A finished comparison of the page, as it is taken away.

    Args:
        finding: Its scenarios bear `names` already.
    """
    scenarios = [scenario_of(column, request.assumptions) for column in request.columns]
    return Taken(
        comparison=finding.comparison,
        scenarios=dict(zip(names, scenarios, strict=True)),
        days=request.days,
        warmup=request.warmup,
        draws=request.draws,
        branch=request.branch,
        command=command_line(request),
        residents=finding.residents,
        communities=finding.communities,
        cards=finding.cards,
        daily=finding.daily,
    )


def file_name(taken: Taken, ending: str) -> str:
    """Two policies, place and ending: letters that every system takes in a file's name."""
    said = [one.policy_id for one in list(taken.scenarios.values())[:2]]
    text = "_".join(["shapan", *said, taken.scenarios[taken.baseline].place_id])
    return f"{re.sub(r'[^0-9A-Za-z_]+', '_', text)[:LONGEST_NAME]}.{ending}"


def downloads(say: Words, taken: Taken, key: str) -> None:
    """A button a form; a file is made when its button is pressed."""
    tell, known = telling(say.language), FOR_READING if taken.branch else ENDINGS
    first = tuple(one for one in FIRST if one in known)
    for row in (first, tuple(one for one in known if one not in first)):
        with st.container(horizontal=True, gap="small"):
            for ending in row:
                button(
                    tell(f"file.{ending}"), lambda ending=ending: made(taken, ending, say.language), taken, ending, key
                )


def button(label: str, make: Callable[[], bytes], taken: Taken, ending: str, key: str) -> None:
    """One form as a button."""
    st.download_button(
        label, make, file_name(taken, ending), KINDS[ending], key=f"take:{ending}:{key}", on_click="ignore"
    )


def share(taken: Taken) -> str:
    """Keep the comparison under a short link and return its id."""
    return shares.keep(capsule(taken), asker())


def received(name: str, content: bytes) -> str:
    """Turn the address to what somebody brought: a capsule is kept and shown, a workbook becomes a draft.

    Returns:
        The id in the address; the page is drawn again by the caller.

    Raises:
        Refused, InputFault: What is wrong with it.
    """
    if name.lower().endswith(".xlsx"):
        return _draft(name, content)
    opened(content, name[:LONGEST_NAME])
    which = shares.keep(content, asker())
    st.query_params.from_dict({"lang": st.query_params.get("lang", "zh"), SHARED: which})
    return which


def _draft(name: str, content: bytes) -> str:
    with tempfile.TemporaryDirectory(prefix="shapan-book-") as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(content)
        found = read_workbook(path, name[:LONGEST_NAME])
    which = new_id()
    write(which, request_of(found))
    st.query_params.from_dict({"lang": st.query_params.get("lang", "zh"), PARAMETER: which})
    return which


def request_of(found: Edited) -> Request:
    """What an edited workbook asks for, as the page asks it.

    Raises:
        InputFault: Nobody may ask this.
        Refused: Its worlds were drawn anew with every seed, which the page does not do.
    """
    columns = tuple(
        Column(label, policy, found.place, _whole_tables(policy, found.place, changes))
        for label, policy, changes in zip(found.names, found.policies, found.changes, strict=True)
    )
    numbers = found.numbers
    found.check_drawn_once()
    asked = {"reps": numbers["pairs"], "draws": numbers["draws"]} | {one: numbers[one] for one in ("days", "warmup")}
    assumed = dict(sorted(found.assumptions.items()))
    return check(Request(columns, seed=numbers["first_seed"], assumptions=assumed, **asked))


def _whole_tables(policy: str, place: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as drafts have them: a lever that is a table is changed whole."""
    baseline, found = baseline_values(policy, place), {}
    for key, value in changes.items():
        if key in baseline:
            found[key] = value
            continue
        table, _, row = key.rpartition(".")
        found.setdefault(table, dict(baseline[table]))[row] = value
    return found


def shared() -> tuple[str, Opened | None] | None:
    """The kept comparison that the address asks for: its id, and what it holds or None; None where it asks for none."""
    which = st.query_params.get(SHARED)
    if which is None:
        return None
    content = shares.kept(which)
    return which, None if content is None else opened(content, which)
