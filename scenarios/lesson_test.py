"""The short test before and after the lessons: the same topics asked in two parallel forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .by_itself import read_whole
from .header import Header, Reader, Text, read_header
from .lessons import SHELF, pair_of, rows_of, text_of
from .reading import read_document

KIND = "lesson_test"
FORMS = ("a", "b")
FEWEST_CHOICES = 2


@dataclass(frozen=True)
class Asked:
    """One question: what is asked, what can be answered, which answer is right, and why."""

    ask: Text
    choices: tuple[Text, ...]
    right: int
    why: Text


@dataclass(frozen=True)
class LessonTest:
    """Topic -> form -> question. The forms ask for the same understanding with other facts."""

    header: Header
    topics: Mapping[str, Mapping[str, Asked]]

    def form(self, name: str) -> dict[str, Asked]:
        """Topic -> the question of a form."""
        return {topic: forms[name] for topic, forms in self.topics.items()}


@lru_cache(maxsize=1)
def shipped_test() -> LessonTest:
    """The test that is shipped."""
    return open_test(SHELF / "_test.toml")


def open_test(path: str | Path) -> LessonTest:
    """One file without a fault, or its first fault raised with the others attached."""
    return read_whole(read_document(path), KIND, read)


def read(reader: Reader) -> LessonTest | None:
    """A test, or None with every fault noted."""
    header = read_header(reader, KIND, ("topics",))
    topics: dict[str, dict[str, Asked]] = {}
    for number, row in rows_of(reader, "topics", 1):
        path = ("topics", number)
        reader.only(("id", *FORMS), row, path)
        name = reader.typed(row, "id", str, path)
        if not name:
            reader.fault("missing_key", (*path, "id"))
        topics[str(name)] = {form: _asked(reader, row, form, path) for form in FORMS}
    return None if reader.faults else LessonTest(header, topics)


def _asked(reader: Reader, row: Mapping[str, Any], form: str, above: tuple[str | int, ...]) -> Asked:
    path = (*above, form)
    found = reader.typed(row, form, dict, above)
    if found is None:
        if form not in row:
            reader.fault("missing_key", path)
        return Asked(Text(), (), 0, Text())
    reader.only(("ask", "choices", "right", "why"), found, path)
    given = reader.typed(found, "choices", list, path) or []
    choices = tuple(pair_of(reader, one, (*path, "choices", number)) for number, one in enumerate(given))
    right = found.get("right")
    if type(right) is not int or not 1 <= right <= len(choices) or len(choices) < FEWEST_CHOICES:
        reader.fault("out_of_range", (*path, "right"), {"value": right}, allowed=f"1 … {len(choices)}")
        right = 1
    return Asked(text_of(reader, found, "ask", path), choices, right - 1, text_of(reader, found, "why", path))
