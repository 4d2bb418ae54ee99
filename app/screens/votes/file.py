"""A vote on projects as somebody hands it in: the file, what is wrong with it, and whether a page can count it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from ....experiments.votes.count import Count, count
from ....experiments.votes.pabulib import PbFile
from ....experiments.votes.pabulib_read import PbFault, faults, parse

MOST_MB = 5
MOST_BYTES = MOST_MB * 1024 * 1024
MOST_TAKEN_MB = 50  # taken in, to be refused with the command that counts it
MOST_CELLS = 5_000_000  # votes times projects; as many take about two seconds to count
MOST_FAULTS = 12
_EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True, slots=True)
class Handed:
    """A file in memory; it is never written anywhere.

    Attributes:
        name: What the person's machine calls it.
        content: Its bytes; none of them are kept of a file that is too large for a page.
        invented: Whether it is our own example.
        too_large: Whether it has more bytes than a page counts.
    """

    name: str
    content: bytes = field(repr=False)
    invented: bool = False
    too_large: bool = False

    @staticmethod
    def of(name: str, content: bytes) -> Handed:
        """What came through the field of the page."""
        return Handed(name, content) if len(content) <= MOST_BYTES else Handed(name, b"", too_large=True)


@dataclass(frozen=True, slots=True)
class Read:
    """What reading gave: a file in order, or what is wrong with it.

    Attributes:
        file: The file, if it is in order.
        wrong: Its faults from top to bottom, one more than a page shows if there are more.
    """

    file: PbFile | None
    wrong: tuple[PbFault, ...] = ()


def example(language: str) -> Handed:
    """An invented vote of 60 people; the same votes in both languages."""
    path = _EXAMPLES / f"votes_{language}.pb"
    return Handed(path.name, path.read_bytes(), invented=True)


@st.cache_resource(show_spinner=False, max_entries=8)
def read(content: bytes, name: str) -> Read:
    """Read what was handed in."""
    try:
        return Read(parse(content, name))
    except PbFault:
        return Read(None, tuple(faults(content, name, MOST_FAULTS + 1)))


@st.cache_resource(show_spinner=False, max_entries=16)
def counted(content: bytes, name: str, rules: tuple[str, ...]) -> Count:
    """Count a file that is in order; the same file under the same rules is counted once."""
    return count(parse(content, name), rules)


def too_large(file: PbFile) -> bool:
    """Whether counting would keep everybody on this page waiting."""
    return len(file.votes.rows) * len(file.projects.rows) > MOST_CELLS


def command(name: str, rules: tuple[str, ...]) -> str:
    """The command that counts the same on the command line, which takes files of any size."""
    return " ".join(["shapan", "ballot", shlex.quote(name), *(f"--rule {rule}" for rule in rules)])
