"""Tables of levers or assumptions as written in a file: `[levers]`, `set`, `assumptions`, `[status_quo]`."""

from __future__ import annotations

from typing import Any

from .checking import At, Layer, Role, check_value, find_parameter, leaves
from .faults import InputFault, shown
from .header import Reader
from .lines import KeyPath


def read_values(reader: Reader, path: KeyPath, role: Role, origin: str) -> Layer:
    """Every valid value of the table at a path; what is wrong with the others is noted."""
    table: Any = reader.document.values
    for part in path:
        table = table.get(part, {}) if isinstance(table, dict) else table[part]
    if not isinstance(table, dict):
        reader.fault("wrong_type", path, {"wanted": "a table", "value": shown(table)})
        return Layer(origin, {})
    values: dict[str, Any] = {}
    where: dict[str, At] = {}
    for key, value, here in leaves(table, path):
        if reader.full:  # looking for the nearest of thousands of names takes seconds
            reader.untold += 1
            continue
        at = reader.document.at(*here)
        try:
            parameter = find_parameter(key, role, at)
            if key in values:
                raise InputFault("given_twice", key, at=at)
            values[key] = check_value(parameter, value, key, at)
            where[key] = at
        except InputFault as fault:
            reader.note(fault)
    return Layer(origin, values, where)
