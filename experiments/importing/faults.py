"""What is wrong with data of one's own: the row or feature where it is met, the fault and what mends it."""

from __future__ import annotations

import re
from typing import Any

from ..reports.wording import words
from ..runs.refusing import Refused

MOST_LETTERS = 40
DIGITS = re.compile(r"(?:\d[\s-]?){10,}[\dXx]")
Where = tuple[str, str, int]
"""File, what is counted in it (`file`, `row`, `feature`, or the name of a sheet), and the number."""


class ImportFault(Refused):
    """One fault of a file, and in how many further rows it is met.

    Attributes:
        others: Faults of other kinds in the same file.
        more: In how many further rows or features the same is wrong.
    """

    others: tuple[ImportFault, ...] = ()

    def __init__(self, code: str, at: Where, more: int = 0, /, **details: Any) -> None:
        self.code, self.at, self.more = code, at, more
        super().__init__(f"import.{code}", **details)

    def text(self, language: str = "en") -> str:
        """The whole line: file, row or feature: what is wrong; what mends it; in how many others."""
        say = words(language)
        file, counted, number = self.at
        details = {name: _masked(value) for name, value in self.details.items()}
        where = f"{file}: " if counted == "file" else f"{file}, {_place(say, counted, number)}: "
        text = where + say(self.phrase, **details) + (say("import.more", rows=self.more) if self.more else "")
        return "".join(letter if letter.isprintable() else " " for letter in text)

    def __reduce__(self) -> Any:
        return _again, (self.code, self.at, self.more, self.details)


def in_file(file: str) -> Where:
    """The place of a fault that is the whole file's."""
    return file, "file", 0


class Faults:
    """One fault a kind and column, with the number of rows that share it."""

    def __init__(self) -> None:
        self.first: dict[tuple[str, str], ImportFault] = {}

    def note(self, code: str, at: Where, **details: Any) -> None:
        """Keep the first of a kind, count the others."""
        key = code, str(details.get("column", ""))
        if key in self.first:
            self.first[key].more += 1
        else:
            self.first[key] = ImportFault(code, at, **details)

    def tell(self) -> None:
        """Raise what was noted."""
        if self.first:
            one, *others = self.first.values()
            one.others = tuple(others)
            raise one


def _place(say: Any, counted: str, number: int) -> str:
    if counted in ("row", "feature"):
        return str(say(f"import.at_{counted}", number=number))
    return str(say("import.at_sheet", sheet=counted, number=number))


def _masked(value: Any) -> Any:
    """A value as it may be shown: long numbers, which may be somebody's, without their digits."""
    if not isinstance(value, str):
        return value
    text = DIGITS.sub("…", value)
    return text if len(text) <= MOST_LETTERS or "," in text else text[: MOST_LETTERS - 1] + "…"


def _again(code: str, at: Where, more: int, details: dict[str, Any]) -> ImportFault:
    return ImportFault(code, at, more, **details)
