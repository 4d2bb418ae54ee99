"""The bench behind `docs/performance.md`, as `shapan reproduce` asks for it: of which model, how to measure anew."""

from __future__ import annotations

import json
from typing import Any

from ..machine import performance_page
from .marked_tables import UNKNOWN
from .model_mark import model_mark
from .runs_behind import Runs, Study

MINUTES = 45.0
"""About how long the whole bench takes, which cannot be stopped half-way."""


def _stored() -> dict[str, Any]:
    """What was measured last; nothing where nothing was."""
    file = performance_page.measured()
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def _marks() -> set[str]:
    return {str(found.get("model", UNKNOWN))} if (found := _stored()) else set()


def _runs() -> Runs:
    there = _marks() == {model_mark()}
    return Runs(1, 0 if there else 1, 0.0 if there else MINUTES)


def _make(minutes: float | None) -> None:
    del minutes  # one piece
    performance_page.main(["run", "--model", model_mark()])


def performance_page_made() -> str | None:
    """The page as the last bench tells it; None where none was kept."""
    return performance_page.page(found) if (found := _stored()) else None


PERFORMANCE = Study(_marks, _runs, _make, in_one=True)
