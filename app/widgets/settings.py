"""Parameters and what they are set to, in words: names, values, steps from one value to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...model.parameters import all_parameters
from .catalogue import short_title
from .language import Words
from .lever_form import shown_value


def arrow(difference: float) -> str:
    """Up, down, or level."""
    return "▲" if difference > 0 else "▼" if difference < 0 else "="


def lever_words(say: Words, lever: str) -> str:
    """What a parameter is called; a row of a table after the table's own name."""
    known = all_parameters()
    if lever in known:
        return say.of(known[lever].about, "label")
    table, _, row = lever.rpartition(".")
    return f"{lever_words(say, table)} · {say.get(f'row.{row}', row)}" if table in known else lever


def value_words(say: Words, lever: str, value: Any) -> str:
    """A value of a parameter as people read it."""
    known = all_parameters()
    if lever in known:
        return shown_value(say, known[lever], value)
    return f"{value:,.6g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def step_words(say: Words, lever: str, before: Any, after: Any) -> str:
    """From -> to, of a lever or of a whole policy."""
    if lever == "policy":
        return f"{short_title('policy', before, say)} → {short_title('policy', after, say)}"
    return f"{value_words(say, lever, before)} → {value_words(say, lever, after)}"


def settings_words(say: Words, values: Mapping[str, Any]) -> Iterable[str]:
    """Each setting as a name and a value."""
    return (f"{lever_words(say, name)} {value_words(say, name, value)}" for name, value in values.items())
