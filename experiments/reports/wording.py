"""The words in which results are told, Chinese or English, and numbers as a planner writes them."""

from __future__ import annotations

import locale
import os
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
_COUNTED = (
    "ballots|cells|comparisons|cores|days|draws|duplicates|files|grids|hours|households|incidents|indicators|levers|"
    "meetings|minutes|months|needs|orders|pairs|people|points|projects|quarrels|questions|replications|residents|rooms|"
    "rows|runs|scenarios|seats|seconds|seeds|trials|values|voters|votes|waves|weeks|workers|worlds|years|communities|"
    "districts|signs"
)
_COUNT = re.compile(
    rf"(?<!all )(?<!of )(?<!these )(?P<count>\{{(?P<name>\w+)(?:[:!][^{{}}]*)?\}} (?:measured |paired |working )?)"
    rf"(?P<counted>{_COUNTED})(?:(?P<verb> (?:are|were|have)\b)|"
    rf"(?=$|[.,;:)\]·×=]| [·×=(]| (?:(?:after|of warm-up|on|over|sooner|a quarter|changed)\b|of \{{)))"
)
_ONE = {"": "", " are": " is", " were": " was", " have": " has"}
"""A count and what is counted, with the verb that follows; elsewhere the phrase has to be good for one as it stands."""


def with_singulars(phrase: str, values: Mapping[str, Any]) -> str:
    """An English phrase before its values are put in, with one day where a count is 1; what values say is left alone.

    Args:
        phrase: Such as "{n} measured days".
        values: What will be put in, by name.
    """

    def one(found: re.Match[str]) -> str:
        known = found["name"] in values and found["count"].partition("}")[0] + "}"
        if not known or known.format(**values) != "1":
            return found[0]
        counted, verb = found["counted"], _ONE[found["verb"] or ""]
        if counted == "people":
            return found["count"] + "person" + verb
        return found["count"] + (counted[:-3] + "y" if counted.endswith("ies") else counted[:-1]) + verb

    return _COUNT.sub(one, phrase)


class Words:
    """One language: a phrase by its key, with numbers and names put in."""

    def __init__(self, language: str, phrases: Mapping[str, str]) -> None:
        self.language = language
        self.phrases = phrases

    def __call__(self, key: str, /, **values: Any) -> str:
        phrase = self.phrases[key]
        if values and self.language == "en":
            phrase = with_singulars(phrase, values)
        return phrase.format(**values) if values else phrase

    def has(self, key: str) -> bool:
        return key in self.phrases

    def unit(self, unit: str) -> str:
        """A unit in this language; one without a translation is shown as it is declared."""
        return self.phrases.get(f"unit.{unit}", unit)

    def number(self, value: float | None, unit: str = "") -> str:
        """A value with its unit: shares as per cent, counts whole, the rest with about three figures."""
        if value is None:
            return "–"
        if unit == "share":
            return f"{100 * value:.1f} %"
        text = _figures(value)
        return f"{text} {self.unit(unit)}".rstrip()

    def figure(self, value: float | None, unit: str = "") -> str:
        """A value for a table whose label already names the unit; only shares keep their sign."""
        return self.number(value, unit if unit == "share" else "")

    def change(self, value: float | None, unit: str = "", *, with_unit: bool = True) -> str:
        """A difference with its sign; differences of shares are percentage points."""
        if value is None:
            return "–"
        if unit == "share":
            text, unit = f"{100 * value:+.1f}", "points"
        else:
            text = ("+" if value > 0 else "") + _figures(value)
        text = text.replace("-", "−")
        if float(text.replace("−", "-").replace(",", "")) == 0:
            text = text.lstrip("+−")
        return f"{text} {self.unit(unit)}".rstrip() if with_unit else text


def _figures(value: float) -> str:
    text = _three_figures(value)
    # What rounds to nothing has no sign.
    return text.removeprefix("-") if not any(digit in text for digit in "123456789") else text


def _three_figures(value: float) -> str:
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    if size >= 100:
        return f"{value:.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if size >= 1 or value == 0 else f"{value:.3f}"


@lru_cache(maxsize=None)
def words(language: str) -> Words:
    """All phrases of one language."""
    path = Path(__file__).parents[1] / "words" / f"{language}.toml"
    with path.open("rb") as file:
        return Words(language, dict(_flat(tomllib.load(file))))


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        found += _flat(value, f"{prefix}{key}.") if isinstance(value, Mapping) else [(f"{prefix}{key}", value)]
    return found


def usual_language() -> str:
    """The language of whoever sits here, by the locale: Chinese or, for everybody else, English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith(("zh", "chinese")) else "en"
    try:
        return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
    except ValueError:
        return "en"
