"""The words of what is taken away: its own phrases beside those that the command line and the page share."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from ..reports.wording import Words, words


@lru_cache(maxsize=None)
def own_phrases(language: str) -> dict[str, str]:
    """The phrases that only briefs and their relatives need."""
    with (Path(__file__).parent / "words" / f"{language}.toml").open("rb") as file:
        found = tomllib.load(file)
    return {f"{group}.{key}": text for group, phrases in found.items() for key, text in phrases.items()}


@lru_cache(maxsize=None)
def telling(language: str) -> Words:
    """Every phrase of one language."""
    return Words(language, {**words(language).phrases, **own_phrases(language)})
