"""What is typed behind `--set`: one key, one value, read as the type its declaration states."""

from __future__ import annotations

from typing import Any

from .checking import Role, allowed_values, check_value, find_parameter
from .faults import InputFault, shown

YES = ("true", "yes", "on", "是", "开")
NO = ("false", "no", "off", "否", "关")


def parse_set(text: str, role: Role = "lever") -> tuple[str, Any]:
    """`grid.households_per_grid=250` as a key and a checked value; `layout_file=grids.csv` is let through."""
    key, equals, word = (part.strip() for part in text.partition("="))
    if not equals or not key:
        raise InputFault("no_equals", details={"value": shown(text)})
    if key == "layout_file":
        return key, word
    parameter = find_parameter(key, role)
    if parameter.kind == "choice":
        value: Any = word.strip("\"'")
    elif parameter.kind == "yes_no":
        value = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}.get(word.lower(), word)
    else:
        value = _number(word)
    try:
        return key, check_value(parameter, value, key)
    except InputFault as fault:
        fault.allowed = fault.allowed or allowed_values(parameter)
        raise


def _number(word: str) -> Any:
    """A number where the word is one; the word itself where it is not, for the fault to show."""
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            continue
    return word
