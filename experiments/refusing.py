"""A request that cannot be carried out, said in one line of either language."""

from __future__ import annotations

from typing import Any

from .wording import words


class Refused(ValueError):
    """What was asked for is not possible as asked; the phrase says why."""

    def __init__(self, phrase: str, /, **details: Any) -> None:
        self.phrase = phrase
        self.details = details
        super().__init__(self.text("en"))

    def text(self, language: str = "en") -> str:
        """The whole line."""
        return words(language)(self.phrase, **self.details)

    def __reduce__(self) -> Any:
        return _again, (self.phrase, self.details)


def _again(phrase: str, details: dict[str, Any]) -> Refused:
    return Refused(phrase, **details)
