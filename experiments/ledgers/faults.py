"""What is wrong with a ledger: one line a kind of fault, with the row where it is met first."""

from __future__ import annotations

from typing import Any

from ..reports.wording import words
from ..runs.refusing import Refused

MOST_LETTERS = 60


class LedgerFault(Refused):
    """What is wrong with a file, and on which line.

    Attributes:
        others: Faults of other kinds in the same file.
        more: In how many further rows the same is wrong.
    """

    others: tuple[LedgerFault, ...] = ()

    def __init__(self, code: str, at: tuple[str, int | None] = ("", None), more: int = 0, /, **details: Any) -> None:
        self.code, self.at, self.more = code, at, more
        super().__init__(f"ledger.{code}", **details)

    def text(self, language: str = "en") -> str:
        """The whole line: file:line: what; in how many other rows."""
        say = words(language)
        file, line = self.at
        text = (f"{file}:{line}: " if line else f"{file}: ") + say(
            self.phrase, **{name: _cut(value) for name, value in self.details.items()}
        )
        text += say("ledger.more", rows=self.more) if self.more else ""
        return "".join(letter if letter.isprintable() else " " for letter in text)

    def __reduce__(self) -> Any:
        return _again, (self.code, self.at, self.more, self.details)


class Faults:
    """One fault a kind, with the number of rows that share it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.first: dict[str, LedgerFault] = {}

    def note(self, code: str, line: int, **details: Any) -> None:
        """Keep the first of a kind, count the others."""
        if code in self.first:
            self.first[code].more += 1
        else:
            self.first[code] = LedgerFault(code, (self.file, line), **details)

    def tell(self) -> None:
        """Raise what was noted."""
        if self.first:
            one, *others = sorted(self.first.values(), key=lambda fault: fault.at[1] or 0)
            one.others = tuple(others)
            raise one


def _again(code: str, at: tuple[str, int | None], more: int, details: dict[str, Any]) -> LedgerFault:
    return LedgerFault(code, at, more, **details)


def _cut(value: Any) -> Any:
    return value if not isinstance(value, str) or len(value) <= MOST_LETTERS else value[: MOST_LETTERS - 1] + "…"
