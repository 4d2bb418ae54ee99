"""How what came of a check is written on a page: figures, targets and verdicts in a few words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .arms import Check, Judged, Spread

VERDICTS = {True: "holds", False: "**missed**", None: "unknown"}


def number(value: float) -> str:
    """A number with three digits that count, large ones whole."""
    if not math.isfinite(value):
        return "–"
    if abs(value) >= 1000.0:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value else "0"


def signed(value: float) -> str:
    """A change with its sign."""
    return f"{'+' if value > 0 else ''}{number(value)}"


def bounds(low: float, high: float) -> str:
    """A range, open or closed."""
    if math.isinf(high):
        return f"{number(low)} or more"
    return f"up to {number(high)}" if math.isinf(low) else f"{number(low)} to {number(high)}"


def wanted(check: Check) -> str:
    """What a check asks for."""
    said = {
        "level": bounds(check.low, check.high),
        "ratio": f"times {bounds(check.low, check.high)}",
        "rises": "rises",
        "falls": "falls",
        "slows": "rises less at the second step",
        "still": f"the same within {number(100 * check.high)} %",
        "same": "not one pair differs",
        "near": f"changes by less than {number(check.high)}",
        "more": "gains more in the first pair of arms",
    }
    return said[check.test]


def figure(check: Check) -> str:
    """The figure a check looks at."""
    return f"`{check.figure}`" + (f" less `{check.less}`" if check.less else "")


def got(judged: Judged) -> str:
    """What came out: a level with one deviation between seeds, a change with its 95 % interval."""
    if not judged.got:
        return "–"
    if judged.check.test == "level":
        results = zip(judged.check.arms, judged.got, strict=True)
        return "; ".join(f"{name} {level(one)}" for name, one in results)
    if judged.check.test == "ratio":
        return f"times {level(judged.got[0])}"
    return "; ".join(change(one) for one in judged.got) + _from(judged.arms)


def level(one: Spread) -> str:
    """A mean over seeds and one deviation between them."""
    return number(one.mean) + (f" ± {number(one.sd)}" if one.count > 1 else "")


def change(one: Spread) -> str:
    """A mean paired change with its 95 % interval."""
    if one.sd == 0.0 and one.mean == 0.0:
        return "0"
    low, high = one.interval
    return f"{signed(one.mean)} [{signed(low)}, {signed(high)}]" if one.count > 1 else signed(one.mean)


def _from(arms: Sequence[Spread]) -> str:
    return f" (from {number(arms[0].mean)}; {arms[0].count} pairs)" if arms else ""
