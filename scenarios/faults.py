"""What is wrong with what a planner typed, in one clear line of either language."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .library_words import in_chinese
from .words import FAULTS, NOTICES, TYPES

SHOWN = 60
ENDLESS = "a number of more than 60 digits"  # in the reader's language among the words of types
LONGEST_KEY = 120
LONGEST_DETAIL = 300
MOST_FAULTS = 20
MOST_NAMES, NEAREST_NAMES = 16, 3


class InputFault(ValueError):
    """One fault of one input: where it is, what is wrong, what would be allowed, what was probably meant."""

    def __init__(
        self,
        code: str,
        key: str = "",
        details: Mapping[str, Any] | None = None,
        allowed: str | Mapping[str, str] = "",
        nearest: str = "",
        at: tuple[str, int | None] = ("", None),
    ) -> None:
        self.code = code
        self.key = key
        self.details = dict(details or {})
        self.allowed = allowed if isinstance(allowed, str) else dict(allowed)
        self.nearest = nearest
        self.file, self.line = at
        self.others: tuple[InputFault, ...] = ()
        super().__init__(self.text("en"))

    def __reduce__(self) -> Any:
        at = (self.file, self.line)
        return InputFault, (self.code, self.key, self.details, self.allowed, self.nearest, at), {"others": self.others}

    @property
    def what(self) -> str:
        """What is wrong, in English, without place and remedy."""
        return self._what("en")

    def text(self, lang: str = "en") -> str:
        """The whole line: file:line: key: what; allowed …; nearest …"""
        file = middle_cut(self.file, LONGEST_DETAIL)
        where = f"{file}:{self.line}" if file and self.line else file
        start = "".join(f"{part}: " for part in (where, middle_cut(self.key, LONGEST_KEY)) if part)
        choices = self.allowed if isinstance(self.allowed, str) else self.allowed[lang]
        typed = str(self.details.get("value") or self.key.rpartition(".")[2])
        choices = _few_of(choices, typed, lang)
        allowed = {"zh": "；允许 {}", "en": "; allowed {}"}[lang].format(choices) if choices else ""
        nearest = {"zh": "；最接近的是 {}", "en": "; nearest {}"}[lang].format(self.nearest) if self.nearest else ""
        return _one_line(start + self._what(lang) + allowed + nearest)

    def __str__(self) -> str:
        return self.text("en")

    def _what(self, lang: str) -> str:
        details = {name: _worded(value, lang) for name, value in self.details.items()}
        if lang == "zh" and self.code in ("broken_toml", "broken_csv"):
            details["why"] = in_chinese(str(details["why"]))
        return FAULTS[self.code][lang].format_map(details)


@dataclass(frozen=True)
class Notice:
    """Something a planner should know about a scenario that is nevertheless valid; pairs are (zh, en)."""

    code: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def text(self, lang: str = "en") -> str:
        """The sentence, in the planner's language."""
        side = 0 if lang == "zh" else 1
        details = {name: value[side] if isinstance(value, tuple) else value for name, value in self.details.items()}
        return _one_line(NOTICES[self.code][lang].format_map(details))

    def __str__(self) -> str:
        return self.text("en")


def nearest_name(name: str, names: Iterable[str]) -> str:
    """The known name most like the one typed, or nothing where none is like it."""
    names = list(names)
    if len(name) > LONGEST_KEY:  # like nothing, and seconds to find that out
        return ""
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if not close:  # a name without its group, or with the wrong one
        tails = {known.rpartition(".")[2]: known for known in names}
        close = [tails[tail] for tail in difflib.get_close_matches(name.rpartition(".")[2], tails, n=1, cutoff=0.75)]
    return close[0] if close else ""


def _few_of(choices: str, typed: str, lang: str) -> str:
    """A list of names as it is, or of a long one how many there are and those most like what was typed."""
    names = choices.split(", ")
    if len(names) <= MOST_NAMES:
        return choices
    near = difflib.get_close_matches(typed.strip('"')[:LONGEST_KEY], names, n=NEAREST_NAMES, cutoff=0.0)
    phrases = {"zh": "{count} 个名字之一，如 {near}", "en": "one of {count}, such as {near}"}[lang]
    return phrases.format(count=len(names), near=", ".join(near))


def shown(value: Any) -> str:
    """A value as a planner would write it, cut to a readable length."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}" if math.isfinite(value) else str(value)
    if isinstance(value, int):
        return str(value) if value.bit_length() < 200 else ENDLESS
    if isinstance(value, str):
        return f'"{_cut(value)}"'
    return _cut(str(value))


def _worded(value: Any, lang: str) -> Any:
    """A detail in the reader's language where it is one of our words; else as it is, cut where it is endless."""
    if not isinstance(value, str):
        return value
    return TYPES.get(value, {}).get(lang) or middle_cut(value, LONGEST_DETAIL)


def middle_cut(text: str, most: int) -> str:
    """A text too long to be read, without its middle: a path tells most at its two ends."""
    return text if len(text) <= most else f"{text[: most // 2]}…{text[len(text) - most // 2 + 1 :]}"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def together(faults: list[InputFault]) -> InputFault:
    """The first of several faults, carrying the others."""
    first = faults[0]
    first.others = tuple(faults[1:])
    return first
