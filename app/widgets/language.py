"""Every word on the screen comes from `words/zh.toml` and `words/en.toml`; here it is looked up."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...experiments.reports.wording import with_singulars
from ...experiments.reports.wording import words as wording

LANGUAGES = {"zh": "中文", "en": "English"}
_WORDS = Path(__file__).parents[1] / "words"


@lru_cache(maxsize=None)
def words_of(language: str) -> dict[str, str]:
    """Dotted key -> text, flattened from the language's file."""
    with (_WORDS / f"{language}.toml").open("rb") as file:
        return dict(_flatten("", tomllib.load(file)))


def _flatten(prefix: str, table: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        found += _flatten(f"{prefix}{key}.", value) if isinstance(value, dict) else [(f"{prefix}{key}", value)]
    return found


class Words:
    """The words of one language: `say("run.start")`, with named values filled in."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self._texts = words_of(self.language)

    def __call__(self, key: str, **values: Any) -> str:
        text = self._texts[key]
        if values and self.language == "en":
            text = with_singulars(text, values)
        return text.format(**values) if values else text

    def get(self, key: str, otherwise: str) -> str:
        """The word for a key that may be unknown, such as a channel of a later build."""
        return self._texts.get(key, otherwise)

    def shared(self, key: str, otherwise: str = "") -> str:
        """A word that the command line uses too, such as a verdict or a channel, so that one thing has one name."""
        phrases = wording(self.language)
        text = phrases(key) if phrases.has(key) else otherwise or key
        return text if key.startswith("verdict.") else text[:1].upper() + text[1:]

    def of(self, thing: Any, attribute: str) -> str:
        """A declared text in this language: `of(declaration, "label")` reads `label_zh` or `label_en`."""
        return str(getattr(thing, f"{attribute}_{self.language}"))
