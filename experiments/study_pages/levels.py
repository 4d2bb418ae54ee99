"""A factorial read across: what the first factor does at every combination of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..comparing.intervals import mean_interval
from ..comparing.sentences import label
from ..studies.findings import Known
from ..studies.plan import Plan
from .within import HOLDS, cells_of, looks_of, pair_of, scale_of

Setting = tuple[Any, ...]


def by_setting(plan: Plan, known: Known) -> dict[Setting, dict[Any, dict[int, float]]]:
    """Values of the other factors -> value of the first -> replication -> outcome."""
    first, *others = [factor.name for factor in plan.file.design.factors]
    found: dict[Setting, dict[Any, dict[int, float]]] = {}
    for point, name in zip(plan.points, plan.names, strict=True):
        if point.values:
            setting = tuple(point.values[other] for other in others)
            found.setdefault(setting, {})[point.values[first]] = dict(known.get(name, {}))
    return found


def lines(plan: Plan, known: Mapping[str, Known]) -> Iterator[str]:
    """Of the primary outcome: the level with the best mean at each combination of the others, and whether the step
    across the first factor is another there.
    """
    from ...model.observation.indicators import INDICATORS

    factors, outcome = plan.file.design.factors, plan.file.outcomes[0]
    if len(factors) < 2:
        return
    yield f"## Across `{factors[0].name}`: {label(outcome, 'en').lower()}"
    yield ""
    if INDICATORS[outcome].better != "none":
        yield from _best(plan, known[outcome], outcome)
    yield from _steps(plan, known[outcome], outcome)


def _best(plan: Plan, known: Known, outcome: str) -> Iterator[str]:
    from ...model.observation.indicators import INDICATORS

    sign = -1.0 if INDICATORS[outcome].better == "lower" else 1.0
    yield "At each combination of the others: the value with the best mean, and what other values lack against it, same"
    yield "seeds. The best is picked by these same runs, which flatters it where values are close. Of the interval:"
    yield HOLDS[looks_of(plan)]
    yield ""
    yield f"| {_heads(plan)} | best | against | difference | verdict |"
    yield "|---|" + "---|" * len(plan.file.design.factors) + "---:|---|"
    for setting, levels in by_setting(plan, known).items():
        best = max(levels, key=lambda value: sign * _mean(levels[value]))
        at = " | ".join(plain(value) for value in setting)
        for value in levels:
            if value != best:
                pair = pair_of(levels[best], levels[value], outcome, looks_of(plan))
                yield f"| {at} | {plain(best)} | {plain(value)} | {cells_of(pair, outcome)} |"
    yield ""


def _steps(plan: Plan, known: Known, outcome: str) -> Iterator[str]:
    """The step between the ends of the first factor, and how it differs from that in the first row."""
    found, first = steps(plan, known), plan.file.design.factors[0].grid()
    if not found:
        return
    before = next(iter(found.values()))
    yield f"What {plain(first[0])} instead of {plain(first[-1])} changes, and by how much more than in the first row,"
    yield "both with 95 % intervals for one look (Student):"
    yield ""
    yield f"| {_heads(plan)} | change | more than in the first row |"
    yield "|---|" + "---|" * (len(plan.file.design.factors) - 2) + "---:|---:|"
    for setting, step in found.items():
        more = [step[unit] - before[unit] for unit in step if unit in before] if step is not before else []
        at = " | ".join(plain(value) for value in setting)
        yield f"| {at} | {_interval(list(step.values()), outcome)} | {_interval(more, outcome)} |"
    yield ""


def steps(plan: Plan, known: Known) -> dict[Setting, dict[int, float]]:
    """Values of the other factors -> replication -> outcome at the first value of the first factor less at its last."""
    found = {}
    for setting, levels in by_setting(plan, known).items():
        values = list(levels.values())
        found[setting] = {unit: values[0][unit] - values[-1][unit] for unit in values[0] if unit in values[-1]}
    return found


def _heads(plan: Plan) -> str:
    return " | ".join(f"`{factor.name}`" for factor in plan.file.design.factors[1:])


def _mean(values: Mapping[int, float]) -> float:
    return sum(values.values()) / len(values) if values else float("-inf")


def _interval(values: list[float], outcome: str) -> str:
    if len(values) < 2:
        return "–"
    (scale, digits), found = scale_of(outcome), mean_interval(values)
    ends = (
        ""
        if found.lo is None or found.hi is None
        else f" [{scale * found.lo:+.{digits}f}, {scale * found.hi:+.{digits}f}]"
    )
    return f"{scale * found.value:+.{digits}f}{ends}".replace("-", "−")


def plain(value: Any) -> str:
    """A value of a factor without the noughts that nobody typed."""
    return f"{value:g}" if isinstance(value, float) else str(value)
