"""Numbers in the ODD that somebody typed: in no generated table, between no marks of a figure, in no equation.

Nothing compares them with the model, so each may be of a build long gone. They are listed and counted, no more: most
are settings that a sentence names, and the rest waits to be put between marks (`figures.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .figures import MARK as FIGURE
from .odd_parameters import MARK as TABLE

SECTIONS = ("7", "8")
HEADING = re.compile(r"^##+ (?P<number>\d+(?:\.\d+)?)[. ]", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
NAMED = re.compile(
    r"\b(?:S|B|GR|R-|V-|SZ-|GD-|OR-|YT-|SU-)\d[\d.]*"  # rows of the evidence
    r"|\b(?:[Ss]ections?|[Dd]ecisions?|et al\.|[Ss]eeds?) \d[\d.]*(?:(?: to |–|, | and )\d[\d.]*)*"
    r"|\b7\.\d{1,2}\b"  # submodels
    r"|\b20\d\d-\d\d-\d\d\b"
)
NUMBER = re.compile(r"(?<![\w.])[+−-]?\d+(?:,\d{3})*(?:\.\d+)?(?:/\d+)?(?!\w)")


@dataclass(frozen=True)
class Typed:
    """One number somebody typed: in which line of the page, in which section, and the words around it."""

    line: int
    section: str
    number: str
    around: str


def blanked(page: str) -> str:
    """The page with everything that is compared elsewhere, or names something, turned into blanks; lines stay lines."""
    for pattern in (TABLE, FENCED, FIGURE, CODE, LINK, NAMED):
        page = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), page)
    return page


def typed_numbers(page: str) -> Iterator[Typed]:
    """Every number typed in the sections that are looked at, in order."""
    text, section, original = blanked(page), "", page.splitlines()
    for place, line in enumerate(text.splitlines()):
        heading = HEADING.match(original[place])
        if heading:
            section = heading["number"]
        if heading or section.partition(".")[0] not in SECTIONS:
            continue
        for match in NUMBER.finditer(line):
            around = original[place][max(match.start() - 30, 0) : match.end() + 30].strip()
            yield Typed(place + 1, section, match[0], around)
