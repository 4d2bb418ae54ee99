"""Drafts that outlive their tab: kept in the data folder from the first change, and found again by the address.

The address alone says what a page shows: `job`, the comparison below, and `draft`, what has been changed since. Without
a draft the form shows what the job asked. So a reload, the browser's Back and a sent link all come to one state.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar
from uuid import uuid4

import streamlit as st

from ...experiments.runs.folders import data_folder
from ...scenarios.checking import check_value, find_parameter
from ...scenarios.library import InputFault
from ..jobs.allowed import is_label
from ..jobs.handle import ask, now_on
from ..jobs.request import Request
from .catalogue import places, policies
from .lever_form import levers

MOST_KEPT = 500
LIMITS = {"reps": (1, 200), "days": (30, 3650), "warmup": (0, 1825), "seed": (0, 1_000_000), "draws": (0, 200)}
"""Numbers of a request that a person may set, each with its smallest and largest value."""
PARAMETER = "draft"
_ID = re.compile(r"[0-9a-f]{12}")


def new_id() -> str:
    """A name nothing else has, here or in another session, so that no widget finds the value of another object."""
    return uuid4().hex[:12]


class Editable(Protocol):
    """Anything a page puts together and that comes down to a request."""

    def plain(self) -> Request:
        """The request, the same in every language."""


D = TypeVar("D", bound=Editable)


@dataclass
class Held(Generic[D]):
    """The draft a page shows.

    Attributes:
        draft: What is being put together.
        job: The job it began from.
        id: Its name in the address and in the data folder; empty while it is just what the job asked.
        ours: Whether this tab wrote it; a change to a draft that came from an address makes a new one.
        text: The request as it was kept last.
    """

    draft: D
    job: str | None
    id: str
    ours: bool
    text: str

    def keep(self) -> bool:
        """Write the draft down if it has changed, and let the address say so; whether it is safe."""
        request = self.draft.plain()
        text = request.as_text()
        if text == self.text:
            return True
        which = self.id if self.ours else new_id()
        try:
            write(which, request)
        except OSError:
            return False
        self.id, self.ours, self.text = which, True, text
        if st.query_params.get(PARAMETER) != self.id:
            st.query_params[PARAMETER] = self.id
        return True

    def ran(self, job: str) -> None:
        """It has become a job, which the address now stands for; what is changed from here on is a new draft."""
        self.job, self.id, self.ours = job, "", False
        self.text = self.draft.plain().as_text()
        turn_to(job)


def at_hand(page: str, job: str | None, asked: Request, of: Callable[[Request], D | None]) -> Held[D]:
    """The draft this address stands for: the one in memory if it is that, else from the folder, else the job's own."""
    wanted = st.query_params.get(PARAMETER, "")
    held: Held[D] | None = st.session_state.get(f"{PARAMETER}:{page}")
    if held is not None and held.id == wanted and (wanted or held.job == job):
        return held
    kept = read(wanted)
    draft = of(kept) if kept is not None else None
    if draft is None:
        if wanted:
            del st.query_params[PARAMETER]
        wanted, draft = "", of(asked)
        assert draft is not None, "a page's own job is one it can ask"
    held = st.session_state[f"{PARAMETER}:{page}"] = Held(draft, job, wanted, False, draft.plain().as_text())
    return held


def last_draft(page: str) -> str:
    """The draft that this visitor left on a page; empty where nothing was changed."""
    held: Held[Any] | None = st.session_state.get(f"{PARAMETER}:{page}")
    return held.id if held is not None else ""


def turn_to(job: str, draft: str = "") -> None:
    """Let the address stand for a job, and for a draft where one is named, in one step back for the browser."""
    others = {name: value for name, value in st.query_params.to_dict().items() if name not in ("job", PARAMETER)}
    st.query_params.from_dict(others | {"job": job} | ({PARAMETER: draft} if draft else {}))
    now_on(st.session_state.get("page", ""))


def _folder() -> Path:
    return data_folder() / "drafts"


def write(which: str, request: Request) -> None:
    """Keep a draft; the oldest go when there are very many."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{which}.{new_id()}.part"
    try:
        part.write_text(request.as_text(), encoding="utf-8")
        os.replace(part, folder / f"{which}.json")
    finally:
        part.unlink(missing_ok=True)
    with suppress(OSError):  # it is kept; whether others are tidied changes nothing about that
        for path in sorted(folder.glob("*.json"), key=_written)[:-MOST_KEPT]:
            path.unlink(missing_ok=True)


def _written(path: Path) -> float:
    """When a draft was written; one that another tab has tidied meanwhile counts as the oldest."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def read(which: str) -> Request | None:
    """A kept draft that this build can still show, or None."""
    path = _folder() / f"{which}.json"
    if not _ID.fullmatch(which) or not path.is_file():
        return None
    try:
        request = Request.from_text(path.read_text(encoding="utf-8"))
        return request if showable(request) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # gone again, or not of this build
        return None


def showable(request: Request) -> bool:
    """Whether this build knows everything in a request; levers that do not go together may still be shown."""
    numbers = [getattr(request, name) for name in LIMITS]
    if not request.columns or not all(type(one) is int and one >= 0 for one in numbers) or request.days < 1:
        return False
    branches = type(request.branch) is int and 0 <= request.branch < request.days
    if request.why or request.follow or not branches:
        return False
    known_places, known_policies = places(), policies()
    return all(
        column.place in known_places
        and column.policy in known_policies
        and is_label(column.label)
        and _moved_well(column.changes)
        for column in request.columns
    ) and _assumed_well(request.assumptions)


def _moved_well(changes: dict[str, Any]) -> bool:
    """Whether every lever moved is known and stands within its bounds."""
    known = levers()
    try:
        for name, value in changes.items():
            parameter = known[name]
            rows = value.items() if parameter.kind == "table" else [("", value)]
            if parameter.kind == "table" and set(value) != set(parameter.default):
                return False
            for row, one in rows:
                check_value(parameter, one, f"{name}.{row}" if row else name)
    except (InputFault, KeyError, TypeError, AttributeError):
        return False
    return True


def _assumed_well(assumptions: dict[str, Any]) -> bool:
    """Whether every assumption moved is known and stands within its limits."""
    try:
        for name, value in assumptions.items():
            check_value(find_parameter(name, "assumption"), value, name)
    except (InputFault, TypeError, AttributeError):
        return False
    return True


def run_draft(held: Held[Any], request: Request) -> None:
    """Hand a draft to the workers; from here on the address stands for its job."""
    held.ran(ask(request))
    st.rerun()
