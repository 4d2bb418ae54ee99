"""What is believed of an assumption: what its declaration says, else a range as wide as its grade is weak.

The rule for the others, from the default and its grade:

* a number is believed within a factor of its default, evenly on the log scale: 1.05 for grade A (official), 1.15 for
  B (a study), 1.2 for C (press, practitioners), 1.3 for D (a judgement);
* of a share above one half it is what is missing to 1 that varies by the factor, likeliest at the default
  (triangular): 0.9 may be 0.87 or 0.92, but not 1.17;
* log odds move by the log of the factor, evenly;
* a default of 0 says that something does not happen, and a whole share or a choice without weights says how something
  is: they stay as they are unless their declaration says otherwise;
* no belief leaves the limits of input; whole numbers are rounded.

The factors are a judgement of ours (grade D). They are meant jointly: hundreds of numbers drawn at once move a town
further than any one of them. With 1.5 for grade D three draws of 38 left the training town as such a town is known to
be.
"""

from __future__ import annotations

import math
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..belief import Belief, Weights
from . import all_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..declare import Parameter

FACTOR = {"A": 1.05, "B": 1.15, "C": 1.2, "D": 1.3}
"""Grade -> how far from its default a number is plausible, as a factor either way."""
LOG_ODDS = "log odds"


def belief_of(parameter: Parameter) -> Belief | Weights:
    """What is believed of one assumption."""
    declared = parameter.about.belief
    if declared is not None:
        return declared
    if parameter.kind not in ("number", "count"):
        return Weights(((str(parameter.default), 1.0),))
    return _by_grade(parameter)


def _by_grade(parameter: Parameter) -> Belief:
    default, about = float(parameter.default), parameter.about
    factor = FACTOR[about.grade]
    if about.unit == LOG_ODDS:
        return _within(parameter, default - math.log(factor), default + math.log(factor))
    if default <= 0.0:
        return Belief(default, default, "uniform")
    if (about.low, about.high) == (0.0, 1.0) and default > 0.5:
        missing = 1.0 - default
        return Belief(1.0 - missing * factor, 1.0 - missing / factor, "triangular", default)
    found = _within(parameter, default / factor, default * factor)
    return Belief(found.low, found.high, "log_uniform")


def _within(parameter: Parameter, low: float, high: float) -> Belief:
    """An even belief that keeps to the limits of input."""
    least, most = parameter.about.low, parameter.about.high
    low = low if least is None else max(low, least)
    return Belief(low, high if most is None else min(high, most), "uniform")


@lru_cache(maxsize=1)
def beliefs() -> Mapping[str, Belief | Weights]:
    """Dotted name -> what is believed of it, for every assumption, in the order declared."""
    found = {
        name: belief_of(parameter)
        for name, parameter in all_parameters().items()
        if parameter.about.role == "assumption"
    }
    return MappingProxyType(found)


def drawn_value(name: str, u: float) -> float | int | str:
    """The value of an assumption at a share `u` of its belief, as the model holds it."""
    value, parameter = beliefs()[name].at(u), all_parameters()[name]
    if parameter.kind == "count":
        return round(float(value))
    return value
