"""A sampled design on its page: the indices of every factor, and which way it moves an outcome."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from ..comparing.sentences import label
from ..reports.wording import words
from ..sensitivity.indices import LEADING, Index, indices_of, method_of, ordered
from ..sensitivity.samples import Floats, Sample, Target
from ..studies.plan import Plan
from .within import scale_of

SAYS = {
    "sobol": "`ST`: share of the variance of an outcome that a factor moves, alone or with others; `S1`: alone.",
    "morris": "`μ*`: mean size of the change over all a factor may be; `μ`: with its sign; `σ`: how much it varies.",
    "pawn": "PAWN: how far what is known of a factor moves the distribution of an outcome (0 to 1).",
}
COLUMNS = {"sobol": ("ST", "S1"), "morris": ("mu_star", "mu", "sigma"), "pawn": ("pawn",)}
HEADS = {"mu_star": "μ*", "mu": "μ", "sigma": "σ"}


def lines(plan: Plan, sample: Sample) -> Iterator[str]:
    """A table an outcome."""
    method = method_of(sample, None)
    found, left = indices_of(sample, method)
    yield "## What came out"
    yield ""
    yield SAYS[method]
    yield "Intervals are 95 %, by bootstrap; all given the ranges of the design."
    if method == "sobol" and any(not 0.0 <= one.value <= 1.0 for one in found):
        yield "A share below 0 or above 1 is noise: more samples bring it back."
    if method != "morris":
        yield "*High − low*: mean in the upper half of the range of a factor less mean in the lower half,"
        yield "among rows drawn independently, with its 95 % interval (Welch)."
    yield ""
    for target in sample.targets:
        key = (target.outcome, target.scenario, target.baseline)
        mine = [one for one in found if (one.outcome, one.scenario, one.baseline) == key]
        yield from _table(sample, target, mine, method)
    for one in left:
        of = f"{one.scenario} − {one.baseline}" if one.baseline else one.scenario
        why = f" ({one.why})" if one.why else ""
        yield f"Left out of `{one.outcome}`{f', {of}' if of else ''}: {one.dropped} of {one.of}{why}."
        yield ""


def _table(sample: Sample, target: Target, found: Sequence[Index], method: str) -> Iterator[str]:
    by_key = {(one.factor, one.index): one for one in found}
    halves = method != "morris"
    unit = unit_of(target.outcome)
    heads = [f"{HEADS[name]}, {unit}" if name in HEADS and unit else HEADS.get(name, name) for name in COLUMNS[method]]
    of = f"{target.scenario} less {target.baseline}" if target.baseline else target.scenario
    yield f"### {label(target.outcome, 'en')}{f': {of}' if of else ''}"
    yield ""
    yield "| factor | " + " | ".join([*heads, *([f"high − low{f', {unit}' if unit else ''}"] if halves else [])]) + " |"
    yield "|---|" + "---:|" * (len(heads) + halves)
    for name in ordered(found, method):
        cells = [_index(by_key.get((name, index)), target.outcome) for index in COLUMNS[method]]
        cells += [_halves(sample, target, name)] if halves else []
        yield f"| `{name}` | " + " | ".join(cells) + " |"
    yield ""
    luck = "not known (one seed)" if target.luck is None else f"{100 * target.luck:.1f} %"
    yield f"Luck that rows and seeds make together: {luck}."
    yield ""


def unit_of(outcome: str) -> str:
    """In what a change of an outcome is told, in English; points for shares."""
    from ...model.observation.indicators import INDICATORS

    unit = INDICATORS[outcome].unit
    return words("en").unit("points" if unit == "share" else unit)


def _index(one: Index | None, outcome: str) -> str:
    if one is None:
        return "–"
    scale, digits = scale_of(outcome) if one.index in HEADS else (1.0, 2)
    text = f"{scale * one.value:.{digits}f}"
    if one.index in (*LEADING.values(), "S1") and one.lo is not None and one.hi is not None:
        text += f" [{scale * one.lo:.{digits}f}, {scale * one.hi:.{digits}f}]"
    return text.replace("-", "−")


def high_less_low(sample: Sample, target: Target, name: str) -> tuple[float, float] | None:
    """The difference of the means of the upper and the lower half of a factor, and half of its 95 % interval.

    Only rows that were drawn by themselves count: of Sobol' those of A and B.
    """
    from scipy.stats import t

    own = [number for number, row in enumerate(sample.rows) if str(row.get("matrix") or "A") in ("A", "B")]
    own = [number for number in own if not np.isnan(target.values[number])]
    said = [sample.rows[number][name] for number in own]
    numbers = np.array([float(one) for one in said]) if not any(isinstance(one, str) for one in said) else None
    if numbers is None or len(set(said)) < 2:
        return None
    high = numbers > (numbers.min() + numbers.max()) / 2.0
    one, other = target.values[own][high], target.values[own][~high]
    if min(len(one), len(other)) < 2:
        return None
    return float(one.mean() - other.mean()), _half(one, other, float(t.ppf(0.975, _degrees(one, other))))


def _half(one: Floats, other: Floats, width: float) -> float:
    return width * math.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))


def _degrees(one: Floats, other: Floats) -> float:
    a, b = one.var(ddof=1) / len(one), other.var(ddof=1) / len(other)
    return float((a + b) ** 2 / (a**2 / (len(one) - 1) + b**2 / (len(other) - 1))) if a + b > 0.0 else 1.0


def _halves(sample: Sample, target: Target, name: str) -> str:
    if name not in sample.names or (found := high_less_low(sample, target, name)) is None:
        return "–"
    (value, half), (scale, digits) = found, scale_of(target.outcome)
    return f"{scale * value:+.{digits}f} ± {scale * half:.{digits}f}".replace("-", "−")
