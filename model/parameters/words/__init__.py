"""Words of parameters in both languages, as screen, reference page and faults show them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...declare import Declaration, Parameter

LANGUAGES = ("zh", "en")
_ROLES = ("levers", "assumptions")
_COUNTED = (
    "months|years|days|weeks|posts|residents|households|cadres|seats|drills|sessions|covenants|participations|"
    "volunteers|grids|tasks|units|terminals|providers|projects|slots|needs|cases|items|gaps"
)
_PLURAL = re.compile(rf"^((?:working |base |usual )?(?:{_COUNTED}))\b")


class WordsDoNotFit(LookupError):
    """A parameter stands without words in a language, or words stand there for no parameter."""


@lru_cache(maxsize=None)
def words(lang: str) -> Mapping[str, Any]:
    """What `zh.toml` or `en.toml` says.

    Args:
        lang: "zh" or "en".

    Returns:
        `never`, a word, and the tables `groups`, `choices`, `levers` and `assumptions`; in Chinese `units` too.
    """
    with (Path(__file__).parent / f"{lang}.toml").open("rb") as file:
        return tomllib.load(file)


def with_words(declared: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """The same parameters, each with its label and help in both languages.

    Args:
        declared: Dotted name -> parameter, of every lever and assumption there is.

    Raises:
        WordsDoNotFit: A word is missing or left over; one line names every such word and its file.
    """
    texts = {lang: dict(_flat("", {role: words(lang)[role] for role in _ROLES})) for lang in LANGUAGES}
    wanted = {f"{_key(one)}.{part}" for one in declared.values() for part in ("label", "help")}
    faults = [fault for lang in LANGUAGES for fault in _misfits(f"{lang}.toml", wanted, set(texts[lang]))]
    if faults:
        raise WordsDoNotFit("; ".join(faults))
    return {name: _worded(parameter, texts) for name, parameter in declared.items()}


def _key(parameter: Parameter) -> str:
    return f"{parameter.about.role}s.{parameter.name}"


def _flat(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """("levers.grid.layout.label", its words) and so on, for everything in a table."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{prefix}{name}.", value)
        else:
            yield f"{prefix}{name}", value


def _misfits(file: str, wanted: set[str], found: set[str]) -> Iterator[str]:
    if wanted - found:
        yield f"{file} has no {', '.join(sorted(wanted - found))}"
    if found - wanted:
        yield f"{file} has {', '.join(sorted(found - wanted))}, which nothing declares"


def _worded(parameter: Parameter, texts: Mapping[str, Mapping[str, str]]) -> Parameter:
    key, zh, en = _key(parameter), texts["zh"], texts["en"]
    label, help_ = f"{key}.label", f"{key}.help"
    about = replace(parameter.about, label_zh=zh[label], label_en=en[label], help_zh=zh[help_], help_en=en[help_])
    return replace(parameter, about=about)


def unit_words(unit: str, lang: str, value: Any = None) -> str:
    """A declared unit in the reader's language; with the value it stands behind, "1 month" and not "1 months"."""
    if lang == "zh":
        return str(words("zh")["units"].get(unit, unit))
    if isinstance(value, bool) or value != 1:
        return unit
    return "person" if unit == "people" else _PLURAL.sub(lambda found: found[1].removesuffix("s"), unit)


def never(about: Declaration, value: Any, lang: str) -> str:
    """The word for 0 where 0 of something between two events means that there is none; empty for other values."""
    return str(words(lang)["never"]) if about.zero_is_never and value == 0 else ""


def choice_words(choice: str, lang: str) -> str:
    """A choice in the reader's language."""
    return str(words(lang)["choices"].get(choice, choice))


def group_words(group: str, lang: str) -> str:
    """A group of parameters in the reader's language."""
    return str(words(lang)["groups"].get(group, group))
