"""A brief as PDF, set in this process by typst with the fonts that come along and no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from .brief import Brief, Section
from .phrases import telling
from .pictures import FONTS, drawn

TEMPLATE = Path(__file__).parent / "brief.typ"
LONGEST_FOOT = 120


def pdf(brief: Brief) -> bytes:
    """The brief as a PDF file."""
    return _set(brief, "pdf")


def pages(brief: Brief) -> list[bytes]:
    """The same pages as PNG pictures."""
    found = _set(brief, "png")
    return found if isinstance(found, list) else [found]


def _set(brief: Brief, form: Literal["pdf", "png"]) -> Any:
    import typst

    said = json.dumps(_said(brief), ensure_ascii=False)
    how: dict[str, Any] = {"font_paths": [str(FONTS)], "ignore_system_fonts": True}
    how |= {"ppi": 110} if form == "png" else {}
    return typst.compile(TEMPLATE, root=str(TEMPLATE.parent), format=form, sys_inputs={"brief": said}, **how)


def _said(brief: Brief) -> dict[str, Any]:
    """The brief with its pictures drawn and its first sentences apart."""
    plain = brief.plain()
    for one in plain["verdicts"]:
        one["first"], one["rest"] = split(one["headline"])
    for section, said in zip(brief.sections, plain["sections"], strict=True):
        said["bare"] = tabled_in_picture(section)
        if section.picture is not None:
            said["picture"]["svg"] = drawn(section.picture, "svg").decode("utf-8")
    foot = brief.title if len(brief.title) <= LONGEST_FOOT else brief.title[: LONGEST_FOOT - 1] + "…"
    return {**plain, "page": telling(brief.language).phrases["brief.page"], "foot": foot}


def tabled_in_picture(section: Section) -> bool:
    """Whether two pages can do without a table, since its picture bears every number of it."""
    return section.picture is not None and section.picture.kind == "funnel" and _labelled(section)


def _labelled(section: Section) -> bool:
    assert section.picture is not None
    shares = section.picture.data["shares"].values()
    return all(value >= 0.04 for one in shares for value in one.values())


def split(text: str) -> tuple[str, str]:
    """The first sentence and the rest."""
    for stop in ("。", ". "):
        head, found, tail = text.partition(stop)
        if found and tail:
            return f"{head}{found.strip()}", tail.strip()
    return text, ""
