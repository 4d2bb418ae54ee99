"""What is wrong with a file of votes on projects: one line that says where, what is allowed and what was meant."""

from __future__ import annotations

from typing import Any

from ..reports.wording import words
from ..runs.refusing import Refused

IN_WORDS = "pb.allow_"  # what is allowed may be said in words, which differ from language to language


class PbFault(Refused):
    """What is wrong with a file, and on which line.

    Attributes:
        others: More of the same kind, from rows further down.
    """

    others: tuple[PbFault, ...] = ()

    def __init__(
        self,
        code: str,
        at: tuple[str, int | None] = ("", None),
        allowed: str = "",
        nearest: str = "",
        /,
        **details: Any,
    ) -> None:
        self.code, self.at, self.allowed, self.nearest = code, at, allowed, nearest
        super().__init__(f"pb.{code}", **details)

    def text(self, language: str = "en") -> str:
        """The whole line: file:line: what; allowed …; nearest …"""
        say = words(language)
        file, line = self.at
        allowed = say(self.allowed) if self.allowed.startswith(IN_WORDS) else self.allowed
        text = f"{file}:{line}: " if line else f"{file}: "
        text += say(self.phrase, **{name: _cut(value) for name, value in self.details.items()})
        text += say("pb.allowed", allowed=allowed) if allowed else ""
        text += say("pb.nearest", nearest=_cut(self.nearest)) if self.nearest else ""
        return one_line(text)

    def __reduce__(self) -> Any:
        return _again, (self.code, self.at, self.allowed, self.nearest, self.details)


def one_line(text: str) -> str:
    """Text from a file without what moves a cursor, colours a terminal or begins a new line."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _again(code: str, at: tuple[str, int | None], allowed: str, nearest: str, details: dict[str, Any]) -> PbFault:
    return PbFault(code, at, allowed, nearest, **details)


def _cut(value: Any) -> Any:
    return value if not isinstance(value, str) or len(value) <= 60 else value[:59] + "…"
