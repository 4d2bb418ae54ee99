"""A request that cannot be carried out, said in one line of either language."""

from __future__ import annotations

from typing import Any

from ..reports.wording import words

MOST_SHOWN = 300


class Refused(ValueError):
    """What was asked for is not possible as asked; the phrase says why."""

    def __init__(self, phrase: str, /, **details: Any) -> None:
        self.phrase = phrase
        self.details = details
        super().__init__(self.text("en"))

    def text(self, language: str = "en") -> str:
        """The whole line."""
        details = {name: _worded(value, language) for name, value in self.details.items()}
        return "".join(letter if letter.isprintable() else " " for letter in words(language)(self.phrase, **details))

    def __reduce__(self) -> Any:
        return _again, (self.phrase, self.details)


def _worded(value: Any, language: str) -> Any:
    """What was typed, cut where it is endless; numbers stay numbers, so that phrases can write them their way."""
    if isinstance(value, int) and value.bit_length() > 200:
        return f"{str(value)[:20]}…" if value.bit_length() < 10_000 else "…"
    if isinstance(value, int | float):
        return value
    text = value.text(language) if isinstance(value, Refused) else str(value)
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN // 2]}…{text[-MOST_SHOWN // 2 :]}"


def _again(phrase: str, details: dict[str, Any]) -> Refused:
    return Refused(phrase, **details)
