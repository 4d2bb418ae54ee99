"""What a design varies: a lever or an assumption with the values it may take, whatever its kind."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ...model.declare import Parameter
from ...model.parameters.believing import beliefs
from ...scenarios.checking import At, Role, allowed_values, check_value, find_parameter
from ...scenarios.faults import InputFault, nearest_name, shown
from ..worlds.drawing import value_at

Scale = Literal["linear", "log", "belief"]
KEYS = ("low", "high", "choices", "scale", "levels")
MOST_LEVELS = 1000


@dataclass(frozen=True)
class Factor:
    """One lever or assumption and what it may be.

    Attributes:
        name: Dotted, as everywhere.
        values: The values named, or every choice; empty where it is a range.
        low, high: Ends of a range, in the unit of the declaration; both may be taken.
        scale: How a share of the range becomes a value: evenly, evenly on the log scale, or as believed.
        whole: Whether it counts something: values are whole numbers, and each is as likely as the others.
        levels: Values a full factorial takes of a range; 0 where nobody said.
    """

    name: str
    role: Role
    values: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 0.0
    scale: Scale = "linear"
    whole: bool = False
    levels: int = 0

    def at(self, u: float) -> Any:
        """The value at a share `u` of all it may be.

        Args:
            u: In [0, 1].
        """
        if self.values:
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        if self.scale == "belief":
            return value_at(self.name, u)
        if self.whole and self.scale == "linear":
            return min(math.floor(self.low + u * (self.high - self.low + 1.0)), int(self.high))
        value = self._between(u)
        return round(value) if self.whole else value

    def grid(self) -> tuple[Any, ...]:
        """The values of a full factorial, each once, in their order."""
        if self.values:
            return self.values
        steps = [self._between(step / (self.levels - 1)) for step in range(self.levels)]
        return tuple(dict.fromkeys(round(value) if self.whole else value for value in steps))

    def _between(self, u: float) -> float:
        if self.scale == "log":
            found = self.low * (self.high / self.low) ** u
            return float(min(max(found, self.low), self.high))
        return min(self.low + u * (self.high - self.low), self.high)


def read_factor(name: str, said: Any, role: Role, at: At) -> Factor:
    """A factor from what stands in the file: `[150, 300]`, `{low, high}`, `{choices}` or `true` for all it may be.

    Raises:
        InputFault: What is wrong with it.
    """
    parameter = find_parameter(name, role, at)
    if isinstance(said, list):
        return Factor(name, role, values=_values(parameter, name, said, at))
    if said is True:
        return _all_of(parameter, name, role, at)
    if not isinstance(said, Mapping) or not said:
        raise InputFault("study_factor", name, {"value": shown(said)}, at=at)
    for key in said:
        if key not in KEYS:
            allowed, near = ", ".join(KEYS), nearest_name(key, KEYS)
            raise InputFault("unknown_key", f"{name}.{key}", allowed=allowed, nearest=near, at=at)
    if "choices" in said:
        if not isinstance(said["choices"], list):
            details = {"wanted": "a list", "value": shown(said["choices"])}
            raise InputFault("wrong_type", f"{name}.choices", details, at=at)
        return Factor(name, role, values=_values(parameter, name, said["choices"], at))
    return _range(parameter, name, said, role, at)


def _values(parameter: Parameter, name: str, said: list[Any], at: At) -> tuple[Any, ...]:
    found = [check_value(parameter, whole_number(parameter, value), name, at) for value in said]
    twice = next((value for number, value in enumerate(found) if value in found[:number]), None)
    if twice is not None:
        raise InputFault("study_value_twice", name, {"value": shown(twice)}, at=at)
    if len(found) < 2:
        raise InputFault("study_few_values", name, at=at)
    return tuple(found)


def whole_number(parameter: Parameter, value: Any) -> Any:
    """2.0 as 2 where something is counted: every sampler's output is a float."""
    whole = parameter.kind == "count" and isinstance(value, float) and value.is_integer()
    return int(value) if whole else value


def _all_of(parameter: Parameter, name: str, role: Role, at: At) -> Factor:
    """Everything it may be: both answers, every choice, its belief, or its limits of input."""
    if parameter.kind == "yes_no":
        return Factor(name, role, values=(False, True))
    if parameter.kind == "choice":
        return Factor(name, role, values=tuple(parameter.choices))
    belief = beliefs().get(name)
    if belief is not None and not belief.fixed:
        return Factor(name, role, scale="belief")
    about = parameter.about
    if belief is not None or about.low is None or about.high is None:
        raise InputFault("study_no_range", name, allowed=allowed_values(parameter), at=at)
    return Factor(name, role, low=about.low, high=about.high, whole=parameter.kind == "count")


def _range(parameter: Parameter, name: str, said: Mapping[str, Any], role: Role, at: At) -> Factor:
    if parameter.kind in ("yes_no", "choice"):
        raise InputFault("study_factor", name, {"value": shown(dict(said))}, allowed_values(parameter), at=at)
    for key in ("low", "high"):
        if key not in said:
            raise InputFault("missing_key", f"{name}.{key}", at=at)
    low, high = (check_value(parameter, whole_number(parameter, said[key]), name, at) for key in ("low", "high"))
    if not low < high:
        raise InputFault("study_range", name, {"low": shown(low), "high": shown(high)}, at=at)
    scale = said.get("scale", "linear")
    if scale not in ("linear", "log"):
        raise InputFault("unknown_choice", f"{name}.scale", {"value": shown(scale)}, "linear, log", at=at)
    if scale == "log" and low <= 0:
        raise InputFault("study_log", name, {"low": shown(low)}, at=at)
    levels = said.get("levels", 0)
    if "levels" in said and (type(levels) is not int or not 2 <= levels <= MOST_LEVELS):
        raise InputFault("out_of_range", f"{name}.levels", {"value": shown(levels)}, f"2–{MOST_LEVELS}", at=at)
    return Factor(
        name, role, low=float(low), high=float(high), scale=scale, whole=parameter.kind == "count", levels=levels
    )
