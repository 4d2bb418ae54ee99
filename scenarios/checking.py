"""Whether a value may be given to a parameter, judged by the parameter's one declaration."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ValidationError

from ..model.declare import Parameter
from ..model.parameters import all_parameters
from ..model.parameters.words import unit_words
from .faults import InputFault, nearest_name, shown
from .lines import KeyPath
from .readonly import read_only

Role = Literal["lever", "assumption"]
At = tuple[str, int | None]
NOWHERE: At = ("", None)
MOST_BITS = 1000  # a whole number beyond this is no float any more


@dataclass(frozen=True)
class Layer:
    """Values that come from one origin, and where in a file each was written."""

    origin: str
    values: Mapping[str, Any]
    where: Mapping[str, At] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", read_only(self.values))
        object.__setattr__(self, "where", read_only(self.where))

    def at(self, name: str) -> At:
        """File and line of one value."""
        return self.where.get(name, NOWHERE)


def check_value(parameter: Parameter, value: Any, key: str = "", at: At = NOWHERE) -> Any:
    """The value as the model holds it, or the one fault it has."""
    key = key or parameter.name
    if type(value).__module__ == "numpy":
        value = value.item() if getattr(value, "ndim", 0) == 0 else value.tolist()
    if parameter.kind == "choice":
        return _check_choice(parameter, value, key, at)
    if parameter.kind == "yes_no":
        if not isinstance(value, bool):
            raise _wrong_type(key, "yes or no", value, at, "true, false")
        return value
    if parameter.kind == "table" and key == parameter.name:
        rows = ", ".join(f"{parameter.name}.{row}" for row in parameter.default)
        raise _wrong_type(key, "a table", value, at, rows)
    wanted = "a whole number" if parameter.kind == "count" else "a number"
    number = not isinstance(value, bool) and isinstance(value, (int, float))
    if not number:
        raise _wrong_type(key, wanted, value, at, allowed_values(parameter))
    if isinstance(value, float) and not math.isfinite(value):
        raise InputFault("not_finite", key, {"value": shown(value)}, allowed_values(parameter), at=at)
    if parameter.kind == "count" and isinstance(value, float):
        raise _wrong_type(key, wanted, value, at, allowed_values(parameter))
    about = parameter.about
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        raise InputFault("out_of_range", key, {"value": shown(value)}, allowed_values(parameter), at=at)
    if about.low is not None and about.high is not None and not about.low <= value <= about.high:
        raise InputFault("out_of_range", key, {"value": shown(value)}, allowed_values(parameter), at=at)
    return value if parameter.kind == "count" else float(value) + 0.0


def allowed_values(parameter: Parameter) -> dict[str, str]:
    """What a parameter accepts, in both languages."""
    about = parameter.about
    if parameter.kind == "choice":
        return dict.fromkeys(("zh", "en"), ", ".join(parameter.choices))
    if parameter.kind == "yes_no":
        return dict.fromkeys(("zh", "en"), "true, false")
    if about.low is None or about.high is None:
        return {"zh": "任意有限数", "en": "any finite number"}
    bounds = f"{_plain(about.low)}–{_plain(about.high)}"
    return {lang: f"{bounds} {unit_words(about.unit, lang)}".strip() for lang in ("zh", "en")}


def find_parameter(key: str, role: Role, at: At = NOWHERE) -> Parameter:
    """The parameter a dotted key names, itself or by one row of its table."""
    known = all_parameters()
    name, row = key, ""
    if key not in known:
        name, _, row = key.rpartition(".")
        if name not in known or known[name].kind != "table":
            raise _unknown(key, role, at)
    parameter = known[name]
    if parameter.about.role != role:
        raise InputFault(f"{parameter.about.role}_not_{role}", key, at=at)
    if row and row not in parameter.default:
        rows = tuple(parameter.default)
        raise InputFault(
            "weights_unknown",
            key,
            details={"name": row},
            allowed=", ".join(rows),
            nearest=nearest_name(row, rows),
            at=at,
        )
    return parameter


def leaves(table: Mapping[str, Any], path: KeyPath = (), prefix: str = "") -> Iterator[tuple[str, Any, KeyPath]]:
    """Dotted key, value and path of everything written in a table, however its keys are nested or quoted."""
    known = all_parameters()
    for key, value in table.items():
        name = f"{prefix}{key}"
        here = (*path, key)
        if isinstance(value, Mapping) and (name not in known or known[name].kind == "table"):
            yield from leaves(value, here, f"{name}.")
        else:
            yield name, value, here


def check_levers(table: Mapping[str, Any]) -> dict[str, Any]:
    """Every lever of a table with its value as the model holds it; each once, however its key is nested."""
    values: dict[str, Any] = {}
    for key, value, _path in leaves(table):
        if key in values:
            raise InputFault("given_twice", key)
        values[key] = check_value(find_parameter(key, "lever"), value, key)
    return values


def built_group_fault(error: ValidationError, layers: tuple[Layer, ...]) -> InputFault:
    """What the model says about values that are each allowed and do not go together."""
    first = error.errors(include_url=False)[0]
    details = dict(first.get("ctx", {}))
    key = str(details.pop("key", ".".join(str(part) for part in first["loc"])))
    at = next((layer.at(name) for layer in reversed(layers) for name in _related(key) if name in layer.values), NOWHERE)
    return InputFault(first["type"], key, details, at=at)


def _related(key: str) -> tuple[str, ...]:
    return (key, "grid.patrol_share") if key == "grid.visit_share" else (key,)


def _check_choice(parameter: Parameter, value: Any, key: str, at: At) -> str:
    if not isinstance(value, str):
        raise _wrong_type(key, "one of the choices", value, at, allowed_values(parameter))
    if value not in parameter.choices:
        near = nearest_name(value, parameter.choices)
        raise InputFault(
            "unknown_choice",
            key,
            details={"value": shown(value)},
            allowed=allowed_values(parameter),
            nearest=near,
            at=at,
        )
    return value


def _unknown(key: str, role: Role, at: At) -> InputFault:
    known = all_parameters()
    groups = {parameter.group for parameter in known.values()}
    if key in groups:
        return InputFault("a_group", key, allowed=", ".join(n for n in known if n.startswith(f"{key}.")), at=at)
    mine = [name for name, parameter in known.items() if parameter.about.role == role]
    nearest = nearest_name(key, mine) or nearest_name(key, known)
    group = key.partition(".")[0]
    siblings = [name for name in mine if name.startswith(f"{group}.")] or sorted({n.partition(".")[0] for n in mine})
    return InputFault(
        "unknown_parameter",
        key,
        details={"role": role},
        allowed="" if nearest else ", ".join(siblings),
        nearest=nearest,
        at=at,
    )


def _wrong_type(key: str, wanted: str, value: Any, at: At, allowed: str | dict[str, str]) -> InputFault:
    return InputFault("wrong_type", key, {"wanted": wanted, "value": shown(value)}, allowed, at=at)


def _plain(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:g}"
