"""A factorial read across: what the first factor does at every combination of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..comparing.intervals import paired_difference
from ..comparing.sentences import label
from ..studies.findings import Known
from ..studies.plan import Plan
from .within import told

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
    """The level with the best mean for each combination of the others, and the pairs behind it, of every outcome."""
    from ...model.observation.indicators import INDICATORS

    factors = plan.file.design.factors
    if len(factors) < 2:
        return
    yield f"## Across `{factors[0].name}`"
    yield ""
    yield "At each combination of the others: the value with the best mean, and what other values lack against it, same"
    yield "seeds. The best one is picked by these same runs, which flatters it a little where values are close."
    yield ""
    for outcome in plan.file.outcomes:
        if INDICATORS[outcome].better != "none":
            yield from _table(plan, known[outcome], outcome)


def _table(plan: Plan, known: Known, outcome: str) -> Iterator[str]:
    from ...model.observation.indicators import INDICATORS

    _, *others = plan.file.design.factors
    sign = -1.0 if INDICATORS[outcome].better == "lower" else 1.0
    yield f"### {label(outcome, 'en')}"
    yield ""
    yield "| " + " | ".join(f"`{one.name}`" for one in others) + " | best | against | difference | verdict |"
    yield "|---|" + "---|" * (len(others) + 1) + "---:|---|"
    for setting, levels in by_setting(plan, known).items():
        best = max(levels, key=lambda value: sign * _mean(levels[value]))
        at = " | ".join(_plain(value) for value in setting)
        for value in levels:
            if value != best:
                yield f"| {at} | {_plain(best)} | {_plain(value)} | {_gap(levels[value], levels[best], outcome)} |"
    yield ""


def _mean(values: Mapping[int, float]) -> float:
    return sum(values.values()) / len(values) if values else float("-inf")


def _gap(other: Mapping[int, float], best: Mapping[int, float], outcome: str) -> str:
    from ...model.observation.indicators import INDICATORS

    both, about = [unit for unit in best if unit in other], INDICATORS[outcome]
    if not both:
        return told(None, outcome)
    pair = paired_difference([best[u] for u in both], [other[u] for u in both], about.better, about.margin)
    return told(pair, outcome)


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
